import LaTeXSyntax

/// Numbers written in groups of three digits: `1{,}000` and `1\,000` (R15a).
extension SyntaxTree {
  /// The nodes with the digits of such a number as one node.
  ///
  /// TeX sets `{,}` without the space of a comma in a list. Between digits that are not three it is no separator that
  /// anybody agrees on, so it stays a sign of its own, which the expression parser refuses.
  static func withNumeralsJoined(_ nodes: [Node]) -> [Node] {
    guard nodes.contains(where: { separator($0) != nil }) else { return nodes }
    var joined: [Node] = []
    var index = 0
    while index < nodes.count {
      let (node, count) = numeral(nodes, at: index)
      joined.append(node)
      index += count
    }
    return joined
  }

  private enum Separator { case comma, space }

  private static func separator(_ node: Node) -> Separator? {
    switch node.kind {
    case .group(let inner): return inner.count == 1 && isComma(inner[0]) ? .comma : nil
    case .space(let em): return em > 0.1 && em < 0.2 ? .space : nil
    default: return nil
    }
  }

  private static func isComma(_ node: Node) -> Bool {
    if case .sign(let sign) = node.kind { sign.command == "," } else { false }
  }

  /// The digits of a number, and the scripts that the last of them may carry.
  private static func digits(_ node: Node) -> String? {
    switch node.kind {
    case .number(let digits): digits
    case .scripts(let base?, _, _, _, _): digits(base)
    default: nil
    }
  }

  /// The first node, or the number that begins there, and how many nodes it takes.
  private static func numeral(_ nodes: [Node], at start: Int) -> (Node, count: Int) {
    let first = nodes[start]
    if separator(first) == .comma, start > 0, start + 1 < nodes.count, digits(nodes[start - 1]) != nil,
      digits(nodes[start + 1]) != nil
    {
      return (Node(.sign(.init(command: "{,}", glyph: "{,}", atomClass: .ordinary)), first.range), 1)
    }
    guard case .number(var text) = first.kind, (1...3).contains(text.count), !text.contains(".") else { return (first, 1) }
    var end = start
    var last = first
    while case .number = last.kind, !text.contains("."), end + 2 < nodes.count, separator(nodes[end + 1]) != nil,
      let group = digits(nodes[end + 2]), group.prefix(while: { $0 != "." }).count == 3
    {
      text += group
      last = nodes[end + 2]
      end += 2
    }
    guard end > start else { return (first, 1) }
    let range = first.range.lowerBound..<last.range.upperBound
    guard case .scripts(let base?, let sub, let sup, let primes, let placement) = last.kind else {
      return (Node(.number(text), range), end - start + 1)
    }
    let number = Node(.number(text), first.range.lowerBound..<base.range.upperBound)
    return (
      Node(.scripts(base: number, sub: sub, sup: sup, primes: primes, placement: placement), range),
      end - start + 1
    )
  }
}
