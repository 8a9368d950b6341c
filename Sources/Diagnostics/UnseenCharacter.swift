/// A character that is invisible or easily mistaken for another: a blank other than a space, a zero-width character, a change of direction.
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

  /// The problem where only a plain space may separate words.
  package var problem: Problem {
    Problem("\(description) is not a plain space", at: range, help: "write a plain space, or take it out")
  }

  package static func description(of scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    let number = "U+" + String(repeating: "0", count: max(4 - digits.count, 0)) + digits
    let name = scalar.properties.name ?? scalar.properties.nameAlias
    return name.map { "\(number) (\($0))" } ?? number
  }

  /// The first such character of a text that satisfies `isMeant`. The ranges count from `offset`.
  package static func first(in text: some StringProtocol, at offset: Int = 0, where isMeant: (Unicode.Scalar) -> Bool = { _ in true })
    -> UnseenCharacter?
  {
    var start = offset
    var isInEmoji = false
    for scalar in text.unicodeScalars {
      let width = UTF8.width(scalar)
      // An emoji may consist of several scalars, joined by invisible ones.
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
    // The Braille pattern without dots.
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
  /// Whether the character changes the direction of the text after it, so that people read it in another order than machines.
  package var turnsText: Bool { isBidiControl && !isMarkOfDirection }

  /// Whether the character acts as an invisible letter of its direction, which reorders nothing.
  private var isMarkOfDirection: Bool {
    ["LEFT-TO-RIGHT MARK", "RIGHT-TO-LEFT MARK", "ARABIC LETTER MARK"].contains(name)
  }
}
