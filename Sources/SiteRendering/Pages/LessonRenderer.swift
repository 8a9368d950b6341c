import CellAnalysis
import Diagnostics
import Formulas
import LessonChecks
import LessonDocument
import LessonRunner
import ToolSupport

/// Renders a lesson: its prose, each cell with what it gave, each formula with what became of its check.
///
/// A pure function: the same lesson, run and report always give the same markup.
package struct LessonRenderer {
  let document: Document
  let run: Run
  let report: CheckReport
  /// The number by which the text refers to an equation: those with an id have one, in the order of the page.
  private(set) var equationNumbers: [Int: Int]
  let localization: Localization
  /// The numbers by which symbols light up in all formulas.
  var symbols: PageSymbols
  /// The ids that the author gave, and those of headings.
  private let anchors: Set<String>
  /// The code of each cell. It is made once, since a lesson is rendered for two pages: its own and the whole course's.
  let highlightedCode: [HTML]
  /// 1 if the text has first-level headings besides the page's title, or else 0.
  let headingShift: Int
  /// What links without words say.
  var references = ReferenceTexts()
  /// What the page computes with a reader's numbers.
  private(set) var live: LivePage?
  /// Where the lesson is rendered.
  private(set) var placement = Placement.ownPage
  /// Whether an author has named the language of the words: then none of them is taken for another one.
  var isInPassage = false
  /// Whether what is rendered is an option of a question, beside which nothing says what became of its formulas.
  var isInOption = false
  /// Whether the output of the cell that is rendered is hidden until the reader has guessed it.
  var isPredicted = false
  /// Whether what is rendered is the text of a link, in which HTML allows no other.
  var isInLink = false
  /// How large the pictures are, by their paths from the folder of lessons.
  var imageSizes: [String: ImageSize] = [:]

  init(_ result: LessonResult, localization: Localization = .english) {
    document = result.document
    var localization = localization
    localization.figures.markedWords = MarkedWords(of: document, on: localization.language)
    self.localization = localization
    run = result.run
    report = result.report
    anchors = result.document.anchors
    let cells = result.document.cells
    highlightedCode = concurrentMap(count: cells.count) { Self.highlightedCode(of: cells[$0]) }
    symbols = PageSymbols(result.report.formulas)
    var body = document.blocks[...]
    if case .heading(1, _, _)? = body.first { body.removeFirst() }
    let hasTitles = body.depthFirst.contains { if case .heading(1, _, _) = $0 { true } else { false } }
    headingShift = hasTitles ? 1 : 0
    let numbered = document.formulas.filter { $0.isDisplay && $0.id != nil }
    equationNumbers = Dictionary(uniqueKeysWithValues: numbered.enumerated().map { ($1.index, $0 + 1) })
    references = ReferenceTexts([self])
    live = LivePage(self)
  }

  /// The article as a section of the page that holds the whole course.
  ///
  /// - Parameter lessons: The names of all lessons on that page.
  func section(among lessons: Set<String>) -> HTML {
    var lesson = self
    lesson.placement = .section(lessons: lessons)
    return lesson.article
  }

  /// The solutions of its exercises, for the end of the page that holds the whole course.
  func solutions(among lessons: Set<String>) -> HTML {
    var lesson = self
    lesson.placement = .section(lessons: lessons)
    return lesson.solutions
  }

  /// The lesson's text, from its title to what was checked.
  package var article: HTML {
    var blocks = document.blocks[...]
    var title: HTML = "\(document.title)"
    var id = HTML.empty
    var notes: [HTML] = []
    if case .heading(1, let name, let content)? = blocks.first {
      blocks = blocks.dropFirst()
      id = " id=\"\(self.id(name))\""
      // Front matter names the lesson for the contents; what stands in the text stays in the text.
      title = html(content)
      notes = sidenotes(in: content)
    }
    let summary: HTML = document.frontMatter.summary.map { "<p class=\"summary\">\($0)</p>\n" } ?? .empty
    let tag = headingTag(1).tag
    return "<\(tag)\(id)>\(title)</\(tag)>\n\(notes.joined())\(summary)\(html(Array(blocks)))\n\(answers)\(referenceList)\n\(checked)"
  }

  /// A formula or a cell, for another page: it has no number there.
  ///
  /// - Parameter marksSymbols: Whether its symbols light up; those of two lessons would be taken for each other.
  func excerpt(_ block: Block, marksSymbols: Bool) -> HTML {
    var lesson = self
    lesson.placement = .excerpt
    lesson.equationNumbers = [:]
    if !marksSymbols { lesson.symbols = PageSymbols([]) }
    return lesson.html([block])
  }

  /// A heading as the text of a link from any page, where its symbols don't light up.
  func reference(_ heading: [Inline]) -> HTML {
    var lesson = self
    lesson.symbols = PageSymbols([])
    return lesson.html(inLink: heading)
  }

  /// The sections of the page, for its contents.
  package var sections: [Section] {
    var blocks = document.blocks[...]
    if case .heading(1, _, _)? = blocks.first { blocks.removeFirst() }
    var sections = blocks.compactMap { block -> Section? in
      guard case .heading(let level, let id, let content) = block, level + headingShift == 2 else { return nil }
      return Section(id: id, title: html(inLink: content))
    }
    if !document.citations.isEmpty { sections.append(Section(id: Self.referencesID, title: localization.references)) }
    if !checked.isEmpty { sections.append(Section(id: Self.checkedID, title: localization.checkedHere)) }
    return sections
  }

  package struct Section: Codable, Sendable, Hashable {
    package var id: String
    package var title: HTML
  }

  /// With a dot, which no heading's id has.
  static let checkedID = "page.checked"
  static let runID = "page.run"

  func cellID(_ index: Int) -> String { document.cells[index].options.id ?? ownID("cell", index + 1) }

  func formulaID(_ index: Int) -> String { document.formulas[index].id ?? ownID("formula", index + 1) }

  /// The id of what its author gave none: `cell-3`, or `cell.3` where a heading or an author's id is that already.
  private func ownID(_ kind: String, _ number: Int) -> String {
    let id = "\(kind)-\(number)"
    return anchors.contains(id) ? "\(kind).\(number)" : id
  }
}
