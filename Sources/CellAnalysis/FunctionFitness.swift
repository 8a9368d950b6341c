import SwiftParser
import SwiftSyntax

/// Finds out whether a statement does the same in a function of the program as at its top level, as far as its syntax tells.
///
/// At the top level alone, an error may be left uncaught, `await` makes the program asynchronous, `defer` waits for the program's end, `#function`
/// is the module's name, and `guard` declares names for what follows. `return` is a mistake there, and none in a function.
final class FunctionFitness: SyntaxVisitor {
  private var isFit = true
  /// How many closures and functions of the statement are around what is visited.
  private var depth = 0

  static func of(_ item: CodeBlockItemSyntax) -> Bool {
    if item.item.is(GuardStmtSyntax.self) || item.item.is(DeferStmtSyntax.self) || item.item.is(DeclSyntax.self) { return false }
    let visitor = FunctionFitness(viewMode: .sourceAccurate)
    visitor.walk(item)
    return visitor.isFit
  }

  /// - Parameter expression: Code without statements.
  static func of(expression: String) -> Bool {
    NameAlone.isName(expression) || Parser.parse(source: expression).statements.allSatisfy(of)
  }

  override func visit(_ token: TokenSyntax) -> SyntaxVisitorContinueKind {
    switch token.tokenKind {
    case .keyword(.await), .keyword(.async), .poundIf, .pound: isFit = false
    case .keyword(.return), .keyword(.throw), .keyword(.try), .keyword(.yield): isFit = isFit && depth > 0
    default: break
    }
    return .visitChildren
  }

  // `try?` and `try!` leave no error.
  override func visit(_ node: TryExprSyntax) -> SyntaxVisitorContinueKind {
    guard node.questionOrExclamationMark != nil else { return .visitChildren }
    walk(node.expression)
    return .skipChildren
  }

  // `if let name` isn't among the names that a statement uses, so nothing tells whether the variable has its value yet.
  override func visit(_ node: OptionalBindingConditionSyntax) -> SyntaxVisitorContinueKind {
    if node.initializer == nil { isFit = false }
    return .visitChildren
  }

  override func visit(_ node: ClosureExprSyntax) -> SyntaxVisitorContinueKind { entering() }
  override func visitPost(_ node: ClosureExprSyntax) { depth -= 1 }
  override func visit(_ node: FunctionDeclSyntax) -> SyntaxVisitorContinueKind { entering() }
  override func visitPost(_ node: FunctionDeclSyntax) { depth -= 1 }

  private func entering() -> SyntaxVisitorContinueKind {
    depth += 1
    return .visitChildren
  }
}
