import SwiftSyntax

/// A comment from `//` to the end of its line.
struct LineComment {
  var text: String
  /// The offset in the cell's code at which it begins.
  var offset: Int

  /// The comments of a cell, in order.
  static func all(in tree: SourceFileSyntax) -> [LineComment] {
    var comments: [LineComment] = []
    func collect(_ trivia: Trivia, at start: Int) {
      var offset = start
      for piece in trivia {
        if case .lineComment(let text) = piece { comments.append(LineComment(text: text, offset: offset)) }
        offset += piece.sourceLength.utf8Length
      }
    }
    for token in tree.tokens(viewMode: .sourceAccurate) {
      collect(token.leadingTrivia, at: token.position.utf8Offset)
      collect(token.trailingTrivia, at: token.endPositionBeforeTrailingTrivia.utf8Offset)
    }
    return comments
  }
}
