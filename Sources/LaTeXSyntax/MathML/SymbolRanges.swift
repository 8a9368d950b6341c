/// The names of a formula that a page annotates, by their ranges.
struct SymbolRanges {
  typealias Node = SyntaxTree.Node

  /// The names by their first byte, the longest first.
  private let byStart: [Int: [(end: Int, symbol: String)]]
  private let starts: [Int]

  init(_ symbols: [Range<Int>: String]) {
    byStart = Dictionary(grouping: symbols, by: \.key.lowerBound).mapValues { entries in
      entries.map { (end: $0.key.upperBound, symbol: $0.value) }.sorted { $0.end > $1.end }
    }
    starts = byStart.keys.sorted()
  }

  /// The symbol that a node shows. `W_i^2` shows the name `W_i`, although the square is not a part of it.
  func symbol(of node: Node) -> String? {
    guard let entries = byStart[node.range.lowerBound] else { return nil }
    if let exact = entries.first(where: { $0.end == node.range.upperBound }) { return exact.symbol }
    guard case .scripts(let base?, _, _, _, _) = node.kind else { return nil }
    return entries.first { base.range.upperBound < $0.end && $0.end < node.range.upperBound }?.symbol
  }

  /// A name that begins with the first of some neighbors and ends with a later one: `pos`.
  func name(spanning nodes: ArraySlice<Node>) -> (range: Range<Int>, symbol: String)? {
    guard let first = nodes.first, let entries = byStart[first.range.lowerBound] else { return nil }
    for entry in entries where entry.end > first.range.upperBound {
      guard let last = nodes.first(where: { $0.range.upperBound >= entry.end }) else { continue }
      // In `pos^2` the name ends with the base of the last neighbor.
      var ends = [last.range.upperBound]
      if case .scripts(let base?, _, _, _, _) = last.kind { ends.append(base.range.upperBound) }
      if ends.contains(entry.end) {
        return (first.range.lowerBound..<last.range.upperBound, entry.symbol)
      }
    }
    return nil
  }

  func hasSymbol(inside range: Range<Int>) -> Bool {
    starts.contains { range.contains($0) }
  }
}
