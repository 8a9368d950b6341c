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
  let localization: Localization
  private let lessons: [Lesson]
  private let countOfVariants: VariantRecord.Count?
  private let hasCount: Bool
  private let theme: Theme

  /// A lesson to be rendered, or the part of the site that was kept of it.
  package enum Lesson: Sendable {
    case checked(LessonResult)
    case kept(LessonPart)
  }

  /// - Parameter results: One for each lesson of the course that is to be on the site, in their order.
  /// - Parameter variants: What the course keeps of the wrong variants of its formulas.
  /// - Parameter themeFolder: A folder whose files replace those of the built-in theme.
  package init(
    course: Course, results: [LessonResult], variants: VariantRecord = VariantRecord(), themeFolder: URL? = nil
  ) throws(ToolFailure) {
    try self.init(
      settings: course.settings, lessons: results.map(Lesson.checked), hasCount: variants.count != nil,
      countOfVariants: variants.count(of: results.map(\.document)), themeFolder: themeFolder)
  }

  /// - Parameters:
  ///   - lessons: Those that are to be on the site, in their order. The pages of kept ones stay as they are.
  ///   - hasCount: Whether wrong variants of the formulas were ever counted.
  ///   - countOfVariants: The count, if it is one of these lessons as they are.
  package init(
    settings: CourseSettings, lessons: [Lesson], hasCount: Bool, countOfVariants: VariantRecord.Count?, themeFolder: URL? = nil
  ) throws(ToolFailure) {
    self.settings = settings
    self.lessons = lessons
    self.hasCount = hasCount
    self.countOfVariants = countOfVariants
    localization = Localization.of(language: settings.language)
    theme = try Theme(folder: themeFolder)
  }

  /// The site's files in the order of their paths.
  /// - Parameter furtherFiles: The font, pictures of the lessons.
  package func files(with furtherFiles: [SiteFile] = []) -> [SiteFile] { files(of: parts(with: furtherFiles), with: furtherFiles) }

  /// The site's files in the order of their paths.
  ///
  /// - Parameter parts: Those of all lessons, as made with the same further files.
  package func files(of parts: [LessonPart], with furtherFiles: [SiteFile]) -> [SiteFile] {
    let isKept = lessons.map { if case .kept = $0 { true } else { false } }
    let assembly = SiteAssembly(
      settings: settings, lessons: parts, isKept: isKept, hasCount: hasCount, countOfVariants: countOfVariants, theme: theme)
    return assembly.files(with: furtherFiles)
  }

  /// Lessons as a book; nil if none of them is to be in one.
  ///
  /// - Parameters:
  ///   - names: The lessons, by their names; nil for all that readers read, as on the page with the whole course.
  ///   - furtherFiles: The font, pictures of the lessons.
  package func book(of names: Set<String>? = nil, with furtherFiles: [SiteFile] = []) -> Book? {
    let chosen = lessons.map(\.identity).filter { lesson in
      names?.contains(lesson.name) ?? (lesson.kind != .authorGuide && lesson.name != "index")
    }
    let chapters = parts(with: furtherFiles, chapters: Set(chosen.map(\.pageStem))).filter { part in
      chosen.contains { $0.name == part.identity.name }
    }
    guard !chapters.isEmpty else { return nil }
    let assembly = SiteAssembly(
      settings: settings, lessons: chapters, isKept: chapters.map { _ in false }, hasCount: false, countOfVariants: nil, theme: theme)
    return assembly.book(isWhole: names == nil, with: furtherFiles)
  }

  /// What the site shows of each lesson.
  ///
  /// - Parameter chapters: The pages that are together on one page or in a book; those on the readers' way if it is nil.
  package func parts(with furtherFiles: [SiteFile] = [], chapters: Set<String>? = nil) -> [LessonPart] {
    let imageSizes = imageSizes(in: furtherFiles)
    let renderers = concurrentMap(count: lessons.count) { index -> LessonRenderer? in
      if case .checked(let result) = lessons[index] { LessonRenderer(result, localization: localization) } else { nil }
    }
    let kept = lessons.compactMap { if case .kept(let part) = $0 { part } else { nil } }
    let references = ReferenceTexts(renderers.compactMap(\.self), keeping: kept)
    let readers =
      chapters
      ?? Set(
        lessons.map(\.identity).filter { $0.kind != .authorGuide && $0.name != "index" }.map(\.pageStem))
    return concurrentMap(count: lessons.count) { index in
      switch lessons[index] {
      case .kept(let part): return part
      case .checked(let result):
        // It was made above for each checked lesson.
        var renderer = renderers[index]!
        renderer.references = references
        renderer.imageSizes = imageSizes
        let name = result.document.name
        let cover = settings.cover.filter { $0.lesson == name }.map { (id: $0.id, marksSymbols: name == settings.cover.first?.lesson) }
        return LessonPart(
          renderer, result, among: readers, cover: cover, settings: settings)
      }
    }
  }

  /// The sizes of the pictures among the files, by their paths.
  private func imageSizes(in files: [SiteFile]) -> [String: ImageSize] {
    let pictures = files.filter { file in
      Picture.endings.contains { file.path.lowercased().hasSuffix(".\($0)") }
    }
    return Dictionary(pictures.compactMap { file in ImageSize(file.bytes).map { (file.path, $0) } }) { first, _ in first }
  }
}

extension SiteRenderer.Lesson {
  var identity: LessonPart.Identity {
    switch self {
    case .checked(let result): LessonPart.Identity(result.document)
    case .kept(let part): part.identity
    }
  }
}

/// Puts a site together from the parts of its lessons.
struct SiteAssembly: Sendable {
  let settings: CourseSettings
  let localization: Localization
  let lessons: [LessonPart]
  /// Whether the page of a lesson stays as it is.
  private let isKept: [Bool]
  private let hasCount: Bool
  private let countOfVariants: VariantRecord.Count?
  /// The entries of the lessons in the contents of other pages, rendered once: with many lessons, they are most of the site.
  private let plainEntries: [String]
  /// The pages on the readers' way, in its order, by their indices.
  private let readers: [Int]
  /// The pages for authors.
  private let authors: [Int]
  /// The place of each page on its way: the readers' or the authors'.
  private let places: [Int: Int]
  /// The pages by the parts of the course; a part without pages isn't shown. Those for authors are a part of their own, the last.
  let groups: [(title: HTML?, indices: [Int])]
  /// The place of each page among all pages of the groups.
  private let contentsPlaces: [Int: Int]
  private let theme: Theme

  init(
    settings: CourseSettings, lessons: [LessonPart], isKept: [Bool], hasCount: Bool, countOfVariants: VariantRecord.Count?, theme: Theme
  ) {
    self.settings = settings
    self.lessons = lessons
    self.isKept = isKept
    self.hasCount = hasCount
    self.countOfVariants = countOfVariants
    self.theme = theme
    let localization = Localization.of(language: settings.language)
    self.localization = localization
    plainEntries = concurrentMap(count: lessons.count) { theme.render(.entry, EntryContext(lessons[$0].entry)).markup }
    let pages = lessons.indices.filter { !lessons[$0].isLandingPage }
    let readers = pages.filter { lessons[$0].identity.kind != .authorGuide }
    let authors = pages.filter { lessons[$0].identity.kind == .authorGuide }
    self.authors = authors
    self.readers = readers
    let numbered = Array(readers.enumerated()) + Array(authors.enumerated())
    places = Dictionary(numbered.map { ($1, $0) }) { first, _ in first }
    groups =
      settings.grouped(readers.map { lessons[$0].identity }).map { title, indices in
        (title.map { HTML(text: $0) }, indices.map { readers[$0] })
      } + (authors.isEmpty ? [] : [(localization.forAuthors, authors)])
    contentsPlaces = Dictionary(groups.flatMap(\.indices).enumerated().map { ($1, $0) }) { first, _ in first }
  }

  func files(with furtherFiles: [SiteFile]) -> [SiteFile] {
    let others: [@Sendable () -> [SiteFile]] = [
      { [wholeCoursePage] }, { [landingPage, checksPage, missingPage, languageModelIndex] }, { [search] },
      { isKept.contains(true) ? theme.keptFiles : theme.files },
    ]
    let pages = concurrentMap(count: others.count + lessons.count) { index -> [SiteFile] in
      let lesson = index - others.count
      if lesson < 0 { return others[index]() }
      if isKept[lesson] { return lessons[lesson].ownFiles.map(SiteFile.kept) }
      return (lessons[lesson].isLandingPage ? [] : [lessonPage(lesson)]) + (lessons[lesson].ownPage?.downloadables ?? [])
    }
    let map = settings.url.map { [siteMap(at: $0)] } ?? []
    return (pages.flatMap { $0 } + map + furtherFiles).sorted { $0.path < $1.path }
  }

  private var search: SiteFile {
    SiteFile(path: "assets/search-index.js", text: SearchIndex.script(of: lessons.map(\.search)))
  }
}

// MARK: - Pages

extension SiteAssembly {
  private func lessonPage(_ index: Int) -> SiteFile {
    let lesson = lessons[index]
    let runs = lesson.check.cells + lesson.check.formulas + lesson.check.numbers > 0
    let own = lesson.ownPage
    let sections = (own?.sections ?? []) + [.init(id: LessonRenderer.runID, title: runs ? localization.frame.run : localization.frame.take)]
    var page = self.page(
      path: lesson.pageName, title: "\(lesson.identity.title) · \(settings.title)", summary: lesson.summary,
      contents: contents(current: index, sections: sections))
    page.article = lesson.article
    page.eyebrow = [eyebrow(lesson)]
    page.run = [
      .init(
        id: HTML(text: LessonRenderer.runID), commands: runs ? [commands(for: lesson)] : [],
        downloads: (own?.downloadables ?? []).enumerated().map {
          .init(words: words(of: $1, at: $0), address: HTML(text: $1.path.percentEncoded))
        })
    ]
    page.turn = turn(from: index)
    page.figures = (own?.figureScripts ?? []).map { HTML(text: $0) }
    page.live = own?.live.map { [$0] } ?? []
    page.questions = lesson.asks ? [.empty] : []
    page.edit = sourceAddress(of: lesson, view: "edit").map { [HTML(text: $0)] } ?? []
    page.source = sourceAddress(of: lesson, view: "blob").map { [HTML(text: $0)] } ?? []
    return file(lesson.pageName, page)
  }

  /// What a file that readers take away is. The programs come first.
  private func words(of download: SiteFile, at place: Int) -> HTML {
    if download.path.hasSuffix(".ipynb") { return localization.downloadedNotebook }
    return download.path.hasSuffix(".md")
      ? localization.downloadedMarkdown
      : place == 0 ? localization.downloadedScript : localization.downloadedOtherScript
  }

  private var landingPage: SiteFile {
    // The lesson whose text stands in the place of what the page would say of the course.
    let own = lessons.first(where: \.isLandingPage)
    let title = own.map { $0.identity.title == settings.title ? $0.identity.title : "\($0.identity.title) · \(settings.title)" }
    var page = self.page(path: "index.html", title: title ?? settings.title, summary: own?.summary ?? settings.summary)
    page.edit = own.flatMap { sourceAddress(of: $0, view: "edit") }.map { [HTML(text: $0)] } ?? []
    page.isLanding = true
    page.article = theme.render(
      .landing,
      LandingContext(
        course: page.course, summary: HTML(text: settings.summary ?? ""), words: localization.frame, text: own.map { [$0.article] } ?? [],
        prefix: own == nil ? .empty : "page.", parts: parts(among: Array(lessons.indices)),
        check: CheckNote(total, localization: localization).html, begin: begin, about: about, cover: cover, state: courseState))
    return file("index.html", page)
  }

  /// All lessons on one page, for paper.
  private var wholeCoursePage: SiteFile {
    let ids = readers.map { Placement.sectionID(ofLesson: lessons[$0].identity.pageStem) }
    var page = self.page(
      path: "print.html", title: "\(localization.wholeCourse.text) · \(settings.title)", summary: settings.summary)
    page.isWhole = true
    page.questions = lessons.contains(where: \.asks) ? [.empty] : []
    var texts = LongTexts()
    page.article = theme.render(
      .whole,
      WholeContext(
        course: page.course, summary: HTML(text: settings.summary ?? ""), words: localization.frame,
        parts: parts(among: readers, address: { "#\(Placement.sectionID(ofLesson: $0.identity.pageStem).percentEncoded)" }),
        lessons: zip(ids, readers).map { id, index in
          .init(id: HTML(text: id), number: number(of: lessons[index]).map { [$0] } ?? [], article: texts.place(of: lessons[index].section))
        }, solutions: solutions))
    return SiteFile(path: "print.html", bytes: texts.filling(theme.render(.page, page)))
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

  /// A list of the lessons' Markdown for language models, as [llmstxt.org](https://llmstxt.org) describes it.
  private var languageModelIndex: SiteFile {
    let entries = groups.map { title, indices in
      let lines = indices.map { index -> String in
        let lesson = lessons[index]
        let path = "\(lesson.identity.pageStem).md".percentEncoded
        return "- [\(lesson.identity.title)](\(settings.url ?? "")\(path))\(lesson.summary.map { ": \($0)" } ?? "")"
      }
      return "## \(title?.text ?? localization.frame.lessons.text)\n\n\(lines.joined(separator: "\n"))\n"
    }
    let licenses = settings.licenses.map { "[\($0.name)](\($0.address))" }.joined(separator: "; ")
    let about = (settings.summary.map { "\n> \($0)\n" } ?? "") + (licenses.isEmpty ? "" : "\n\(localization.license.text): \(licenses)\n")
    return SiteFile(path: "llms.txt", text: "# \(settings.title)\n\(about)\n\(entries.joined(separator: "\n"))")
  }

  private func siteMap(at url: String) -> SiteFile {
    let pages = ["index.html"] + lessons.filter { !$0.isLandingPage }.map(\.pageName) + ["checks.html"]
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

extension SiteAssembly {
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
      footer: settings.footer.map { [InlineMarkdown.html($0.text, macros: settings.macros)] } ?? [],
      licenses: settings.licenses.map { .init(name: HTML(text: $0.name), address: HTML(text: $0.address)) })
  }

  private func file(_ path: String, _ page: PageContext) -> SiteFile {
    SiteFile(path: path, text: theme.render(.page, page).markup)
  }

  /// The contents at a page's side: only what they say of the page's own lesson is made for it. In a course of very many lessons they show
  /// those near it, or the size of the site would grow with the square of their number.
  private func contents(current: Int? = nil, sections: [LessonRenderer.Section] = []) -> [PageContext.ContentsPart] {
    let count = groups.map(\.indices.count).reduce(0, +)
    let place = current.flatMap { contentsPlaces[$0] } ?? 0
    let shown = count <= Self.longestContents ? 0..<count : max(0, place - Self.nearby)..<min(count, place + Self.nearby + 1)
    let more = "<li><a href=\"index.html\"><span class=\"number\"></span> … \(localization.frame.contents)</a></li>\n"
    var start = 0
    return groups.compactMap { title, indices in
      let own = (start..<start + indices.count).clamped(to: shown)
      defer { start += indices.count }
      guard !own.isEmpty else { return nil }
      var entries = own.map { position -> String in
        let index = indices[position - start]
        guard index == current else { return plainEntries[index] }
        return theme.render(.entry, EntryContext(lessons[index].entry, sections: sections)).markup
      }
      if own.lowerBound == shown.lowerBound, shown.lowerBound > 0 { entries.insert(more, at: 0) }
      if own.upperBound == shown.upperBound, shown.upperBound < count { entries.append(more) }
      return .init(title: title.map { [$0] } ?? [], entries: HTML(verbatim: entries.joined()))
    }
  }

  /// The most lessons that the contents list whole, and how many before and after a page are shown of more.
  private static let longestContents = 300
  private static let nearby = 100

  /// The lessons by the parts of the course, with all that is said of each.
  private func parts(among shown: [Int], address: ((LessonPart) -> String)? = nil) -> [PartContext] {
    let shown = Set(shown)
    return groups.map { title, indices in
      let entries = indices.filter(shown.contains).map { index -> LessonContext in
        var entry = lessons[index].entry
        if let address { entry.address = HTML(text: address(lessons[index])) }
        return entry
      }
      return PartContext(title: title.map { [$0] } ?? [], lessons: entries)
    }.filter { !$0.lessons.isEmpty }
  }

  private var begin: [LandingContext.Begin] {
    guard let first = readers.map({ lessons[$0] }).first(where: { $0.identity.kind == .lesson })?.entry else { return [] }
    return [.init(address: first.address, title: localization.beginWith(first.title), time: first.time)]
  }

  /// What the author says of the course, and what can be told without: how long it takes, where it begins, where its sources are.
  private var about: [LandingContext.About] {
    let steps = readers.map { lessons[$0] }.filter { $0.identity.kind == .lesson }
    let minutes = steps.reduce(0) { $0 + $1.minutes }
    var items = settings.about.map {
      LandingContext.About(title: HTML(text: $0.title), text: InlineMarkdown.html($0.text.text, macros: settings.macros))
    }
    if minutes >= 30 {
      let halves = (Double(minutes) / 30).rounded(.up) / 2
      items.append(
        .init(title: localization.howLong, text: localization.courseTime(halves, localization.counted(steps.count, .lesson))))
    }
    if let first = steps.first {
      let entry = first.entry
      items.append(.init(title: localization.whereToBegin, text: "<a href=\"\(entry.address)\">\(entry.title)</a>"))
      items.append(.init(title: localization.frame.run, text: commands(for: first)))
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
    let all = readers.map { lessons[$0] }.filter { !$0.solutions.isEmpty }.map { lesson in
      WholeContext.Solutions.OfLesson(title: lesson.entry.title, content: lesson.solutions)
    }
    return all.isEmpty ? [] : [.init(lessons: all)]
  }

  /// The display formulas that were not compared, each with the reason and a link to where it stands.
  private var unchecked: [ChecksContext.Unchecked] {
    let formulas = lessons.flatMap { lesson in
      lesson.unchecked.map { unchecked in
        ChecksContext.Formula(
          formula: unchecked.formula, reason: unchecked.reason,
          place: localization.fromLesson("<a href=\"\(lesson.entry.address)#\(unchecked.id)\">\(lesson.entry.title)</a>"))
      }
    }
    return formulas.isEmpty ? [] : [.init(title: localization.uncheckedFormulas, formulas: formulas)]
  }

  /// What the landing page shows of the lessons that are on the site.
  private var cover: [LandingContext.Exhibit] {
    settings.cover.compactMap { part in
      guard let lesson = lessons.first(where: { $0.identity.name == part.lesson }), let content = lesson.exhibits[part.id] else {
        return nil
      }
      let entry = lesson.entry
      return .init(content: content, source: localization.fromLesson("<a href=\"\(entry.address)#\(part.id)\">\(entry.title)</a>"))
    }
  }

  /// The pages before and after it on the readers' way, or among those for authors.
  private func turn(from index: Int) -> [PageContext.Turn] {
    let path = lessons[index].identity.kind == .authorGuide ? authors : readers
    guard path.count > 1, let place = places[index] else { return [] }
    func entry(_ place: Int) -> [LessonContext] { path.indices.contains(place) ? [lessons[path[place]].entry] : [] }
    return [.init(previous: entry(place - 1), next: entry(place + 1))]
  }

  /// `Lesson 3`.
  func number(of lesson: LessonPart) -> HTML? { lesson.identity.number.map(localization.lessonNumber) }

  private func eyebrow(_ lesson: LessonPart) -> HTML {
    let tags = (lesson.ownPage?.tags ?? []).map { "\($0)" as HTML }.joined(separator: localization.listSeparator.markup)
    let parts = [
      number(of: lesson), lesson.entry.time,
      lesson.ownPage?.date.map { "<time datetime=\"\($0)\">\($0)</time>" },
      tags.isEmpty ? nil : tags,
    ]
    return parts.compactMap(\.self).joined(separator: " · ")
  }

  /// How a reader runs a lesson: as the course says, or by the tool's own command.
  private func commands(for lesson: LessonPart) -> HTML {
    let commands = settings.run ?? "lessons check {lesson}"
    let text = commands.replacing("{lesson}", with: lesson.identity.name)
    return Listing.html(CodeHighlighter.html(for: text, language: "shell"), of: text, tag: "code", language: "shell")
  }

  /// Code hosts show a file of the newest state under `blob/HEAD`, and let it be changed under `edit/HEAD`.
  private func sourceAddress(of lesson: LessonPart, view: String) -> String? {
    guard var address = settings.repository, !lesson.path.hasPrefix("/"), !lesson.path.contains("..")
    else {
      return nil
    }
    while address.hasSuffix("/") { address.removeLast() }
    return "\(address)/\(view)/HEAD/\(lesson.path.percentEncoded)"
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

extension SiteAssembly {
  var total: CheckSummary { lessons.map(\.check).reduce(CheckSummary(), +) }

  var courseState: HTML {
    let state = total.failures == 0 ? localization.allHolds : localization.notHolding(localization.counted(total.failures, .check))
    // A page of reference may have nothing that runs.
    let (own, others) = (
      lessons.count { $0.identity.kind == .lesson && !$0.isLandingPage },
      lessons.count { ($0.identity.kind != .lesson || $0.isLandingPage) && $0.check.cells > 0 }
    )
    let counts =
      localization.courseState(
        localization.counted(total.cells, .cell),
        [localization.counted(own, .lesson)] + (others == 0 ? [] : [localization.counted(others, .otherPage)]),
        localization.counted(total.outputs, .output),
        localization.counted(total.formulas, .formula), total.formulasChecked)
      + localization.courseText(total.inlineFormulasChecked, total.inlineClaims, total.numbers)
    return "<p>\(counts)\(localization.sentenceGap)\(state)</p>"
  }

  /// What was counted of wrong variants of the formulas; of earlier ones, that it says nothing any more.
  private var variantState: HTML {
    guard hasCount else { return .empty }
    return "<p>\(countOfVariants.map(localization.variants) ?? localization.variantsNotCounted)</p>"
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
  fileprivate func grouped(_ lessons: [LessonPart.Identity]) -> [(title: String?, indices: [Int])] {
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
