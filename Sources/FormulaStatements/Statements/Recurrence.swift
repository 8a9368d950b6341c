import Diagnostics
import LaTeXSyntax

/// Statements that need each other's earlier values: `H_t` from `H_{t-1}` (R14).
package struct Recurrence {
  package var claims: [Claim]
  package var mentions: [[Mention]]
  /// The index that runs in order.
  package var index: Name

  /// What stands behind the index on each left side: 1 for `h_{t+1} = …`, whose step t gives the value of t + 1.
  package var offsets: [Int]

  /// Returns nil if the cycle does not go through an index that all left sides have.
  package init?(_ claims: [Claim], _ mentions: [[Mention]]) {
    let names = Set(claims.compactMap(\.name))
    guard let first = claims.first, claims.allSatisfy({ !$0.isAssignment && $0.name != nil }) else { return nil }
    let shared = first.freeNames.filter { name in claims.allSatisfy { $0.freeNames.contains(name) } }
    let inside = mentions.joined().filter { names.contains($0.name) }
    func isLagged(_ mention: Mention, _ index: Name) -> Bool {
      let claim = claims.first { $0.name == mention.name }
      return Self.isLagged(mention, index, behind: Self.offset(of: index, in: claim?.indices) ?? 0)
    }
    guard let index = shared.first(where: { name in inside.contains { isLagged($0, name) } }) else { return nil }
    // `u_t = u_{t+1} - x_t` can't compute u, but it can be a statement about a bound u.
    let looksAhead = inside.contains { mention in
      let left = claims.first { $0.name == mention.name }.flatMap { Self.offset(of: index, in: $0.indices) } ?? 0
      return (Self.offset(of: index, in: mention.indices) ?? left) > left
    }
    if looksAhead, claims.allSatisfy(\.left.isExpression) { return nil }
    self.claims = claims
    self.mentions = mentions.map { $0.filter { names.contains($0.name) } }
    self.index = index
    offsets = claims.map { Self.offset(of: index, in: $0.indices) ?? 0 }
  }

  /// Whether a mention reads the value of another step than the one being computed: `t-1` if the left side has t.
  private static func isLagged(_ mention: Mention, _ index: Name, behind left: Int) -> Bool {
    guard let entry = entry(with: index, in: mention.indices) else { return false }
    if let offset = offset(of: index, in: mention.indices) { return offset != left }
    return entry.contains { sign(of: $0) != 0 }
  }

  /// The number added to an index in a subscript: 0 in `i,t`, -1 in `t-1`; nil if it is not of that kind.
  package static func offset(of index: Name, in indices: SyntaxTree.Node?) -> Int? {
    guard let entry = entry(with: index, in: indices) else { return nil }
    if entry.count == 1 { return 0 }
    guard entry.count == 3, sign(of: entry[1]) != 0 else { return nil }
    let (number, factor) = isName(entry[0], index) ? (entry[2], sign(of: entry[1])) : (entry[0], 1)
    guard case .number(let digits) = number.kind, let value = Int(digits), value < Name.indexLimit,
      isName(entry[0], index) || sign(of: entry[1]) == 1
    else { return nil }
    return factor * value
  }

  /// The nodes between two commas of a subscript that hold the index.
  private static func entry(with index: Name, in indices: SyntaxTree.Node?) -> [SyntaxTree.Node]? {
    guard let indices else { return nil }
    var nodes = SyntaxTree.unwrapped(indices).contents
    if nodes.count == 1, case .fenced("(", let body, ")") = nodes[0].kind { nodes = SyntaxTree.normalized(body) }
    let entries = nodes.split { node in
      if case .sign(let sign) = node.kind { sign.glyph == "," || sign.glyph == ";" } else { false }
    }
    guard let entry = entries.first(where: { $0.contains { isName($0, index) } }) else { return nil }
    // `ij` is two indices side by side.
    let letters = entry.allSatisfy { Symbol(wholeOf: [$0]) != nil }
    return letters ? entry.filter { isName($0, index) } : Array(entry)
  }

  private static func isName(_ node: SyntaxTree.Node, _ name: Name) -> Bool {
    Symbol(wholeOf: [node])?.name(sub: true, sup: true) == name
  }

  private static func sign(of node: SyntaxTree.Node) -> Int {
    guard case .sign(let sign) = node.kind else { return 0 }
    return sign.glyph == "+" ? 1 : sign.glyph == "−" ? -1 : 0
  }

  /// What stands behind the index on the left side of a name.
  func offset(of name: Name) -> Int { claims.firstIndex { $0.name == name }.map { offsets[$0] } ?? 0 }

  /// The statements in the order in which one step computes them.
  package func order() throws(Problem) -> [Int] {
    let byName = Dictionary(grouping: claims.indices, by: { claims[$0].name })
    let edges = mentions.map { list in
      list.filter { !Self.isLagged($0, index, behind: offset(of: $0.name)) }.flatMap { byName[$0.name] ?? [] }
    }
    let groups = Components.inOrder(of: edges, from: Array(claims.indices))
    for group in groups where group.count > 1 || edges[group[0]].contains(group[0]) {
      let names = group.compactMap { claims[$0].name }.map { "`\($0)`" }
      throw Problem(
        "\(names.joined(separator: ", ")) would be needed before being computed", at: claims[group[0]].statement.range,
        notes: ["a cycle is allowed only through \(index)-1"])
    }
    return groups.map { $0[0] }
  }
}
