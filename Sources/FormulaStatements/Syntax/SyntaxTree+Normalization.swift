import LaTeXSyntax

/// A list of nodes without those that have no meaning, and with every pair of delimiters as one node.
extension SyntaxTree {
  /// The nodes that mean something: spaces, colors and sizes are gone, groups that change nothing too, and what
  /// stands between two delimiters is one `fenced` node whether or not `\left` was written.
  ///
  /// A group that is left has two readings: see `withoutGroups`.
  ///
  /// - Parameter keepsQuads: Whether spaces of a quad and more stay: at the top they separate statements.
  package static func normalized(_ nodes: [Node], keepsQuads: Bool = false) -> [Node] {
    var flat: [Node] = []
    flatten(withNumeralsJoined(nodes), keepsQuads, into: &flat)
    return withoutGroups(paired(flat))
  }

  /// The node that a group or a decoration with one node stands for.
  package static func unwrapped(_ node: Node) -> Node {
    let inner = normalized([node])
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
      case .colored(_, let inner, isGroup: false), .sized(_, let inner):
        flatten(withNumeralsJoined(inner), keepsQuads, into: &flat)
      case .stack(let base, let over, let under) where takesLimits(base):
        // `\underset{j}{\operatorname{softmax}}` is `\operatorname{softmax}_j`; words above are a note.
        let limits = Kind.scripts(
          base: base, sub: under, sup: over.flatMap { isWords($0) ? nil : $0 }, primes: 0, placement: .automatic)
        flatten([Node(limits, node.range)], keepsQuads, into: &flat)
      case .group(let inner), .colored(_, let inner, isGroup: true):
        appendGroup(inner, node.range, keepsQuads, to: &flat)
      case .boxed(let inner), .stack(let inner, _, _), .brace(_, let inner):
        appendGroup([inner], node.range, keepsQuads, to: &flat)
      case .highlighted(_, _, let inner), .link(_, let inner), .ornamented(.lapLeft, let inner), .ornamented(.lapRight, let inner),
        .ornamented(.lapBoth, let inner):
        appendGroup([inner], node.range, keepsQuads, to: &flat)
      case .classed(let atomClass, let inner):
        appendClassed(atomClass, inner, node, keepsQuads, to: &flat)
      case .bigDelimiter(var sign, _):
        // `\big(` opens as `\bigl(` does.
        if sign.atomClass == .ordinary, let known = sign.pairingClass { sign.atomClass = known }
        flat.append(Node(.sign(sign), node.range))
      case .fenced(let open, let body, let close) where open == "{" && close == "" || open == "" && close == "}":
        flat.append(branches(in: body, node) ?? node)
      case .scripts(let base?, let sub, let sup, let primes, let placement):
        flat.append(contentsOf: scripted(base, sub, sup, primes, placement, node.range))
      case .accent(let accent, let inner):
        flat.append(hoisted(accent, inner, node.range))
      case .styled(let alphabet, let inner):
        flat.append(hoisted(alphabet, inner, node.range))
      case .letter, .number, .sign, .function, .text, .scripts, .fraction, .root, .fenced, .table, .ornamented, .rule, .negated, .choice:
        flat.append(node)
      }
    }
  }

  /// `\left\{ \begin{array}{ll} 1 & x > 0 \\ 0 & \text{otherwise} \end{array} \right.` is a `cases`, as long as its rows are no equations.
  private static func branches(in body: [Node], _ node: Node) -> Node? {
    let content = normalized(body)
    guard content.count == 1, case .table(var table) = content[0].kind, ["array", "aligned", "matrix"].contains(table.environment)
    else { return nil }
    let rows = table.rows.filter { !$0.allSatisfy { $0.nodes.isEmpty } }
    let hasConditions = rows.allSatisfy { row in row.count > 1 && !row[0].nodes.contains { Relation($0) != nil } }
    guard hasConditions, !rows.isEmpty else { return nil }
    table.environment = "cases"
    return Node(.table(table), node.range)
  }

  private static func appendGroup(_ inner: [Node], _ range: Range<Int>, _ keepsQuads: Bool, to flat: inout [Node]) {
    var content = normalized(inner, keepsQuads: keepsQuads)
    // `\boxed{…}` and the like hold a group of their own.
    while content.count == 1, case .group(let nodes) = content[0].kind { content = nodes }
    flat.append(content.count == 1 ? Node(content[0].kind, range) : Node(.group(content), range))
  }

  /// `\mathbin{+}` and `\mathrel{=}` only change the space around what they hold; a bar becomes what its class says.
  private static func appendClassed(
    _ atomClass: AtomClass, _ inner: Node, _ node: Node, _ keepsQuads: Bool, to flat: inout [Node]
  ) {
    let content = unwrapped(inner)
    switch content.kind {
    case .sign(var sign) where isBar(sign):
      sign.atomClass = atomClass
      flat.append(Node(.sign(sign), node.range))
    case .sign(let sign) where atomClass != .bigOperator || sign.atomClass == .bigOperator:
      flat.append(Node(.sign(sign), node.range))
    default:
      // `\mathop{\mathbb{E}}` makes a function's name of what it holds.
      if atomClass == .bigOperator { flat.append(node) } else { appendGroup([inner], node.range, keepsQuads, to: &flat) }
    }
  }

  private static func isWords(_ node: Node) -> Bool {
    if case .text = unwrapped(node).kind { true } else { false }
  }

  /// Whether what is set above and below a node belongs to it as an index does: it is a big operator or a function.
  static func takesLimits(_ node: Node) -> Bool {
    switch node.kind {
    case .sign(let sign): sign.atomClass == .bigOperator
    case .function, .classed(.bigOperator, _): true
    case .stack(let base, _, _), .scripts(let base?, _, _, 0, _): takesLimits(base)
    case .group(let nodes): nodes.count == 1 && takesLimits(nodes[0])
    default: false
    }
  }

  private static func scripted(
    _ base: Node, _ sub: Node?, _ sup: Node?, _ primes: Int, _ placement: ScriptPlacement, _ range: Range<Int>
  ) -> [Node] {
    var content: [Node] = []
    flatten([base], false, into: &content)
    // What stands under or over a brace is a note of the author; what it states is a claim of its own.
    if case .brace = base.kind { return content.count == 1 ? [Node(content[0].kind, range)] : content }
    guard content.count == 1 else {
      let group = Node(.group(content), base.range)
      return [Node(.scripts(base: group, sub: sub, sup: sup, primes: primes, placement: placement), range)]
    }
    return [
      scripted(content[0], sub, sup, primes, placement, range)
        ?? Node(.scripts(base: content[0], sub: sub, sup: sup, primes: primes, placement: placement), range)
    ]
  }

  /// A node with scripts that may have some already: `{W^Q}_i` is `W^Q_i`, but `{A^2}_{ij}` and `{A^\top}_{ij}` are `(A^2)_{ij}` and
  /// `(A^\top)_{ij}`. Nil where they meet.
  static func scripted(
    _ node: Node, _ sub: Node?, _ sup: Node?, _ primes: Int, _ placement: ScriptPlacement, _ range: Range<Int>
  ) -> Node? {
    var merged = Kind.scripts(base: node, sub: sub, sup: sup, primes: primes, placement: placement)
    if case .scripts(let inner, let innerSub, let innerSup, let innerPrimes, _) = node.kind {
      guard innerSub == nil || sub == nil, innerSup == nil && innerPrimes == 0 || sup == nil && primes == 0 else {
        return nil
      }
      if sub != nil, let innerSup, innerSup.isOperation {
        let fence = Node(.fenced(open: "(", body: [node], close: ")"), node.range)
        return Node(.scripts(base: fence, sub: sub, sup: sup, primes: primes, placement: placement), range)
      }
      merged = .scripts(
        base: inner, sub: sub ?? innerSub, sup: sup ?? innerSup, primes: primes + innerPrimes, placement: placement)
    }
    return Node(merged, range)
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
        if wrap == nil, opens(sign), !isBar(sign) || openers.count < barLimit {
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

  /// How many delimiters may be open where a bar opens: `|` is its own partner, so that only this bounds the depth.
  private static let barLimit = 16

  private static let closers: Set<String> = [")", "]", "}", "⟩", "⌋", "⌉", "|", "‖"]

  static func isBar(_ sign: Sign) -> Bool {
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

  /// Whether the list ends where a value must follow: after the opening delimiter, an operator or a comma.
  private static func endsOpen(_ nodes: [Node], from index: Int) -> Bool {
    guard nodes.count > index + 1 else { return true }
    guard case .sign(let sign) = nodes[nodes.count - 1].kind else { return false }
    return switch sign.atomClass {
    case .binary, .relation, .punctuation, .open, .bigOperator: true
    default: sign.glyph == "/"
    }
  }
}
