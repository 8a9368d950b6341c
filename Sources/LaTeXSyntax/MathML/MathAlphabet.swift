/// The code points that Unicode has for the alphabets of mathematics: 𝐪 ℝ ℒ 𝔤.
enum MathAlphabet {
  /// The text in another alphabet; what has no form there stays as it is. `.roman` and `.normal` change nothing.
  static func apply(_ alphabet: SyntaxTree.Alphabet, to text: String) -> String {
    guard let form = forms[alphabet] else { return text }
    var out = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { out.append(form.scalar(for: scalar)) }
    return String(out)
  }

  /// The code points of an alphabet's A, a, 0 and Α, and the letters that Unicode had before the alphabet.
  private struct Form {
    var capital: UInt32
    var small: UInt32
    var digit: UInt32?
    /// Α, then α is 26 later, then ∂ϵϑϰϕϱϖ.
    var greek: UInt32?
    var exceptions: [Unicode.Scalar: Unicode.Scalar] = [:]

    func scalar(for scalar: Unicode.Scalar) -> Unicode.Scalar {
      if let exception = exceptions[scalar] { return exception }
      let value = scalar.value
      let mapped: UInt32? =
        switch scalar {
        case "A"..."Z": capital + value - 0x41
        case "a"..."z": small + value - 0x61
        case "0"..."9": digit.map { $0 + value - 0x30 }
        case "Α"..."Ω": greek.map { $0 + value - 0x391 }
        case "∇": greek.map { $0 + 25 }
        case "α"..."ω": greek.map { $0 + 26 + value - 0x3B1 }
        case "∂": greek.map { $0 + 51 }
        case "ϵ": greek.map { $0 + 52 }
        case "ϑ": greek.map { $0 + 53 }
        case "ϰ": greek.map { $0 + 54 }
        case "ϕ": greek.map { $0 + 55 }
        case "ϱ": greek.map { $0 + 56 }
        case "ϖ": greek.map { $0 + 57 }
        default: nil
        }
      return mapped.flatMap(Unicode.Scalar.init) ?? scalar
    }
  }

  private static let script = Form(
    capital: 0x1D49C, small: 0x1D4B6,
    exceptions: [
      "B": "ℬ", "E": "ℰ", "F": "ℱ", "H": "ℋ", "I": "ℐ", "L": "ℒ", "M": "ℳ", "R": "ℛ", "e": "ℯ", "g": "ℊ", "o": "ℴ",
    ])

  private static let forms: [SyntaxTree.Alphabet: Form] = [
    .bold: Form(capital: 0x1D400, small: 0x1D41A, digit: 0x1D7CE, greek: 0x1D6A8),
    .italic: Form(capital: 0x1D434, small: 0x1D44E, greek: 0x1D6E2, exceptions: ["h": "ℎ"]),
    .boldItalic: Form(capital: 0x1D468, small: 0x1D482, digit: 0x1D7CE, greek: 0x1D71C),
    .sansSerif: Form(capital: 0x1D5A0, small: 0x1D5BA, digit: 0x1D7E2),
    .typewriter: Form(capital: 0x1D670, small: 0x1D68A, digit: 0x1D7F6),
    .blackboard: Form(
      capital: 0x1D538, small: 0x1D552, digit: 0x1D7D8,
      exceptions: ["C": "ℂ", "H": "ℍ", "N": "ℕ", "P": "ℙ", "Q": "ℚ", "R": "ℝ", "Z": "ℤ"]),
    .fraktur: Form(
      capital: 0x1D504, small: 0x1D51E, exceptions: ["C": "ℭ", "H": "ℌ", "I": "ℑ", "R": "ℜ", "Z": "ℨ"]),
    .script: script,
    .calligraphic: script,
  ]
}
