import Diagnostics
import FormulaStatements

/// A function that is computed elsewhere, such as a Swift closure of the lesson: a formula knows only what it gave.
package struct ForeignFunction: Sendable {
  package enum Operand: Sendable, Hashable { case number, array }

  /// How it is written where it is computed, for messages: `(Float) -> Float`.
  package var type: String
  package var parameters: [Operand]
  package var result: Operand
  /// The format in which it computes.
  package var precision: Precision
  /// Its value, or why there is none. The place of the problem is where the formula calls it.
  package var value: @Sendable ([ArrayValue]) throws(Problem) -> ArrayValue

  package init(
    type: String, parameters: [Operand], result: Operand, precision: Precision = .double,
    value: @escaping @Sendable ([ArrayValue]) throws(Problem) -> ArrayValue
  ) {
    (self.type, self.parameters, self.result, self.precision, self.value) = (type, parameters, result, precision, value)
  }

  /// A call, whose problems are placed and whose value has the shape that the formula was read with.
  package func callAsFunction(
    _ arguments: [ArrayValue], named name: Name, shape: [Int]?, at range: Range<Int>
  ) throws(Problem) -> ArrayValue {
    let value: ArrayValue
    do throws(Problem) {
      value = try self.value(arguments)
    } catch {
      var problem = error
      problem.range = range
      throw problem
    }
    guard let shape, value.shape != shape else { return value }
    throw Problem(
      "`\(name)` gives values of different shapes", at: range,
      notes: ["once \(describe(shape: shape))", "once \(describe(shape: value.shape))"])
  }
}
