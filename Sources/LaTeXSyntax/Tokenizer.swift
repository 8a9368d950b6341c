/// Cuts LaTeX into the tokens of math mode, one at a time: spaces and comments fall away.
///
/// Lazy, because only the parser knows where words begin (`\text{…}`), in which spaces count.
struct Tokenizer: Sendable {
  struct Token: Sendable, Hashable {
    var kind: Kind
    var range: Range<Int>

    enum Kind: Sendable, Hashable {
      /// `\alpha`, `\,`: the name without its backslash.
      case command(String)
      case character(Unicode.Scalar)
      case end
    }

    func isCharacter(_ scalar: Unicode.Scalar) -> Bool { kind == .character(scalar) }
    func isCommand(_ name: String) -> Bool { kind == .command(name) }

    var isDigit: Bool {
      if case .character("0"..."9") = kind { true } else { false }
    }
  }

  private let bytes: [UInt8]
  /// The offset of the first byte not yet read.
  var position = 0

  init(_ latex: String) { bytes = Array(latex.utf8) }

  /// The byte at an offset, or nil behind the end.
  subscript(offset: Int) -> UInt8? { offset < bytes.count ? bytes[offset] : nil }

  func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  mutating func next() -> Token {
    skipSpaces()
    return nextKeepingSpaces()
  }

  /// The next token of a text, where a space is a character like any other.
  mutating func nextKeepingSpaces() -> Token {
    let start = position
    guard let byte = self[start] else { return Token(kind: .end, range: start..<start) }
    guard byte == UInt8(ascii: "\\") else {
      let scalar = nextScalar()
      return Token(kind: .character(scalar), range: start..<position)
    }
    position += 1
    let nameStart = position
    while let letter = self[position], Self.isLetter(letter) { position += 1 }
    if position == nameStart, self[position] != nil { _ = nextScalar() }
    return Token(kind: .command(text(nameStart..<position)), range: start..<position)
  }

  /// Skips white space and comments.
  mutating func skipSpaces() {
    while let byte = self[position] {
      if Self.isSpace(byte) {
        position += 1
      } else if byte == UInt8(ascii: "%") {
        skipComment()
      } else {
        return
      }
    }
  }

  /// Skips from `%` to the end of the line, which belongs to the comment.
  mutating func skipComment() {
    while let byte = self[position] {
      position += 1
      if byte == UInt8(ascii: "\n") { return }
    }
  }

  static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
  static func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) }

  private mutating func nextScalar() -> Unicode.Scalar {
    let length =
      switch bytes[position] {
      case 0xF0...: 4
      case 0xE0...: 3
      case 0xC0...: 2
      default: 1
      }
    let end = min(position + length, bytes.count)
    let scalar = text(position..<end).unicodeScalars.first ?? "\u{FFFD}"
    position = end
    return scalar
  }
}
