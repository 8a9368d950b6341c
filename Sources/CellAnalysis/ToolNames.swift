import Diagnostics
import SwiftSyntax

/// Names that belong to the tool. A cell that used them could forge results or change the lines of diagnostics.
enum ToolNames {
  /// The prefix of the tool's names in the generated program and in `LessonRuntime`.
  private static let prefix = "__lesson"

  static func problems(in tree: some SyntaxProtocol) -> [Problem] {
    tree.tokens(viewMode: .sourceAccurate).compactMap { token in
      let range = token.positionAfterSkippingLeadingTrivia.utf8Offset..<token.endPositionBeforeTrailingTrivia.utf8Offset
      if case .identifier(let text) = token.tokenKind {
        let name = text.filter { $0 != "`" }
        guard name.lowercased().hasPrefix(prefix) else { return nil }
        return Problem("names that begin with `\(prefix)` are the tool's own", at: range, help: "choose another name than `\(name)`")
      }
      guard token.tokenKind == .poundSourceLocation else { return nil }
      return Problem(
        "`#sourceLocation` has no place in a lesson", at: range, help: "take it out: the tool tells each error's line in the Markdown by it"
      )
    }
  }
}
