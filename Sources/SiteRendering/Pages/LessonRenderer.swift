import Diagnostics
import Formulas
import LessonChecks
import LessonDocument
import LessonRunner

/// Renders a lesson: its prose, each cell with what it gave, each formula with what became of its check.
///
/// A pure function: the same lesson, run and report always give the same markup.
package struct LessonRenderer {
  let document: Document
  let run: Run
  let report: CheckReport
  /// The number by which the text refers to an equation: those with an id have one, in the order of the page.
  private(set) var equationNumbers: [Int: Int]
  let words: Words
  /// The numbers by which symbols light up in all formulas.
  private(set) var symbols: PageSymbols
  /// How large the pictures are, by their paths from the folder of lessons.
  var imageSizes: [String: ImageSize] = [:]

  init(_ result: LessonResult, words: Words = .english) {
    self.words = words
    document = result.document
    run = result.run
    report = result.report
    symbols = PageSymbols(result.report.formulas)
    let numbered = document.formulas.filter { $0.isDisplay && $0.check?.id != nil }
    equationNumbers = Dictionary(uniqueKeysWithValues: numbered.enumerated().map { ($1.index, $0 + 1) })
  }

  /// The lesson's text, from its title to what was checked.
  package var article: HTML {
    var blocks = document.blocks[...]
    var title: HTML = "\(document.title)"
    if case .heading(1, _, let content)? = blocks.first {
      blocks = blocks.dropFirst()
      if document.frontMatter.title == nil { title = html(content) }
    }
    let summary: HTML = document.frontMatter.summary.map { "<p class=\"summary\">\($0)</p>\n" } ?? .empty
    return "<h1>\(title)</h1>\n\(summary)\(html(Array(blocks)))\n\(checked)"
  }

  /// A formula or a cell, for another page: it has no number there.
  ///
  /// - Parameter marksSymbols: Whether its symbols light up; those of two lessons would be taken for each other.
  func excerpt(_ block: Block, marksSymbols: Bool) -> HTML {
    var lesson = self
    lesson.equationNumbers = [:]
    if !marksSymbols { lesson.symbols = PageSymbols([]) }
    return MergedPage.excerpt(lesson.html([block]), ofPageNamed: document.name)
  }

  /// The sections of the page, for its contents.
  package var sections: [Section] {
    var sections = document.blocks.compactMap { block -> Section? in
      guard case .heading(2, let id, let content) = block else { return nil }
      return Section(id: id, title: html(content.withoutLinks))
    }
    if !checked.isEmpty { sections.append(Section(id: Self.checkedID, title: words.checkedHere)) }
    return sections
  }

  package struct Section: Sendable, Hashable {
    package var id: String
    package var title: HTML
  }

  /// With a dot, which no heading's id has.
  static let checkedID = "page.checked"
  static let runID = "page.run"
}
