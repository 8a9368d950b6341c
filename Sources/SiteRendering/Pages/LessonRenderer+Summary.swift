import Diagnostics
import LessonChecks
import LessonDocument
import LessonRunner

extension LessonRenderer {
  /// What was checked on this page, at its end; empty where there was nothing to check.
  var checked: HTML {
    let notes = summaryNotes
    guard !notes.isEmpty else { return .empty }
    let id = HTML(text: Self.checkedID)
    return """
      <h2 id="\(id)"><a href="#\(id)">Checked on this page</a></h2>
      <ul class="tally">
      \(notes.map(\.listItem).joined(separator: "\n"))
      </ul>
      """
  }

  private var summaryNotes: [CheckNote] {
    [
      outputNote, valueNote, stopNote, agreementNote, disagreementNote, unevaluatedNote, uncheckedNote, failureNote,
    ].compactMap { $0 }
  }

  private var outputNote: CheckNote? {
    let compared = report.outputs.filter { $0 != .none && $0 != .notCompared }
    let matching = compared.count { $0 == .matches }
    guard !compared.isEmpty else { return nil }
    return CheckNote(
      state: matching == compared.count ? .agrees : .disagrees,
      verdict: "\(matching) of \(counted(compared.count, "output"))", details: " as recorded.")
  }

  private var valueNote: CheckNote? {
    let matching = report.values.count(where: \.matches)
    guard !report.values.isEmpty else { return nil }
    return CheckNote(
      state: matching == report.values.count ? .agrees : .disagrees,
      verdict: "\(matching) of \(counted(report.values.count, "value"))", details: " in the code as recorded.")
  }

  private var stopNote: CheckNote? {
    let stopped = run.cells.count { $0.expectedMessage != nil }
    guard stopped > 0 else { return nil }
    return CheckNote(state: .expected, verdict: "\(counted(stopped, "cell"))", details: " made to fail, and did.")
  }

  private var agreementNote: CheckNote? {
    let errors = report.formulas.compactMap { finding -> Double? in
      guard case .agrees(let comparison) = finding else { return nil }
      return comparison.largestError ?? 0
    }
    guard let largest = errors.max() else { return nil }
    return CheckNote(
      state: .agrees, verdict: "\(counted(errors.count, "formula"))",
      details: " agreeing with the code, largest error \(FormulaComparison.text(error: largest)).")
  }

  private var disagreementNote: CheckNote? {
    formulaNote(.expected, " disagreeing, as expected") { if case .disagreesAsExpected = $0 { true } else { false } }
  }

  private var unevaluatedNote: CheckNote? {
    formulaNote(.unchecked, " not evaluated, with the reason given") {
      if case .cannotBeEvaluated(_, _?) = $0 { true } else { false }
    }
  }

  /// Formulas, with links to those on lines of their own.
  private func formulaNote(
    _ state: CheckNote.State, _ words: HTML, where isMeant: (FormulaFinding) -> Bool
  ) -> CheckNote? {
    let meant = document.formulas.filter { isMeant(report.formulas[$0.index]) }
    guard !meant.isEmpty else { return nil }
    let links = meant.filter(\.isDisplay).map { formula -> HTML in
      let number = equationNumbers[formula.index].map { "(\($0))" } ?? "formula \(formula.index + 1)"
      return "<a href=\"#\(formula.check?.id ?? "formula-\(formula.index + 1)")\">\(number)</a>"
    }
    let places: HTML = links.isEmpty ? .empty : ": " + links.joined(separator: ", ")
    return CheckNote(state: state, verdict: "\(counted(meant.count, "formula"))", details: "\(words)\(places).")
  }

  private var uncheckedNote: CheckNote? {
    let unchecked = report.formulas.count { if case .notChecked = $0 { true } else { false } }
    let checked = report.formulas.count - unchecked
    guard unchecked > 0, checked > 0 else { return nil }
    return CheckNote(
      state: .unchecked, verdict: "\(counted(unchecked, "formula"))", details: " not checked: they only name things.")
  }

  private var failureNote: CheckNote? {
    let failures = report.failures.filter(\.isError)
    guard !failures.isEmpty else { return nil }
    let list = failures.map { "line \($0.position.line): \($0.problem.message)" as HTML }.joined(separator: "; ")
    return CheckNote(
      state: .disagrees, verdict: "\(counted(failures.count, "check"))", details: " not holding: \(list).")
  }
}

/// `1 formula`, `2 formulas`.
func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
