import SwiftParser
import SwiftSyntax

extension ExprSyntax {
  /// Whether all of its numbers are literals, so that no computation could round them.
  var isMadeOfLiterals: Bool {
    if self.is(IntegerLiteralExprSyntax.self) || self.is(FloatLiteralExprSyntax.self) { return true }
    if let sign = self.as(PrefixOperatorExprSyntax.self) {
      return ["-", "+"].contains(sign.operator.text) && sign.expression.isMadeOfLiterals
    }
    if let array = self.as(ArrayExprSyntax.self) { return array.elements.allSatisfy(\.expression.isMadeOfLiterals) }
    if let tuple = self.as(TupleExprSyntax.self) { return tuple.elements.allSatisfy(\.expression.isMadeOfLiterals) }
    if let conversion = self.as(SequenceExprSyntax.self), conversion.elements.count == 3,
      conversion.elements.contains(where: { $0.is(UnresolvedAsExprSyntax.self) }), let value = conversion.elements.first
    {
      return value.isMadeOfLiterals
    }
    guard let call = self.as(FunctionCallExprSyntax.self), call.trailingClosure == nil,
      let type = call.calledExpression.as(DeclReferenceExprSyntax.self)?.baseName.text
    else { return false }
    return ["Int", "Float", "Double", "Tensor"].contains(type) && call.arguments.allSatisfy(\.expression.isMadeOfLiterals)
  }
}

extension SwiftExpression {
  static func isLiteral(_ code: String) -> Bool {
    if NameAlone.isName(code) { return false }
    let statements = Parser.parse(source: code).statements
    guard statements.count == 1, case .expr(let expression)? = statements.first?.item else { return false }
    return expression.isMadeOfLiterals
  }
}
