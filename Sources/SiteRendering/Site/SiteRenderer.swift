import Diagnostics
import LessonChecks
import LessonDocument

/// Renders a course: a page for each lesson, the page that lists them, and what the pages refer to.
///
/// A pure function: the same course, results and further files always give the same bytes.
package struct SiteRenderer {
  private let settings: CourseSettings
  private let results: [LessonResult]
  private let theme: Theme
  private let searchScript: String

  /// - Parameter results: One for each lesson of the course that is to be on the site, in their order.
  package init(course: Course, results: [LessonResult]) throws {
    settings = course.settings
    self.results = results
    theme = try Theme()
    var index = SearchIndex()
    for result in results { index.add(result.document) }
    searchScript = try index.script()
  }

  /// The site's files in the order of their paths.
  /// - Parameter furtherFiles: The font, pictures of the lessons.
  package func files(with furtherFiles: [SiteFile] = []) -> [SiteFile] {
    let pages = results.indices.map(page) + [landingPage]
    let search = SiteFile(path: "assets/search.js", text: searchScript)
    return (pages + [search] + Theme.files + furtherFiles).sorted { $0.path < $1.path }
  }
}

// MARK: - Pages

extension SiteRenderer {
  private func page(_ index: Int) -> SiteFile {
    let result = results[index]
    let renderer = LessonRenderer(result)
    var values = frame(
      title: "\(result.document.title) · \(settings.title)", summary: result.document.frontMatter.summary)
    values["article"] = renderer.article
    values["lessons"] = results.indices.map { other in
      entry(other).merging(["isCurrent": other == index]) { $1 }
    }
    values["sections"] = renderer.sections.map { ["id": HTML(text: $0.id), "title": $0.title] }
    values["isTurnable"] = results.count > 1
    values["previous"] = index > 0 ? [entry(index - 1)] : []
    values["next"] = index + 1 < results.count ? [entry(index + 1)] : []
    values["source"] = sourceAddress(of: result.document).map { [HTML(text: $0)] } ?? []
    return SiteFile(path: result.document.pageName, text: theme.render("page", values).markup)
  }

  private var landingPage: SiteFile {
    var values = frame(title: settings.title, summary: settings.summary)
    let list: [String: Any] = [
      "course": HTML(text: settings.title), "summary": HTML(text: settings.summary ?? ""),
      "lessons": results.indices.map { index in
        entry(index).merging([
          "summary": results[index].document.frontMatter.summary.map { [HTML(text: $0)] } ?? [],
          "check": stateNote(CheckSummary(results[index].document, results[index].report)).html,
        ]) { $1 }
      },
      "state": courseState,
    ]
    values["isLanding"] = true
    values["article"] = theme.render("landing", list)
    values["isTurnable"] = false
    return SiteFile(path: "index.html", text: theme.render("page", values).markup)
  }

  /// What every page's frame shows.
  private func frame(title: String, summary: String?) -> [String: Any] {
    [
      "language": HTML(text: settings.language), "course": HTML(text: settings.title), "title": HTML(text: title),
      "summary": HTML(text: summary ?? settings.summary ?? settings.title),
      "authors": settings.authors.map { HTML(text: $0) },
      "isLanding": false, "source": [HTML](),
    ]
  }

  private func entry(_ index: Int) -> [String: Any] {
    let document = results[index].document
    return [
      "number": HTML(text: document.number ?? ""), "title": HTML(text: document.title),
      "address": HTML(text: document.pageName),
    ]
  }

  /// Code hosts show a file of the newest state under `blob/HEAD`.
  private func sourceAddress(of document: Document) -> String? {
    guard var address = settings.repository, !document.file.path.hasPrefix("/"), !document.file.path.contains("..")
    else {
      return nil
    }
    while address.hasSuffix("/") { address.removeLast() }
    return "\(address)/blob/HEAD/\(document.file.path)"
  }
}

// MARK: - The state of all checks

extension SiteRenderer {
  private func stateNote(_ summary: CheckSummary) -> CheckNote {
    if summary.failures > 0 {
      return CheckNote(state: .disagrees, verdict: "\(counted(summary.failures, "check"))", details: " not holding.")
    }
    let checks = summary.outputs + summary.formulasChecked
    guard checks > 0 else { return CheckNote(state: .unchecked, verdict: "Nothing to check.") }
    return CheckNote(
      state: .agrees, verdict: "Checked:",
      details: " \(counted(summary.outputs, "output")), \(counted(summary.formulasChecked, "formula")).")
  }

  private var courseState: HTML {
    let total = results.map { CheckSummary($0.document, $0.report) }.reduce(CheckSummary(), +)
    let state = total.failures == 0 ? "All of it holds." : "\(counted(total.failures, "check")) not holding."
    return """
      <p>\(counted(total.cells, "cell")) in \(counted(total.lessons, "lesson")) ran. \
      \(counted(total.outputs, "output")) compared with what was recorded; of \(counted(total.formulas, "formula")), \
      \(total.formulasChecked) evaluated and compared with the code. \(state)</p>
      """
  }
}

extension Document {
  /// The number that its file's name begins with: `6` for `06-worked-example`. An appendix has none.
  fileprivate var number: String? {
    Int(name.prefix { $0.isASCII && $0.isNumber }).map(String.init)
  }

  /// `06-worked-example.html`.
  package var pageName: String { name + ".html" }
}
