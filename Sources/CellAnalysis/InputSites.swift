import SwiftSyntax

extension CellStatement {
  /// A place in a statement after which the program writer inserts a call that can replace the value.
  package struct InputSite: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
      /// The value of the constant.
      case value
      /// A seed of random numbers in the constant's value.
      case seed
    }

    /// The constant.
    package var name: String
    package var kind: Kind
    /// The offset in the cell's code at which the value or the seed ends.
    package var end: Int
    /// Whether the value is made of literals alone, or is a seed. Such a constant is an input without the author declaring it as one.
    package var isWritten: Bool
  }
}

extension VariableDeclSyntax {
  /// The places where the constants of a declaration can be given other values.
  var inputSites: [CellStatement.InputSite] {
    guard bindingSpecifier.tokenKind == .keyword(.let), !modifiers.contains(where: { ["lazy", "async"].contains($0.name.text) }) else {
      return []
    }
    return bindings.flatMap { binding -> [CellStatement.InputSite] in
      guard let value = binding.initializer?.value, let name = binding.pattern.as(IdentifierPatternSyntax.self)?.identifier.text else {
        return []
      }
      let seeds = SeedFinder.ends(in: value).map { CellStatement.InputSite(name: name, kind: .seed, end: $0, isWritten: true) }
      let whole = CellStatement.InputSite(
        name: name, kind: .value, end: value.endPositionBeforeTrailingTrivia.utf8Offset, isWritten: value.isMadeOfLiterals)
      return seeds + [whole]
    }
  }
}

/// Finds the literals after the labels `seed:`.
private final class SeedFinder: SyntaxVisitor {
  private var ends: [Int] = []

  static func ends(in expression: ExprSyntax) -> [Int] {
    let finder = SeedFinder(viewMode: .sourceAccurate)
    finder.walk(expression)
    return finder.ends
  }

  override func visit(_ node: LabeledExprSyntax) -> SyntaxVisitorContinueKind {
    if node.label?.text == "seed", node.expression.is(IntegerLiteralExprSyntax.self) {
      ends.append(node.expression.endPositionBeforeTrailingTrivia.utf8Offset)
    }
    return .visitChildren
  }
}
