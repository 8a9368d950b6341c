import CourseConfiguration
import Diagnostics
import LessonChecks
import LessonDocument

/// What is wrong with the texts of `course.yml` that readers see: what the landing page says of the course, and the foot of each page. Each is
/// a paragraph of Markdown, whose links are checked like those of lessons.
struct CourseTexts {
  let course: Course
  let linked: LinkedFiles

  var problems: [Problem] {
    course.settings.paragraphs.flatMap { text in
      let document = DocumentParser.parse(Array(text.text.utf8), path: "", macros: course.settings.macros, hasBibliography: true)
      let warnings = document.diagnostics.filter { !$0.isError }.map(\.problem)
      return (unfit(document) ?? warnings + links(of: document)).map { problem in
        var problem = problem
        // Where it stands in the file isn't known more exactly: YAML may fold and escape a text.
        problem.range = text.range
        return problem
      }
    }
  }

  /// Why it can't be shown as a paragraph; nil if it can.
  private func unfit(_ document: Document) -> [Problem]? {
    let parts = parts(of: document)
    let words = parts.compactMap { part -> String? in
      switch part {
      case .image: "a picture"
      case .footnote: "a footnote"
      case .citation: "a citation"
      case .number: "the source of a number"
      default: nil
      }
    }
    // Nothing is run for these texts.
    let others = [
      document.cells.isEmpty ? nil : "a cell", document.formulas.contains { $0.check != nil } ? "the check of a formula" : nil,
    ]
    if let word = words.first ?? others.compactMap(\.self).first {
      return [Problem("\(word) can't be in a text of `course.yml`", at: 0..<0, help: "put it into a lesson, such as `index.md`")]
    }
    if let first = document.diagnostics.first(where: \.isError) { return [first.problem] }
    guard parts.isEmpty else { return nil }
    return document.blocks.isEmpty
      ? [] : [Problem("this text isn't one paragraph of Markdown", at: 0..<0, help: "take lists, headings and empty lines out of it")]
  }

  /// What its only paragraph is made of; nothing if it is more than a paragraph.
  private func parts(of document: Document) -> [Inline] {
    guard document.blocks.count == 1, case .paragraph(let content)? = document.blocks.first else { return [] }
    return Array(content.depthFirst)
  }

  private func links(of document: Document) -> [Problem] {
    let document = linked.found(in: document)
    let own = Set(
      document.links.indices.filter { if case .file(path: "", _, _) = document.links[$0].target { true } else { false } })
    var problems = LinkChecker.problems(in: document, targets: LinkTargets(course)).filter { !own.contains($0.link) }.map(\.problem)
    problems += own.sorted().map {
      Problem(
        "`\(document.links[$0].destination)` leads nowhere: this text stands on other pages", at: 0..<0,
        help: "name a lesson's `.md` file, and in it `#…`")
    }
    for link in document.links {
      guard case .file(let path, _, _) = link.target else { continue }
      switch link.file {
      case .hosted, .unhosted:
        problems.append(
          Problem("`\(path)` is a file of the repository, to which a text of `course.yml` can't link", at: 0..<0, help: "write its address")
        )
      case .download where !course.downloads.contains(path):
        problems.append(
          Problem("no lesson links to the file `\(path)`, so it isn't on the site", at: 0..<0, help: "link to it in a lesson, too"))
      default: break
      }
    }
    let isWordless = parts(of: document).contains { part in
      if case .link(_, let words) = part { words.isEmpty } else { false }
    }
    if isWordless {
      problems.append(Problem("a link without words can't be in a text of `course.yml`", at: 0..<0, help: "write its words"))
    }
    return problems
  }
}
