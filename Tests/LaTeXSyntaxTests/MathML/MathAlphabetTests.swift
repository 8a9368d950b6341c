import Testing

@testable import LaTeXSyntax

@Suite struct MathAlphabetTests {
  @Test(arguments: [
    (SyntaxTree.Alphabet.bold, "AZaz09αΩ∇∂", "𝐀𝐙𝐚𝐳𝟎𝟗𝛂𝛀𝛁𝛛"),
    (.italic, "Ahz", "𝐴ℎ𝑧"),
    (.boldItalic, "Wθϵ1", "𝑾𝜽𝝐𝟏"),
    (.blackboard, "RNZQCPHE1", "ℝℕℤℚℂℙℍ𝔼𝟙"),
    (.calligraphic, "LNOBEFHIMR", "ℒ𝒩𝒪ℬℰℱℋℐℳℛ"),
    (.fraktur, "gSCHIRZ", "𝔤𝔖ℭℌℑℜℨ"),
    (.sansSerif, "Tx0", "𝖳𝗑𝟢"),
    (.typewriter, "Ax0", "𝙰𝚡𝟶"),
    (.roman, "x", "x"),
  ])
  func `letters have a code point in each alphabet`(alphabet: SyntaxTree.Alphabet, text: String, expected: String) {
    #expect(MathAlphabet.apply(alphabet, to: text) == expected)
  }

  @Test func `what has no form stays`() {
    #expect(MathAlphabet.apply(.bold, to: "注ℓ+") == "注ℓ+")
  }
}
