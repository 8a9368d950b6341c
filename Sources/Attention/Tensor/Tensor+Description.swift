extension Tensor: CustomStringConvertible {
  /// The elements in nested brackets and in columns, like a literal.
  ///
  ///     [[0.4711, 0.2645, 0.2645],
  ///      [0.2645, 0.4711, 0.2645],
  ///      [0.2645, 0.2645, 0.4711]]
  ///
  /// All elements have as many decimal places as the longest of them needs, up to 4; integers have none. If the largest is below 0.001, or
  /// 10,000,000 or more, all are in scientific notation. An axis longer than 12 (longer than 6 in a tensor of more than 1000 elements) is
  /// shown by its first three and last three elements.
  public var description: String { text(decimals: nil) }

  /// The elements as in `description`, but each with this number of decimal places, and never in scientific notation.
  ///
  /// - Parameter decimals: From 0 to 149, since every `Float` has only zeros after that. Other numbers are clamped.
  public func description(decimals: Int) -> String { text(decimals: Swift.min(Swift.max(0, decimals), 149)) }

  private func text(decimals: Int?) -> String {
    let longest = count > 1000 ? 6 : 12
    let shown = shape.map { $0 <= longest ? Array(0..<$0) : [0, 1, 2, $0 - 3, $0 - 2, $0 - 1] }
    let format = NumberFormat(scalars: scalars(at: shown), decimals: decimals)

    // From the innermost axis outwards: the texts of numbers, then of rows, then of matrices …
    var parts = scalars(at: shown).map(format.text)
    for axis in shape.indices.reversed() {
      let size = shown[axis].count
      parts = (0..<shown[..<axis].map(\.count).reduce(1, *)).map { index in
        var row = Array(parts[index * size..<(index + 1) * size])
        if size < shape[axis] { row.insert("…", at: 3) }
        return "[" + row.joined(separator: separator(axis: axis)) + "]"
      }
    }
    return parts[0]
  }

  private func scalars(at shown: [[Int]]) -> [Float] {
    let starts = zip(shown, rowMajorStrides(shape)).reduce([0]) { starts, axis in
      starts.flatMap { start in axis.0.map { start + $0 * axis.1 } }
    }
    return starts.map { scalars[$0] }
  }

  /// Puts each row on a line of its own, and a blank line between matrices; each is indented by the brackets open before it.
  private func separator(axis: Int) -> String {
    let breaks = rank - axis - 1
    return breaks == 0 ? ", " : "," + String(repeating: "\n", count: breaks) + String(repeating: " ", count: axis + 1)
  }
}

/// The format of a tensor's numbers, chosen so that all of them line up.
private struct NumberFormat {
  private let decimals: Int
  private let isScientific: Bool
  private var width = 0

  /// - Parameter fixed: The requested number of decimal places; nil to choose it from the numbers.
  init(scalars: [Float], decimals fixed: Int?) {
    let finite = scalars.filter { $0.isFinite && $0 != 0 }
    let largest = finite.map(\.magnitude).max() ?? 1
    // Outside these bounds, four decimals would show only zeros, or digits that a `Float` doesn't have.
    isScientific = fixed == nil && (largest < 0.001 || largest >= 10_000_000)
    decimals = fixed ?? (isScientific ? 4 : min(4, finite.map(Self.decimalsNeeded).max() ?? 0))
    width = scalars.map { text($0).count }.max() ?? 0
  }

  func text(_ value: Float) -> String {
    let digits = digits(value)
    return String(repeating: " ", count: max(0, width - digits.count)) + digits
  }

  private func digits(_ value: Float) -> String {
    if value.isNaN { return "nan" }
    if value.isInfinite { return value < 0 ? "-inf" : "inf" }
    let digits = formatted(value, decimals: decimals, isScientific: isScientific)
    // Drop the sign of zero, which looks like a mistake and depends on rounding.
    let isZero = !digits.contains { ("1"..."9").contains($0) } || value == 0
    return isZero && digits.first == "-" ? String(digits.dropFirst()) : digits
  }

  /// The number of decimal places of the shortest text that parses to `value`.
  private static func decimalsNeeded(_ value: Float) -> Int {
    let text = "\(value)"
    guard !text.contains("e"), let point = text.firstIndex(of: ".") else { return value.rounded() == value ? 0 : 4 }
    let places = text[point...].dropFirst()
    return places == "0" ? 0 : places.count
  }
}
