import Diagnostics
import Formulas
import LaTeXSyntax
import LessonChecks
import LessonDocument

extension LessonRenderer {
  /// - Parameter marksSymbols: Whether its symbols light up with those of other formulas.
  func mathML(_ formula: LessonFormula, marksSymbols: Bool = true) -> HTML {
    // A formula that can't be read is an error of the document; a preview still shows what was written.
    guard let syntax = formula.syntax else { return "<code>\(formula.latex.text)</code>" }
    let symbols = marksSymbols ? legend(of: formula).numbers : [:]
    let markup = syntax.mathML(display: formula.isDisplay, symbols: symbols, links: isInLink ? [:] : addresses(of: formula))
    // The keyboard stops at the formula; arrows lead through its symbols. On a line of its own its box is the stop.
    let html = HTML(
      verbatim: symbols.isEmpty || formula.isDisplay ? markup : markup.replacing("<math", with: "<math tabindex=\"0\"", maxReplacements: 1))
    let needed = marksSymbols ? needed(formula) : .empty
    return needed.isEmpty ? html : "<span\(needed)>\(html)</span>"
  }

  /// Where the links within a formula lead.
  private func addresses(of formula: LessonFormula) -> [String: String] {
    let links = formula.links.map { document.links[$0] }
    return Dictionary(
      links.compactMap { link in address(of: link).map { (link.destination, $0) } }, uniquingKeysWith: { first, _ in first })
  }

  /// A formula of a line of its own, for a list.
  func mathML(inline formula: LessonFormula) -> HTML {
    formula.syntax.map { HTML(verbatim: $0.mathML(display: false)) } ?? "<code>\(formula.latex.text)</code>"
  }

  /// The display formulas that weren't compared, and why.
  var unchecked: [(formula: LessonFormula, reason: HTML)] {
    document.formulas.filter { $0.isDisplay && !$0.isEmpty }.compactMap { formula in
      switch report.formulas[formula.index] {
      case .cannotBeEvaluated(_, let reason?): (formula, localization.sentence(reason))
      case .notChecked: (formula, localization.uncheckedFormula)
      case .agrees, .disagrees, .disagreesAsExpected, .cannotBeEvaluated(_, nil): nil
      }
    }
  }

  private func legend(of formula: LessonFormula) -> SymbolLegend {
    SymbolLegend(report.formulas[formula.index].comparison.map { [$0] } ?? [], symbols, localization: localization)
  }

  func displayFormula(_ formula: LessonFormula) -> HTML {
    if formula.isEmpty { return .empty }
    let id = self.id(formulaID(formula.index))
    let number: HTML = equationNumbers[formula.index].map { "<span class=\"number\">(\($0))</span>" } ?? .empty
    let mayScroll = formula.latex.text.utf8.count > Self.narrowestFormula || !legend(of: formula).numbers.isEmpty
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

  /// What became of the checked formulas within a paragraph, each with the formula that it speaks of. Shapes that follow one another share the
  /// legend of their symbols, so that a paragraph with several has room for its notes beside it.
  func checkNotes(in content: [Inline]) -> [HTML] {
    if isInOption { return [] }
    var notes: [HTML] = []
    var shapes: [FormulaComparison] = []
    func addLegend() {
      guard let first = shapes.first, let last = notes.popLast() else { return }
      let legend = SymbolLegend(shapes, symbols, localization: localization).html { address(ofID: cellID($0)) }
      notes.append(last + first.evidence(in: localization, legend: legend))
      shapes = []
    }
    for index in content.formulas {
      let (formula, finding) = (document.formulas[index], report.formulas[index])
      guard let note = CheckNote(finding, in: localization)?.following(mathML(formula, marksSymbols: false)) else { continue }
      if case .agrees(let comparison) = finding, comparison.isOfShapes {
        notes.append(note.html)
        shapes.append(comparison)
        continue
      }
      addLegend()
      let legend = legend(of: formula).html { address(ofID: cellID($0)) }
      notes.append(note.html + (finding.comparison?.evidence(in: localization, legend: legend) ?? .empty))
    }
    addLegend()
    return notes
  }
}
