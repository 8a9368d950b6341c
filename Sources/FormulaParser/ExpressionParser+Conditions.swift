import Diagnostics
import FormulaEvaluator
import FormulaExpressions
import FormulaStatements
import LaTeXSyntax

/// Conditions: of `cases` and of the index of a big operator.
extension ExpressionParser {
  /// Whether the nodes are only words that name a branch instead of a condition.
  package func label(_ nodes: [Node]) -> String? {
    guard nodes.count == 1, case .text(let words, _) = nodes[0].kind else { return nil }
    let plain = LinkingWords.plain(words)
    return LinkingWords.otherwise.contains(plain) || LinkingWords.conditional.contains(plain) ? nil : Self.word(words)
  }

  /// Without the stop at the end of the formula's sentence.
  private static func word(_ words: String) -> String {
    var word = SyntaxTree.trimmed(words)
    while let last = word.last, ".,;".contains(last) { word.removeLast() }
    return word
  }

  func condition(_ nodes: [Node]) throws(Problem) -> Condition {
    let row = SyntaxTree.normalized(nodes)
    let whole = Statement.Part(row, or: 0..<0).range
    // `or` binds looser than `and`, a comma is `and`.
    if let split = split(row, at: LinkingWords.or, sign: "∨") {
      return .either(try condition(split.0), try condition(split.1))
    }
    if let split = split(row, at: LinkingWords.and, sign: "∧") {
      return .both(try condition(split.0), try condition(split.1))
    }
    if let comma = row.firstIndex(where: \.isSeparator), comma > 0, comma + 1 < row.count {
      let rest = Array(row[(comma + 1)...])
      if row[..<comma].contains(where: { Relation($0) != nil }), rest.contains(where: { Relation($0) != nil }) {
        return .both(try condition(Array(row[..<comma])), try condition(rest))
      }
    }
    if row.count > 1, case .sign(let sign) = row[0].kind, sign.glyph == "¬" {
      return .not(try condition(Array(row.dropFirst())))
    }
    var words = row
    while let first = words.first, case .text(let text, _) = first.kind,
      LinkingWords.conditional.contains(LinkingWords.plain(text))
    {
      words.removeFirst()
    }
    while let last = words.last, last.isSeparator || isStop(last) || isTrailing(last) { words.removeLast() }
    if words.isEmpty { return .always }
    if words.count == 1, case .text(let text, _) = words[0].kind,
      LinkingWords.otherwise.contains(LinkingWords.plain(text))
    {
      return .always
    }
    if let parity = try parity(words) { return parity }
    guard words.contains(where: { Relation($0) != nil }) else {
      throw Problem(
        "this isn't a condition", at: place(whole), help: "write a comparison such as `j \\le i`, or `\\text{otherwise}`")
    }
    return try comparisons(words)
  }

  private func isStop(_ node: Node) -> Bool {
    if case .sign(let sign) = node.kind { sign.glyph == "." } else { false }
  }

  private func isTrailing(_ node: Node) -> Bool {
    if case .text(let words, _) = node.kind { LinkingWords.trailing.contains(LinkingWords.plain(words)) } else { false }
  }

  private func split(_ nodes: [Node], at words: Set<String>, sign glyph: String) -> ([Node], [Node])? {
    let index = nodes.firstIndex { node in
      switch node.kind {
      case .text(let text, _): words.contains(LinkingWords.plain(text))
      case .sign(let sign): sign.glyph == glyph
      default: false
      }
    }
    guard let index, index > 0, index + 1 < nodes.count else { return nil }
    return (Array(nodes[..<index]), Array(nodes[(index + 1)...]))
  }

  /// `i \text{ even}`
  private func parity(_ nodes: [Node]) throws(Problem) -> Condition? {
    guard nodes.count > 1, case .text(let text, _)? = nodes.last?.kind else { return nil }
    let word = LinkingWords.plain(text)
    let isOdd = LinkingWords.odd.contains(word)
    guard isOdd || LinkingWords.even.contains(word) else { return nil }
    let value = try expression(Array(nodes.dropLast()), in: nodes[0].range)
    let two = try number(2, at: value.range)
    let remainder = try pairwise(.modulo, value, two, at: value.range)
    return .comparison(.equal, remainder, try number(isOdd ? 1 : 0, at: value.range))
  }

  /// `i - w < j \le i` holds if each neighboring pair does.
  private func comparisons(_ nodes: [Node]) throws(Problem) -> Condition {
    var sides: [TypedExpression] = []
    var relations: [(Relation, Range<Int>)] = []
    var current: [Node] = []
    var found: Condition?
    for (index, node) in nodes.enumerated() {
      guard let relation = Relation(node) else {
        current.append(node)
        continue
      }
      sides.append(try side(current, before: node.range))
      current = []
      if relation == .element {
        let members = try set(.init(Array(nodes[(index + 1)...]), or: node.range))
        return .oneOf(sides[sides.count - 1], members)
      }
      if case .other(let command) = relation {
        throw Problem("`\(command)` isn't a condition that can be decided", at: place(node.range))
      }
      relations.append((relation, node.range))
    }
    sides.append(try side(current, before: relations.last?.1 ?? 0..<0))
    for (index, relation) in relations.enumerated() {
      let comparison = Condition.comparison(relation.0, sides[index], sides[index + 1])
      found = found.map { .both($0, comparison) } ?? comparison
    }
    return found ?? .always
  }

  private func side(_ nodes: [Node], before place: Range<Int>) throws(Problem) -> TypedExpression {
    guard let first = nodes.first, let last = nodes.last else {
      throw Problem("a side of the condition is missing", at: self.place(place))
    }
    let value = try expression(nodes, in: first.range.lowerBound..<last.range.upperBound)
    guard value.isNumber else {
      throw Problem(
        "a condition compares numbers", at: value.range, notes: ["`\(text(of: value))` is \(describe(value))"])
    }
    return value
  }
}
