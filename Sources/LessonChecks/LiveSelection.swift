import Diagnostics
import Formulas
import Foundation
import LaTeXSyntax
import LessonDocument

/// The formulas that a page computes with a reader's numbers: as many as there is room for, in the order of the page.
package struct LiveSelection {
  package struct Entry {
    package var formula: LessonFormula
    package var live: LiveFormula
    /// The names of its inputs and its sides, as MathML.
    package var names: [String]
    package var sides: [String]
  }

  package private(set) var entries: [Entry] = []
  /// Formulas with a slider for which there is no room.
  package private(set) var leftOut: [LessonFormula] = []

  /// The bytes that a page may become larger by.
  private static let sizeLimit = 12_300

  package init(_ document: Document, _ findings: [FormulaFinding]) {
    let all = document.formulas.filter(\.isDisplay).compactMap { formula -> Entry? in
      guard let live = findings[formula.index].comparison?.live, live.isForReading else { return nil }
      return Entry(
        formula: formula, live: live, names: live.inputs.map { Self.markup($0.latex) },
        sides: live.program.statements.flatMap(\.sides).map { Self.markup(formula.latex.text.slice(bytes: $0.range)) })
    }
    // Those to which an author gave a slider come first. On the page all keep their order: of several formulas for one variable, the first counts.
    let hasSlider = { (entry: Entry) in entry.live.inputs.contains { $0.slider != nil } }
    var size = 0
    var texts: Set<String> = []
    var variables: Set<LiveFormula.Variable> = []
    for entry in all.filter(hasSlider) + all.filter({ !hasSlider($0) }) {
      let newTexts = Set(entry.names + entry.sides).subtracting(texts)
      let newVariables = Set(entry.live.variables).subtracting(variables)
      var added: Int = Self.json(entry.live.program).utf8.count + Self.json(newTexts.sorted()).utf8.count
      for variable in newVariables { added += variable.code.utf8.count + Self.json(variable.values).utf8.count }
      guard size + added <= Self.sizeLimit else {
        if hasSlider(entry) { leftOut.append(entry.formula) }
        continue
      }
      size += added
      texts.formUnion(newTexts)
      variables.formUnion(newVariables)
      entries.append(entry)
    }
    entries.sort { $0.formula.index < $1.formula.index }
  }

  /// As JSON within a page, where `</` might end the script and `<!` change how its end is found.
  package static func json(_ value: some Encodable) -> String {
    guard let bytes = try? JSONEncoder.forPages.encode(value) else { preconditionFailure("numbers and texts always have a form in JSON") }
    return String(decoding: bytes, as: UTF8.self).replacing("</", with: "<\\/").replacing("<!", with: "\\u003c!")
  }

  private static func markup(_ latex: String) -> String {
    // What isn't LaTeX is shown as it is written.
    (try? SyntaxTree(parsing: latex)).map { $0.mathML(display: false, isAnnotated: false) }
      ?? latex.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
  }
}

extension LiveFormula {
  /// What it reads and what it gives.
  package var variables: [Variable] { inputs.map(\.variable) + (defined.map { [$0] } ?? []) }
}

extension Checker {
  /// Warns of sliders that the page has no room for.
  mutating func checkSliders(_ findings: [FormulaFinding]) {
    guard document.formulas.contains(where: { $0.check?.sliders.isEmpty == false }) else { return }
    for formula in LiveSelection(document, findings).leftOut {
      guard let slider = formula.check?.sliders.first else { continue }
      fail(
        .sliderLeftOut, of: .formula(formula.index),
        Problem(
          "the page has no room for the slider of `\(slider.name.text)`: what this formula computes with is too much beside that of the others with sliders",
          at: slider.name.range, severity: .warning,
          help: "take `live` out here or at another formula of the lesson, or let the formula read fewer numbers"))
    }
  }
}
