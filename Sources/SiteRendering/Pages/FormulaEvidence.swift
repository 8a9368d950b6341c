import Formulas
import LessonChecks

extension FormulaComparison {
  /// What lies behind the state of a check, folded: both values where they are furthest apart, and how far they may be.
  ///
  /// - Parameter legend: What the symbols stand for, where it is not shown already.
  func evidence(in words: Words, legend: HTML = .empty) -> HTML {
    var content = legend
    if relativeError != nil, sides.count >= 2 {
      content = "<p>\(values(in: words))</p>" + (isEquality ? "<p>\(words.mayDiffer(allowance))</p>" : .empty) + legend
    }
    if content.isEmpty { return .empty }
    return "<details class=\"evidence\"><summary>\(words.whatWasCompared)</summary>\(content)</details>"
  }

  private func values(in words: Words) -> HTML {
    let names = isIdentity ? words.sides : (words.theFormula, "<code>\(sides[1].name)</code>")
    let both = words.comparedValues(
      (names.0, Self.text(value: sides[0].value)), (names.1, Self.text(value: sides[1].value)))
    guard !place.isEmpty, let shape = sides.map(\.shape).max(by: { $0.count < $1.count }) else { return both }
    let size = shape.map(String.init).joined(separator: " × ")
    let index = "[" + place.map(String.init).joined(separator: ", ") + "]"
    if !isEquality { return words.allHold(size, index) + both }
    return (relativeError == 0 ? words.allEqual(size, index) : words.largestAt(size, index)) + both
  }

  /// Seven digits, as a `Float` has them: `0.7310586`, `3`, `−∞`.
  static func text(value: Double) -> String {
    let sign = value < 0 ? "−" : ""
    let size = abs(value)
    if value.isNaN { return "nan" }
    if size.isInfinite { return sign + "∞" }
    if let integer = Int(exactly: size), integer < 1_000_000_000 { return sign + String(integer) }
    return sign + "\(Float(size))"
  }
}
