/// What a script looks like, before it is known what it means.
extension Layout.Node {
  /// `^\top`, `^T`, `^{\mathsf T}` and `^{\intercal}`.
  var isTranspose: Bool {
    switch Layout.unwrapped(self).kind {
    case .sign(let sign): sign.glyph == "⊤" || sign.glyph == "⊺"
    case .letter(let glyph): glyph == "T"
    case .text(let words, _): words == "T"
    case .styled(let alphabet, let inner):
      (alphabet == .roman || alphabet == .sansSerif) && Layout.unwrapped(inner).kind == .letter("T")
    default: false
    }
  }

  /// Whether a superscript may be a part of a variable's name, such as `W^Q` and `m^{\text{new}}`.
  var isLabel: Bool {
    switch Layout.unwrapped(self).kind {
    case .letter, .text, .styled, .function: true
    case .sign(let sign): sign.glyph == "∗" || sign.glyph == "⋆"
    default: false
    }
  }

  /// Whether a subscript holds only letters and digits.
  var isSpellable: Bool {
    Layout.unwrapped(self).contents.allSatisfy {
      switch $0.kind {
      case .letter, .number, .text, .styled, .function: true
      default: false
      }
    }
  }
}

extension String {
  /// The text of a range of bytes.
  func slice(bytes range: Range<Int>) -> String {
    let start = utf8.index(utf8.startIndex, offsetBy: range.lowerBound, limitedBy: utf8.endIndex) ?? utf8.endIndex
    let end = utf8.index(start, offsetBy: range.count, limitedBy: utf8.endIndex) ?? utf8.endIndex
    return String(self[start..<end])
  }
}
