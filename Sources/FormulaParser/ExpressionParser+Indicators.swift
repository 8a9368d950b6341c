import Diagnostics
import FormulaEvaluator
import FormulaExpressions
import FormulaStatements
import LaTeXSyntax

/// What is 1 where a condition holds and 0 elsewhere: `\mathbb{1}[x > 0]`, `\mathbf{1}\{i = j\}`, `\mathbb{1}_{i = j}`
/// (R9a).
extension ExpressionParser {
  private static let names: Set<String> = [
    "\\mathbb{1}", "\\mathbf{1}", "\\boldsymbol{1}", "\\text{1}", "\\mathbb{I}", "\\mathbf{I}", "\\boldsymbol{I}",
    "\\text{I}", "I",
  ]

  /// The indicator at the cursor, where nothing is bound to its sign. A sign without a condition is something else:
  /// the ones, or the identity.
  func indicator(_ cursor: inout Cursor) throws(Problem) -> TypedExpression? {
    guard let node = cursor.node else { return nil }
    var (base, sub, sup): (Node, Node?, Node?) = (node, nil, nil)
    if case .scripts(let inner?, let lower, let upper, 0, _) = node.kind { (base, sub, sup) = (inner, lower, upper) }
    guard Self.names.contains(SyntaxTree.canonicalLaTeX(of: base)) else { return nil }
    if let sub, let condition = SyntaxTree.condition(in: sub) {
      let value = try indicator(of: condition, at: place(node.range))
      cursor.advance()
      return try scripted(value, sub: nil, sup: sup, range: place(node.range))
    }
    var rest = cursor
    rest.advance()
    guard sub == nil, sup == nil, let arguments = arguments(rest, braces: true), SyntaxTree.isCondition(arguments.nodes) else {
      return nil
    }
    rest.advance()
    cursor = rest
    let range = place(node.range.lowerBound..<arguments.range.upperBound)
    return try scripted(
      indicator(of: arguments.nodes, at: range), sub: arguments.sub, sup: arguments.sup, range: range)
  }

  func indicator(of nodes: [Node], at range: Range<Int>) throws(Problem) -> TypedExpression {
    let branches = [
      TypedExpression.Branch(condition: try condition(nodes), value: try number(1, at: range)),
      TypedExpression.Branch(condition: .always, value: try number(0, at: range)),
    ]
    return try TypedExpression(.cases(branches), shape: [], at: range)
  }
}
