import CellAnalysis
import Diagnostics
import Formulas
import LaTeXSyntax
import LessonChecks
import LessonDocument
import LessonRunner

extension LessonRenderer {
  /// What was checked on this page, at its end; empty where there was nothing to check.
  var checked: HTML {
    let notes = summaryNotes
    guard !notes.isEmpty else { return .empty }
    let tag = headingTag(2).tag
    return """
      <\(tag) id="\(id(Self.checkedID))"><a href="\(address(ofID: Self.checkedID))">\(localization.checkedHere)</a></\(tag)>
      <ul class="tally">
      \(notes.map(\.listItem).joined(separator: "\n"))
      </ul>\(numberList)
      """
  }

  private var summaryNotes: [CheckNote] {
    [
      outputNote, valueNote, stopNote, agreementNote, variationNote, claimNote, numberNote, questionNote, disagreementNote, unevaluatedNote,
      uncheckedNote,
      notRunNote, failureNote,
    ].compactMap { $0 }
  }

  private var outputNote: CheckNote? {
    let compared = report.outputs.filter { $0 != .none && $0 != .notCompared }
    let matching = compared.count { $0 == .matches }
    guard !compared.isEmpty else { return nil }
    return CheckNote(
      state: matching == compared.count ? .agrees : .disagrees,
      localization.outputsAsRecorded(localization.some(matching, compared.count, .output)))
  }

  /// Those of all formulas but the options of questions, most of which are wrong.
  private var formulaFindings: [FormulaFinding] { zip(document.formulas, report.formulas).filter { !$0.0.isInOption }.map(\.1) }

  private var questionNote: CheckNote? {
    let options = report.questions.reduce(0) { $0 + $1.options.count }
    let count = report.questions.count { !$0.options.isEmpty }
    return count > 0 ? CheckNote(state: .agrees, localization.optionsExecuted(count, options)) : nil
  }

  private var valueNote: CheckNote? {
    let matching = report.values.count(where: \.matches)
    guard !report.values.isEmpty else { return nil }
    return CheckNote(
      state: matching == report.values.count ? .agrees : .disagrees,
      localization.codeValuesAsRecorded(localization.some(matching, report.values.count, .value)))
  }

  private var stopNote: CheckNote? {
    let stopped = run.cells.count { $0.expectedMessage != nil }
    guard stopped > 0 else { return nil }
    return CheckNote(state: .expected, localization.madeToFail(localization.counted(stopped, .cell)))
  }

  private var agreementNote: CheckNote? {
    let agreeing = formulaFindings.compactMap { if case .agrees(let comparison) = $0 { comparison } else { nil } }
    guard !agreeing.isEmpty else { return nil }
    let byRounding = agreeing.filter { $0.allowance == .rounding }
    let largest = byRounding.filter(\.isEquality).compactMap(\.relativeError).max()
    return CheckNote(
      state: .agrees,
      localization.formulasAgree(
        localization.counted(agreeing.count, .formula), largest, agreeing.count - byRounding.count))
  }

  private var variationNote: CheckNote? {
    let varied = formulaFindings.count(where: \.holdsAtOtherInputs)
    return varied > 0 ? CheckNote(state: .agrees, localization.formulasAtOtherInputs(localization.counted(varied, .formula))) : nil
  }

  private var disagreementNote: CheckNote? {
    formulaNote(.expected, localization.formulasDisagree) { if case .disagreesAsExpected = $0 { true } else { false } }
  }

  private var unevaluatedNote: CheckNote? {
    formulaNote(.unchecked, localization.formulasNotEvaluated) {
      if case .cannotBeEvaluated(_, _?) = $0 { true } else { false }
    }
  }

  /// Formulas, with links to those on lines of their own.
  private func formulaNote(
    _ state: CheckNote.State, _ note: (HTML, HTML) -> Localization.Note, where isMeant: (FormulaFinding) -> Bool
  ) -> CheckNote? {
    let meant = document.formulas.filter { !$0.isInOption && isMeant(report.formulas[$0.index]) }
    guard !meant.isEmpty else { return nil }
    let links = meant.filter(\.isDisplay).map { formula -> HTML in
      // Not every screen reader takes a formula for the name of a link.
      let spoken: HTML = quotation(of: formula) == nil ? .empty : " class=\"quoted\" aria-label=\"\(formula.latex.text)\""
      return "<a href=\"\(address(ofID: formulaID(formula.index)))\"\(spoken)>\(name(of: formula))</a>"
    }
    let places = links.isEmpty ? .empty : localization.colon + links.joined(separator: localization.listSeparator.markup)
    return CheckNote(state: state, note(localization.counted(meant.count, .formula), places))
  }

  /// How a reader knows a formula on a line of its own: by its number, by what it says, or by where it is.
  func name(of formula: LessonFormula) -> HTML {
    if let number = equationNumbers[formula.index] { return "(\(number))" }
    if let quotation = quotation(of: formula) { return quotation }
    var section = HTML(text: document.title)
    for block in document.blocks.depthFirst {
      if case .heading(_, _, let content) = block { section = html(inLink: content) }
      if case .formula(formula.index) = block { break }
    }
    return localization.formulaInSection(section)
  }

  /// A short formula without a number.
  private func quotation(of formula: LessonFormula) -> HTML? {
    guard equationNumbers[formula.index] == nil, formula.latex.text.utf8.count <= Self.longestQuotation else { return nil }
    return formula.syntax.map { HTML(verbatim: $0.mathML(display: false)) }
  }

  /// Bytes of LaTeX that fit into a line of the list.
  private static var longestQuotation: Int { 80 }

  private var uncheckedNote: CheckNote? {
    let unchecked = formulaFindings.count { if case .notChecked = $0 { true } else { false } }
    guard unchecked > 0, unchecked < formulaFindings.count else { return nil }
    return CheckNote(state: .unchecked, localization.formulasNotChecked(localization.counted(unchecked, .formula)))
  }

  private var notRunNote: CheckNote? {
    let count = document.cells.count { !$0.options.isCompiled }
    return count > 0 ? CheckNote(state: .unchecked, localization.cellsNotRun(localization.counted(count, .cell))) : nil
  }

  private var failureNote: CheckNote? {
    let failures = report.failures.filter(\.isError)
    guard !failures.isEmpty else { return nil }
    let list = failures.map { localization.failureInLine($0.position.line, $0.problem.message) }.joined(separator: "; ")
    return CheckNote(state: .disagrees, localization.checksNotHolding(localization.counted(failures.count, .check), list))
  }
}
