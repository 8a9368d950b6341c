import Diagnostics
import LaTeXSyntax

/// A statement after its left side was understood: what it defines, and which of its indices are free.
struct Claim {
  typealias Node = SyntaxTree.Node

  enum Left {
    var isExpression: Bool { if case .expression = self { true } else { false } }

    /// An expression, or a name that is bound: it is evaluated like every other side.
    case expression
    /// A name that nothing is bound to: the statement says what it is.
    case definition
    /// A name of which only the shape is bound.
    case declared(shape: [Int])
    /// `f(x)` where f is not known yet.
    case function(Function?)
  }

  var statement: Statement
  var left: Left
  /// What other statements find under the name of the left side.
  var name: Name?
  /// The indices behind the name of the left side.
  var indices: Node?
  /// Whether the left side is the transpose of what it defines: `o_i^\top = …`.
  var isTransposed = false
  /// The bound names of which the left side is a product, where it might be taken for one name: `x y = …`.
  var product: [Name] = []
  /// What the other statements define and this one reads.
  var mentioned: Set<Name> = []
  /// The indices that are free, in the order written; each side is evaluated for all their values.
  var freeNames: [Name]
  /// Names in the parentheses of a left side `f(x)` that nothing is bound to.
  var unboundParameters: Set<Name> = []
  /// The text its ranges refer to.
  var latex: String
  /// Whether it comes from a given definition, and is no statement of the formula itself.
  var isGiven = false

  /// The sides that are evaluated, with the relation before each.
  var rights: [(member: Statement.Part, relation: Relation)] {
    zip(statement.members.dropFirst(), statement.relations).map { ($0, $1) }
  }

  /// Whether it says what a function is for every argument, as opposed to its value at one: `f(x) = 2x` with nothing bound to x.
  var definesGeneralFunction: Bool {
    if case .function(_?) = left { isGiven || !unboundParameters.isEmpty } else { false }
  }

  var isFunction: Bool { if case .function = left { true } else { false } }

  /// How a left side was read that might be taken for one name.
  var readingOfLeft: String? {
    guard !product.isEmpty else { return nil }
    let left = latex.slice(bytes: statement.members[0].range)
    return "`\(left)` is the product of the bound names \(product.map { "`\($0)`" }.joined(separator: ", "))"
  }

  /// What the free indices must meet: the `i \ne j` of `D_{ij} = 0, \quad i \ne j`.
  var conditions: [Statement] = []

  /// Whether it gives a name another value: `x \leftarrow x - \eta g`. With an index that runs, `\leftarrow` says what
  /// each step gives, as `=` does.
  var isAssignment = false
}

/// A name in a formula that another statement defines.
struct Mention {
  var name: Name
  /// The indices that are not part of the name.
  var indices: SyntaxTree.Node?
  var range: Range<Int>
}
