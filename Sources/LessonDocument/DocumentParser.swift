import CellAnalysis
import CourseConfiguration
import Diagnostics
import LaTeXSyntax

/// Parses a lesson. The result depends on the file's bytes alone; problems become diagnostics of the document.
package struct DocumentParser {
  let file: SourceFile
  var prepared: PreparedMarkdown
  private let frontMatter: FrontMatter
  var problems: [Problem]
  var footnotes = FootnoteReader()
  var numbers = NumberReader()

  var cells: [Cell] = []
  /// The set-up cells of the course, and the groups whose programs have begun.
  var setUp: [Cell] = []
  var begunGroups: Set<String?> = []
  var formulas: [LessonFormula] = []
  var expressions: [SwiftExpression] = []
  var links: [Link] = []
  var images: [Image] = []
  /// The ids of the headings, and for each the last number appended to it to make another id.
  var headingIDs: [String: Int] = [:]
  /// Where the headings with these ids are.
  var headingPlaces: [String: Range<Int>] = [:]
  var firstHeading: String?
  /// The LaTeX commands of the author so far.
  var macros: Macros
  /// The formula that the next check comment belongs to.
  var formulaAwaitingCheck: Int?
  var includes: [Include] = []
  var citations: [Citation] = []
  var captions: [Block.Caption] = []
  /// Whether a caption is being read, in which a comment may give its id.
  var isReadingCaption = false
  /// The id that a comment in the caption gives.
  var captionID: LocatedText?
  /// Whether no problem keeps all of the lesson from being run. An error in its prose doesn't, and one in a cell only keeps its program.
  var canRun = true
  /// Cells that can't be read.
  private var brokenCells: Set<Int> = []
  /// The cell that an output fence would belong to now.
  var cellAwaitingOutput: Int?
  /// Listings of plain text, in which an author may show what would be a mistake elsewhere.
  var shownTexts: [Range<Int>] = []
  var openQuestion: OpenQuestion?
  var questionCount = 0
  /// Where the predictions are whose outputs haven't been looked for.
  var predictions: [Range<Int>] = []
  /// The offsets of the boxes of tasks that begin a list item.
  var readTasks: Set<Int> = []

  /// - Parameter path: The path that diagnostics show.
  /// - Parameter macros: LaTeX commands of the course.
  /// - Parameter setUp: Cells that run before those of each program, and that no page shows.
  /// - Parameter hasBibliography: Whether the course names works that lessons cite. Without one, `[@key]` isn't a citation.
  package static func parse(
    _ bytes: [UInt8], path: String, macros: [MacroDefinition] = [], hasBibliography: Bool = false, setUp: [Cell] = []
  ) -> Document {
    if let unfit = UnfitByte(in: bytes) { return unreadable(bytes, unfit, path: path) }
    var parser = DocumentParser(file: SourceFile(path: path, text: String(decoding: bytes, as: UTF8.self)), macros, hasBibliography)
    parser.setUp = setUp
    return parser.document()
  }

  private init(file: SourceFile, _ courseMacros: [MacroDefinition], _ hasBibliography: Bool) {
    self.file = file
    let (matter, start, matterProblems, isUsable) = FrontMatter.parse(file)
    let (prepared, scanProblems) = MarkdownScanner.scan(
      file, from: start, readsCitations: hasBibliography || !matter.bibliography.isEmpty)
    frontMatter = matter
    macros = Macros(courseMacros + matter.macros)
    self.prepared = prepared
    problems = matterProblems + scanProblems
    canRun = isUsable && !scanProblems.contains { $0.severity == .error }
  }

  private mutating func document() -> Document {
    var content: [Block] = []
    do throws(MarkdownNode.TooDeep) {
      var tree = try MarkdownNode.parse(prepared.bytes)
      // CommonMark counts text after a comment on the same line as part of the comment, so give it a line of its own.
      let texts = textsBehindComments(in: tree)
      if !texts.isEmpty {
        prepared.breakLines(before: texts)
        tree = try MarkdownNode.parse(prepared.bytes)
      }
      content = blocks(tree.children)
    } catch {
      let start = prepared.fileOffset(line: error.line, column: 1)
      canRun = false
      problems.append(
        Problem("lists, quotations or emphasis are nested too deeply", at: start..<start, help: "use fewer levels"))
    }
    reportRepeatedIDs()
    let footnotes = finishedFootnotes()
    if cells.isEmpty, !expressions.isEmpty {
      var options = CellOptions()
      beginProgram(of: &options)
    }
    cells = cells.numberedByProgram
    let earlyReads = EarlyReads(in: cells, of: file)
    for problem in earlyReads.problems {
      if let cell = cells.first(where: { $0.source == nil && $0.range.contains(problem.range.lowerBound) }) {
        report([problem], ofCell: cell.index)
      }
    }
    let brokenExpressions = expressions.compactMap { expression in expression.problem.map { (expression.index, $0) } }
    problems += brokenExpressions.map(\.1)
    cells = cells.map(earlyReads.noted)
    expressions = expressions.map { $0.afterDeclarations(in: cells, earlyReads) }
    // With merge conflicts in the file, all other problems may be consequences.
    let conflicts = ConflictMarkers.problems(in: file, except: shownTexts)
    if !conflicts.isEmpty { (problems, canRun) = (conflicts, false) }
    var document = Document(
      file: file, frontMatter: frontMatter,
      title: frontMatter.title ?? firstHeading ?? Document.name(ofPath: file.path),
      blocks: content, cells: cells, formulas: formulas, expressions: expressions, links: links,
      images: images, footnotes: footnotes, numbers: numbers.found, diagnostics: orderedDiagnostics(), canRun: canRun)
    document.brokenPrograms = Set(brokenCells.map { cells[$0].program })
    document.brokenExpressions = Set(brokenExpressions.map(\.0))
    document.includes = includes
    document.citations = citations
    document.captions = captions
    return document
  }

  /// A document for a file that isn't UTF-8 text: the text before the first unreadable byte, and a problem at that byte.
  private static func unreadable(_ bytes: [UInt8], _ unfit: UnfitByte, path: String) -> Document {
    let file = SourceFile(path: path, text: String(decoding: bytes.prefix(unfit.offset), as: UTF8.self))
    let problem = Problem(unfit.message, at: unfit.offset..<unfit.offset, help: unfit.help)
    return Document(
      file: file, frontMatter: FrontMatter(), title: Document.name(ofPath: path), blocks: [], cells: [], formulas: [],
      expressions: [], links: [], images: [], footnotes: [], diagnostics: [Diagnostic(problem, in: file)], canRun: false)
  }

  /// Reports problems of a cell, with which its program would not be the author's.
  mutating func report(_ found: [Problem], ofCell index: Int) {
    problems += found
    if found.contains(where: { $0.severity == .error }) { brokenCells.insert(index) }
  }

  /// Something with an id: where it begins, and where it is given the id.
  private struct IDUse {
    var id: String
    var what: String
    var start: Int
    var range: Range<Int>
  }

  /// Reports each id that several things have, once, at the second of them.
  private mutating func reportRepeatedIDs() {
    var uses: [IDUse] = headingPlaces.map { IDUse(id: $0.key, what: "heading", start: $0.value.lowerBound, range: $0.value) }
    for formula in formulas {
      guard let id = formula.id else { continue }
      let range = formula.check.flatMap { $0.id == nil ? nil : $0.range } ?? formula.label?.range ?? formula.range
      uses.append(IDUse(id: id, what: "formula", start: formula.range.lowerBound, range: range))
    }
    for cell in cells where cell.source == nil {
      let start = cell.range.lowerBound
      if let id = cell.options.id { uses.append(IDUse(id: id, what: "cell", start: start, range: start..<start + 3)) }
    }
    uses += captions.compactMap(\.id).map { IDUse(id: $0.text, what: "caption", start: $0.range.lowerBound, range: $0.range) }
    for (id, uses) in Dictionary(grouping: uses, by: \.id) where uses.count > 1 {
      // A heading has its id without being asked, so another one has to change.
      let ordered = uses.sorted { ($0.what == "heading" ? 0 : 1, $0.start) < ($1.what == "heading" ? 0 : 1, $1.start) }
      func line(_ use: IDUse) -> Int { file.position(at: use.start).line }
      let others = ordered.dropFirst(2).map { "the \($0.what) on line \(line($0)) has it too" }
      problems.append(
        Problem(
          "the \(ordered[0].what) on line \(line(ordered[0])) has the id `\(id)` already", at: ordered[1].range, notes: others,
          help: "give each an id of its own: a link could mean only one of them"))
    }
  }

  /// Reports longer than this are useless, and a file crafted to have a million problems would take minutes to print.
  private static let problemLimit = 100

  private func orderedDiagnostics() -> [Diagnostic] {
    let ordered = problems.sorted { $0.range.lowerBound < $1.range.lowerBound }
    var shown = Array(ordered.prefix(Self.problemLimit))
    if let next = ordered.dropFirst(Self.problemLimit).first {
      let count = ordered.count - shown.count
      shown.append(
        Problem(
          "there \(count == 1 ? "is 1 more problem" : "are \(count) more problems") in this lesson", at: next.range))
    }
    return shown.map { Diagnostic($0, in: file) }
  }
}
