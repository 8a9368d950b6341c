import Diagnostics
import LaTeXSyntax
import Testing

@testable import Formulas

private typealias F = FormulaExample

/// What a reader and the rules could read in two ways is refused, with what decides.
@Suite struct TwoReadingsTests {
  private func evaluation(_ latex: String, lesson: [String: ArrayValue], declaring: (inout FormulaExample) -> Void = { _ in }) throws
    -> FormulaEvaluation
  {
    var bindings = try F(latex).with(declaring).bindings()
    bindings.fallback = { name in name.identifiers.lazy.compactMap { lesson[$0] }.first }
    return try FormulaEvaluation(of: SyntaxTree(parsing: latex), with: bindings)
  }

  private func refusal(of latex: String, lesson: [String: ArrayValue]) -> Problem? {
    do {
      _ = try evaluation(latex, lesson: lesson)
      return nil
    } catch {
      return error as? Problem
    }
  }

  // MARK: An index or a variable

  private static let counted = [
    "i": number(1), "j": number(1), "t": number(2), "w": vector(2, 10, 18), "s": vector(1, 5, 9), "h": vector(1, 3, 7),
    "S": matrix([1, 2], [3, 4]), "x": number(0.5),
  ]

  @Test(arguments: [
    "w_i=2s_1", "w_i=w_1i", "S_{ij}=S_{ji}", "h_{t+1}=h_t+4", #"\frac{s_i}{\sum_js_j}=\frac1{15}"#, #"0\le s_i\le 5"#, "s_i^2=1",
  ]) func `an index that is the lesson's variable as well is refused`(_ latex: String) throws {
    let problem = try #require(refusal(of: latex, lesson: Self.counted))
    #expect(problem.message.contains("on the left is an index, or the lesson's variable"))
    #expect(problem.help?.hasPrefix("for every one write `index: { ") ?? false)
  }

  @Test func `what the check declares decides`() throws {
    #expect(try !evaluation("w_i=2s_1", lesson: Self.counted) { $0.index = ["i": 1...3] }.agrees)
    #expect(try evaluation("w_i=2s_1", lesson: Self.counted) { $0.names = ["i": number(1)] }.agrees)
    #expect(try evaluation("w_i=2s_i", lesson: Self.counted) { $0.index = ["i": 1...3] }.agrees)
  }

  @Test(arguments: ["s_n=9", "s_n=s_3", #"\sum_{k=1}^{n}k+3=s_n"#]) func `the length of an axis is its last index`(_ latex: String) throws {
    #expect(try evaluation(latex, lesson: Self.counted.merging(["n": number(3)]) { $1 }).agrees)
  }

  @Test(arguments: [#"\sum_is_i=15"#, "w_1=2s_i", "x=s_i-0.5", #"\max_is_i=9"#])
  func `an index that a big operator binds, or that stands on the right, is read as before`(_ latex: String) throws {
    #expect(try evaluation(latex, lesson: Self.counted).agrees)
  }

  // MARK: A name or a product

  private static let products = ["q": number(2), "k": number(5), "qk": number(7), "dP": number(4), "P": number(3)]

  @Test(arguments: [
    "q k=7", #"q\,k=7"#, "{q}{k}=7", #"\color{red}{q}k=7"#, #"\underbrace{q}_{\text{query}}k=7"#, "7=q k", "qk=q k", #"\frac{q k}{1}=7"#,
  ]) func `letters that stand apart are no name where they are names themselves`(_ latex: String) throws {
    #expect(refusal(of: latex, lesson: Self.products)?.message == "`q k` is one name or a product")
  }

  @Test(arguments: ["qk=7", #"q\cdot k=10"#, "d P=4", "k q=10"]) func `and are read as before elsewhere`(_ latex: String) throws {
    #expect(try evaluation(latex, lesson: Self.products).agrees)
  }

  // MARK: A value or a product

  private static let values = [
    "L": number(3.5), "theta": number(2), "H": number(0.9), "A": matrix([1, 2], [3, 4]), "p": vector(0.5, 0.5), "n": number(3),
  ]

  @Test(arguments: [#"L(\theta)=7"#, #"L(\theta)=3.5"#, "H(p)=0.9", "A(p)=A", "A(1,2)=2", "H(1,1)=0.9"])
  func `a value before parentheses on the left is refused`(_ latex: String) throws {
    let message = try #require(refusal(of: latex, lesson: Self.values)?.message)
    #expect(message.contains("on the left is a value or a product") || message.contains("on the left is an entry or a value"))
  }

  @Test(arguments: ["n(n+1)=12", "A(p+p)=2Ap", #"12=n(n+1)"#]) func `a product with a sum is a product`(_ latex: String) throws {
    #expect(try evaluation(latex, lesson: Self.values).agrees)
  }

  // MARK: Labels that state a shape

  @Test(arguments: [
    #"\underbrace{A}_{3 \times 3}A=AA"#, #"\underset{(3 \times 3)}{A}A=AA"#, #"A=\underbrace{A}_{\mathbb{R}^{3 \times 2}}"#,
    #"A=\overbrace{A}^{2 \times 2 \times 1}"#,
  ]) func `a shape below a brace is compared`(_ latex: String) throws {
    #expect(try (refusal(of: latex, lesson: Self.values) != nil) || !evaluation(latex, lesson: Self.values).agrees)
  }

  @Test(arguments: [
    #"\underbrace{A}_{2 \times 2}A=AA"#, #"\underset{(2 \times 2)}{A}A=AA"#, #"A=\underbrace{A}_{\mathbb{R}^{2 \times 2}}"#,
    #"A=\underbrace{A}_{n \times d_k}"#,
  ]) func `and may be right, or name what nothing is bound to`(_ latex: String) throws {
    #expect(try evaluation(latex, lesson: Self.values).agrees)
  }
}
