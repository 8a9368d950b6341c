extension SyntaxTree.Node {
  /// The same tree with other ranges.
  func movingRanges(_ place: (Range<Int>) -> Range<Int>) -> SyntaxTree.Node {
    func moved(_ node: SyntaxTree.Node) -> SyntaxTree.Node { node.movingRanges(place) }
    func moved(_ nodes: [SyntaxTree.Node]) -> [SyntaxTree.Node] { nodes.map(moved) }
    let kind: SyntaxTree.Kind =
      switch kind {
      case .letter, .number, .sign, .function, .text, .bigDelimiter, .space, .rule: self.kind
      case .group(let nodes): .group(moved(nodes))
      case .colored(let color, let nodes, let isGroup): .colored(color, moved(nodes), isGroup: isGroup)
      case .sized(let size, let nodes): .sized(size, moved(nodes))
      case .fenced(let open, let body, let close): .fenced(open: open, body: moved(body), close: close)
      case .scripts(let base, let sub, let sup, let primes, let placement):
        .scripts(base: base.map(moved), sub: sub.map(moved), sup: sup.map(moved), primes: primes, placement: placement)
      case .fraction(let numerator, let denominator, let style):
        .fraction(numerator: moved(numerator), denominator: moved(denominator), style)
      case .root(let radicand, let index): .root(radicand: moved(radicand), index: index.map(moved))
      case .accent(let accent, let node): .accent(accent, moved(node))
      case .brace(let position, let node): .brace(position, moved(node))
      case .styled(let alphabet, let node): .styled(alphabet, moved(node))
      case .phantom(let node): .phantom(moved(node))
      case .boxed(let node): .boxed(moved(node))
      case .negated(let node): .negated(moved(node))
      case .classed(let atomClass, let node): .classed(atomClass, moved(node))
      case .tag(let node, let isBare): .tag(moved(node), isBare: isBare)
      case .link(let address, let node): .link(address: address, moved(node))
      case .choice(let nodes): .choice(moved(nodes))
      case .ornamented(let ornament, let node): .ornamented(ornament, moved(node))
      case .highlighted(let color, let frame, let node): .highlighted(color: color, frame: frame, moved(node))
      case .stack(let base, let over, let under): .stack(base: moved(base), over: over.map(moved), under: under.map(moved))
      case .table(var table):
        {
          for row in table.rows.indices {
            for column in table.rows[row].indices {
              let cell = table.rows[row][column]
              table.rows[row][column].nodes = moved(cell.nodes)
              table.rows[row][column].range = place(cell.range)
            }
          }
          table.interludes = table.interludes.mapValues(moved)
          return .table(table)
        }()
      }
    return SyntaxTree.Node(kind, place(range))
  }
}
