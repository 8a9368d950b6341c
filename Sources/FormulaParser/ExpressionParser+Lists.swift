import Diagnostics
import FormulaEvaluator
import FormulaExpressions
import FormulaStatements
import LaTeXSyntax

/// Lists with commas, and the dots in them and in sums (R11).
extension ExpressionParser {
  /// The items of a list, with every ellipsis written out.
  ///
  /// - Parameter bars: Whether `\mid` and `\|` separate items too.
  package func list(_ nodes: [Node], in range: Range<Int>, bars: Bool) throws(Problem) -> [Statement.Part] {
    let items = Statement.Part.list(of: nodes, in: range) { node in
      if node.isSeparator { return true }
      guard bars, case .sign(let sign) = node.kind else { return false }
      return ["∣", "∥", "|", "‖"].contains(sign.glyph)
    }
    for item in items where item.nodes.isEmpty {
      throw Problem("an item of the list is missing", at: place(item.range))
    }
    return try expanded(items, in: range)
  }

  /// Items with what their dots stand for.
  func expanded(_ items: [Statement.Part], in range: Range<Int>) throws(Problem) -> [Statement.Part] {
    guard let dots = items.firstIndex(where: isEllipsis) else { return items }
    let before = Array(items[..<dots])
    let after = Array(items[(dots + 1)...])
    if after.contains(where: isEllipsis) { throw Problem("dots twice in one list", at: place(range)) }
    guard let first = before.last, let last = after.first else {
      throw Problem("dots without an item on both sides", at: place(items[dots].range))
    }
    if let numbers = try numericList(before, after, dots: items[dots].range) { return numbers }
    if difference(first.nodes, last.nodes).map({ $0.last.contents.count > 1 }) ?? true {
      // `a_{12}` and `a_{1n}` differ in their second index.
      let separated = items.map { item in Statement.Part(item.nodes.map(withSeparateIndices), or: item.range) }
      if difference(separated[dots - 1].nodes, separated[dots + 1].nodes) != nil {
        let written = try expanded(
          from: Array(separated[..<dots]), first: separated[dots - 1], through: separated[dots + 1],
          dots: items[dots].range)
        return written + separated[(dots + 1)...]
      }
    }
    return try expanded(from: before, first: first, through: last, dots: items[dots].range) + after
  }

  func isEllipsis(_ item: Statement.Part) -> Bool {
    let glyphs = item.nodes.map { node in
      if case .sign(let sign) = node.kind { sign.glyph } else { "" }
    }
    return glyphs.count == 1 && Self.dots.contains(glyphs[0]) || glyphs == [".", ".", "."]
  }

  /// Dots in a row, a column and on the diagonal of a matrix.
  private static let dots: Set<String> = ["…", "⋯", "⋮", "⋱"]

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
    let terms: [Statement.Part]
    if let numbers = try numericList(before, [last], dots: nodes[dots].range) {
      terms = numbers.dropLast()
    } else {
      terms = try expanded(from: before, first: first, through: last, dots: nodes[dots].range)
    }
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
    guard let change = difference(first.nodes, last.nodes) else {
      throw Problem(
        "nothing says what the dots stand for", at: place(dots),
        notes: ["`\(text(of: first.range))` and `\(text(of: last.range))` differ in more than one number"])
    }
    guard case .number(let digits) = change.first.kind, let start = Int(digits),
      let end = try constantInteger(try expression([change.last], in: change.last.range))
    else {
      throw Problem(
        "nothing says what the dots stand for", at: place(dots),
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

  /// A list of numbers in even steps, of which two neighbors are written: `1,2,\ldots,n` and `-(i-1),\ldots,-1,0`.
  /// Returns nil if the items are no such numbers.
  private func numericList(
    _ before: [Statement.Part], _ after: [Statement.Part], dots: Range<Int>
  ) throws(Problem) -> [Statement.Part]? {
    let isWritten = before.allSatisfy(isNumeral) || after.count > 1 && after.allSatisfy(isNumeral)
    // x_1, x_2, …, x_n are numbers too; but there it is the index that grows.
    let hasIndex = (before + after).contains { item in
      item.nodes.contains { if case .scripts(_, .some, _, _, _) = $0.kind { true } else { false } }
    }
    let grows = hasIndex || difference(before[before.count - 1].nodes, after[0].nodes) != nil
    guard isWritten || !grows else { return nil }
    var values: [Double] = []
    for item in before + after {
      // Reading the list reports an item without a value, if it is no list of numbers.
      let found = Result { () throws(Problem) in try constantNumber(try expression(item.nodes, in: item.range)) }
      guard isWritten || ((try? found.get()) ?? nil) != nil else { return nil }
      guard let value = try found.get() else {
        throw Problem(
          item.nodes == after[0].nodes && after.count == 1
            ? "the end of the list is not a known number" : "this item of the list is not a known number",
          at: place(item.range))
      }
      values.append(value)
    }
    let (start, end) = (Array(values[..<before.count]), Array(values[before.count...]))
    let steps = zip(start, start.dropFirst()).map { $1 - $0 } + zip(end, end.dropFirst()).map { $1 - $0 }
    guard let step = steps.first else {
      guard isWritten else { return nil }
      throw Problem(
        "the step of the list is not said", at: place(dots), help: "write its second item too, as in `1,2,\\ldots,n`")
    }
    // As exact as decimal fractions are: in steps of 0.1 from 0 to 1.
    let count = ((end[0] - start[start.count - 1]) / step).rounded()
    let isEven =
      steps.allSatisfy { abs($0 - step) <= 1e-9 * abs(step) }
      && abs(end[0] - start[start.count - 1] - count * step) <= 1e-9 * max(abs(step), abs(end[0]))
    guard isEven, step != 0, count >= 0 else {
      throw Problem(
        "the list does not reach its end in even steps", at: place(dots),
        notes: [
          "it begins \(start.map(\.text).joined(separator: ", ")) and ends with \(end.map(\.text).joined(separator: ", "))"
        ])
    }
    guard count <= 1_000_000 else { throw Problem("the list is too long", at: place(dots)) }
    // `1,2,\ldots,n` with n = 2, or `-(i-1),\ldots,-1,0` with i = 2: the end was written already.
    if count == 0 { return Array(before.dropLast()) + after }
    let between = (1..<max(1, Int(count))).map { number in
      let value = start[start.count - 1] + Double(number) * step
      return Statement.Part(Self.numeral(value, dots), or: dots)
    }
    return before + between + after
  }

  /// Digits, perhaps with a sign.
  private func isNumeral(_ item: Statement.Part) -> Bool {
    var nodes = item.nodes[...]
    if nodes.count == 2, plusOrMinus(nodes[0]) != nil { nodes.removeFirst() }
    if nodes.count == 1, case .number? = nodes.first?.kind { return true }
    return false
  }

  private static func numeral(_ value: Double, _ place: Range<Int>) -> [Node] {
    let magnitude = abs(value)
    let digits = Int(exactly: magnitude).map(String.init) ?? "\(magnitude)"
    let number = Node(.number(digits), place)
    return value < 0 ? [Node(.sign(.init(command: "-", glyph: "−", atomClass: .binary)), place), number] : [number]
  }

  // MARK: Dots in matrices

  /// The rows of a matrix with what its dots stand for: along each row first, then down each column (R11a).
  func withDotsWrittenOut(_ rows: [[Statement.Part]], in range: Range<Int>) throws(Problem) -> [[Statement.Part]] {
    guard rows.joined().contains(where: isEllipsis) else { return rows }
    let isDots = { (row: [Statement.Part]) in row.allSatisfy(self.isEllipsis) }
    let written = try rows.map { row throws(Problem) in isDots(row) ? row : try expanded(row, in: range) }
    guard let dots = written.firstIndex(where: isDots) else { return written }
    guard dots > 0, dots + 1 < written.count, !written[(dots + 1)...].contains(where: isDots) else {
      throw Problem("dots without a row on both sides", at: place(written[dots].first?.range ?? range))
    }
    let width = written[0].count
    let lines = written.filter { !isDots($0) }
    guard lines.allSatisfy({ $0.count == width }) else {
      throw Problem("the rows of the matrix have different lengths", at: place(range))
    }
    let columns = try (0..<width).map { column throws(Problem) in
      try expanded(
        written[..<dots].map { $0[column] } + [written[dots][0]] + written[(dots + 1)...].map { $0[column] }, in: range)
    }
    guard let height = columns.first?.count, columns.allSatisfy({ $0.count == height }), width * height <= 1 << 16 else {
      throw Problem("nothing says what the dots stand for", at: place(written[dots][0].range))
    }
    return (0..<height).map { row in columns.map { $0[row] } }
  }

  // MARK: The number in which two items differ

  /// The number that changes, and the ways to the places where it stands: two of them in w_1x_1.
  private struct Change {
    var first: Node
    var last: Node
    var paths: [[Child]]

    /// The change of two parts together, if it is the same in both.
    static func + (a: Change?, b: Change) -> Change? {
      guard let a else { return b }
      guard SyntaxTree.canonicalLaTeX(of: a.first) == SyntaxTree.canonicalLaTeX(of: b.first),
        SyntaxTree.canonicalLaTeX(of: a.last) == SyntaxTree.canonicalLaTeX(of: b.last)
      else { return nil }
      return Change(first: a.first, last: a.last, paths: a.paths + b.paths)
    }

    func within(_ child: Child) -> Change {
      Change(first: first, last: last, paths: paths.map { [child] + $0 })
    }
  }

  private enum Child: Equatable {
    case item(Int)
    case base, sub, sup, argument
  }

  private func difference(_ a: [Node], _ b: [Node]) -> Change? {
    guard a.count == b.count else { return nil }
    var found: Change?
    for (index, (first, last)) in zip(a, b).enumerated()
    where SyntaxTree.canonicalLaTeX(of: first) != SyntaxTree.canonicalLaTeX(of: last) {
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
      let pairs: [(Child, Node?, Node?)] = [(.base, baseA, baseB), (.sub, subA, subB), (.sup, supA, supB)]
      var found: Change?
      for (child, first, last) in pairs where first.map(SyntaxTree.canonicalLaTeX(of:)) != last.map(SyntaxTree.canonicalLaTeX(of:)) {
        guard let first, let last, let change = difference(first, last), let both = found + change.within(child)
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

  /// A node whose subscripts of several digits and letters are lists of indices: `a_{12}` as `a_{1,2}`.
  private func withSeparateIndices(_ node: Node) -> Node {
    switch node.kind {
    case .scripts(let base, let sub?, let sup, let primes, let placement):
      var indices: [Node] = []
      for part in SyntaxTree.unwrapped(sub).contents {
        switch part.kind {
        case .number(let digits) where !digits.contains("."):
          indices += digits.map { Node(.number(String($0)), part.range) }
        case .letter: indices.append(part)
        default: return node
        }
      }
      guard indices.count > 1 else { return node }
      let comma = Node(.sign(.init(command: ",", glyph: ",", atomClass: .punctuation)), sub.range)
      let list = Node(.group(Array(indices.map { [$0] }.joined(separator: [comma]))), sub.range)
      return Node(.scripts(base: base, sub: list, sup: sup, primes: primes, placement: placement), node.range)
    case .fenced(let open, let body, let close):
      return Node(.fenced(open: open, body: body.map(withSeparateIndices), close: close), node.range)
    default: return node
    }
  }

  private func replacing(_ change: Change, in nodes: [Node], with digits: String) -> [Node] {
    change.paths.reduce(nodes) { replacing($1, in: $0, with: digits) }
  }

  private func replacing(_ path: [Child], in nodes: [Node], with digits: String) -> [Node] {
    guard case .item(let index)? = path.first else { return nodes }
    var nodes = nodes
    nodes[index] = replacing(path.dropFirst(), in: nodes[index], with: digits)
    return nodes
  }

  private func replacing(_ path: ArraySlice<Child>, in node: Node, with digits: String) -> Node {
    guard let child = path.first else { return Node(.number(digits), node.range) }
    let rest = path.dropFirst()
    switch (child, node.kind) {
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
