import FormulaEvaluator

/// The values of the free indices that a statement with a condition is about: i ≠ j in `D_{ij} = 0, \quad i \ne j`.
package struct ChosenIndices: Sendable, Hashable {
  /// Their places among all values of the free indices, in order. There is at least one.
  package var positions: [Int]
  /// How many values each free index has.
  var counts: [Int]

  /// How many values the free indices have together.
  package var count: Int { counts.reduce(1, *) }

  /// Compares the chosen entries of two sides. The agreement names its entry as if all were compared.
  func compare(_ first: Comparison.Side, _ second: Comparison.Side, by comparison: (Comparison.Side, Comparison.Side) -> Agreement)
    -> Agreement
  {
    var agreement = comparison(chosen(first), chosen(second))
    if let place = agreement.index.first {
      var rest = positions[place - 1]
      var index: [Int] = []
      for count in counts.reversed() {
        index.insert(rest % count + 1, at: 0)
        rest /= count
      }
      agreement.index.replaceSubrange(0..<1, with: index)
    }
    return agreement
  }

  /// A side with one axis in place of those of the free indices. A side without them, such as the bound of an interval, is for all of them.
  private func chosen(_ side: Comparison.Side) -> Comparison.Side {
    guard side.array.shape.starts(with: counts), !counts.isEmpty else { return side }
    func entries<Entry>(_ all: [Entry]) -> [Entry] {
      let block = all.count / count
      return positions.flatMap { all[$0 * block..<($0 + 1) * block] }
    }
    var side = side
    side.array = ArrayValue(shape: [positions.count] + side.array.shape.dropFirst(counts.count), entries(side.array.approximations))
    if let units = side.halfUnits, units.count > 1 { side.halfUnits = entries(units) }
    return side
  }
}
