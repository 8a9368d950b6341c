import CellAnalysis
import CourseConfiguration
import Diagnostics
import LaTeXSyntax

/// Formulas, with the commands that the author defined before them.
extension DocumentParser {
  mutating func addFormula(_ item: PreparedMarkdown.Item) -> Int {
    addFormula(item.body, range: item.range, isDisplay: item.kind == .formula(isDisplay: true))
  }

  private nonisolated(unsafe) static let labelPattern = /\\label\s*\{\s*([^{}]+?)\s*\}/

  /// The name that `\label{…}` gives a display formula.
  mutating func label(in latex: ExtractedText, _ isDisplay: Bool) -> LocatedText? {
    guard isDisplay, latex.text.contains("\\label"), let found = latex.text.firstMatch(of: Self.labelPattern) else {
      return nil
    }
    let start = latex.text.utf8.distance(from: latex.text.startIndex, to: found.1.startIndex)
    let range = latex.fileRange(of: start..<start + found.1.utf8.count)
    do throws(Problem) {
      return LocatedText(text: try AnchorName.checked(String(found.1), at: range), range: range)
    } catch {
      problems.append(error)
      return nil
    }
  }

  mutating func addFormula(_ latex: ExtractedText, range: Range<Int>, isDisplay: Bool) -> Int {
    var syntax: SyntaxTree?
    if let comment = latex.text.utf8.firstRange(of: "<!--".utf8) {
      // LaTeX would read it as signs, and readers would see it.
      let start = latex.text.utf8.distance(from: latex.text.startIndex, to: comment.lowerBound)
      problems.append(
        Problem("a comment stands within a formula", at: latex.fileRange(of: start..<start + 4), help: "move it behind the formula's end"))
    }
    do throws(Problem) {
      let (tree, later) = try SyntaxTree.parse(latex.text, with: macros)
      syntax = tree
      // What a formula within a sentence defines holds only there.
      if isDisplay { macros = later }
    } catch {
      problems.append(latex.located(error))
    }
    let index = formulas.count
    let links = (syntax?.descendants ?? []).compactMap { node -> Int? in
      guard case .link(let address, _) = node.kind else { return nil }
      return addLink(Link(destination: address, title: "", range: latex.fileRange(of: node.range)))
    }
    formulas.append(
      LessonFormula(
        index: index, isDisplay: isDisplay, range: range, latex: latex, syntax: syntax, macros: macros, label: label(in: latex, isDisplay),
        links: links, cellsBefore: cells.count))
    formulaAwaitingCheck = index
    return index
  }
}

extension Macros {
  /// Of two definitions of a name, the later one holds.
  init(_ definitions: [MacroDefinition]) {
    self.init()
    for definition in definitions {
      self.definitions[definition.name] = Definition(parameterCount: definition.parameterCount, body: definition.body)
    }
  }
}
