import Diagnostics
import Testing

@testable import Formulas

private typealias F = FormulaExample

/// Conditions on indices: below a big operator, and behind a statement.
@Suite struct ConditionTests {
  @Test(arguments: [
    ("D_{ij}=0,\\quad i\\ne j", true), ("D_{ij}=0\\quad\\text{for }i\\ne j", true), ("D_{ij}=0", false), ("D_{ij}=0,\\quad i\\le j", false),
    ("D_{ij}=0,\\quad i<j", true), ("w_{ij}=3,\\quad i>j", true), ("w_{ij}=2,\\quad i>j", false), ("v_i>1,\\quad i\\ne 1", true),
    ("v_i<3,\\quad i<n", true), ("v_i<2,\\quad i<n", false),
    ("p_i=v_i,\\quad p_i>0", true),
  ]) func `a condition on free indices restricts the statement before it`(_ latex: String, _ holds: Bool) throws {
    #expect(try F(shared: latex).holds() == holds)
  }

  @Test func `a condition that nothing meets, or that leaves entries undefined, is refused`() throws {
    #expect(try F(shared: "w_{ij}=2,\\quad i>n").problem().message == "no index meets this condition")
    #expect(try F(shared: "B_{ij}=w_{ij},\\quad i\\ne j").problem().message.hasPrefix("a condition on the indices of what is defined"))
  }

  @Test(arguments: [
    ("\\sum_{|i-j|\\le 1}w_{ij}=10", true), ("\\sum_{|i-j|\\ge 1}w_{ij}=5", true), ("\\sum_{|i-j|<1}w_{ij}=10", false),
    ("\\sum_{i,j,i\\le j}v_iv_j=25", true), ("z=\\sum_{i\\le j}v_iv_j-19", true), ("\\sum_{i<j}v_iv_j=11", true),
  ]) func `indices within a condition are summed over`(_ latex: String, _ holds: Bool) throws {
    #expect(try F(shared: latex).holds() == holds)
  }

  @Test func `a sum that was read for each value of its bound says so`() throws {
    let evaluation = try F(shared: "\\sum_{i\\le j}v_iv_j=25").evaluation()
    #expect(!evaluation.agrees)
    #expect(
      evaluation.remarks.map(\.text) == [
        "`i\\le j` was read as the `i` for each `j`; a sum over both is `\\sum_{i, j, i\\le j}`"
      ])
  }

  @Test(arguments: [
    ("d_i=v_{i+1}-v_i", true), ("d_i=v_i-v_{i+1}", false), ("d_i=v_{i+1}-1", false),
  ]) func `an index with a number added to it runs as far as the left side`(_ latex: String, _ holds: Bool) throws {
    #expect(try F(latex, ["d": vector(1, 1), "v": vector(1, 2, 3)]).holds() == holds)
    #expect(try F("d_i=v_i", ["d": vector(1, 2), "v": vector(1, 2, 3)]).problem().message == "the index `i` has two ranges")
    #expect(try F("d_i=v_{i+1}-v_i", ["d": vector(1, 1), "v": vector(1, 2, 3, 4)]).problem().message == "the index `i` has two ranges")
  }
}
