import SwiftSyntax

/// The `{` of code that most probably lacks its `}`.
///
/// The parser only knows that a brace is missing when the code ends. A `}` that stands further left than the line of the `{` that it would close
/// tells more: it was meant for one outside.
enum UnclosedBrace {
  /// - Returns: The byte offset of the `{`; nil if each has its `}`.
  static func offset(in tree: SourceFileSyntax, of code: String) -> Int? {
    let bytes = Array(code.utf8)
    var open: [(offset: Int, indent: Int)] = []
    var suspect: Int?
    for token in tree.tokens(viewMode: .sourceAccurate) {
      let offset = token.positionAfterSkippingLeadingTrivia.utf8Offset
      switch token.tokenKind {
      case .leftBrace: open.append((offset, line(before: offset, bytes).indent))
      case .rightBrace:
        guard let last = open.popLast() else { continue }
        let (indent, isFirst) = line(before: offset, bytes)
        if suspect == nil, isFirst, indent < last.indent { suspect = last.offset }
      default: break
      }
    }
    return open.last.map { suspect ?? $0.offset }
  }

  /// The blanks at the beginning of the line, and whether nothing else is before the offset.
  private static func line(before offset: Int, _ bytes: [UInt8]) -> (indent: Int, isFirst: Bool) {
    let start = bytes[..<offset].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    let indent = bytes[start...].prefix { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }.count
    return (indent, start + indent >= offset)
  }
}
