/// A name as an author types it, typeset: `d_k` with its k below the line, `-1` with a minus sign, `query's` with an apostrophe.
///
/// Only what can't be meant otherwise is changed: `max_length` stays a word, `2024-01-02` a date.
struct TypesetText: Hashable {
  struct Piece: Hashable {
    var text: String
    var isLowered = false
  }

  private(set) var pieces: [Piece] = []

  init(_ text: String) {
    var rest = Substring(Self.withSigns(text))
    var plain = ""
    while let character = rest.popFirst() {
      let index = character == "_" ? Self.index(in: rest, of: plain) : nil
      guard let index else {
        plain.append(character)
        continue
      }
      pieces += plain.isEmpty ? [] : [Piece(text: plain)]
      pieces.append(Piece(text: index.text, isLowered: true))
      plain = ""
      rest = rest.dropFirst(index.length)
    }
    if !plain.isEmpty { pieces.append(Piece(text: plain)) }
  }

  /// A single letter bears an index; a word only if that is a number.
  private static func index(in rest: Substring, of base: String) -> (text: String, length: Int)? {
    guard let letter = base.last, letter.isLetter || letter == "′" else { return nil }
    let isWord = base.dropLast().last.map { $0.isLetter || $0 == "_" } ?? false
    if rest.first == "{", let end = rest.firstIndex(of: "}") {
      let inside = rest[rest.index(after: rest.startIndex)..<end]
      return inside.isEmpty ? nil : (String(inside), inside.count + 2)
    }
    let index = rest.prefix { $0.isLetter || $0.isNumber }
    if index.isEmpty || rest.dropFirst(index.count).first == "_" { return nil }
    return index.allSatisfy(\.isNumber) || !isWord && index.count <= 2 ? (String(index), index.count) : nil
  }

  /// A hyphen before a number, and not after a letter or a number, is its sign. A straight mark between two letters is an apostrophe: after the
  /// last one it may be a prime.
  private static func withSigns(_ text: String) -> String {
    var out = ""
    var rest = Substring(text)
    while let character = rest.popFirst() {
      let isSign = character == "-" && rest.first?.isNumber == true && !(out.last.map { $0.isLetter || $0.isNumber || $0 == "-" } ?? false)
      let isApostrophe = character == "'" && rest.first?.isLetter == true && out.last?.isLetter == true
      out.append(isSign ? "−" : isApostrophe ? "’" : character)
    }
    return out
  }

  private nonisolated(unsafe) static let relationPattern = /\ ([=<>≤≥≈×·])\ /

  /// For HTML. What is written like a formula stays on one line: `d = 64`, `0.8 h`.
  var html: HTML {
    pieces.map { piece in
      if piece.isLowered { return "<sub>\(piece.text)</sub>" }
      guard piece.text.utf8.contains(UInt8(ascii: " ")) else { return HTML(text: piece.text) }
      return HTML(text: Prose.withUnits(piece.text).replacing(Self.relationPattern) { "\u{A0}\($0.output.1)\u{A0}" })
    }.joined()
  }

  /// For the text of an SVG.
  var svg: HTML {
    pieces.enumerated().map { place, piece -> HTML in
      if !piece.isLowered { return HTML(text: piece.text) }
      // The line goes on at its old height.
      let back: HTML = place + 1 < pieces.count ? "<tspan dy=\"-4\">\u{200B}</tspan>" : .empty
      return "<tspan dy=\"4\" font-size=\"75%\">\(piece.text)</tspan>\(back)"
    }.joined()
  }

  /// Its width in small letters in pixels, or a little more.
  var width: Double {
    pieces.reduce(0) { $0 + smallTextWidth($1.text) * ($1.isLowered ? 0.75 : 1) }
  }
}

/// The width of a text in small letters in pixels, or a little more.
func smallTextWidth(_ text: String) -> Double {
  // An ideograph is about twice as wide as a letter.
  text.unicodeScalars.reduce(0.0) { sum, scalar in
    if scalar.value >= 0x2E80 { return sum + 13 }
    if scalar.properties.generalCategory == .nonspacingMark { return sum }
    return sum + ("ijlt.,;:'|!() ".unicodeScalars.contains(scalar) ? 4.6 : "mwMW—→−=+×".unicodeScalars.contains(scalar) ? 11.5 : 7.8)
  }
}

/// The width of the widest of some small texts in pixels, or a little more.
func textWidth(_ texts: [String]) -> Int {
  Int((texts.map { TypesetText($0).width }.max() ?? 0).rounded(.up))
}
