import LaTeXSyntax

/// Which statements need which others, and the order in which they are computed (R14).
package struct StatementOrder {
  package typealias Node = SyntaxTree.Node

  /// The statements, each with the names that it reads.
  package private(set) var claims: [Claim]
  /// The names in each statement that other statements define.
  package let mentions: [[Mention]]
  /// Statements that need each other stand in one group, and each group behind those that it needs.
  package let groups: [[Int]]

  /// - Parameter isBound: Whether a given definition could contradict what is bound to its name. Other given definitions are computed only
  ///   where they are used.
  package init(of written: [Claim], _ scope: any StatementScope, isBound: (Claim) -> Bool) {
    var claims = written
    var defined: [Name: [Int]] = [:]
    for (index, claim) in claims.enumerated() where !claim.isAssignment {
      if let name = claim.name { defined[name, default: []].append(index) }
    }
    let named = Set(claims.compactMap(\.name))
    let mentions = claims.map { Self.mentions(in: $0, of: named, scope) }
    var edges = mentions.enumerated().map { index, found in
      found.flatMap { defined[$0.name] ?? [] }.filter { !(claims[$0].isGiven && $0 == index) }
    }
    let starts = claims.map { claim in
      claim.freeNames.isEmpty ? [] : (0...3).compactMap { claim.startName(at: $0) }.filter { defined[$0] != nil }
    }
    for index in claims.indices {
      // A recurrence needs the statement that gives its initial value.
      edges[index] += starts[index].flatMap { defined[$0] ?? [] }
    }
    for index in claims.indices {
      claims[index].mentioned = Set(mentions[index].map(\.name))
      for read in mentions[index].flatMap({ defined[$0.name] ?? [] })
      where read == index || Components.reachable(from: read, along: edges).contains(index) {
        claims[index].mentioned.formUnion(starts[read])
      }
      // A statement that uses a given definition also reads what the definition reads.
      for given in Components.reachable(from: index, along: edges) where claims[given].isGiven && !claims[index].isGiven {
        claims[index].mentioned.formUnion(mentions[given].map(\.name))
        if let name = claims[given].name { scope.noteUse(ofGiven: name) }
      }
    }
    Self.addAssignments(in: claims, mentions, to: &edges)
    let roots = claims.indices.filter { !claims[$0].isGiven || isBound(claims[$0]) }
    groups = Components.inOrder(of: edges, from: roots)
    (self.claims, self.mentions) = (claims, mentions)
  }

  /// Assignments are carried out as they are written; what stands below one sees its value, what stands above the old
  /// one (R14a).
  private static func addAssignments(in claims: [Claim], _ mentions: [[Mention]], to edges: inout [[Int]]) {
    let assignments = claims.indices.filter { claims[$0].isAssignment }
    for (first, second) in zip(assignments, assignments.dropFirst()) { edges[second].append(first) }
    for assignment in assignments {
      for index in claims.indices where !claims[index].isAssignment && !claims[index].isGiven {
        guard mentions[index].contains(where: { $0.name == claims[assignment].name }) else { continue }
        if index < assignment {
          edges[assignment].append(index)
        } else if !Components.reachable(from: assignment, along: edges).contains(index) {
          // `\text{where } g = 2x` below a step that needs g sees the old x.
          edges[index].append(assignment)
        }
      }
    }
  }

  /// The names in a claim that other statements define: in the right sides, in a left side that is read as they are, and in
  /// the functions that they call.
  private static func mentions(in claim: Claim, of defined: Set<Name>, _ scope: any StatementScope) -> [Mention] {
    var found: [Mention] = []
    var functions: Set<Name> = []
    let scanner = SymbolScanner(
      isKnown: { name, symbol, takesSup in
        defined.contains(name) || scope.function(name) != nil || scope.subscriptFunction(name) != nil
          || scope.isBound(name, symbol, takesSup: takesSup)
      }, isFamily: scope.isFamily)
    func scan(_ nodes: [Node], without parameters: [Name]) {
      scanner.scan(nodes) { symbol in
        guard let name = symbol.name, !parameters.contains(name) else { return }
        if defined.contains(name) {
          found.append(Mention(name: name, indices: symbol.indices, range: symbol.symbol.range))
        }
        guard name != claim.name, let function = scope.function(name) ?? scope.subscriptFunction(name),
          functions.insert(name).inserted
        else { return }
        scan(function.body, without: function.parameters)
      }
    }
    let members = claim.statement.members
    for side in members.count == 1 ? members : Array(members.dropFirst()) { scan(side.nodes, without: []) }
    // The left side of an expression such as (R_m q)^\top(R_n k) reads names too.
    if case .expression = claim.left, claim.name == nil, members.count > 1 { scan(members[0].nodes, without: []) }
    return found
  }
}
