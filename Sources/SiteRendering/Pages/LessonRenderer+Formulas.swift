import Formulas
import LessonChecks
import LessonDocument

extension LessonRenderer {
  func mathML(_ formula: LessonFormula) -> HTML {
    // A formula that can't be read is an error of the document; a preview still shows what was written.
    guard let layout = formula.layout else { return "<code>\(formula.latex.text)</code>" }
    return HTML(verbatim: layout.mathML(display: formula.isDisplay))
  }

  func displayFormula(_ formula: LessonFormula) -> HTML {
    let id = formula.check?.id ?? "formula-\(formula.index + 1)"
    let number: HTML = equationNumbers[formula.index].map { "<span class=\"number\">(\($0))</span>" } ?? .empty
    let mayScroll = formula.latex.text.utf8.count > Self.narrowestFormula
    let reachable: HTML = mayScroll ? " tabindex=\"0\" role=\"group\" aria-label=\"formula\"" : .empty
    let check = CheckNote(report.formulas[formula.index])?.html ?? .empty
    return """
      <figure class="formula annotated" id="\(id)">\(check)<div\(reachable)>\(mathML(formula))\(number)</div></figure>
      """
  }

  /// Bytes of LaTeX that fit on the narrowest screen.
  private static var narrowestFormula: Int { 40 }

  /// What became of the checked formulas within a paragraph, each with the formula that it speaks of.
  func checkNotes(in content: [Inline]) -> [HTML] {
    content.formulas.compactMap { index in
      guard var note = CheckNote(report.formulas[index]) else { return nil }
      let verdict = note.verdict
      note.verdict = "\(mathML(document.formulas[index])) \(HTML(verbatim: verdict.markup.prefix(1).lowercased() + verdict.markup.dropFirst()))"
      return note.html
    }
  }

  /// What became of a cell's output, and of the values recorded in its code.
  func checkNote(of cell: Cell) -> CheckNote? {
    guard var note = CheckNote(report.outputs[cell.index]) else { return nil }
    guard note.state == .agrees else { return note }
    switch cell.options.expectation {
    case .traps: note = CheckNote(state: .expected, verdict: "Stops, as expected,", details: " with the recorded message.")
    case .doesNotCompile:
      note = CheckNote(state: .expected, verdict: "Fails, as expected,", details: " with the recorded message.")
    case .runs, .notRun: break
    }
    return note
  }
}
