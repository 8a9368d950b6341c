import CellAnalysis
import Diagnostics
import LessonDocument

/// The errors of a compilation, without those that only follow from others, and with a remedy if the lesson format has one.
struct RootCauses {
  typealias PlacedProblem = (place: Program.Place, problem: Problem)

  private let document: Document
  /// What the lesson's libraries declare.
  private let names: LibraryNames
  /// Names that are declared twice. Each of their uses is ambiguous.
  private var redeclared: Set<String> = []
  /// Types and functions with an error in their declaration, and where the declaration begins.
  private var broken: [(name: String, cell: Int, start: Int)] = []

  static func among(_ problems: [PlacedProblem], in document: Document, _ names: LibraryNames = LibraryNames()) -> [PlacedProblem] {
    var causes = RootCauses(document: document, names: names)
    for (place, problem) in problems where problem.severity == .error {
      if let name = redeclaredName(problem) { causes.redeclared.insert(name) }
      guard case .cell(let cell) = place, let (statement, _) = causes.statement(at: problem.range.lowerBound, ofCell: cell),
        statement.kind == .declaration
      else { continue }
      causes.broken += statement.declaredNames.map { ($0, cell, statement.range.lowerBound) }
    }
    return problems.compactMap { place, problem in
      if causes.isFollowUp(problem, at: place) { return nil }
      var explained = problem
      explained.help = problem.help ?? causes.help(for: problem, at: place)
      return (place, explained)
    }
  }

  private init(document: Document, names: LibraryNames) {
    self.document = document
    self.names = names
  }

  /// `f` for "invalid redeclaration of 'f(x:)'".
  private static func redeclaredName(_ problem: Problem) -> String? {
    problem.message.wholeMatch(of: /invalid redeclaration of '(.+?)(?:\(.*)?'/).map { String($0.1) }
  }

  private func isFollowUp(_ problem: Problem, at place: Program.Place) -> Bool {
    guard problem.severity == .error, Self.redeclaredName(problem) == nil else { return false }
    func isNamed(_ name: String) -> Bool { problem.message.contains("'\(name)'") }
    switch place {
    case .cell(let index):
      guard let (statement, code) = statement(at: problem.range.lowerBound, ofCell: index) else { return false }
      // Only earlier declarations count as causes. Otherwise two that mention each other would both be left out.
      let isOfBroken = broken.contains { isNamed($0.name) && ($0.cell, $0.start) < (index, statement.range.lowerBound) }
      return isOfBroken || redeclared.contains { code.mentions($0) || isNamed($0) }
    case .expression(let index):
      let code = document.expressions.indices.contains(index) ? document.expressions[index].code : ""
      return redeclared.contains { code.mentions($0) || isNamed($0) } || broken.contains { isNamed($0.name) }
    }
  }

  // MARK: - Remedies

  private func help(for problem: Problem, at place: Program.Place) -> String? {
    guard case .cell(let index) = place, document.cells.indices.contains(index) else {
      return MissingName(problem.message).flatMap { suggestion(for: $0) }
    }
    if let name = Self.redeclaredName(problem) {
      let cell = document.cells[index]
      let isStatement = statement(at: problem.range.lowerBound, ofCell: index)?.statement.declaredNames.contains(name) == true
      let isAlone = cell.statements.flatMap(\.declaredNames).count { $0 == name } == 1
      return isStatement && isAlone
        ? "give it another name, or mark this cell `nest` (its names are its own) or `reset` (a new program begins)"
        : "give one of them another name"
    }
    if problem.message == "operator redeclared" { return "declare it once: it is known in all cells below" }
    // As playgrounds show values, which a lesson doesn't.
    if problem.message.contains(/^expression of type '.+' is unused$/) {
      return "to record its value, write `// =>` and the value behind it; the value of a cell's last expression is shown by itself"
    }
    // What a package's README shows first: a line of the manifest of those who use it.
    if problem.message.contains(/^cannot infer contextual base in reference to member '(?:package|product|target|library)'/) {
      return "a part of a manifest is only shown: write `norun` behind `swift` on the fence"
    }
    if let match = problem.message.wholeMatch(of: /no such module '(.+)'/) {
      return Self.appleModules.contains(String(match.1))
        ? "only Apple's systems have it: write `norun` behind `swift` on the fence"
        : "name its package under `libraries` in `course.yml`: `lessons help course`"
    }
    if let missing = MissingName(problem.message) {
      return missing.type == nil ? help(forUnknown: missing, in: index) : suggestion(for: missing)
    }
    return helpWithFigure(in: problem, index)
  }

  /// Modules that code of tutorials imports, and that no package has.
  private static let appleModules: Set<String> = [
    "UIKit", "AppKit", "SwiftUI", "Combine", "CoreData", "CoreGraphics", "CoreML", "Accelerate", "MapKit", "SpriteKit", "SceneKit",
    "SwiftData",
    "PlaygroundSupport", "WatchKit", "Cocoa", "Darwin", "os", "OSLog",
  ]

  /// The functions that make figures, as `lessons help figures` lists them.
  static let figures = [
    "heatMap", "attentionLines", "maskGallery", "shapeDiagram", "flowDiagram", "vectorDiagram", "rotationDiagram", "stepDiagram", "table",
    "lineChart",
    "scatterChart", "barChart", "histogram",
  ]

  /// Where to read how a figure is made, for a call that doesn't fit its function.
  private func helpWithFigure(in problem: Problem, _ index: Int) -> String? {
    guard problem.severity == .error, problem.message.contains(/argument|in call|cannot convert/),
      let code = statement(at: problem.range.lowerBound, ofCell: index)?.code,
      let figure = Self.figures.first(where: { code.contains("\($0)(") && code.mentions($0) })
    else { return nil }
    return "`lessons help figures` shows how `\(figure)` is called"
  }

  /// A name that a program uses and nothing declares.
  struct MissingName {
    var name: String
    /// The type that should have it as a member; nil for a name that stands alone.
    var type: String?

    /// Returns nil if the compiler's message is about something else.
    init?(_ message: String) {
      if let match = message.wholeMatch(of: /cannot find (?:type )?'(.+)' in scope/) {
        name = String(match.1)
      } else if let match = message.wholeMatch(of: /(?:value of )?type '(.+)' has no member '(.+)'/) {
        name = String(match.2)
        // `Matrix` for `Library.Matrix<Float>?`.
        type = String(match.1.prefix { $0 != "<" && $0 != "?" }.split(separator: ".").last ?? "")
      } else {
        return nil
      }
    }
  }

  /// The name of the lesson's libraries, or of its own program, that the author most probably meant.
  ///
  /// - Parameter index: The cell that uses the name; nil for an expression of a comment.
  private func suggestion(for missing: MissingName, in index: Int? = nil) -> String? {
    if let type = missing.type { return Diagnostics.suggestion(for: missing.name, among: names.members[type, default: []]) }
    let own = document.cells.filter { cell in
      cell.options.bindsNames && index.map { cell.index <= $0 && cell.program == document.cells[$0].program } ?? true
    }
    return Diagnostics.suggestion(for: missing.name, among: names.atTop.union(own.flatMap { $0.statements.flatMap(\.declaredNames) }))
  }

  /// Why a cell can't use a name that another cell declares, or which one was meant.
  private func help(forUnknown missing: MissingName, in index: Int) -> String? {
    let name = missing.name
    guard let cell = document.cells.last(where: { $0.index != index && $0.statements.contains { $0.declaredNames.contains(name) } })
    else {
      return Diagnostics.suggestion(for: name, among: Self.figures).map { "\($0) `lessons help figures` lists the figures" }
        ?? suggestion(for: missing, in: index)
    }
    let source = cell.source.map { " of \($0.name)" } ?? ""
    let line = "\(document.file(of: cell).position(at: cell.range.lowerBound).line)\(source)"
    func declared(_ words: String) -> String { "`\(name)` is declared in the \(words)" }
    if let word = cell.options.wordAgainstRunning { return declared("`\(word.rawValue)` cell on line \(line), which isn't run") }
    if let word = cell.options.wordOfOwnScope { return declared("`\(word.rawValue)` cell on line \(line), whose names are its own") }
    if cell.options.group != document.cells[index].options.group {
      let program = cell.options.group.map { "the group `\($0)`" } ?? "the cells without `group=`"
      return declared("cell on line \(line), in another program: that of \(program)")
    }
    let between = min(cell.index, index) + 1...max(cell.index, index)
    guard let reset = document.cells[between].last(where: { $0.options.words.contains(.reset) && $0.source == nil }) else { return nil }
    return declared(
      "cell on line \(line); the `reset` cell on line \(document.file.position(at: reset.range.lowerBound).line) begins another program")
  }

  private func statement(at offset: Int, ofCell index: Int) -> (statement: CellStatement, code: String)? {
    guard document.cells.indices.contains(index) else { return nil }
    let cell = document.cells[index]
    guard let statement = cell.statements.last(where: { $0.range.lowerBound <= offset }) else { return nil }
    return (statement, String(decoding: Array(cell.code.text.utf8)[statement.range], as: UTF8.self))
  }
}

extension String {
  /// Whether the code contains a name as a whole word.
  fileprivate func mentions(_ name: String) -> Bool {
    func isInName(_ character: Character?) -> Bool { character.map { $0.isLetter || $0.isNumber || $0 == "_" } ?? false }
    return ranges(of: name).contains { range in
      let before = range.lowerBound > startIndex ? self[index(before: range.lowerBound)] : nil
      let after = range.upperBound < endIndex ? self[range.upperBound] : nil
      return !(isInName(before) && isInName(name.first)) && !(isInName(after) && isInName(name.last))
    }
  }
}
