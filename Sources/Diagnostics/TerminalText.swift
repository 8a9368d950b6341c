/// Text made safe and measurable for a terminal.

/// The text with tabs as two spaces and every other control character as its visible picture, so that nothing in a lesson can
/// move the cursor or forge a line.
package func printable(_ text: some StringProtocol, keepingNewlines: Bool = false) -> String {
  var out = ""
  func append(_ scalar: Unicode.Scalar) { out.unicodeScalars.append(scalar) }
  for scalar in text.unicodeScalars {
    switch scalar.value {
    case 0x09: out += "  "
    case 0x0A where keepingNewlines: append(scalar)
    case 0x00..<0x20: append(Unicode.Scalar(0x2400 + scalar.value)!)
    case 0x7F: append("\u{2421}")
    // Zero-width blanks would be invisible in the message, and direction marks would reorder the line.
    case 0x80..<0xA0, 0x200B, 0x200E, 0x200F, 0x2028...0x202E, 0x2060...0x2069, 0xFEFF, 0xFFFE, 0xFFFF: append("\u{FFFD}")
    default: append(scalar)
    }
  }
  return out
}

/// The number of terminal columns the text takes: two for East Asian wide characters and emoji.
package func width(of text: some StringProtocol) -> Int {
  text.reduce(0) { total, character in
    guard let scalar = character.unicodeScalars.first else { return total }
    // U+FE0F selects the emoji form of a character that also has a narrow text form.
    if character.unicodeScalars.contains("\u{FE0F}") { return total + 2 }
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F1E6...0x1F1FF, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
      return total + 2
    default: return total + 1
    }
  }
}

extension String {
  package func trimmingTrailingSpaces() -> String {
    guard let last = lastIndex(where: { $0 != " " }) else { return "" }
    return String(self[...last])
  }
}
