import Diagnostics
import FormulaExpressions
import FormulaStatements

/// `I`, `\mathbf{1}` and `\mathbf{0}` take their size from what they are combined with (R15).
extension ExpressionParser {
  package func requireSize(of value: TypedExpression) throws(Problem) {
    guard value.isUnsized else { return }
    let what = text(of: value)
    throw Problem("the size of `\(what)` is not known here", at: value.range, help: "write it: `\(what)_n`")
  }

  /// The identity, or the vector of ones, with the size that it needs beside another value.
  package func resized(_ value: TypedExpression, like other: TypedExpression) throws(Problem) -> TypedExpression {
    guard case .unsized(let unsized) = value.kind else { return value }
    switch unsized.kind {
    case .identity:
      guard other.shape.count == 2, other.shape[0] == other.shape[1] else {
        throw Problem(
          "an identity beside a value that isn't a square matrix", at: value.range,
          notes: ["`\(text(of: other))` is \(describe(other))"])
      }
      return try sized(unsized, to: other.shape[0], at: value.range)
    case .ones:
      guard other.shape.count == 1 else {
        throw Problem(
          "a vector of ones beside a value that isn't a vector", at: value.range,
          notes: ["`\(text(of: other))` is \(describe(other))"])
      }
      return try sized(unsized, to: other.shape[0], at: value.range)
    case .zeros:
      // Zeros take the shape of what they are added to or compared with.
      return try TypedExpression(
        .constant(Array(repeating: 0, count: other.shape.reduce(1, *))), shape: other.shape, orientation: other.orientation,
        at: value.range)
    }
  }

  func sized(_ unsized: TypedExpression.Unsized, to size: Int, at range: Range<Int>) throws(Problem) -> TypedExpression {
    let known: TypedExpression
    // The size is checked before the entries are made.
    _ = try TypedExpression(.constant([]), shape: unsized.kind == .identity ? [size, size] : [size], at: range)
    switch unsized.kind {
    case .identity:
      let data = (0..<size * size).map { $0 / size == $0 % size ? 1.0 : 0.0 }
      known = try TypedExpression(.constant(data), shape: [size, size], at: range)
    case .ones, .zeros:
      known = try TypedExpression(
        .constant(Array(repeating: unsized.kind == .ones ? 1 : 0, count: size)), shape: [size],
        orientation: unsized.isTransposed ? .row : .column,
        at: range)
    }
    guard let factor = unsized.factor else { return known }
    return try product(factor, known, at: range)
  }

  func unsizedProduct(_ a: TypedExpression, _ b: TypedExpression, at range: Range<Int>) throws(Problem) -> TypedExpression {
    switch (a.kind, b.kind) {
    case (.unsized, .unsized):
      throw Problem("the sizes of both factors are unknown", at: range, help: "write one of them, as in `I_n`")
    case (.unsized(let unsized), _):
      if b.isNumber { return try scaled(unsized, by: b, at: range) }
      if unsized.kind == .zeros { try requireSize(of: a) }
      guard unsized.kind == .identity || unsized.isTransposed || b.orientation.isRow && b.shape.count == 1 else {
        throw twoUnsized(a, b, at: range)
      }
      // Nothing here gives the number of rows of 𝟏vᵀ.
      if unsized.kind == .ones, !unsized.isTransposed { try requireSize(of: a) }
      return try product(sized(unsized, to: b.shape[0], at: a.range), b, at: range)
    case (_, .unsized(let unsized)):
      if a.isNumber { return try scaled(unsized, by: a, at: range) }
      if unsized.kind == .zeros { try requireSize(of: b) }
      if unsized.kind == .ones, unsized.isTransposed { try requireSize(of: b) }
      guard let last = a.shape.last else { throw twoUnsized(a, b, at: range) }
      return try product(a, sized(unsized, to: last, at: b.range), at: range)
    default:
      return try product(a, b, at: range)
    }
  }

  private func scaled(_ unsized: TypedExpression.Unsized, by factor: TypedExpression, at range: Range<Int>) throws(Problem)
    -> TypedExpression
  {
    var scaled = unsized
    scaled.factor = try unsized.factor.map { known throws(Problem) in try product(factor, known, at: range) } ?? factor
    return try TypedExpression(.unsized(scaled), shape: [], at: range)
  }

  private func twoUnsized(_ a: TypedExpression, _ b: TypedExpression, at range: Range<Int>) -> Problem {
    Problem(
      "a product of two columns", at: range, notes: ["`\(text(of: a))` and `\(text(of: b))` are columns"],
      help: "transpose one of them")
  }
}
