import Diagnostics
import FormulaExpressions
import FormulaParser
import FormulaStatements
import LaTeXSyntax

/// Evaluates one formula with several bindings, and reads it again only if that is necessary.
///
///     let reader = FormulaReader(try SyntaxTree(parsing: #"s = \sum_i x_i"#))
///     let first = try reader.evaluation(with: bindings)
///     let second = try reader.evaluation(with: others)   // isn't read again if x has the same shape
package final class FormulaReader {
  package let syntax: SyntaxTree
  /// The last reading, and the format of what the formula was compared with.
  private(set) var known: (formula: TypedFormula, comparedIn: Precision)?
  /// How many times the formula was read.
  package private(set) var readingCount = 0

  /// Whether the formula calls functions of the lesson, as far as it was read.
  package var mayCallFunctions: Bool { known?.formula.callsFunctions ?? true }

  package init(_ syntax: SyntaxTree) { self.syntax = syntax }

  /// Computes the formula with the values of the bindings, with the parameters of `FormulaEvaluation`.
  package func evaluation(
    with bindings: Bindings, tolerance: Tolerance = Tolerance(), equals expected: ArrayValue? = nil,
    isReadLater: (Name) -> Bool = { _ in false }
  ) throws(Problem) -> FormulaEvaluation {
    let comparedIn = expected?.precision ?? .double
    if let known, known.comparedIn == comparedIn, let results = try known.formula.evaluate(with: bindings, tolerance: tolerance) {
      return try FormulaEvaluation(of: known.formula, results, tolerance: tolerance, equals: expected, isReadLater: isReadLater)
    }
    readingCount += 1
    let (formula, results) = try TypedFormula.reading(syntax, bindings, tolerance, comparedIn: comparedIn)
    known = (formula, comparedIn)
    return try FormulaEvaluation(of: formula, results, tolerance: tolerance, equals: expected, isReadLater: isReadLater)
  }
}
