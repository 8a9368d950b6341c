import SwiftParser
import SwiftSyntax

extension SwiftExpression {
  /// The names that the code of an expression refers to, except those after a dot.
  package static func names(in code: String) -> Set<String> { NameCollector.names(in: code) }

  /// Whether it may be evaluated in a function of the program as well as at its top level: see `FunctionFitness`.
  package var fitsFunction: Bool { FunctionFitness.of(expression: code) }

  /// The expression, moved behind the cells that declare its names and give them values: a formula may come before the cell that
  /// computes it.
  package func afterDeclarations(in cells: [Cell], _ earlyReads: EarlyReads) -> SwiftExpression {
    var moved = self
    for name in NameCollector.names(in: code) {
      guard let declaration = declaration(of: name, in: cells) else { continue }
      let needed = earlyReads.cellNeeded(by: name, declaredIn: declaration) ?? declaration
      moved.cellsBefore = max(moved.cellsBefore, max(declaration, needed) + 1)
    }
    return moved
  }

  /// The cell that declares a name for this expression: the last one before it in its program, or else the first one after it.
  private func declaration(of name: String, in cells: [Cell]) -> Int? {
    func declares(_ cell: Cell) -> Bool {
      cell.options.bindsNames && cell.statements.contains { $0.declaredNames.contains(name) }
    }
    let program = cells.program(after: cellsBefore)
    return (cells[..<cellsBefore].last { $0.program == program && declares($0) } ?? cells[cellsBefore...].first(where: declares))?.index
  }
}

/// Collects the names that an expression refers to, except those after a dot.
private final class NameCollector: SyntaxVisitor {
  private var names: Set<String> = []

  static func names(in code: String) -> Set<String> {
    if NameAlone.isName(code) { return [code] }
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
