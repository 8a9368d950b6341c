import Diagnostics
import FormulaEvaluator
import FormulaExpressions
import FormulaStatements
import LaTeXSyntax

/// Norms (R9a).
extension ExpressionParser {
  func norm(_ value: TypedExpression, _ sub: Node?, at range: Range<Int>) throws(Problem) -> TypedExpression {
    try requireSize(of: value)
    switch sub.map({ SyntaxTree.canonicalLaTeX(of: $0) }) {
    case "F", "\\text{F}", "\\mathsf{F}": return try TypedExpression(.reduced(.norm2, value), shape: [], at: range)
    case let mark where value.shape.count <= 1: return try vectorNorm(value, sub, mark, at: range)
    case let mark: return try matrixNorm(value, mark, at: range)
    }
  }

  private func vectorNorm(_ value: TypedExpression, _ sub: Node?, _ mark: String?, at range: Range<Int>) throws(Problem) -> TypedExpression
  {
    switch mark {
    case nil, "2": return try TypedExpression(.reduced(.norm2, value), shape: [], at: range)
    case "1": return try TypedExpression(.reduced(.norm1, value), shape: [], at: range)
    case "\\infty": return try TypedExpression(.reduced(.normInfinity, value), shape: [], at: range)
    default: break
    }
    guard let sub else { throw Problem("the mark of the norm is missing", at: range) }
    let p = try expression(sub)
    let known = try constantNumber(p)
    guard p.isNumber, known.map({ $0 >= 1 }) ?? true else {
      throw Problem(
        "a norm with the mark `\(text(of: sub.range))` is not known", at: place(sub.range),
        notes: known.map { ["it is \($0.text) here, and a norm needs 1 or more"] } ?? [],
        help: "use a number from 1 on, F or \\infty")
    }
    if known == .infinity { return try TypedExpression(.reduced(.normInfinity, value), shape: [], at: range) }
    let powers = try pairwise(.power, TypedExpression(.entrywise(.abs, value), shape: value.shape, at: range), p, at: range)
    let total = try value.isNumber ? powers : TypedExpression(.reduced(.total, powers), shape: [], at: range)
    return try pairwise(.power, total, pairwise(.divided, number(1, at: range), p, at: range), at: range)
  }

  private func matrixNorm(_ value: TypedExpression, _ mark: String?, at range: Range<Int>) throws(Problem) -> TypedExpression {
    let what = text(of: value)
    switch mark {
    case "1" where value.isElementwise: return try TypedExpression(.reduced(.norm1, value), shape: [], at: range)
    case "1" where value.shape.count == 2:
      remark(
        "`\(text(of: range))` was read as the largest sum of a column of absolute values; "
          + "the sum of all of them is `\\sum_{i,j} |\(what)_{ij}|`, or `elementwise: [\(what)]`", at: range)
      let sums = try TypedExpression(
        .reduced(.columnSums, TypedExpression(.entrywise(.abs, value), shape: value.shape, at: range)),
        shape: [value.shape[1]], at: range)
      return try TypedExpression(.reduced(.maximum, sums), shape: [], at: range)
    case "\\infty" where value.isElementwise: return try TypedExpression(.reduced(.normInfinity, value), shape: [], at: range)
    case "\\infty" where value.shape.count == 2:
      remark(
        "`\(text(of: range))` was read as the largest sum of a row of absolute values; "
          + "the largest of them is `\\max_{i,j} |\(what)_{ij}|`, or `elementwise: [\(what)]`", at: range)
      let sums = try TypedExpression(
        .reduced(.rowSums, TypedExpression(.entrywise(.abs, value), shape: value.shape, at: range)),
        shape: [value.shape[0], 1], at: range)
      return try TypedExpression(
        .reduced(.maximum, TypedExpression(.reshaped(sums), shape: [value.shape[0]], at: range)), shape: [], at: range)
    case nil, "2":
      throw Problem(
        "the norm of a matrix has several readings", at: range,
        notes: ["one reading: the root of the sum of squares", "another: the largest singular value"],
        help: "write `\\lVert … \\rVert_F` for the first; the second is not computed")
    default:
      throw Problem("a norm of a matrix with the mark `\(mark ?? "")` is not known", at: range, help: "use 1, F or \\infty")
    }
  }
}
