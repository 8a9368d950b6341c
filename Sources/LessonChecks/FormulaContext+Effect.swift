import Diagnostics
import Formulas
import LessonDocument

/// Declarations of a check comment without which its formula comes to the same.
extension FormulaContext {
  /// What a formula came to, and how it was read.
  private struct Effect: Equatable {
    var outcomes: [FormulaEvaluation.Outcome]
    var readings: [String]
  }

  /// Refuses declarations that decide nothing: a reader would look for what they do.
  func requireEffect(on syntax: SyntaxTree) throws(Obstacle) {
    guard !check.elementwise.isEmpty || !check.rows.isEmpty || !check.families.isEmpty || check.nansAgree else { return }
    let bindings = try bindings()
    let expected = try check.equals.map { index throws(Obstacle) in try array(of: index) }
    func effect(_ bindings: Bindings, _ tolerance: Tolerance) -> Effect? {
      // Without a declaration that decides something, a formula may be refused: that is its effect.
      guard
        let evaluation = try? FormulaEvaluation(
          of: syntax, with: bindings, tolerance: tolerance, equals: expected, isReadLater: isReadLater)
      else { return nil }
      return Effect(outcomes: evaluation.outcomes, readings: evaluation.statements.flatMap(\.members).map(\.reading))
    }
    let known = effect(bindings, tolerance)
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
        let found = effect(without, tolerance)
        // How a vector stands is a part of every reading that has it.
        guard key == "row" ? found?.outcomes == known?.outcomes : found == known else { continue }
        throw .problem(
          Problem("`\(key)` names `\(text.text)`, and the formula comes to the same without it", at: text.range, help: "take it out"))
      }
    }
    if check.nansAgree, effect(bindings, Tolerance(relative: check.tolerance)) == known {
      throw .problem(Problem("`nan: equal` decides nothing: nothing here is not a number", at: check.range, help: "take it out"))
    }
  }
}
