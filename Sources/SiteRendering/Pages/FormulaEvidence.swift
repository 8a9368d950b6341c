import Formulas
import LessonChecks

extension FormulaComparison {
  /// Whether it compares shapes alone, as `Q \in \mathbb{R}^{m \times d_k}` does.
  var isOfShapes: Bool { relativeError == nil }

  /// What lies behind the state of a check, folded: both values where they are furthest apart, and how far they may be.
  ///
  /// - Parameter legend: What the symbols stand for, where it is not shown already.
  func evidence(in localization: Localization, legend: HTML = .empty) -> HTML {
    var content = legend
    if relativeError != nil, sides.count >= 2 {
      content = "<p>\(values(in: localization))</p>" + (isEquality ? "<p>\(localization.mayDiffer(allowance))</p>" : .empty) + legend
    }
    if content.isEmpty { return .empty }
    return "<details class=\"evidence\"><summary>\(localization.whatWasCompared)</summary>\(content)</details>"
  }

  private func values(in localization: Localization) -> HTML {
    let names = isIdentity ? localization.sides : (localization.theFormula, "<code>\(sides[1].name)</code>")
    let both = localization.comparedValues(
      (names.0, Self.text(value: sides[0].value)), (names.1, Self.text(value: sides[1].value)))
    guard !place.isEmpty, let shape = sides.map(\.shape).max(by: { $0.count < $1.count }) else { return both }
    let size = Prose.shape(shape)
    let index = "[" + place.map(String.init).joined(separator: ", ") + "]"
    if !isEquality { return localization.allHold(size, index) + both }
    return (relativeError == 0 ? localization.allEqual(size, index) : localization.largestAt(size, index)) + both
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
