/// A character that a reader can't see, or takes for another: a blank that is no space, one without width, one that turns the text around it.
package struct UnseenCharacter {
  package let scalar: Unicode.Scalar
  /// Its bytes in the text.
  package let range: Range<Int>

  package init(scalar: Unicode.Scalar, range: Range<Int>) {
    self.scalar = scalar
    self.range = range
  }

  /// `U+3000 (IDEOGRAPHIC SPACE)`.
  package var description: String { Self.description(of: scalar) }

  /// Where only a space is a space.
  package var problem: Problem {
    Problem("\(description) is not a plain space", at: range, help: "write a plain space, or take it out")
  }

  package static func description(of scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    let number = "U+" + String(repeating: "0", count: max(4 - digits.count, 0)) + digits
    let name = scalar.properties.name ?? scalar.properties.nameAlias
    return name.map { "\(number) (\($0))" } ?? number
  }

  /// The first such character of a text, whose first byte is number `offset` of what the range counts in.
  package static func first(in text: some StringProtocol, at offset: Int = 0, where isMeant: (Unicode.Scalar) -> Bool = { _ in true })
    -> UnseenCharacter?
  {
    var start = offset
    var isInEmoji = false
    for scalar in text.unicodeScalars {
      let width = UTF8.width(scalar)
      // An emoji may be made of several, joined by what nobody sees.
      if isUnseen(scalar), !(isInEmoji && joinsEmoji(scalar)), isMeant(scalar) {
        return UnseenCharacter(scalar: scalar, range: start..<start + width)
      }
      isInEmoji = scalar.properties.isEmoji && !scalar.isASCII || isInEmoji && joinsEmoji(scalar)
      start += width
    }
    return nil
  }

  private static func isUnseen(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case " ", "\t", "\n", "\r": return false
    // A pattern of Braille without a dot.
    case "\u{2800}": return true
    default: break
    }
    let properties = scalar.properties
    return properties.isWhitespace || properties.isDefaultIgnorableCodePoint || properties.isBidiControl
      || properties.generalCategory == .format || properties.generalCategory == .control
  }

  private static func joinsEmoji(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x200D, 0xFE00...0xFE0F, 0xE0020...0xE007F: true
    default: false
    }
  }
}

extension Unicode.Scalar.Properties {
  /// Whether it turns the text after it around, so that people read it in another order than machines.
  package var turnsText: Bool { isBidiControl && !isMarkOfDirection }

  /// These stand for a letter of their direction, and turn nothing around.
  private var isMarkOfDirection: Bool {
    ["LEFT-TO-RIGHT MARK", "RIGHT-TO-LEFT MARK", "ARABIC LETTER MARK"].contains(name)
  }
}
