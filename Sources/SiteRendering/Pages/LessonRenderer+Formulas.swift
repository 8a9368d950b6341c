import Diagnostics
import Formulas
import LessonChecks
import LessonDocument

extension LessonRenderer {
  /// - Parameter marksSymbols: Whether its symbols light up with those of other formulas.
  func mathML(_ formula: LessonFormula, marksSymbols: Bool = true) -> HTML {
    // A formula that can't be read is an error of the document; a preview still shows what was written.
    guard let syntax = formula.syntax else { return "<code>\(formula.latex.text)</code>" }
    let symbols = marksSymbols ? legend(of: formula).numbers : [:]
    return HTML(verbatim: syntax.mathML(display: formula.isDisplay, symbols: symbols))
  }

  private func legend(of formula: LessonFormula) -> SymbolLegend {
    SymbolLegend(report.formulas[formula.index].comparison, symbols, localization: localization)
  }

  func displayFormula(_ formula: LessonFormula) -> HTML {
    let id = self.id(formulaID(formula.index))
    let number: HTML = equationNumbers[formula.index].map { "<span class=\"number\">(\($0))</span>" } ?? .empty
    let mayScroll = formula.latex.text.utf8.count > Self.narrowestFormula
    let reachable: HTML = mayScroll ? " tabindex=\"0\" role=\"group\" aria-label=\"\(localization.formula)\"" : .empty
    let finding = report.formulas[formula.index]
    let notes =
      (CheckNote(finding, in: localization) ?? CheckNote(state: .unchecked, localization.notChecked)).html
      + (finding.comparison?.evidence(in: localization) ?? .empty)
      + legend(of: formula).html { address(ofID: cellID($0)) }
    return """
      <figure class="formula annotated" id="\(id)">\(notes)\
      <div\(reachable)>\(mathML(formula))\(number)</div></figure>
      """
  }

  /// Bytes of LaTeX that fit on the narrowest screen.
  private static var narrowestFormula: Int { 40 }

  /// What became of the checked formulas within a paragraph, each with the formula that it speaks of.
  func checkNotes(in content: [Inline]) -> [HTML] {
    content.formulas.compactMap { index in
      let (formula, finding) = (document.formulas[index], report.formulas[index])
      guard let note = CheckNote(finding, in: localization)?.following(mathML(formula, marksSymbols: false)) else { return nil }
      let legend = legend(of: formula).html { address(ofID: cellID($0)) }
      return note.html + (finding.comparison?.evidence(in: localization, legend: legend) ?? .empty)
    }
  }
}
