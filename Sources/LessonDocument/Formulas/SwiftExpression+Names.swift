import SwiftParser
import SwiftSyntax

extension SwiftExpression {
  /// The expression, evaluated late enough that all it names is declared: a formula may stand before the cell that computes it.
  func afterDeclarations(in cells: [Cell]) -> SwiftExpression {
    let names = NameCollector.names(in: code)
    var moved = self
    for cell in cells where [.runs, .warns].contains(cell.options.expectation) && !cell.options.isNested {
      let declared = cell.statements.flatMap(\.declaredNames)
      // What is declared before is there already; a name declared twice belongs to two programs.
      if cell.index >= cellsBefore, declared.contains(where: names.contains) {
        moved.cellsBefore = max(moved.cellsBefore, cell.index + 1)
      }
    }
    return moved
  }
}

/// The names that an expression refers to, but for those after a point.
private final class NameCollector: SyntaxVisitor {
  private var names: Set<String> = []

  static func names(in code: String) -> Set<String> {
    let collector = NameCollector(viewMode: .sourceAccurate)
    collector.walk(Parser.parse(source: code))
    return collector.names
  }

  override func visit(_ node: MemberAccessExprSyntax) -> SyntaxVisitorContinueKind {
    if let base = node.base { walk(base) }
    return .skipChildren
  }

  override func visit(_ node: DeclReferenceExprSyntax) -> SyntaxVisitorContinueKind {
    names.insert(node.baseName.text)
    return .visitChildren
  }
}
