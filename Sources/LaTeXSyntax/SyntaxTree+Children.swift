extension SyntaxTree.Node {
  /// The nodes right below this one, in the order in which they are written.
  package var children: [SyntaxTree.Node] {
    switch kind {
    case .letter, .number, .sign, .function, .text, .bigDelimiter, .space, .rule, .tag: []
    case .choice(let nodes): nodes
    case .group(let nodes), .colored(_, let nodes, _), .sized(_, let nodes): nodes
    case .scripts(let base, let sub, let sup, _, _): [base, sub, sup].compactMap(\.self)
    case .fraction(let numerator, let denominator, _): [numerator, denominator]
    case .root(let radicand, let index): [index, radicand].compactMap(\.self)
    case .fenced(_, let body, _): body
    case .accent(_, let node), .brace(_, let node), .styled(_, let node), .phantom(let node), .boxed(let node), .negated(let node),
      .classed(_, let node), .ornamented(_, let node), .highlighted(_, _, let node), .link(_, let node):
      [node]
    case .stack(let base, let over, let under): [over, base, under].compactMap(\.self)
    case .table(let table): table.rows.flatMap { $0.flatMap(\.nodes) }
    }
  }

  /// The lists of nodes that stand side by side in this one, each a row of terms and factors.
  package var rows: [[SyntaxTree.Node]] {
    switch kind {
    case .group(let nodes), .colored(_, let nodes, _), .sized(_, let nodes), .fenced(_, let nodes, _): [nodes]
    case .table(let table): table.rows.flatMap { $0.map(\.nodes) }
    case .letter, .number, .sign, .function, .text, .bigDelimiter, .space, .tag, .scripts, .fraction, .root, .accent, .brace, .styled,
      .phantom, .boxed, .negated, .classed, .stack, .ornamented, .highlighted, .rule, .link, .choice:
      []
    }
  }
}

extension SyntaxTree {
  /// All nodes, each before those below it.
  package var descendants: [Node] {
    var found: [Node] = []
    var pending = Array(nodes.reversed())
    while let node = pending.popLast() {
      found.append(node)
      pending += node.children.reversed()
    }
    return found
  }

  /// All lists of nodes that stand side by side, the whole formula first.
  package var rows: [[Node]] { [nodes] + descendants.flatMap(\.rows) }
}
