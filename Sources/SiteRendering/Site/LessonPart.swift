import CourseConfiguration
import Diagnostics
import LessonChecks
import LessonDocument

/// What a site shows of a lesson, apart from the lesson itself. The site's pages are made of these parts alone, so that a part can be kept
/// for the next build: see `BuildRecord`.
package struct LessonPart: Codable, Sendable {
  /// What appears on the pages of other lessons. If it changes, all pages do.
  package struct Identity: Codable, Sendable, Hashable {
    package var name: String
    package var pageStem: String
    package var title: String
    package var kind: PageKind
    var number: String?
    var folder: String
    /// By which links name it: `basics/01-vectors.md`.
    package var fileName: String
  }

  package var identity: Identity
  /// The lesson's file, as the course names it.
  var path: String
  var summary: String?
  var minutes: Int
  package var check: CheckSummary
  var entry: LessonContext
  /// What only its own page shows: nil in a kept part, whose page is kept too.
  var ownPage: OwnPage?
  /// Its text on its own page, or on the landing page. Empty in a kept part with a page of its own.
  var article = HTML.empty
  /// Its text on the page that holds the whole course.
  var section = LongText()
  var solutions = HTML.empty
  var asks: Bool
  var unchecked: [Unchecked]
  /// Its parts that the landing page shows, by their ids.
  var exhibits: [String: HTML]
  /// The files that its page offers, by their paths.
  private var downloadablePaths: [String]
  var search: SearchIndex.Part
  private var linkedTo: Deferred<Interface>
  private var demands: Deferred<Demands>
  /// What its links without words lead to, as `Document.targetsOfLinksWithoutWords` writes it.
  package var wordlessTargets: [String]
  /// The file names of the lessons that it links to.
  package var linkedLessons: Set<String>
  package var pictures: Set<String>
  package var downloads: Set<String>
  /// The paths of files and folders above the lessons to which it links.
  package var repositoryPaths: Set<String>
  /// Whether it names libraries of its own. These are built for all lessons together.
  package var namesLibraries: Bool

  struct OwnPage: Codable, Sendable {
    var tags: [String]
    var date: String?
    var sections: [LessonRenderer.Section]
    var live: HTML?
    /// The scripts with which the page draws figures anew, with a reader's numbers, or one that a reader chooses: none if none is.
    var figureScripts: [String]
    /// The files that it offers.
    var downloadables: [SiteFile]
  }

  /// A display formula that isn't compared.
  struct Unchecked: Codable, Sendable {
    var formula: HTML
    var reason: HTML
    var id: String
  }

  var isLandingPage: Bool { identity.name == "index" }
  /// By which `references` and `linkedLessons` name a lesson.
  package var referenceName: String { identity.pageStem + ".md" }
  package var pageName: String { identity.pageStem + ".html" }
  /// The files of the site that nothing but this lesson and its identity determine.
  package var ownFiles: [String] { (isLandingPage ? [] : [pageName]) + downloadablePaths }

  /// Without what only its own page shows, which is kept as a file.
  package var asKept: LessonPart {
    var part = self
    if !isLandingPage { part.article = .empty }
    part.ownPage = nil
    return part
  }

  /// What the pages of lessons that link to this one depend on.
  package var interface: Interface? { linkedTo.value }

  package struct Interface: Codable, Sendable, Hashable {
    package var anchors: Set<String>
    var references: ReferenceTexts.Lesson
  }

  /// On what in the lesson more depends than the pages that link to it.
  package var demanded: Demands? { demands.value }

  package struct Demands: Codable, Sendable {
    /// The keys of the works that it cites.
    package var citations: Set<String>
    /// What the count of wrong variants depends on: see `VariantRecord`.
    package var variantDigest: String
  }

  /// - Parameters:
  ///   - renderer: With all that its links and pictures need.
  ///   - readers: The names of the pages on the readers' way.
  ///   - cover: The ids of its formulas and cells that the landing page shows, and whether their symbols light up there.
  init(
    _ renderer: LessonRenderer, _ result: LessonResult, among readers: Set<String>, cover: [(id: String, marksSymbols: Bool)],
    settings: CourseSettings
  ) {
    let document = result.document
    identity = Identity(document)
    path = document.file.path
    summary = document.frontMatter.summary
    minutes = document.minutesToRead
    check = CheckSummary(document, result.report)
    entry = LessonContext(result, localization: renderer.localization)
    article = renderer.article
    if readers.contains(document.pageStem) {
      section = LongText(renderer.section(among: readers).markup)
      solutions = renderer.solutions(among: readers)
    }
    asks = renderer.asks
    unchecked = renderer.unchecked.map { formula, reason in
      Unchecked(formula: renderer.mathML(inline: formula), reason: reason, id: renderer.formulaID(formula.index))
    }
    exhibits = [:]
    for part in cover {
      exhibits[part.id] = document.exhibit(part.id).map { renderer.excerpt($0, marksSymbols: part.marksSymbols) }
    }
    let export = LessonExport(result, settings)
    let live = renderer.live?.html
    let own = OwnPage(
      tags: document.frontMatter.tags, date: document.frontMatter.date, sections: renderer.sections, live: live,
      figureScripts: LiveFigure.scripts(of: live == nil ? .empty : article, offersChoice: renderer.offersChoice),
      downloadables: export.scripts + [export.notebook, export.markdown])
    downloadablePaths = own.downloadables.map(\.path)
    ownPage = own
    search = SearchIndex.Part(document)
    linkedTo = .made(Interface(anchors: document.anchors, references: renderer.references.ofOwnLesson(document)))
    demands = .made(
      Demands(citations: Set(document.citations.flatMap(\.items).map(\.key.text)), variantDigest: VariantRecord.digest(of: document)))
    wordlessTargets = document.targetsOfLinksWithoutWords
    linkedLessons = Set(
      document.links.compactMap { link in
        if case .file(let path, _, _) = link.target, path.hasSuffix(".md") { path.pathAsName } else { nil }
      })
    pictures = Set(document.images.map(\.path))
    downloads = document.downloads
    repositoryPaths = document.repositoryPaths
    namesLibraries = !document.frontMatter.libraries.isEmpty
  }
}

extension LessonPart.Identity {
  package init(_ document: Document) {
    name = document.name
    pageStem = document.pageStem
    title = document.title
    kind = document.frontMatter.kind
    number = document.number
    folder = document.folder
    fileName = document.fileName
  }
}

extension Document {
  /// The number that its file's name begins with: `6` for `06-worked-example`. An appendix has none.
  var number: String? {
    Int(fileStem.prefix { $0.isASCII && $0.isNumber }).map(String.init)
  }
}
