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
      CheckNote(report.formulas[index])?.following(mathML(document.formulas[index])).html
    }
  }

  /// What became of a cell's output.
  func checkNote(of cell: Cell) -> CheckNote? {
    let note = CheckNote(report.outputs[cell.index])
    guard note?.state == .agrees else { return note }
    switch cell.options.expectation {
    case .traps: return CheckNote(state: .expected, verdict: "Stops, as expected,", details: " with the recorded message.")
    case .doesNotCompile:
      return CheckNote(state: .expected, verdict: "Fails, as expected,", details: " with the recorded message.")
    case .runs, .notRun: return note
    }
  }
}
