import Diagnostics
import LaTeXSyntax

/// One claim of a formula: members with relations between them, before it is known what any of them means.
package struct Statement {
  package typealias Node = SyntaxTree.Node

  package var members: [Part]
  /// One fewer than members.
  package var relations: [Relation]
  /// The range of each relation.
  package var places: [Range<Int>]
  package var range: Range<Int>
  /// Whether the label of a brace makes it, beside the statement in which the label stands.
  package var isLabel = false

  /// Nodes and where they stand.
  package struct Part {
    package var nodes: [Node]
    package var range: Range<Int>

    package init(_ nodes: [Node], or place: Range<Int>) {
      self.nodes = nodes
      guard let first = nodes.first?.range, let last = nodes.last?.range else {
        range = place
        return
      }
      // A label above a node comes before it in the source.
      range = min(first.lowerBound, last.lowerBound)..<max(first.upperBound, last.upperBound)
    }
  }

  /// Whether all members are written alike, and with a name. `1 = 1` says nothing of the lesson.
  package var hasSameMembers: Bool {
    let nodes = members.first.map { SyntaxTree(latex: "", nodes: $0.nodes).descendants } ?? []
    guard nodes.contains(where: { if case .letter = $0.kind { true } else if case .text = $0.kind { true } else { false } }) else {
      return false
    }
    let written = members.map { SyntaxTree.canonicalLaTeX(of: SyntaxTree.normalized($0.nodes)) }
    return written.count > 1 && written.allSatisfy { $0 == written[0] }
  }

  /// The statements of a formula in the order they are written (R14).
  package static func all(in syntax: SyntaxTree) throws(Problem) -> [Statement] {
    var splitter = StatementSplitter(end: syntax.latex.utf8.count)
    splitter.read(syntax.nodes)
    return try splitter.finish() + splitter.labels(SyntaxTree.labelClaims(in: syntax.nodes))
  }
}

/// Splits a formula into statements: at the rows of an aligned table, at `,\quad` and at `\text{where}`.
private struct StatementSplitter {
  package typealias Node = SyntaxTree.Node

  let end: Int
  private var pieces: [[Node]] = []

  init(end: Int) { self.end = end }

  mutating func read(_ nodes: [Node]) {
    var between: [Node] = []
    for node in SyntaxTree.normalized(nodes, keepsQuads: true) {
      if let table = Self.rows(of: node, first: between.isEmpty) {
        split(between)
        between = []
        read(table)
      } else {
        between.append(node)
      }
    }
    split(between)
  }

  /// A table whose rows are statements. An `array` is one where nothing stands before it and each row is an equation;
  /// else it is a matrix.
  private static func rows(of node: Node, first isFirst: Bool) -> SyntaxTree.Table? {
    // `\left\{ … \right.` only draws a brace beside the rows.
    if case .fenced("{", let body, "") = node.kind, body.count == 1 {
      return rows(of: SyntaxTree.unwrapped(body[0]), first: isFirst)
    }
    guard case .table(let table) = node.kind else { return nil }
    if table.environment == "array" { return isFirst && hasEquations(table) ? table : nil }
    let name = table.environment.hasSuffix("*") ? String(table.environment.dropLast()) : table.environment
    let kinds = [
      "aligned", "align", "gather", "gathered", "split", "multline", "eqnarray", "flalign", "alignat", "alignedat",
    ]
    return kinds.contains(name) ? table : nil
  }

  private static func hasEquations(_ table: SyntaxTree.Table) -> Bool {
    let rows = table.rows.map { $0.flatMap { SyntaxTree.normalized($0.nodes) } }.filter { !$0.isEmpty }
    return !rows.isEmpty && rows.allSatisfy { $0.contains { Relation($0)?.isEquality ?? false } }
  }

  private mutating func read(_ table: SyntaxTree.Table) {
    let isColumned = !["gather", "multline", "array"].contains { table.environment.hasPrefix($0) }
    let width = table.environment.hasPrefix("eqnarray") ? 3 : 2
    for row in table.rows {
      let groups =
        isColumned
        ? stride(from: 0, to: row.count, by: width).map { Array(row[$0..<min($0 + width, row.count)]) } : [row]
      for group in groups {
        var nodes: [Node] = []
        for cell in group { nodes += SyntaxTree.normalized(cell.nodes, keepsQuads: true) }
        while let first = nodes.first, Self.isQuad(first) { nodes.removeFirst() }
        // Words in a column of their own are a note: `&& \text{by definition}`.
        if groups.count > 1, nodes.allSatisfy(Self.isNote) { continue }
        guard let first = nodes.first else { continue }
        if Self.continues(first) || pieces.last?.last.map(Self.isOpen) ?? false, !pieces.isEmpty {
          // `&= b` under `a &= c` goes on with the statement above, and `&+ d` with its last member.
          while let last = pieces[pieces.count - 1].last, Self.isPunctuation(last) {
            pieces[pieces.count - 1].removeLast()
          }
          let above = pieces.removeLast()
          split(above + nodes)
        } else {
          split(nodes)
        }
      }
    }
  }

  private static func continues(_ node: Node) -> Bool {
    if Relation(node) != nil { return true }
    guard case .sign(let sign) = node.kind else { return false }
    return sign.atomClass == .binary || sign.glyph == "+" || sign.glyph == "−"
  }

  /// Whether a term must still follow: the row ends with `+`.
  private static func isOpen(_ node: Node) -> Bool {
    guard case .sign(let sign) = node.kind else { return false }
    return sign.atomClass == .binary || sign.glyph == "+" || sign.glyph == "−"
  }

  private static func isNote(_ node: Node) -> Bool {
    guard case .text(let words, _) = node.kind else { return false }
    return !LinkingWords.separating.contains(LinkingWords.plain(words))
  }

  /// Splits at separators outside of every bracket; normalized nodes have none inside.
  private mutating func split(_ nodes: [Node]) {
    var piece: [Node] = []
    var index = 0
    while index < nodes.count {
      let node = nodes[index]
      if case .text(let words, _) = node.kind, LinkingWords.separating.contains(LinkingWords.plain(words)) {
        close(&piece)
      } else if let rest = Self.withoutSeparatingWord(node) {
        close(&piece)
        piece.append(rest)
      } else if case .sign(let sign) = node.kind, sign.glyph == "∀" {
        close(&piece)
      } else if Self.isQuad(node) {
        let before = piece.last.map(Self.isPunctuation) ?? true
        let hasBoth = piece.contains { Relation($0) != nil } && nodes[(index + 1)...].contains { Relation($0) != nil }
        if before || hasBoth { close(&piece) }
      } else {
        piece.append(node)
      }
      index += 1
    }
    close(&piece)
  }

  private mutating func close(_ piece: inout [Node]) {
    while let last = piece.last, Self.isPunctuation(last) { piece.removeLast() }
    if !piece.isEmpty { pieces.append(piece) }
    piece = []
  }

  /// `\text{where head}_i` begins a statement with the name `\text{head}_i`.
  private static func withoutSeparatingWord(_ node: Node) -> Node? {
    switch node.kind {
    case .text(let words, let alphabet):
      let parts = SyntaxTree.trimmed(words).split(separator: " ", maxSplits: 1)
      guard parts.count == 2, parts[0] == "where" || parts[0] == "with" else { return nil }
      return Node(.text(String(parts[1]), alphabet), node.range)
    case .scripts(let base?, let sub, let sup, let primes, let placement):
      guard let rest = withoutSeparatingWord(base) else { return nil }
      return Node(.scripts(base: rest, sub: sub, sup: sup, primes: primes, placement: placement), node.range)
    default: return nil
    }
  }

  private static func isPunctuation(_ node: Node) -> Bool {
    guard case .sign(let sign) = node.kind else { return false }
    return [",", ".", ";"].contains(sign.glyph)
  }

  private static func isQuad(_ node: Node) -> Bool {
    if case .space = node.kind { true } else { false }
  }

  func finish() throws(Problem) -> [Statement] {
    guard !pieces.isEmpty else { throw Problem("the formula is empty", at: 0..<end) }
    return try pieces.map { nodes throws(Problem) in try statement(nodes) }
  }

  func labels(_ claims: [[Node]]) throws(Problem) -> [Statement] {
    try claims.map { nodes throws(Problem) in
      var statement = try statement(nodes)
      statement.isLabel = true
      return statement
    }
  }

  private func statement(_ nodes: [Node]) throws(Problem) -> Statement {
    let whole = Statement.Part(nodes, or: 0..<end)
    var members: [Statement.Part] = []
    var relations: [Relation] = []
    var places: [Range<Int>] = []
    var current: [Node] = []
    var place = whole.range.lowerBound..<whole.range.lowerBound
    func close() throws(Problem) {
      guard !current.isEmpty else { throw Problem("a side of the relation is missing", at: place) }
      members.append(.init(current, or: place))
      current = []
    }
    var index = 0
    while index < nodes.count {
      let node = nodes[index]
      if case .sign(let sign) = node.kind, sign.glyph == ":", index + 1 < nodes.count,
        Relation(nodes[index + 1]) == .equal
      {
        // `:=` is one sign.
        place = node.range.lowerBound..<nodes[index + 1].range.upperBound
        try close()
        relations.append(.defined)
        places.append(place)
        index += 1
      } else if let relation = Relation(node) {
        place = node.range
        try close()
        relations.append(relation)
        places.append(place)
      } else {
        current.append(node)
      }
      index += 1
    }
    try close()
    return Statement(members: members, relations: relations, places: places, range: whole.range)
  }
}
