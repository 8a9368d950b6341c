import LaTeXSyntax

extension SyntaxTree {
  /// Whether the nodes say that something holds: with a relation, or as a number that is even or odd.
  package static func isCondition(_ nodes: [Node]) -> Bool {
    nodes.contains { node in
      if case .text(let words, _) = node.kind { return ["even", "odd"].contains(trimmed(words)) }
      return Relation(node) != nil
    }
  }

  /// What a subscript says, with or without brackets around it, if it is a condition.
  package static func condition(in sub: Node) -> [Node]? {
    var nodes = unwrapped(sub).contents
    if nodes.count == 1, case .fenced(_, let body, _) = nodes[0].kind { nodes = normalized(body) }
    return isCondition(nodes) ? nodes : nil
  }
}
