import Diagnostics
import FormulaEvaluator
import FormulaExpressions
import FormulaStatements
import LaTeXSyntax

/// Factorials and binomial coefficients (R9a).
extension ExpressionParser {
  /// A value with the `!` that stand behind it.
  ///
  /// - Parameter start: The position of the first node of the value.
  func withFactorial(_ value: TypedExpression, from start: Int, _ cursor: inout Cursor) throws(Problem) -> TypedExpression {
    guard let mark = factorialMark(cursor) else { return value }
    let operand = cursor.nodes[start].range.lowerBound..<cursor.lastEnd
    if case .scripts(_, _, let sup?, _, _) = cursor.nodes[cursor.position - 1].kind {
      let (base, power) = (text(of: operand), text(of: sup.range))
      throw Problem(
        "it is not clear what `!` belongs to", at: place(mark.range),
        notes: ["one reading: the factorial of `\(base)`", "another: the power with the exponent `\(power)!`"],
        help: "write parentheses")
    }
    guard value.isNumber else {
      throw Problem(
        "`!` takes a number", at: place(mark.range), notes: ["`\(text(of: operand))` is \(describe(value))"])
    }
    cursor.advance()
    let range = place(operand.lowerBound..<cursor.lastEnd)
    if let second = factorialMark(cursor) {
      throw Problem(
        "`!!` has two readings", at: place(mark.range.lowerBound..<second.range.upperBound),
        notes: ["one reading: the factorial of a factorial", "another: the product of every second number"],
        help: "write `(\(text(of: operand))!)!` for the first; the second is not computed")
    }
    return try scripted(entrywise(.factorial, value, at: range), sub: mark.sub, sup: mark.sup, range: range)
  }

  /// A `!` at the cursor, with its scripts.
  private func factorialMark(_ cursor: Cursor) -> (sub: Node?, sup: Node?, range: Range<Int>)? {
    guard let node = cursor.node else { return nil }
    var (base, sub, sup): (Node, Node?, Node?) = (node, nil, nil)
    if case .scripts(let inner?, let lower, let upper, 0, _) = node.kind { (base, sub, sup) = (inner, lower, upper) }
    guard case .sign(let sign) = base.kind, sign.glyph == "!" else { return nil }
    return (sub, sup, base.range)
  }

  /// `\binom{n}{k}` and `{n \choose k}`.
  func binomial(_ upper: Node, _ lower: Node, at range: Range<Int>) throws(Problem) -> TypedExpression {
    let (n, k) = (try expression(upper), try expression(lower))
    guard n.isNumber, k.isNumber else {
      let wrong = n.isNumber ? k : n
      throw Problem(
        "a binomial coefficient takes numbers", at: range, notes: ["`\(text(of: wrong))` is \(describe(wrong))"])
    }
    return try pairwise(.binomial, n, k, at: range)
  }
}
