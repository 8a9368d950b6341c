import CourseConfiguration
import Diagnostics
import Foundation
import LessonChecks
import LessonDocument
import ToolSupport

/// Renders a course: a page for each lesson, the pages about them, and what the pages refer to.
///
/// A pure function: the same course, results and further files always give the same bytes.
package struct SiteRenderer: Sendable {
  let settings: CourseSettings
  let results: [LessonResult]
  let localization: Localization
  private let variants: VariantRecord
  private let lessons: [LessonRenderer]
  /// The lessons as lists show them. They are on every page, so they are made once.
  private let entries: [LessonContext]
  /// The entries of the lessons in the contents of other pages, rendered once: with many lessons, they are most of the site.
  private let plainEntries: [String]
  /// The pages on the readers' way, in its order, by their indices.
  private let readers: [Int]
  /// The pages for authors.
  private let authors: [Int]
  /// The pages by the parts of the course; a part without pages isn't shown. Those for authors are a part of their own, the last.
  private let groups: [(title: HTML?, indices: [Int])]
  private let theme: Theme

  /// - Parameter results: One for each lesson of the course that is to be on the site, in their order.
  /// - Parameter variants: What the course keeps of the wrong variants of its formulas.
  /// - Parameter themeFolder: A folder whose files replace those of the built-in theme.
  package init(
    course: Course, results: [LessonResult], variants: VariantRecord = VariantRecord(), themeFolder: URL? = nil
  ) throws(ToolFailure) {
    settings = course.settings
    self.variants = variants
    self.results = results
    let localization = Localization.of(language: course.settings.language)
    self.localization = localization
    let renderers = concurrentMap(count: results.count) { LessonRenderer(results[$0], localization: localization) }
    let references = ReferenceTexts(renderers)
    lessons = renderers.map { renderer in
      var lesson = renderer
      lesson.references = references
      return lesson
    }
    let theme = try Theme(folder: themeFolder)
    self.theme = theme
    let entries = results.map { LessonContext($0, localization: localization) }
    self.entries = entries
    plainEntries = entries.map { theme.render(.entry, EntryContext($0)).markup }
    let isForAuthors = results.map { $0.document.frontMatter.kind == .authorGuide }
    let pages = results.indices.filter { !results[$0].document.isLandingPage }
    let readers = pages.filter { !isForAuthors[$0] }
    let authors = pages.filter { isForAuthors[$0] }
    self.authors = authors
    self.readers = readers
    groups =
      course.settings.grouped(readers.map { results[$0].document }).map { title, indices in
        (title.map { HTML(text: $0) }, indices.map { readers[$0] })
      } + (authors.isEmpty ? [] : [(localization.forAuthors, authors)])
  }

  /// The site's files in the order of their paths.
  /// - Parameter furtherFiles: The font, pictures of the lessons.
  package func files(with furtherFiles: [SiteFile] = []) -> [SiteFile] {
    let imageSizes = imageSizes(in: furtherFiles)
    let names = Set(readers.map { results[$0].document.pageStem })
    let articles = concurrentMap(count: lessons.count) { index in
      var lesson = lessons[index]
      lesson.imageSizes = imageSizes
      return (onItsPage: lesson.article, inWholeCourse: names.contains(lesson.document.pageStem) ? lesson.section(among: names) : .empty)
    }
    let ownText = landing.map { articles[$0].onItsPage }
    let others: [@Sendable () -> [SiteFile]] = [
      { [wholeCoursePage(readers.map { articles[$0].inWholeCourse })] }, { [landingPage(ownText: ownText), checksPage, missingPage] },
      { [search] },
      { theme.files },
    ]
    let pages = concurrentMap(count: others.count + lessons.count) { index -> [SiteFile] in
      let lesson = index - others.count
      if lesson >= 0, results[lesson].document.isLandingPage { return [] }
      return lesson < 0 ? others[index]() : [lessonPage(lesson, article: articles[lesson].onItsPage)] + scripts(lesson)
    }
    let map = settings.url.map { [siteMap(at: $0)] } ?? []
    return (pages.flatMap { $0 } + map + furtherFiles).sorted { $0.path < $1.path }
  }

  /// The lesson's code, to be taken away.
  private func scripts(_ index: Int) -> [SiteFile] {
    let imports = LessonScript.imports(of: results[index].document, in: settings)
    return LessonScript(
      document: results[index].document, run: results[index].run, course: settings.title,
      imports: imports
    ).files
  }

  private var search: SiteFile {
    var index = SearchIndex()
    for result in results { index.add(result.document) }
    return SiteFile(path: "assets/search-index.js", text: index.script)
  }

  /// The sizes of the pictures among the files, by their paths.
  private func imageSizes(in files: [SiteFile]) -> [String: ImageSize] {
    let pictures = files.filter { file in
      Picture.endings.contains { file.path.lowercased().hasSuffix(".\($0)") }
    }
    return Dictionary(pictures.compactMap { file in ImageSize(file.bytes).map { (file.path, $0) } }) { first, _ in first }
  }
}

// MARK: - Pages

extension SiteRenderer {
  private func lessonPage(_ index: Int, article: HTML) -> SiteFile {
    let document = results[index].document
    var sections = lessons[index].sections
    sections.append(.init(id: LessonRenderer.runID, title: localization.frame.run))
    var page = self.page(
      path: document.pageName, title: "\(document.title) · \(settings.title)", summary: document.frontMatter.summary,
      contents: contents(current: index, sections: sections))
    page.article = article
    page.eyebrow = [eyebrow(index)]
    page.run = [
      .init(
        id: HTML(text: LessonRenderer.runID), commands: commands(for: document),
        downloads: scripts(index).map { HTML(text: $0.path.percentEncoded) })
    ]
    page.turn = turn(from: index)
    page.live = (lessons[index].live?.html).map { [$0] } ?? []
    page.questions = lessons[index].asks ? [.empty] : []
    page.edit = sourceAddress(of: document, view: "edit").map { [HTML(text: $0)] } ?? []
    page.source = sourceAddress(of: document, view: "blob").map { [HTML(text: $0)] } ?? []
    return file(document.pageName, page)
  }

  /// The lesson whose text the landing page shows.
  private var landing: Int? { results.firstIndex { $0.document.isLandingPage } }

  /// - Parameter ownText: The text of `index.md`, in the place of what the page would say of the course.
  private func landingPage(ownText: HTML?) -> SiteFile {
    let own = landing.map { results[$0].document }
    let title = own.map { $0.title == settings.title ? $0.title : "\($0.title) · \(settings.title)" } ?? settings.title
    var page = self.page(path: "index.html", title: title, summary: own?.frontMatter.summary ?? settings.summary)
    page.edit = own.flatMap { sourceAddress(of: $0, view: "edit") }.map { [HTML(text: $0)] } ?? []
    page.isLanding = true
    page.article = theme.render(
      .landing,
      LandingContext(
        course: page.course, summary: HTML(text: settings.summary ?? ""), words: localization.frame, text: ownText.map { [$0] } ?? [],
        prefix: ownText == nil ? .empty : "page.", parts: parts(among: Array(results.indices)),
        check: CheckNote(total, localization: localization).html, about: about, cover: cover, state: courseState))
    return file("index.html", page)
  }

  /// All lessons on one page, for paper.
  private func wholeCoursePage(_ articles: [HTML]) -> SiteFile {
    let ids = readers.map { Placement.sectionID(ofLesson: results[$0].document.pageStem) }
    var page = self.page(
      path: "print.html", title: "\(localization.wholeCourse.text) · \(settings.title)", summary: settings.summary)
    page.isWhole = true
    page.questions = lessons.contains(where: \.asks) ? [.empty] : []
    page.article = theme.render(
      .whole,
      WholeContext(
        course: page.course, summary: HTML(text: settings.summary ?? ""), words: localization.frame,
        parts: parts(among: readers, address: { "#\(Placement.sectionID(ofLesson: $0.pageStem).percentEncoded)" }),
        lessons: zip(ids, articles).map { .init(id: HTML(text: $0), article: $1) }, solutions: solutions))
    return file("print.html", page)
  }

  private var checksPage: SiteFile {
    let title = localization.howChecksWork
    var page = self.page(
      path: "checks.html", title: "\(title.text) · \(settings.title)", summary: localization.howChecksWorkSummary.text)
    page.article = theme.render(
      localization.checksTemplate,
      ChecksContext(title: title, summary: localization.howChecksWorkSummary, state: courseState + variantState, unchecked: unchecked))
    return file("checks.html", page)
  }

  /// A host shows it for any address, at any depth. Its links therefore begin with the site's place on the host, where that is
  /// known; else a script finds it.
  private var missingPage: SiteFile {
    var page = self.page(path: "404.html", title: "\(localization.pageNotFound.text) · \(settings.title)", summary: nil)
    page.root = HTML(text: settings.url.map(CourseSettings.path(ofURL:)) ?? "")
    page.isMissing = true
    page.article = theme.render(.missing, MissingContext(root: page.root, isWithoutRoot: settings.url == nil, words: localization.frame))
    page.address = []
    return file("404.html", page)
  }

  private func siteMap(at url: String) -> SiteFile {
    let pages = ["index.html"] + results.map(\.document).filter { !$0.isLandingPage }.map(\.pageName) + ["checks.html"]
    let entries = pages.map { "<url><loc>\(HTML(text: canonicalAddress(of: $0, at: url)).markup)</loc></url>" }
    let markup = """
      <?xml version="1.0" encoding="UTF-8"?>
      <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
      \(entries.joined(separator: "\n"))
      </urlset>

      """
    return SiteFile(path: "sitemap.xml", text: markup)
  }
}

// MARK: - Parts of the pages

extension LessonContext {
  init(_ result: LessonResult, localization: Localization) {
    let document = result.document
    number = HTML(text: document.number ?? "")
    title = HTML(text: document.title)
    address = HTML(text: document.pageName.percentEncoded)
    time = localization.readingTime(document.minutesToRead)
    summary = document.frontMatter.summary.map { [HTML(text: $0)] } ?? []
    check = CheckNote(CheckSummary(document, result.report), localization: localization).html
  }
}

extension EntryContext {
  /// - Parameter sections: nil on another page than the lesson's own.
  init(_ lesson: LessonContext, sections: [LessonRenderer.Section]? = nil) {
    self.init(
      number: lesson.number, title: lesson.title, address: lesson.address, isCurrent: sections != nil,
      sections: (sections ?? []).map { Section(id: HTML(text: $0.id), title: $0.title) })
  }
}

extension SiteRenderer {
  /// - Parameter contents: nil for a page that isn't a lesson's.
  private func page(
    path: String, title: String, summary: String?, contents: [PageContext.ContentsPart]? = nil
  ) -> PageContext {
    PageContext(
      language: HTML(text: settings.language), words: localization.frame, course: HTML(text: settings.title),
      title: HTML(text: title), summary: HTML(text: summary ?? settings.summary ?? settings.title),
      authors: settings.authors.map { HTML(text: $0) },
      address: settings.url.map { [HTML(text: canonicalAddress(of: path, at: $0))] } ?? [],
      contents: contents ?? self.contents(),
      icon: HTML(text: settings.icon?.text.composed.percentEncoded ?? "assets/icon.svg"),
      logo: settings.logo.map { [HTML(text: $0.text.composed.percentEncoded)] } ?? [],
      css: settings.css.map { [HTML(text: $0.text.composed.percentEncoded)] } ?? [],
      footer: settings.footer.map { [InlineMarkdown.html($0)] } ?? [],
      licenses: settings.licenses.map { .init(name: HTML(text: $0.name), address: HTML(text: $0.address)) })
  }

  private func file(_ path: String, _ page: PageContext) -> SiteFile {
    SiteFile(path: path, text: theme.render(.page, page).markup)
  }

  /// The contents at a page's side: only what they say of the page's own lesson is made for it.
  private func contents(current: Int? = nil, sections: [LessonRenderer.Section] = []) -> [PageContext.ContentsPart] {
    groups.map { title, indices in
      let entries = indices.map { index -> String in
        guard index == current else { return plainEntries[index] }
        return theme.render(.entry, EntryContext(self.entries[index], sections: sections)).markup
      }
      return .init(title: title.map { [$0] } ?? [], entries: HTML(verbatim: entries.joined()))
    }
  }

  /// The lessons by the parts of the course, with all that is said of each.
  private func parts(among shown: [Int], address: ((Document) -> String)? = nil) -> [PartContext] {
    groups.map { title, indices in
      let lessons = indices.filter(shown.contains).map { index -> LessonContext in
        var lesson = entries[index]
        if let address { lesson.address = HTML(text: address(results[index].document)) }
        return lesson
      }
      return PartContext(title: title.map { [$0] } ?? [], lessons: lessons)
    }.filter { !$0.lessons.isEmpty }
  }

  /// What the author says of the course, and what can be told without: how long it takes, where it begins, where its sources are.
  private var about: [LandingContext.About] {
    let lessons = readers.filter { results[$0].document.frontMatter.kind == .lesson }
    let minutes = lessons.reduce(0) { $0 + results[$1].document.minutesToRead }
    var items = settings.about.map { LandingContext.About(title: HTML(text: $0.title), text: InlineMarkdown.html($0.text)) }
    if minutes >= 30 {
      let halves = (Double(minutes) / 30).rounded(.up) / 2
      items.append(
        .init(title: localization.howLong, text: localization.courseTime(halves, localization.counted(lessons.count, .lesson))))
    }
    if let first = lessons.first {
      let entry = entries[first]
      items.append(.init(title: localization.whereToBegin, text: "<a href=\"\(entry.address)\">\(entry.title)</a>"))
      items.append(.init(title: localization.frame.run, text: commands(for: results[first].document)))
    }
    if let repository = settings.repository {
      items.append(.init(title: localization.sourceCode, text: "<a href=\"\(repository)\">\(repository)</a>"))
    }
    if !settings.licenses.isEmpty {
      let links = settings.licenses.map { "<a rel=\"license\" href=\"\($0.address)\">\($0.name)</a>" as HTML }
      items.append(.init(title: localization.license, text: links.joined(separator: "; ")))
    }
    return items
  }

  private var solutions: [WholeContext.Solutions] {
    let names = Set(readers.map { results[$0].document.pageStem })
    let all = readers.compactMap { index -> WholeContext.Solutions.OfLesson? in
      let content = lessons[index].solutions(among: names)
      return content.isEmpty ? nil : .init(title: entries[index].title, content: content)
    }
    return all.isEmpty ? [] : [.init(lessons: all)]
  }

  /// The display formulas that were not compared, each with the reason and a link to where it stands.
  private var unchecked: [ChecksContext.Unchecked] {
    let formulas = results.indices.flatMap { index -> [ChecksContext.Formula] in
      let (lesson, entry) = (lessons[index], entries[index])
      return lesson.unchecked.map { formula, reason in
        .init(
          formula: lesson.mathML(inline: formula), reason: reason,
          place: localization.fromLesson("<a href=\"\(entry.address)#\(lesson.formulaID(formula.index))\">\(entry.title)</a>"))
      }
    }
    return formulas.isEmpty ? [] : [.init(title: localization.uncheckedFormulas, formulas: formulas)]
  }

  /// What the landing page shows of the lessons that are on the site.
  private var cover: [LandingContext.Exhibit] {
    settings.cover.compactMap { part in
      guard let index = results.firstIndex(where: { $0.document.name == part.lesson }),
        let block = results[index].document.exhibit(part.id)
      else { return nil }
      let content = lessons[index].excerpt(block, marksSymbols: part.lesson == settings.cover.first?.lesson)
      let entry = entries[index]
      return .init(content: content, source: localization.fromLesson("<a href=\"\(entry.address)#\(part.id)\">\(entry.title)</a>"))
    }
  }

  /// The pages before and after it on the readers' way, or among those for authors.
  private func turn(from index: Int) -> [PageContext.Turn] {
    let path = readers.contains(index) ? readers : authors
    guard path.count > 1, let place = path.firstIndex(of: index) else { return [] }
    return [
      .init(
        previous: place > 0 ? [entries[path[place - 1]]] : [], next: place + 1 < path.count ? [entries[path[place + 1]]] : [])
    ]
  }

  private func eyebrow(_ index: Int) -> HTML {
    let document = results[index].document
    let matter = document.frontMatter
    let tags = matter.tags.map { "\($0)" as HTML }.joined(separator: localization.listSeparator.markup)
    let parts = [
      document.number.map(localization.lessonNumber), entries[index].time, matter.date.map { "<time datetime=\"\($0)\">\($0)</time>" },
      tags.isEmpty ? nil : tags,
    ]
    return parts.compactMap(\.self).joined(separator: " · ")
  }

  /// How a reader runs a lesson: as the course says, or by the tool's own command.
  private func commands(for document: Document) -> HTML {
    let commands = settings.run ?? "lessons check {lesson}"
    let text = commands.replacing("{lesson}", with: document.name)
    return Listing.html(CodeHighlighter.html(for: text, language: "shell"), of: text, tag: "code", language: "shell")
  }

  /// Code hosts show a file of the newest state under `blob/HEAD`, and let it be changed under `edit/HEAD`.
  private func sourceAddress(of document: Document, view: String) -> String? {
    guard var address = settings.repository, !document.file.path.hasPrefix("/"), !document.file.path.contains("..")
    else {
      return nil
    }
    while address.hasSuffix("/") { address.removeLast() }
    return "\(address)/\(view)/HEAD/\(document.file.path.percentEncoded)"
  }

  /// A host shows `index.html` for its folder.
  private func canonicalAddress(of path: String, at url: String) -> String {
    url + (path == "index.html" ? "" : path.percentEncoded)
  }
}

// MARK: - The state of all checks

extension CheckNote {
  /// The state of a lesson's checks in one line.
  fileprivate init(_ summary: CheckSummary, localization: Localization) {
    if summary.failures > 0 {
      self.init(state: .disagrees, (localization.notHolding(localization.counted(summary.failures, .check)), .empty))
    } else if summary.outputs + summary.formulasChecked + summary.numbers == 0 {
      self.init(state: .unchecked, (localization.nothingToCheck, .empty))
    } else {
      self.init(
        state: .agrees,
        localization.checkedCount(
          [localization.counted(summary.outputs, .output), localization.counted(summary.formulasChecked, .formula)]
            + (summary.numbers == 0 ? [] : [localization.counted(summary.numbers, .number)])))
    }
  }
}

extension SiteRenderer {
  private var total: CheckSummary { results.map { CheckSummary($0.document, $0.report) }.reduce(CheckSummary(), +) }

  private var courseState: HTML {
    let state = total.failures == 0 ? localization.allHolds : localization.notHolding(localization.counted(total.failures, .check))
    let counts =
      localization.courseState(
        localization.counted(total.cells, .cell), localization.counted(total.lessons, .lesson),
        localization.counted(total.outputs, .output),
        localization.counted(total.formulas, .formula), total.formulasChecked)
      + localization.courseText(total.inlineFormulasChecked, total.inlineClaims, total.numbers)
    return "<p>\(counts) \(state)</p>"
  }

  /// What was counted of wrong variants of the formulas; of earlier ones, that it says nothing any more.
  private var variantState: HTML {
    guard variants.count != nil else { return .empty }
    return "<p>\(variants.count(of: results.map(\.document)).map(localization.variants) ?? localization.variantsNotCounted)</p>"
  }
}

extension Document {
  /// The number that its file's name begins with: `6` for `06-worked-example`. An appendix has none.
  fileprivate var number: String? {
    Int(fileStem.prefix { $0.isASCII && $0.isNumber }).map(String.init)
  }
}

extension CourseSettings {
  /// The part of a site's address that follows its host: `/attention/`.
  fileprivate static func path(ofURL url: String) -> String {
    let afterScheme = url.drop { $0 != ":" }.dropFirst(3)
    return String(afterScheme.drop { $0 != "/" })
  }
}

extension CourseSettings {
  /// The lessons by the parts of the course. If `course.yml` names none, those in folders of their own are parts.
  fileprivate func grouped(_ lessons: [Document]) -> [(title: String?, indices: [Int])] {
    guard parts.isEmpty, lessons.contains(where: { !$0.folder.isEmpty }) else { return grouped(lessonsNamed: lessons.map(\.name)) }
    var groups: [(title: String?, indices: [Int])] = []
    for (index, lesson) in lessons.enumerated() {
      let title = lesson.folder.isEmpty ? nil : Self.title(ofFolder: lesson.folder)
      if let last = groups.last, last.title == title {
        groups[groups.count - 1].indices.append(index)
      } else {
        groups.append((title, [index]))
      }
    }
    return groups
  }

  /// `Basic ideas` for `02-basic-ideas/`.
  private static func title(ofFolder path: String) -> String {
    path.split(separator: "/").map { name in
      let words = name.drop { $0.isASCII && ($0.isNumber || "-_. ".contains($0)) }.replacing("-", with: " ").replacing("_", with: " ")
      return words.isEmpty ? String(name) : words.prefix(1).uppercased() + words.dropFirst()
    }.joined(separator: " · ")
  }
}
