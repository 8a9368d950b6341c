import LaTeXSyntax

/// A statement after its left side was understood: what it defines, and which of its indices are free.
package struct Claim {
  package typealias Node = SyntaxTree.Node

  package enum Left {
    package var isExpression: Bool { if case .expression = self { true } else { false } }

    /// An expression, or a name that is bound: it is evaluated like every other side.
    case expression
    /// A name that nothing is bound to: the statement says what it is.
    case definition
    /// A name of which only the shape is bound.
    case declared(shape: [Int])
    /// `f(x)` where f is not known yet.
    case function(Function?)
  }

  package var statement: Statement
  package var left: Left
  /// What other statements find under the name of the left side.
  package var name: Name?
  /// The indices behind the name of the left side.
  package var indices: Node?
  /// Whether the left side is the transpose of what it defines: `o_i^\top = …`.
  package var isTransposed = false
  /// The bound names of which the left side is a product, where it might be taken for one name: `x y = …`.
  var product: [Name] = []
  /// What the other statements define and this one reads.
  package var mentioned: Set<Name> = []
  /// The indices that are free, in the order written; each side is evaluated for all their values.
  package var freeNames: [Name]
  /// Names in the parentheses of a left side `f(x)` that nothing is bound to.
  package var unboundParameters: Set<Name> = []
  /// The text its ranges refer to.
  package var latex: String
  /// Whether it comes from a given definition, and is no statement of the formula itself.
  package var isGiven = false

  /// The sides that are evaluated, with the relation before each.
  package var rights: [(member: Statement.Part, relation: Relation)] {
    zip(statement.members.dropFirst(), statement.relations).map { ($0, $1) }
  }

  /// Whether it says what a function is for every argument, as opposed to its value at one: `f(x) = 2x` with nothing bound to x.
  package var definesGeneralFunction: Bool {
    if case .function(_?) = left { isGiven || !unboundParameters.isEmpty } else { false }
  }

  package var isFunction: Bool { if case .function = left { true } else { false } }

  /// How a left side was read that might be taken for one name.
  package var readingOfLeft: String? {
    guard !product.isEmpty else { return nil }
    let left = latex.slice(bytes: statement.members[0].range)
    return "`\(left)` is the product of the bound names \(product.map { "`\($0)`" }.joined(separator: ", "))"
  }

  /// What the free indices must meet: the `i \ne j` of `D_{ij} = 0, \quad i \ne j`.
  package var conditions: [Statement] = []

  /// Whether it gives a name another value: `x \leftarrow x - \eta g`. With an index that runs, `\leftarrow` says what
  /// each step gives, as `=` does.
  package var isAssignment = false

  /// `H_0` for `H_t`.
  package func startName(at step: Int) -> Name? {
    guard var symbol = Symbol(wholeOf: statement.members[0].nodes), step >= 0 else { return nil }
    let number = SyntaxTree.Node(.number(String(step)), symbol.range)
    if indices != nil, let open = symbol.sup?.bracketed?.open {
      symbol.sup = SyntaxTree.Node(.fenced(open: open, body: [number], close: open == "(" ? ")" : "]"), symbol.range)
    } else {
      symbol.sub = number
    }
    return symbol.name(sub: true, sup: true)
  }
}

/// A name in a formula that another statement defines.
package struct Mention {
  package var name: Name
  /// The indices that are not part of the name.
  var indices: SyntaxTree.Node?
  package var range: Range<Int>
}
