import LaTeXSyntax

/// Walks over all names in a formula without reading what they mean.
package struct SymbolScanner {
  package typealias Node = SyntaxTree.Node

  /// What is left of a symbol's scripts when the name is one of those that the scanner knows.
  package struct Found {
    package var symbol: Symbol
    /// The known name that it is, if any.
    package var name: Name?
    package var sub: Node?
    var sup: Node?
    /// The indices of a family and the subscript.
    package var indices: Node? { SyntaxTree.indices(sub: sub, sup: sup) }
    /// Whether it stands in a subscript.
    package var isIndex: Bool
  }

  /// Whether a name is known as a whole.
  var isKnown: (Name, Symbol, _ takesSup: Bool) -> Bool
  /// Whether the subscript of a known name such as `x_i` is an index all the same.
  var isFamily: (Name, Symbol) -> Bool

  package init(
    isKnown: @escaping (Name, Symbol, _ takesSup: Bool) -> Bool, isFamily: @escaping (Name, Symbol) -> Bool = { _, _ in false }
  ) {
    (self.isKnown, self.isFamily) = (isKnown, isFamily)
  }

  /// Calls `visit` for each symbol from left to right, those in scripts too.
  package func scan(_ nodes: [Node], isIndex: Bool = false, visit: (Found) -> Void) {
    let row = SyntaxTree.normalized(nodes)
    var index = 0
    while index < row.count {
      if let found = found(row[index...], isIndex) {
        visit(found)
        if let sub = found.sub { scan([sub], isIndex: true, visit: visit) }
        if let sup = found.sup { scan([sup], isIndex: isIndex || sup.bracketed != nil, visit: visit) }
        // What is inside of a derivative is a part of its name, but its indices are indices.
        for part in Symbol.derivativeParts(of: Array(row[index..<index + found.symbol.count])) {
          scan([part], isIndex: isIndex, visit: visit)
        }
        index += found.symbol.count
      } else {
        for list in children(of: row[index]) { scan(list.nodes, isIndex: isIndex || list.isIndex, visit: visit) }
        index += 1
      }
    }
  }

  private func found(_ nodes: ArraySlice<Node>, _ isIndex: Bool) -> Found? {
    let symbols = Symbol.all(in: nodes)
    for symbol in symbols {
      for candidate in symbol.candidates where isKnown(candidate.name, symbol, candidate.takesSup) {
        let takesSub = candidate.takesSub && !isFamily(candidate.name, symbol)
        return Found(
          symbol: symbol, name: candidate.name, sub: takesSub ? nil : symbol.sub,
          sup: candidate.takesSup ? nil : symbol.sup, isIndex: isIndex)
      }
    }
    guard let single = symbols.last else { return nil }
    return Found(symbol: single, name: nil, sub: single.sub, sup: single.sup, isIndex: isIndex)
  }

  private func isNorm(_ node: Node) -> Bool {
    switch node.kind {
    case .fenced("‖", _, "‖"), .fenced("⟨", _, "⟩"): true
    default: false
    }
  }

  private func children(of node: Node) -> [(nodes: [Node], isIndex: Bool)] {
    switch node.kind {
    case .scripts(let base, let sub, let sup, _, _):
      // Below a norm or an inner product stands which one it is.
      return [
        (base.map { [$0] } ?? [], false), (sub.map { [$0] } ?? [], !(base.map(isNorm) ?? false)),
        (sup.map { [$0] } ?? [], false),
      ]
    case .root(let radicand, let index): return [([radicand], false), (index.map { [$0] } ?? [], false)]
    // A row is normalized, so that ornaments are strokes and circles.
    case .ornamented, .negated: return []
    case _ where !node.rows.isEmpty: return node.rows.map { ($0, false) }
    case _: return node.children.map { ([$0], false) }
    }
  }
}
