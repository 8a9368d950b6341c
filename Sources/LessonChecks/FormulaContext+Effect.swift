import Diagnostics
import Formulas
import LaTeXSyntax
import LessonDocument

/// Finds declarations in a check comment that don't affect the result.
extension FormulaContext {
  /// The result of a formula, and how it was read.
  private struct Effect: Equatable {
    var outcomes: [FormulaEvaluation.Outcome]
    var readings: [String]
  }

  /// Rejects declarations without an effect, since readers would wonder about their meaning.
  func requireEffect(on reader: FormulaReader) throws(Obstacle) {
    guard !check.elementwise.isEmpty || !check.rows.isEmpty || !check.families.isEmpty || check.nansAgree else { return }
    let bindings = try bindings()
    let expected = try check.equals.map { index throws(Obstacle) in try array(of: index) }
    func effect(_ bindings: Bindings, _ tolerance: Tolerance, read reader: FormulaReader) -> Effect? {
      // If the formula can't be evaluated without the declaration, the declaration has an effect.
      guard
        let evaluation = try? reader.evaluation(with: bindings, tolerance: tolerance, equals: expected, isReadLater: isReadLater)
      else { return nil }
      return Effect(outcomes: evaluation.outcomes, readings: evaluation.statements.flatMap(\.members).map(\.reading))
    }
    let known = effect(bindings, tolerance, read: reader)
    for (key, texts) in [("elementwise", check.elementwise), ("row", check.rows), ("family", check.families)] {
      for text in texts {
        var without = bindings
        switch key {
        case "elementwise" where text.text == "true": without.isElementwise = false
        case "elementwise": without.elementwise.remove(try name(text))
        case "family": without.withdrawFamily(try name(text, below: key))
        default:
          guard case .value(var array)? = without.entries[try name(text)] else { continue }
          array.isRow = false
          without.entries[try name(text)] = .value(array)
        }
        let found = effect(without, tolerance, read: FormulaReader(reader.syntax))
        // The orientation of a vector is part of every reading that contains it, so compare only the outcomes.
        guard key == "row" ? found?.outcomes == known?.outcomes : found == known else { continue }
        throw .problem(
          Problem("`\(key)` names `\(text.text)`, which has no effect on the formula", at: text.range, help: "take it out"))
      }
    }
    if check.nansAgree, effect(bindings, Tolerance(relative: check.tolerance), read: reader) == known {
      throw .problem(Problem("`nan: equal` has no effect: no value here is NaN", at: check.range, help: "take it out"))
    }
  }
}
