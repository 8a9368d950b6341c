import LessonRunner
import Testing

/// A type of the lesson that defines how it is shown.
@Suite struct DisplayableTests {
  @Test func `the text stands for the value, by itself and within others`() async throws {
    let result = try await run(
      lesson([
        "struct P: Displayable { var x = 1; var displayText: String { \"⟨\\(x)⟩\" } }\nP()",
        "[P(), P(x: 2)]", "Optional(P())", "[Optional(P()), nil]", "[\"a\": (P(), 1)]", "struct S { var p = P(); var q = 2 }\nS()",
        "class C: Displayable { var displayText: String { \"one\\ntwo\" } }\nC()",
        "[Mask.causal(2)]", "[Tensor([1, 2]).shown(decimals: 2)]",
      ]))
    #expect(
      result.cells == [
        ["P = ⟨1⟩"], ["[P] = [⟨1⟩, ⟨2⟩]"], ["P? = ⟨1⟩"], ["[P?] = [Optional(⟨1⟩), nil]"],
        ["[String: (P, Int)] = [\"a\": (⟨1⟩, 1)]"], ["S = S(p: ⟨1⟩, q: 2)"], ["C = one\ntwo"],
        ["[Mask] = [Mask: 3 of 4 keys may be seen, 2 × 2, from 0 to 1]"], ["[TensorWithDecimals] = [[1.00, 2.00]]"],
      ])
  }
}
