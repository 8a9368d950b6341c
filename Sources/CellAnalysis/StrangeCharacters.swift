import Diagnostics
import SwiftParser
import SwiftSyntax

/// Characters that Swift code can't contain outside of strings and comments, or that make it look different from what runs.
///
/// They are looked for before the parser's diagnostics are generated, since some of them crash that step.
package enum StrangeCharacters {
  package static func problems(in code: String) -> [Problem] {
    mayContain(code) ? problems(in: Parser.parse(source: code), of: code) : []
  }

  /// Whether the code has anything but the usual characters, which need no parser.
  private static func mayContain(_ code: String) -> Bool {
    code.utf8.contains { $0 >= 0x7F || $0 < 0x20 && $0 != 0x0A && $0 != 0x09 && $0 != 0x0D }
  }

  static func problems(in tree: some SyntaxProtocol, of code: String) -> [Problem] {
    guard mayContain(code) else { return [] }
    var problems: [Problem] = []
    for token in tree.tokens(viewMode: .sourceAccurate) {
      var offset = token.position.utf8Offset
      for piece in token.leadingTrivia.pieces { add(piece, at: &offset, to: &problems) }
      let isText =
        switch token.tokenKind {
        case .stringSegment, .regexLiteralPattern: true
        default: false
        }
      problems += problem(in: token.text, at: offset, isText: isText).map { [$0] } ?? []
      offset += token.trimmedLength.utf8Length
      for piece in token.trailingTrivia.pieces { add(piece, at: &offset, to: &problems) }
    }
    return problems
  }

  private static func add(_ piece: TriviaPiece, at offset: inout Int, to problems: inout [Problem]) {
    let length = piece.sourceLength.utf8Length
    defer { offset += length }
    switch piece {
    case .lineComment(let text), .blockComment(let text), .docLineComment(let text), .docBlockComment(let text):
      problems += problem(in: text, at: offset, isText: true).map { [$0] } ?? []
    case .unexpectedText(let text):
      problems.append(
        problem(in: text, at: offset, isText: false)
          ?? Problem(
            "`\(text)` means nothing in Swift here", at: offset..<offset + length, help: "take it out, or put it in quotation marks"))
    case .verticalTabs, .formfeeds:
      problems.append(UnseenCharacter(scalar: piece.isFormfeed ? "\u{C}" : "\u{B}", range: offset..<offset + 1).problem)
    default: break
    }
  }

  /// - Parameter isText: Whether the text is a string or a comment, where only changes of direction are problems.
  private static func problem(in text: String, at offset: Int, isText: Bool) -> Problem? {
    guard isText else { return UnseenCharacter.first(in: text, at: offset)?.problem }
    return UnseenCharacter.first(in: text, at: offset) { $0.properties.turnsText }.map { character in
      Problem(
        "\(character.description) shows this code in another order than it runs", at: character.range,
        help: "take it out, or write `\\u{\(String(character.scalar.value, radix: 16, uppercase: true))}`")
    }
  }
}

extension TriviaPiece {
  fileprivate var isFormfeed: Bool { if case .formfeeds = self { true } else { false } }
}
