import CellOutputs
import Formulas
import LaTeXSyntax
import LessonDocument

/// What is known of a lesson's formulas while the lesson runs, with one input after another: how they were read, and what they came to. So
/// each is read once, not for every run.
///
/// The task that runs the lesson uses it, and afterwards the one that checks it, one call at a time, so it needs no lock.
package final class FormulaMemory: @unchecked Sendable {
  private var readers: [Int: FormulaReader] = [:]
  /// What the formulas came to at the recorded inputs.
  private var comparisons: [Int: (value: FormulaComparison, agrees: Bool)] = [:]
  private var results: [ResultKey: VariationCheck.Result] = [:]

  private struct ResultKey: Hashable {
    var formula: Int
    var variation: Variation
  }

  package init() {}

  func reader(of formula: LessonFormula, _ syntax: SyntaxTree) -> FormulaReader {
    if let known = readers[formula.index] { return known }
    let reader = FormulaReader(syntax)
    readers[formula.index] = reader
    return reader
  }

  /// A comparison that was made before, or else one that is made now and remembered.
  func comparison(
    of formula: LessonFormula, _ make: () throws(FormulaContext.Obstacle) -> (value: FormulaComparison, agrees: Bool)
  ) throws(FormulaContext.Obstacle) -> (value: FormulaComparison, agrees: Bool) {
    if let known = comparisons[formula.index] { return known }
    let comparison = try make()
    comparisons[formula.index] = comparison
    return comparison
  }

  /// A result that was found before, or else one that is found now and remembered.
  func result(of formula: LessonFormula, at variation: Variation, _ find: () -> VariationCheck.Result) -> VariationCheck.Result {
    let key = ResultKey(formula: formula.index, variation: variation)
    if let known = results[key] { return known }
    let result = find()
    results[key] = result
    return result
  }
}
