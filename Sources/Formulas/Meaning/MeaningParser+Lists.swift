import Diagnostics

/// Lists with commas, and the dots in them and in sums (R11).
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

  /// A sum with the terms that dots stand for: x_1 + ⋯ + x_3 is x_1 + x_2 + x_3.
  func withTermsWrittenOut(_ nodes: [Node]) throws(Problem) -> [Node] {
    guard let dots = nodes.firstIndex(where: isEllipsis), dots >= 2, dots + 2 < nodes.count,
      let sign = plusOrMinus(nodes[dots - 1]), sign == plusOrMinus(nodes[dots + 1])
    else { return nodes }
    let signs = nodes.indices.filter { plusOrMinus(nodes[$0]) != nil }
    var before: [Statement.Part] = []
    var end = dots - 1
    // Terms with the sign of the dots, from the right; a sum may begin with its first term unsigned.
    while end > 0 {
      let mark = signs.last { $0 < end }
      let term = Array(nodes[(mark.map { $0 + 1 } ?? 0)..<end])
      guard !term.isEmpty, mark.map({ plusOrMinus(nodes[$0]) == sign }) ?? (sign == "+") else { break }
      before.insert(Statement.Part(term, or: nodes[dots].range), at: 0)
      end = mark ?? 0
    }
    let next = signs.first { $0 > dots + 1 } ?? nodes.count
    let last = Statement.Part(Array(nodes[(dots + 2)..<next]), or: nodes[dots].range)
    guard let first = before.last, !last.nodes.isEmpty else {
      throw Problem(
        "dots between terms of different sign", at: place(nodes[dots].range), help: "write the sum with `\\sum`")
    }
    let terms = try expanded(from: before, first: first, through: last, dots: nodes[dots].range)
    // What stands for 1 + 2 + ⋯ + 2 ends before the dots.
    guard terms.count >= before.count else {
      throw Problem("the dots stand for no term", at: place(nodes[dots].range))
    }
    let between = terms[before.count...].flatMap { [nodes[dots - 1]] + $0.nodes }
    let rest = try withTermsWrittenOut(Array(nodes[(dots + 1)...]))
    return nodes[..<(dots - 1)] + between + rest
  }

  private func isEllipsis(_ node: Node) -> Bool {
    if case .sign(let sign) = node.kind { sign.glyph == "…" || sign.glyph == "⋯" } else { false }
  }

  private func plusOrMinus(_ node: Node) -> String? {
    if case .sign(let sign) = node.kind, sign.glyph == "+" || sign.glyph == "−" { sign.glyph } else { nil }
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
    let step = step(to: first, from: before.dropLast().last, along: change, at: start)
    guard step > 0, end > start, end - start <= 4096 else {
      throw Problem("the dots lead from \(start) to \(end)", at: place(dots))
    }
    guard (end - start) % step == 0 else {
      throw Problem("the dots lead from \(start) to \(end) in steps of \(step)", at: place(dots))
    }
    let between = stride(from: start + step, to: end, by: step).map { value in
      Statement.Part(replacing(change, in: first.nodes, with: String(value)), or: first.range)
    }
    return before + between
  }

  /// What is added from item to item: a_1, a_3, …, a_9 goes in steps of two. One, where a single item says no more.
  private func step(to first: Statement.Part, from previous: Statement.Part?, along change: Change, at start: Int) -> Int {
    guard let previous, let before = difference(previous.nodes, first.nodes), before.paths == change.paths,
      case .number(let digits) = before.first.kind, let value = Int(digits)
    else { return 1 }
    return start - value
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

  // MARK: The number in which two items differ

  /// The number that changes, and the ways to the places where it stands: two of them in w_1x_1.
  private struct Change {
    var first: Node
    var last: Node
    var paths: [[Step]]

    /// The change of two parts together, if it is the same in both.
    static func + (a: Change?, b: Change) -> Change? {
      guard let a else { return b }
      guard Layout.normalForm(of: a.first) == Layout.normalForm(of: b.first),
        Layout.normalForm(of: a.last) == Layout.normalForm(of: b.last)
      else { return nil }
      return Change(first: a.first, last: a.last, paths: a.paths + b.paths)
    }

    func within(_ step: Step) -> Change {
      Change(first: first, last: last, paths: paths.map { [step] + $0 })
    }
  }

  private enum Step: Equatable { case item(Int), base, sub, sup, argument }

  private func difference(_ a: [Node], _ b: [Node]) -> Change? {
    guard a.count == b.count else { return nil }
    var found: Change?
    for (index, (first, last)) in zip(a, b).enumerated()
    where Layout.normalForm(of: first) != Layout.normalForm(of: last) {
      guard let change = difference(first, last), let both = found + change.within(.item(index)) else { return nil }
      found = both
    }
    return found
  }

  private func difference(_ a: Node, _ b: Node) -> Change? {
    switch (a.kind, b.kind) {
    case (.number, _):
      return Change(first: a, last: b, paths: [[]])
    case (
      .scripts(let baseA?, let subA, let supA, let primesA, _), .scripts(let baseB?, let subB, let supB, let primesB, _)
    ):
      guard primesA == primesB else { return nil }
      let pairs: [(Step, Node?, Node?)] = [(.base, baseA, baseB), (.sub, subA, subB), (.sup, supA, supB)]
      var found: Change?
      for (step, first, last) in pairs where first.map(Layout.normalForm(of:)) != last.map(Layout.normalForm(of:)) {
        guard let first, let last, let change = difference(first, last), let both = found + change.within(step)
        else { return nil }
        found = both
      }
      return found
    case (.group(let first), .group(let last)):
      return difference(first, last)
    case (.fenced(let openA, let first, _), .fenced(let openB, let last, _)) where openA == openB:
      return difference(first, last)?.within(.argument)
    default:
      return nil
    }
  }

  private func replacing(_ change: Change, in nodes: [Node], with digits: String) -> [Node] {
    change.paths.reduce(nodes) { replacing($1, in: $0, with: digits) }
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
