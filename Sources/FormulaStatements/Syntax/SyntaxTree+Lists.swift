import LaTeXSyntax

extension SyntaxTree.Node {
  /// Whether it is the comma or the semicolon between two items of a list.
  package var isSeparator: Bool {
    guard case .sign(let sign) = kind else { return false }
    return sign.glyph == "," || sign.glyph == ";"
  }
}

extension Statement.Part {
  /// The nodes between the separators, each with its range.
  package static func list(
    of nodes: [SyntaxTree.Node], in range: Range<Int>, at isSeparator: (SyntaxTree.Node) -> Bool = \.isSeparator
  ) -> [Statement.Part] {
    var parts: [Statement.Part] = []
    var current: [SyntaxTree.Node] = []
    var end = range.upperBound
    for node in nodes {
      if isSeparator(node) {
        parts.append(.init(current, or: node.range))
        current = []
      } else {
        current.append(node)
      }
      end = node.range.upperBound
    }
    parts.append(.init(current, or: min(end, range.upperBound)..<range.upperBound))
    return parts
  }
}
