import SwiftSyntax

/// A comment `// Prints "hi"` with what a statement printed, as in Swift's documentation. Each further line has a comment of its own.
package struct PrintsComment: Sendable, Hashable {
  /// The text between the quotation marks, as written.
  package var text: String
  /// The bytes of the comment in the cell's code, and those between the quotation marks.
  package var range: Range<Int>
  package var textRange: Range<Int>

  private nonisolated(unsafe) static let pattern = /^\/\/\s*[Pp]rints:?\s*"(.*)"/

  /// Returns nil for a comment that only looks similar: `// Prints the sum`.
  init?(_ comment: LineComment) {
    guard let match = comment.text.firstMatch(of: Self.pattern) else { return nil }
    func offset(of index: String.Index) -> Int {
      comment.offset + comment.text.utf8.distance(from: comment.text.startIndex, to: index)
    }
    text = String(match.1)
    range = comment.offset..<comment.offset + comment.text.utf8.count
    textRange = offset(of: match.1.startIndex)..<offset(of: match.1.endIndex)
  }
}

/// The `// Prints` comments of a cell while they are assigned to the statements before them.
struct PrintsComments {
  /// Comments not yet assigned.
  private(set) var left: [PrintsComment]

  init(_ comments: [LineComment]) { left = comments.compactMap(PrintsComment.init) }

  /// The comments between a statement and the next.
  mutating func take(after item: CodeBlockItemSyntax) -> [PrintsComment] {
    let start = item.endPositionBeforeTrailingTrivia.utf8Offset
    let next = item.nextToken(viewMode: .sourceAccurate)
    let end = next?.positionAfterSkippingLeadingTrivia.utf8Offset ?? .max
    let taken = left.filter { (start..<end).contains($0.range.lowerBound) }
    left.removeAll { (start..<end).contains($0.range.lowerBound) }
    return taken
  }
}
