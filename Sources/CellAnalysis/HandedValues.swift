import SwiftSyntax

/// The names whose values a figure's expression hands over as they are: whole, or a row or an entry at a time.
///
/// In `vectorDiagram("Keys", .vector("query", q), .vector("key", K[0]))` these are `q` and `K`. In `heatMap(softmax(S), title: "Weights")` there are
/// none, since the figure shows what a function makes of `S`.
package struct HandedValues: Sendable, Hashable {
  package fileprivate(set) var names: Set<String> = []
  /// All other names that the expression uses.
  package fileprivate(set) var others: Set<String> = []

  /// The functions that draw what they are given.
  fileprivate static let drawing: Set<String> = [
    "heatMap", "attentionLines", "rotationDiagram", "vector", "turning", "line", "points", "steps", "reference", "Bars", "step",
    "column", "histogram", "maskGallery", "Box",
  ]

  fileprivate init() {}

  init(_ item: CodeBlockItemSyntax.Item) {
    let finder = HandedNameFinder(viewMode: .sourceAccurate)
    finder.walk(item)
    self = finder.found
    others.subtract(finder.parameters)
  }
}

private final class HandedNameFinder: SyntaxVisitor {
  var found = HandedValues()
  /// Those of closures.
  var parameters: Set<String> = []

  override func visit(_ node: ClosureParameterSyntax) -> SyntaxVisitorContinueKind {
    parameters.insert((node.secondName ?? node.firstName).text)
    return .visitChildren
  }

  override func visit(_ node: ClosureShorthandParameterSyntax) -> SyntaxVisitorContinueKind {
    parameters.insert(node.name.text)
    return .visitChildren
  }

  override func visit(_ node: DeclReferenceExprSyntax) -> SyntaxVisitorContinueKind {
    let isMember = node.parent?.as(MemberAccessExprSyntax.self)?.declName == node
    if isMember || node.baseName.text.hasPrefix("$") { return .visitChildren }
    if isHandedOver(ExprSyntax(node)) { found.names.insert(node.baseName.text) } else { found.others.insert(node.baseName.text) }
    return .visitChildren
  }

  /// Whether nothing is computed of the value on its way to a function that draws it.
  private func isHandedOver(_ expression: ExprSyntax) -> Bool {
    var value = Syntax(expression)
    while let parent = value.parent {
      if let row = parent.as(SubscriptCallExprSyntax.self), Syntax(row.calledExpression) == value {
        guard row.arguments.allSatisfy({ Self.isPlace($0.expression) }) else { return false }
        value = parent
      } else if let member = parent.as(MemberAccessExprSyntax.self), member.base.map(Syntax.init) == value,
        member.declName.baseName.text == "scalars"
      {
        value = parent
      } else if parent.is(ArrayElementSyntax.self), let array = parent.parent?.parent, array.is(ArrayExprSyntax.self) {
        value = array
      } else if parent.is(LabeledExprSyntax.self), let tuple = parent.parent?.parent, tuple.is(TupleExprSyntax.self) {
        value = tuple
      } else if parent.is(LabeledExprSyntax.self), let call = parent.parent?.parent?.as(FunctionCallExprSyntax.self) {
        let callee = call.calledExpression
        let name =
          callee.as(MemberAccessExprSyntax.self).flatMap { $0.base == nil ? $0.declName.baseName.text : nil }
          ?? callee.as(DeclReferenceExprSyntax.self)?.baseName.text
        return name.map(HandedValues.drawing.contains) ?? false
      } else {
        return false
      }
    }
    return false
  }

  /// Whether an index is written, or the parameter of a closure that goes through all.
  private static func isPlace(_ index: ExprSyntax) -> Bool {
    index.is(IntegerLiteralExprSyntax.self) || index.as(DeclReferenceExprSyntax.self)?.baseName.text.hasPrefix("$") == true
  }
}
