/// A list of nodes without what has no meaning, and with every pair of delimiters as one node.
extension Layout {
  /// The nodes that mean something: spaces, colours and sizes are gone, braces of a group with one node too, and what
  /// stands between two delimiters is one `fenced` node whether or not `\left` was written.
  ///
  /// - Parameter keepsQuads: Whether spaces of a quad and more stay: at the top they separate statements.
  static func tidied(_ nodes: [Node], keepsQuads: Bool = false) -> [Node] {
    var flat: [Node] = []
    flatten(nodes, keepsQuads, into: &flat)
    return paired(flat)
  }

  /// The node that a group or a decoration with one node stands for.
  static func unwrapped(_ node: Node) -> Node {
    let inner = tidied([node])
    return inner.count == 1 ? inner[0] : Node(.group(inner), node.range)
  }

  private static func flatten(_ nodes: [Node], _ keepsQuads: Bool, into flat: inout [Node]) {
    for node in nodes {
      switch node.kind {
      case .space(let em):
        if keepsQuads, em >= 1 { flat.append(node) }
      case .phantom, .tag:
        break
      case .text(let words, _) where trimmed(words).isEmpty:
        break
      case .colored(_, let inner), .sized(_, let inner):
        flatten(inner, keepsQuads, into: &flat)
      case .boxed(let inner), .stack(let inner, _, _), .brace(_, let inner):
        let content = tidied([inner], keepsQuads: keepsQuads)
        append(content, node.range, to: &flat)
      case .bigDelimiter(let sign, _):
        flat.append(Node(.sign(sign), node.range))
      case .group(let inner):
        let content = tidied(inner)
        flat.append(content.count == 1 ? Node(content[0].kind, node.range) : Node(.group(content), node.range))
      case .scripts(let base?, let sub, let sup, let primes, let placement):
        flat.append(contentsOf: scripted(base, sub, sup, primes, placement, node.range))
      case .accent(let accent, let inner):
        flat.append(hoisted(accent, inner, node.range))
      case .styled(let alphabet, let inner):
        flat.append(hoisted(alphabet, inner, node.range))
      default:
        flat.append(node)
      }
    }
  }

  /// What stands in a box or over a brace is a unit, unless it is a statement.
  private static func append(_ content: [Node], _ range: Range<Int>, to flat: inout [Node]) {
    var inner = content
    if content.count == 1, case .group(let nodes) = content[0].kind { inner = nodes }
    if inner.count == 1 {
      flat.append(Node(inner[0].kind, range))
    } else if inner.contains(where: { Relation($0) != nil || isRows($0) }) {
      flat += inner
    } else {
      flat.append(Node(.group(inner), range))
    }
  }

  private static func isRows(_ node: Node) -> Bool {
    if case .table = node.kind { true } else { false }
  }

  private static func scripted(
    _ base: Node, _ sub: Node?, _ sup: Node?, _ primes: Int, _ placement: ScriptPlacement, _ range: Range<Int>
  ) -> [Node] {
    var content: [Node] = []
    flatten([base], false, into: &content)
    // What stands under or over a brace is a note of the author.
    if case .brace = base.kind { return content.count == 1 ? [Node(content[0].kind, range)] : content }
    guard content.count == 1 else {
      let group = Node(.group(content), base.range)
      return [Node(.scripts(base: group, sub: sub, sup: sup, primes: primes, placement: placement), range)]
    }
    // `{W^Q}_i` is `W^Q_i`.
    if case .scripts(let inner, let innerSub, let innerSup, let innerPrimes, _) = content[0].kind,
      innerSub == nil || sub == nil, innerSup == nil && innerPrimes == 0 || sup == nil && primes == 0
    {
      let merged = Kind.scripts(
        base: inner, sub: sub ?? innerSub, sup: sup ?? innerSup, primes: primes + innerPrimes, placement: placement)
      return [Node(merged, range)]
    }
    return [Node(.scripts(base: content[0], sub: sub, sup: sup, primes: primes, placement: placement), range)]
  }

  /// `\hat{x_i}` is `\hat{x}_i`.
  private static func hoisted(_ accent: Accent, _ inner: Node, _ range: Range<Int>) -> Node {
    let node = unwrapped(inner)
    if case .scripts(let base?, let sub, let sup, let primes, let placement) = node.kind {
      let accented = Node(.accent(accent, base), range)
      return Node(.scripts(base: accented, sub: sub, sup: sup, primes: primes, placement: placement), range)
    }
    return Node(.accent(accent, node), range)
  }

  /// `\mathrm{head_1}` is `\mathrm{head}_1`.
  private static func hoisted(_ alphabet: Alphabet, _ inner: Node, _ range: Range<Int>) -> Node {
    var nodes = unwrapped(inner).contents
    guard let last = nodes.popLast(), case .scripts(let base?, let sub, let sup, let primes, let placement) = last.kind
    else { return Node(.styled(alphabet, inner), range) }
    nodes.append(base)
    let word = nodes.count == 1 ? base : Node(.group(nodes), inner.range.lowerBound..<base.range.upperBound)
    let styled = Node(.styled(alphabet, word), range.lowerBound..<base.range.upperBound)
    return Node(.scripts(base: styled, sub: sub, sup: sup, primes: primes, placement: placement), range)
  }

  // MARK: Pairs of delimiters

  private struct Opener {
    var glyph: String
    var index: Int
    var start: Int
  }

  /// Makes one node of each pair. A bar opens where a value may begin and closes where one has ended.
  private static func paired(_ nodes: [Node]) -> [Node] {
    var out: [Node] = []
    var openers: [Opener] = []
    for node in nodes {
      let (sign, wrap) = delimiterSign(of: node)
      guard let sign else {
        out.append(node)
        continue
      }
      forgetLoneBars(before: sign, in: &openers)
      if let opener = openers.last, closes(opener.glyph, sign, after: out, from: opener.index) {
        openers.removeLast()
        let body = Array(out[(opener.index + 1)...])
        out.removeSubrange(opener.index...)
        let signEnd = wrap?.base.range.upperBound ?? node.range.upperBound
        let fence = Node(.fenced(open: opener.glyph, body: body, close: sign.glyph), opener.start..<signEnd)
        out.append(wrap?.rebuilt(on: fence, opener.start..<node.range.upperBound) ?? fence)
      } else {
        if wrap == nil, opens(sign) {
          openers.append(Opener(glyph: sign.glyph, index: out.count, start: node.range.lowerBound))
        }
        out.append(node)
      }
    }
    return out
  }

  /// A closing delimiter may carry the scripts of the whole pair: `(a+b)^2`.
  private struct Wrap {
    var base: Node
    var sub: Node?
    var sup: Node?
    var primes: Int
    var placement: ScriptPlacement

    func rebuilt(on fence: Node, _ range: Range<Int>) -> Node {
      Node(.scripts(base: fence, sub: sub, sup: sup, primes: primes, placement: placement), range)
    }
  }

  private static func delimiterSign(of node: Node) -> (Sign?, Wrap?) {
    switch node.kind {
    case .sign(let sign):
      return isDelimiter(sign) ? (sign, nil) : (nil, nil)
    case .scripts(let base?, let sub, let sup, let primes, let placement):
      guard case .sign(let sign) = base.kind, isDelimiter(sign) else { return (nil, nil) }
      return (sign, Wrap(base: base, sub: sub, sup: sup, primes: primes, placement: placement))
    default:
      return (nil, nil)
    }
  }

  private static func isDelimiter(_ sign: Sign) -> Bool {
    sign.atomClass == .open || sign.atomClass == .close && closers.contains(sign.glyph) || isBar(sign)
  }

  private static let closers: Set<String> = [")", "]", "}", "⟩", "⌋", "⌉", "|", "‖"]

  private static func isBar(_ sign: Sign) -> Bool {
    (sign.glyph == "|" || sign.glyph == "‖") && sign.atomClass != .relation
  }

  private static func opens(_ sign: Sign) -> Bool { sign.atomClass == .open || isBar(sign) && sign.atomClass != .close }

  private static func closes(_ opener: String, _ sign: Sign, after out: [Node], from index: Int) -> Bool {
    if isBar(sign), sign.atomClass != .open { return opener == sign.glyph && !endsOpen(out, from: index) }
    return sign.atomClass == .close && partners[opener] == sign.glyph
  }

  private static let partners = ["(": ")", "[": "]", "{": "}", "⟨": "⟩", "⌊": "⌋", "⌈": "⌉"]

  /// A bar that has no partner before the parentheses around it end separates two arguments: `D(p \| q)`.
  private static func forgetLoneBars(before sign: Sign, in openers: inout [Opener]) {
    guard sign.atomClass == .close, !isBar(sign), let last = openers.lastIndex(where: { partners[$0.glyph] != nil }),
      partners[openers[last].glyph] == sign.glyph
    else { return }
    openers.removeSubrange((last + 1)...)
  }

  /// Whether the list stops where a value must still come: behind the opener itself, an operator or a comma.
  private static func endsOpen(_ nodes: [Node], from index: Int) -> Bool {
    guard nodes.count > index + 1 else { return true }
    guard case .sign(let sign) = nodes[nodes.count - 1].kind else { return false }
    return switch sign.atomClass {
    case .binary, .relation, .punctuation, .open, .bigOperator: true
    default: sign.glyph == "/"
    }
  }
}
