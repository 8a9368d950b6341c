extension [Inline] {
  /// The text without the line breaks between two Chinese or Japanese characters, where a page would show a space.
  var withoutBreaksInChinese: [Inline] {
    guard contains(where: { if case .softBreak = $0 { true } else { false } }) else { return self }
    return indices.compactMap { index -> Inline? in
      guard case .softBreak = self[index], index > 0, index + 1 < count, let before = self[index - 1].scalar(atEnd: true),
        let after = self[index + 1].scalar(atEnd: false), before.isWrittenWithoutSpaces, after.isWrittenWithoutSpaces
      else { return self[index] }
      return nil
    }
  }
}

extension Inline {
  /// The first or the last character of a text; nil if it is no text, such as a formula.
  fileprivate func scalar(atEnd: Bool) -> Unicode.Scalar? {
    var inline: Inline? = self
    while let inner = inline {
      switch inner {
      case .text(let text): return atEnd ? text.unicodeScalars.last : text.unicodeScalars.first
      case .emphasis, .strong, .element, .passage, .link, .number: inline = atEnd ? inner.children.last : inner.children.first
      case .code, .image, .formula, .footnote, .citation, .softBreak, .lineBreak: return nil
      }
    }
    return nil
  }
}

extension Unicode.Scalar {
  /// Whether it belongs to a script without spaces between words: Chinese and Japanese characters and their punctuation.
  var isWrittenWithoutSpaces: Bool {
    switch value {
    case 0x3000...0x303F, 0x3040...0x30FF, 0x31F0...0x31FF, 0xFF00...0xFF65: true
    default: properties.isIdeographic
    }
  }
}
