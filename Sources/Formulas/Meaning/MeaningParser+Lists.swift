import Diagnostics

/// Lists with commas, and the dots in them (R11).
extension MeaningParser {
  /// The items of a list, with every ellipsis written out.
  ///
  /// - Parameter bars: Whether `\mid` and `\|` separate items too.
  func list(_ nodes: [Node], in range: Range<Int>, bars: Bool) throws(Problem) -> [Statement.Part] {
    let items = split(nodes, in: range) { node in
      if isSeparator(node) { return true }
      guard bars, case .sign(let sign) = node.kind else { return false }
      return ["∣", "∥", "|", "‖"].contains(sign.glyph)
    }
    for item in items where item.nodes.isEmpty {
      throw Problem("an item of the list is missing", at: place(item.range))
    }
    guard let dots = items.firstIndex(where: isEllipsis) else { return items }
    let before = items[..<dots]
    guard let first = before.last, dots + 1 < items.count else {
      throw Problem("dots without an item on both sides", at: place(items[dots].range))
    }
    let last = items[dots + 1]
    let written = try expanded(from: Array(before), first: first, through: last, dots: items[dots].range)
    let rest = items[(dots + 1)...]
    if rest.contains(where: isEllipsis) {
      throw Problem("dots twice in one list", at: place(range))
    }
    return written + rest
  }

  func isEllipsis(_ item: Statement.Part) -> Bool {
    let glyphs = item.nodes.map { node in
      if case .sign(let sign) = node.kind { sign.glyph } else { "" }
    }
    return glyphs == ["…"] || glyphs == ["⋯"] || glyphs == [".", ".", "."]
  }

  /// The items before the dots and those that the dots stand for.
  private func expanded(
    from before: [Statement.Part], first: Statement.Part, through last: Statement.Part, dots: Range<Int>
  ) throws(Problem) -> [Statement.Part] {
    if let numbers = try numericList(before, through: last, dots: dots) { return numbers }
    guard let change = difference(first.nodes, last.nodes) else {
      throw Problem(
        "it is not said what the dots stand for", at: place(dots),
        notes: ["`\(text(of: first.range))` and `\(text(of: last.range))` differ in more than one number"])
    }
    guard case .number(let digits) = change.first.kind, let start = Int(digits),
      let end = try constantInteger(try expression([change.last], in: change.last.range))
    else {
      throw Problem(
        "it is not said what the dots stand for", at: place(dots),
        notes: ["`\(text(of: change.last.range))` is not a known whole number"])
    }
    guard end > start, end - start <= 4096 else {
      throw Problem("the dots lead from \(start) to \(end)", at: place(dots))
    }
    let between = (start + 1..<end).map { value in
      Statement.Part(replacing(change.path, in: first.nodes, with: String(value)), or: first.range)
    }
    return before + between
  }

  /// `1,2,\ldots,n`: two numbers say the step.
  private func numericList(
    _ before: [Statement.Part], through last: Statement.Part, dots: Range<Int>
  ) throws(Problem) -> [Statement.Part]? {
    var values: [Int] = []
    for item in before {
      guard item.nodes.count == 1, case .number(let digits) = item.nodes[0].kind, let value = Int(digits) else {
        return nil
      }
      values.append(value)
    }
    guard values.count >= 2 else {
      throw Problem(
        "the step of the list is not said", at: place(dots), help: "write its second item too, as in `1,2,\\ldots,n`")
    }
    let step = values[1] - values[0]
    guard let end = try constantInteger(try expression(last.nodes, in: last.range)) else {
      throw Problem("the end of the list is not a known whole number", at: place(last.range))
    }
    let isEven = zip(values, values.dropFirst()).allSatisfy { $1 - $0 == step }
    let current = values[values.count - 1]
    guard isEven, step != 0, (end - current) % step == 0, (end - current) / step >= 0 else {
      throw Problem(
        "the list does not reach its end in even steps", at: place(dots),
        notes: ["it begins \(values.map(String.init).joined(separator: ", ")) and ends with \(end)"])
    }
    guard (end - current) / step <= 1_000_000 else { throw Problem("the list is too long", at: place(dots)) }
    if end == current { return Array(before.dropLast()) }
    let between = stride(from: current + step, to: end, by: step).map { value in
      Statement.Part([Node(.number(String(value)), dots)], or: dots)
    }
    return before + between
  }

  // MARK: The one place where two items differ

  /// Steps from a list of nodes to the one that changes.
  private struct Change {
    var first: Node
    var last: Node
    var path: [Step]
  }

  private enum Step { case item(Int), base, sub, sup, argument }

  private func difference(_ a: [Node], _ b: [Node]) -> Change? {
    guard a.count == b.count else { return nil }
    var found: Change?
    for (index, (first, last)) in zip(a, b).enumerated()
    where Layout.normalForm(of: first) != Layout.normalForm(of: last) {
      guard found == nil, var change = difference(first, last) else { return nil }
      change.path.insert(.item(index), at: 0)
      found = change
    }
    return found
  }

  private func difference(_ a: Node, _ b: Node) -> Change? {
    switch (a.kind, b.kind) {
    case (.number, _):
      return Change(first: a, last: b, path: [])
    case (
      .scripts(let baseA?, let subA, let supA, let primesA, _), .scripts(let baseB?, let subB, let supB, let primesB, _)
    ):
      guard primesA == primesB else { return nil }
      let pairs: [(Step, Node?, Node?)] = [(.base, baseA, baseB), (.sub, subA, subB), (.sup, supA, supB)]
      var found: Change?
      for (step, first, last) in pairs where first.map(Layout.normalForm(of:)) != last.map(Layout.normalForm(of:)) {
        guard found == nil, let first, let last, var change = difference(first, last) else { return nil }
        change.path.insert(step, at: 0)
        found = change
      }
      return found
    case (.group(let first), .group(let last)):
      return difference(first, last)
    case (.fenced(let openA, let first, _), .fenced(let openB, let last, _)) where openA == openB:
      guard var change = difference(first, last) else { return nil }
      change.path.insert(.argument, at: 0)
      return change
    default:
      return nil
    }
  }

  private func replacing(_ path: [Step], in nodes: [Node], with digits: String) -> [Node] {
    guard case .item(let index)? = path.first else { return nodes }
    var nodes = nodes
    nodes[index] = replacing(path.dropFirst(), in: nodes[index], with: digits)
    return nodes
  }

  private func replacing(_ path: ArraySlice<Step>, in node: Node, with digits: String) -> Node {
    guard let step = path.first else { return Node(.number(digits), node.range) }
    let rest = path.dropFirst()
    switch (step, node.kind) {
    case (.base, .scripts(let base?, let sub, let sup, let primes, let placement)):
      let inner = replacing(rest, in: base, with: digits)
      return Node(.scripts(base: inner, sub: sub, sup: sup, primes: primes, placement: placement), node.range)
    case (.sub, .scripts(let base, let sub?, let sup, let primes, let placement)):
      let inner = replacing(rest, in: sub, with: digits)
      return Node(.scripts(base: base, sub: inner, sup: sup, primes: primes, placement: placement), node.range)
    case (.sup, .scripts(let base, let sub, let sup?, let primes, let placement)):
      let inner = replacing(rest, in: sup, with: digits)
      return Node(.scripts(base: base, sub: sub, sup: inner, primes: primes, placement: placement), node.range)
    case (.item, .group(let nodes)):
      return Node(.group(replacing(Array(path), in: nodes, with: digits)), node.range)
    case (.argument, .fenced(let open, let body, let close)):
      return Node(.fenced(open: open, body: replacing(Array(rest), in: body, with: digits), close: close), node.range)
    default:
      return node
    }
  }
}
