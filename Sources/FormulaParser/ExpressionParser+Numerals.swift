import Diagnostics
import FormulaEvaluator
import FormulaExpressions
import FormulaStatements
import Foundation
import LaTeXSyntax

/// Numbers that a reader or a program could read differently (R15a).
extension ExpressionParser {
  /// A number at the cursor, whose digits end where the reader sees them end.
  func numeral(_ digits: String, _ cursor: inout Cursor) throws(Problem) -> TypedExpression {
    let range = cursor.range
    try requireOneNumber(cursor)
    try requireNoExponent(cursor)
    try requireNoMixedNumber(cursor)
    if cursor.isBeforePercentSign {
      // Read as digits, so that it is the same number as the decimal: 0.57, not 57 times 0.01.
      guard let share = Double(digits + "e-2") else { throw Problem("`\(digits)` isn't a number", at: place(range)) }
      cursor.advance(by: 2)
      return try number(share, at: place(range.lowerBound..<cursor.nodes[cursor.position - 1].range.upperBound))
    }
    guard let value = Double(digits), value.isFinite else {
      throw Problem("this number is too large", at: place(range), help: "the largest is about 1.8 \\cdot 10^{308}")
    }
    try requireNoLostDigits(digits, value, at: place(range))
    cursor.advance()
    return try number(value, at: place(range))
  }

  /// Formulas are computed in `Double`, in which some whole numbers beyond 2⁵³ are the same as their neighbors.
  private func requireNoLostDigits(_ digits: String, _ value: Double, at range: Range<Int>) throws(Problem) {
    guard value >= 0x1p53, digits.allSatisfy(\.isNumber) else { return }
    let held = String(format: "%.0f", value)
    guard held != digits.drop(while: { $0 == "0" }) else { return }
    let rounded = String(format: "%.3e", value).split(separator: "e+")
    throw Problem(
      "`Double`, in which formulas are computed, holds this whole number only as \(held)", at: range,
      help: "round it: `\\approx \(rounded[0]) \\cdot 10^{\(rounded[1])}`")
  }

  /// Refuses `2 3`, which is printed as 23; `1.2.3`, which isn't a number; and `2^10`, in which only the 1 is raised.
  func requireOneNumber(_ cursor: Cursor) throws(Problem) {
    guard let node = cursor.node, let digits = Self.digits(node), cursor.position > 0 else { return }
    let previous = cursor.nodes[cursor.position - 1]
    let isAdjacent = previous.range.upperBound == node.range.lowerBound
    if case .number(let before) = previous.kind {
      let range = place(previous.range.lowerBound..<node.range.upperBound)
      let written = text(of: previous.range.lowerBound..<node.range.upperBound)
      guard isAdjacent, before.contains(".") || digits.hasPrefix(".") else {
        throw Problem(
          "two numbers side by side", at: range,
          notes: ["one reading: the product of \(before) and \(digits)", "a reader sees: \(before)\(digits)"],
          help: "write `\(before) \\cdot \(digits)`, or one number")
      }
      throw Problem(
        "`\(written)` isn't a number", at: range, help: "for a version or a date write `\\text{\(written)}`")
    }
    if isAdjacent, case .scripts(_, let sub, let sup, _, _) = previous.kind,
      let script = [sub, sup].compactMap({ $0 }).max(by: { $0.range.lowerBound < $1.range.lowerBound }),
      script.range.upperBound == previous.range.upperBound, case .number(let first) = script.kind
    {
      let mark = script.range == sup?.range ? "^" : "_"
      throw Problem(
        "`\(mark)` takes only the `\(first)` of `\(first)\(digits)`", at: place(script.range.lowerBound..<node.range.upperBound),
        help: "write `\(mark){\(first)\(digits)}`")
    }
  }

  private static func digits(_ node: Node) -> String? {
    switch node.kind {
    case .number(let digits): digits
    case .scripts(let base?, _, _, _, _): digits(base)
    default: nil
    }
  }

  /// `1e-5` has two readings: in TeX it is Euler's e times 1, minus 5; in every program it is a hundred-thousandth.
  private func requireNoExponent(_ cursor: Cursor) throws(Problem) {
    var next = cursor
    func follows(_ previous: Range<Int>) -> Bool { next.node?.range.lowerBound == previous.upperBound }
    let mantissa = cursor.range
    next.advance()
    guard follows(mantissa), case .letter(let letter)? = next.node?.kind, letter == "e" || letter == "E" else { return }
    var end = next.range
    next.advance()
    var exponent = ""
    if let sign = next.sign, sign.glyph == "−" || sign.glyph == "+", follows(end) {
      if sign.glyph == "−" { exponent = "-" }
      end = next.range
      next.advance()
    }
    guard follows(end), case .number(let digits)? = next.node?.kind else { return }
    let written = mantissa.lowerBound..<next.range.upperBound
    throw Problem(
      "`\(text(of: written))` has two readings", at: place(written),
      notes: [
        "one reading: \(text(of: mantissa)) times ten to the power \(exponent)\(digits)",
        "another: \(text(of: mantissa)) times Euler's number, and then \(text(of: mantissa.upperBound + 1..<written.upperBound))",
      ],
      help: "write `\(text(of: mantissa) == "1" ? "" : "\(text(of: mantissa)) \\cdot ")10^{\(exponent)\(digits)}`")
  }

  /// `2\frac{1}{2}` has two readings: two and a half, or 1.
  private func requireNoMixedNumber(_ cursor: Cursor) throws(Problem) {
    var next = cursor
    next.advance()
    guard case .number(let whole) = cursor.node?.kind, !whole.contains("."),
      case .fraction(let numerator, let denominator, let style)? = next.node?.kind, !style.isBinomial,
      case .number(let above) = SyntaxTree.unwrapped(numerator).kind,
      case .number(let below) = SyntaxTree.unwrapped(denominator).kind
    else { return }
    throw Problem(
      "a number before a fraction has two readings", at: place(cursor.range.lowerBound..<next.range.upperBound),
      notes: ["one reading: the sum \(whole) + \(above)/\(below)", "another: the product \(whole) · \(above)/\(below)"],
      help: "write `\(whole) + \\frac{\(above)}{\(below)}` or `\(whole) \\cdot \\frac{\(above)}{\(below)}`")
  }
}
