import Diagnostics
import Testing

@testable import Formulas

private typealias F = FormulaExample

/// Whole numbers beyond those that the code's numbers hold, and what takes too long to compute.
@Suite struct WholeNumberTests {
  private static let float = ArrayValue(shape: [], data: [16_777_216], precision: .single, isComputed: false)

  private func outcome(_ latex: String) throws -> Agreement.Outcome? {
    try F(latex, ["q": Self.float, "b": number(1e16), "v": vector(1, 2, 3)]).evaluation().statements.compactMap(\.agreement).first?.outcome
  }

  @Test(arguments: ["(10^{16}+1)-10^{16}=0", "10^{30}\\bmod 7=0", "10^{16}+1=10^{16}", "q=2^{24}+1", "(b+1)-b=0"])
  func `what rounding makes of a whole number is no proof`(_ latex: String) throws {
    #expect(try outcome(latex) == .isIllConditioned)
  }

  @Test(arguments: ["q=2^{24}", "2^{10}=1024", "2^{64}=2^{64}", "10\\bmod 7=3", "\\sum_i(v_i-2)=0"])
  func `whole numbers that are held are compared`(_ latex: String) throws {
    #expect(try outcome(latex) == .agrees)
  }

  @Test(arguments: [
    "20!=2432902008176640000", "20!=20\\cdot19!", "22!/21!=22", "6^{25}=28430288029929701376", "2^{60}\\cdot3=3458764513820540928",
    "\\prod_{i=1}^{20}i=20!", "10^{22}=10^{11}\\cdot10^{11}",
  ]) func `a product whose digits a Double holds is exact however large it is`(_ latex: String) throws {
    #expect(try outcome(latex) == .agrees)
  }

  @Test(arguments: ["20!=2432902008176640512", "20!=21!/22", "6^{25}=28430288029929705472"])
  func `and differs from its neighbor`(_ latex: String) throws {
    #expect(try outcome(latex) == .disagrees)
  }

  @Test(arguments: [("\\operatorname{round}(2.5)", 3.0), ("\\operatorname{round}(-2.5)", -3)])
  func `a half is rounded away from zero`(_ latex: String, _ expected: Double) throws {
    #expect(try F("y=" + latex).value() == number(expected))
  }

  @Test(arguments: ["\\operatorname{argmax}s", "\\operatorname{argmin}_is_i"])
  func `nothing is the largest beside what is not a number`(_ latex: String) throws {
    let problem = try F("y=" + latex, ["s": vector(.nan, 1, 2)]).problem()
    #expect(problem.message == "the place of the largest or smallest of values of which one is not a number")
  }

  @Test func `loops whose ranges are known to be too long are refused before they begin`() throws {
    let latex = "y=\\sum_{i=1}^{1000}\\sum_{j=1}^{1000}\\sum_{k=1}^{1000}ijk"
    #expect(try F(latex).problem().message == "this takes too many operations")
    #expect(try F("y=\\sum_{i=1}^{1000}i\\sum_{j=1}^{1000}j\\sum_{k=1}^{1000}k").value() == number(500_500 * 500_500 * 500_500))
  }

  @Test(arguments: [
    "w=w^{-2^{63}}", "5=\\binom{-2^{63}}{1}", "v_{-2^{63}}=1", "\\mathbf{1}_{-2^{63}}=v", "I_{-2^{63}}=w", "(-2^{63})!=1",
    "\\|v\\|_{-2^{63}}=1",
    "v_1=\\sum_{i=-2^{63}}^{2}i", "5=v_{1,-2^{63}}",
  ]) func `the least of all integers is no trap`(_ latex: String) throws {
    _ = try? F(shared: latex).evaluation()
  }

  @Test(arguments: [("\\sum_{i=1}^{2}v_i=3", true), ("\\sum_{i=2}^{3}v_i=5", true), ("\\sum_{i=1}^{2}v_i=6", false)])
  func `a range of numerals may be a part of the axis`(_ latex: String, _ holds: Bool) throws {
    #expect(try F(shared: latex).holds() == holds)
    #expect(try F(shared: "\\sum_{i=1}^{4}v_i=6").problem().message == "the index `i` has two ranges")
  }
}
