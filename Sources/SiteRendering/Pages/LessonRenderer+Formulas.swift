import Formulas
import LessonChecks
import LessonDocument

extension LessonRenderer {
  func mathML(_ formula: LessonFormula, symbols: [Range<Int>: String] = [:]) -> HTML {
    // A formula that can't be read is an error of the document; a preview still shows what was written.
    guard let layout = formula.layout else { return "<code>\(formula.latex.text)</code>" }
    return HTML(verbatim: layout.mathML(display: formula.isDisplay, symbols: symbols))
  }

  func displayFormula(_ formula: LessonFormula) -> HTML {
    let id = formula.check?.id ?? "formula-\(formula.index + 1)"
    let number: HTML = equationNumbers[formula.index].map { "<span class=\"number\">(\($0))</span>" } ?? .empty
    let mayScroll = formula.latex.text.utf8.count > Self.narrowestFormula
    let reachable: HTML = mayScroll ? " tabindex=\"0\" role=\"group\" aria-label=\"\(words.formula)\"" : .empty
    let finding = report.formulas[formula.index]
    let legend = SymbolLegend(finding.comparison, words: words)
    let notes = (CheckNote(finding, in: words)?.html ?? .empty) + legend.html
    return """
      <figure class="formula annotated" id="\(id)">\(notes)\
      <div\(reachable)>\(mathML(formula, symbols: legend.numbers))\(number)</div></figure>
      """
  }

  /// Bytes of LaTeX that fit on the narrowest screen.
  private static var narrowestFormula: Int { 40 }

  /// What became of the checked formulas within a paragraph, each with the formula that it speaks of.
  func checkNotes(in content: [Inline]) -> [HTML] {
    content.formulas.compactMap { index in
      CheckNote(report.formulas[index], in: words)?.following(mathML(document.formulas[index])).html
    }
  }
}
