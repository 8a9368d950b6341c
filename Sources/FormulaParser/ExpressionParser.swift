import Diagnostics
import FormulaExpressions
import FormulaStatements
import LaTeXSyntax

/// Reads a syntax tree as mathematics: decides by the bindings what is a name, an index, a call or a product, and checks
/// every shape on the way.
///
/// This file holds sums and terms; each extension holds one rule.
package final class ExpressionParser {
  package typealias Node = SyntaxTree.Node

  let latex: String
  let scope: SymbolTable
  /// Within a definition's body, every range is that of the call, because the body comes from another text.
  var callSite: Range<Int>?
  var isElementwise: Bool
  /// The definitions whose bodies are being read.
  var active: Set<Name> = []
  /// Whether a subscript is being read. In a subscript, an unbound letter is an index.
  var isReadingSubscript = false
  /// The branch that is being read of a `cases` whose branches are only named by words.
  package var chosenBranch: Int?
  private var depth = 0
  private var expansions = 0

  package init(latex: String, scope: SymbolTable, isElementwise: Bool) {
    self.latex = latex
    self.scope = scope
    self.isElementwise = isElementwise
  }

  /// The range that a message gives for a node.
  package func place(_ range: Range<Int>) -> Range<Int> { callSite ?? range }

  /// The range from one expression to another. Arguments of a definition may stand in any order.
  func span(_ a: TypedExpression, _ b: TypedExpression) -> Range<Int> {
    callSite ?? min(a.range.lowerBound, b.range.lowerBound)..<max(a.range.upperBound, b.range.upperBound)
  }

  /// The LaTeX that an expression came from.
  func text(of range: Range<Int>) -> String { latex.slice(bytes: range) }

  package func text(of typed: TypedExpression) -> String { text(of: typed.range) }

  /// The expression that all the nodes make together.
  package func expression(_ nodes: [Node], in range: Range<Int>) throws(Problem) -> TypedExpression {
    var cursor = Cursor(try withTermsWrittenOut(SyntaxTree.normalized(nodes)), in: range)
    guard !cursor.isAtEnd else { throw Problem("a value is missing here", at: place(range)) }
    let typed = try sum(&cursor)
    guard cursor.isAtEnd else { throw unexpected(cursor) }
    return typed
  }

  func expression(_ node: Node) throws(Problem) -> TypedExpression {
    try expression(node.contents, in: node.range)
  }

  /// Terms with plus and minus between them.
  func sum(_ cursor: inout Cursor) throws(Problem) -> TypedExpression {
    let (start, first) = (cursor.start, cursor.position)
    var addends = [TypedExpression.Addend(isNegative: false, value: try term(&cursor))]
    while let sign = cursor.sign, sign.glyph == "+" || sign.glyph == "−" {
      cursor.advance()
      addends.append(.init(isNegative: sign.glyph == "−", value: try term(&cursor)))
    }
    let nodes = cursor.nodes[first..<cursor.position]
    if let modulus = nodes.first(where: Self.isModulus), let sign = nodes.first(where: Self.isPlusOrMinus) {
      // `i \bmod n + 1`
      let isBehind = sign.range.lowerBound > modulus.range.lowerBound
      throw Problem(
        isBehind ? "it is not clear where the divisor of `\\bmod` ends" : "it is not clear what `\\bmod` is taken of",
        at: place(modulus.range),
        notes: isBehind
          ? ["one reading: before the `\(text(of: sign.range))`", "another: with the sum behind it"]
          : ["one reading: of the whole sum before it", "another: of its last term"],
        help: "write parentheses")
    }
    if let sign = cursor.sign, sign.glyph == "±" || sign.glyph == "∓" {
      throw Problem(
        "`\(sign.command)` stands for two values", at: place(cursor.range), help: "write each in a formula of its own")
    }
    return addends.count == 1 ? addends[0].value : try sum(of: addends, at: place(start..<cursor.lastEnd))
  }

  private static func isModulus(_ node: Node) -> Bool {
    if case .sign(let sign) = node.kind { sign.glyph == "mod" } else { false }
  }

  private static func isPlusOrMinus(_ node: Node) -> Bool {
    if case .sign(let sign) = node.kind { sign.glyph == "+" || sign.glyph == "−" } else { false }
  }

  /// A product with its signs; a minus applies to the whole product: -xy is -(xy).
  func term(_ cursor: inout Cursor) throws(Problem) -> TypedExpression {
    let start = cursor.start
    var isNegative = false
    while let sign = cursor.sign, sign.glyph == "+" || sign.glyph == "−" {
      if sign.glyph == "−" { isNegative.toggle() }
      cursor.advance()
    }
    let value = try nested(at: cursor.range) { parser throws(Problem) in try parser.product(&cursor) }
    return isNegative ? try negated(value, at: place(start..<cursor.lastEnd)) : value
  }

  /// Refuses to go deeper than the stack allows.
  func nested<Result>(
    at range: Range<Int>, _ body: (ExpressionParser) throws(Problem) -> Result
  ) throws(Problem) -> Result {
    guard depth < 300 else { throw Problem("too many operations within each other", at: place(range)) }
    depth += 1
    defer { depth -= 1 }
    return try body(self)
  }

  /// Counts the work of reading: definitions that call each other can grow without bound.
  func countExpansion(at range: Range<Int>) throws(Problem) {
    expansions += 1
    guard expansions <= 50_000 else {
      throw Problem("the formula is too large, with its definitions written out", at: place(range))
    }
  }

  /// Notes how something was read that has another reading.
  func remark(_ text: String, at range: Range<Int>) {
    scope.remark(.init(range: place(range), text: text))
  }

  func unexpected(_ cursor: Cursor) -> Problem {
    guard let node = cursor.node else { return Problem("a value is missing here", at: place(cursor.range)) }
    let what = text(of: node.range)
    if let relation = Relation(node) {
      return Problem(
        "`\(what)` inside of an expression", at: place(node.range),
        help: "`\(relation.sign)` separates the sides of a statement")
    }
    if case .sign(let sign) = node.kind, sign.glyph == "," {
      return Problem(
        "a comma without a meaning here", at: place(node.range),
        help: "statements are separated by `,\\quad` or `\\text{where}`")
    }
    if case .sign(let sign) = node.kind, ["⋯", "…", "⋮", "⋱"].contains(sign.glyph) {
      return Problem(
        "nothing says what the dots stand for", at: place(node.range),
        help: "write `\\sum` or `\\prod`; dots are read in sums and lists that have an item on both sides of them")
    }
    if case .sign(let sign) = node.kind, sign.glyph == "{,}" {
      return Problem(
        "`{,}` groups digits by three", at: place(node.range),
        help: "write a decimal fraction with a point; in a list write `,`")
    }
    let base = if case .scripts(let base?, _, _, _, _) = node.kind { base } else { node }
    let remedy = if case .sign(let sign) = base.kind { Remedy(forSign: sign.glyph) } else { Remedy?.none }
    return Problem(
      "`\(text(of: base.range))` has no meaning here", at: place(base.range), notes: remedy?.notes ?? [], help: remedy?.help)
  }
}

/// A place in a list of nodes.
struct Cursor {
  package typealias Node = SyntaxTree.Node

  let nodes: [Node]
  private(set) var position = 0
  private let whole: Range<Int>

  init(_ nodes: [Node], in range: Range<Int>) {
    self.nodes = nodes
    whole = range
  }

  var isAtEnd: Bool { position >= nodes.count }
  var node: Node? { isAtEnd ? nil : nodes[position] }
  var rest: ArraySlice<Node> { nodes[position...] }
  /// The range of the next node, or the empty range at the end.
  var range: Range<Int> { node?.range ?? lastEnd..<lastEnd }
  var start: Int { range.lowerBound }
  /// The end of the last node taken.
  var lastEnd: Int { position == 0 ? whole.lowerBound : nodes[position - 1].range.upperBound }

  /// The next node as a bare sign.
  var sign: SyntaxTree.Sign? {
    if case .sign(let sign)? = node?.kind { sign } else { nil }
  }

  /// Whether the node after the next one is the sign `%`.
  var isBeforePercentSign: Bool {
    guard position + 1 < nodes.count, case .sign(let sign) = nodes[position + 1].kind else { return false }
    return sign.glyph == "%"
  }

  mutating func advance(by count: Int = 1) { position += count }
}
