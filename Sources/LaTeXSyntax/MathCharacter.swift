/// Characters of Unicode that stand for more than themselves in a formula.
enum MathCharacter {
  /// Superscripts, by the character that is raised.
  static let raised: [Unicode.Scalar: Character] = table("⁰0 ¹1 ²2 ³3 ⁴4 ⁵5 ⁶6 ⁷7 ⁸8 ⁹9 ⁺+ ⁻- ⁼= ⁽( ⁾) ⁿn ⁱi")

  /// Subscripts, by the character that is lowered.
  static let lowered: [Unicode.Scalar: Character] = table(
    "₀0 ₁1 ₂2 ₃3 ₄4 ₅5 ₆6 ₇7 ₈8 ₉9 ₊+ ₋- ₌= ₍( ₎) ₐa ₑe ₕh ᵢi ⱼj ₖk ₗl ₘm ₙn ₒo ₚp ᵣr ₛs ₜt ᵤu ᵥv ₓx")

  /// Blanks of a certain width, in em, that come with a text that was pasted.
  static let spaces: [Unicode.Scalar: Double] = [
    "\u{2002}": 0.5, "\u{2003}": 1, "\u{2004}": 1 / 3.0, "\u{2005}": 0.25, "\u{2006}": 1 / 6.0, "\u{2007}": 0.5, "\u{2008}": 0.25,
    "\u{2009}": 1 / 6.0, "\u{200A}": 1 / 18.0, "\u{202F}": 1 / 6.0, "\u{205F}": 4 / 18.0, "\u{3000}": 1,
  ]

  static let fractions: [Unicode.Scalar: (String, String)] = [
    "½": ("1", "2"), "⅓": ("1", "3"), "⅔": ("2", "3"), "¼": ("1", "4"), "¾": ("3", "4"), "⅕": ("1", "5"), "⅖": ("2", "5"), "⅗": ("3", "5"),
    "⅘": ("4", "5"), "⅙": ("1", "6"), "⅚": ("5", "6"), "⅐": ("1", "7"), "⅛": ("1", "8"), "⅜": ("3", "8"), "⅝": ("5", "8"), "⅞": ("7", "8"),
    "⅑": ("1", "9"), "⅒": ("1", "10"),
  ]

  /// Application, multiplication, separator and addition that aren't shown, and marks for breaking lines and for directions.
  static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    (0x2061...0x2064).contains(scalar.value) || (0x200B...0x200F).contains(scalar.value) || scalar.value == 0x2060 || scalar.value == 0xFEFF
      || (0xFE00...0xFE0F).contains(scalar.value)
  }

  /// A digit of another alphabet; nil as the alphabet for a plain one of full width.
  static func digit(_ scalar: Unicode.Scalar) -> (digit: Int, alphabet: SyntaxTree.Alphabet?)? {
    let value = Int(scalar.value)
    if (0xFF10...0xFF19).contains(value) { return (value - 0xFF10, nil) }
    guard (0x1D7CE...0x1D7FF).contains(value) else { return nil }
    let alphabets: [SyntaxTree.Alphabet] = [.bold, .blackboard, .sansSerif, .bold, .typewriter]
    let (alphabet, digit) = (value - 0x1D7CE).quotientAndRemainder(dividingBy: 10)
    return (digit, alphabets[alphabet])
  }

  private static func table(_ pairs: String) -> [Unicode.Scalar: Character] {
    var table: [Unicode.Scalar: Character] = [:]
    for pair in pairs.split(separator: " ") {
      guard let key = pair.unicodeScalars.first, let value = pair.last else { continue }
      table[key] = value
    }
    return table
  }
}
