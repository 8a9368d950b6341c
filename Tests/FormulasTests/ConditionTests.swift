import Diagnostics
import LaTeXSyntax
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
    // The code's D has 2 and 3 on its diagonal, which a later statement reads.
    ("D_{ij}=0,\\quad i\\ne j\\\\5=\\sum_{ij}D_{ij}", true), ("D_{ij}=0,\\quad i\\ne j\\\\0=\\sum_{ij}D_{ij}", false),
    ("v_i=i,\\quad i<n\\\\6=\\sum_i v_i", true), ("v_i=i,\\quad i<n\\\\3=\\sum_i v_i", false),
    ("v_i=i,\\quad i<3,\\quad i>1\\\\6=\\sum_i v_i", true),
  ]) func `what a condition leaves out is the code's, not zero`(_ latex: String, _ holds: Bool) throws {
    #expect(try F(shared: latex).holds() == holds)
  }

  @Test func `with a condition, only the entries that meet it are compared with the expected value`() throws {
    func agrees(_ expected: ArrayValue) throws -> Bool {
      try FormulaEvaluation(of: SyntaxTree(parsing: "2v_i,\\quad i<n"), with: F(shared: "").bindings(), equals: expected).agrees
    }
    #expect(try agrees(vector(2, 4, 7)))
    #expect(try !agrees(vector(2, 5, 0)))
  }

  @Test func `the entry that differs is named by its own indices`() throws {
    let agreement = try #require(try F(shared: "w_{ij}=3,\\quad i\\ne j").evaluation().statements[0].agreement)
    #expect(!agreement.agrees && agreement.index == [1, 2] && agreement.values == [2, 3])
  }

  @Test func `what a tolerance allows rests on the entries that are compared`() throws {
    let names = ["a": vector(0.01, 0), "b": vector(0.02, 9), "c": vector(0.015, 5)]
    let evaluation = try F("a_i<b_i\\le c_i,\\quad i<2", names).evaluation(tolerance: .init(relative: 0.1))
    #expect(!evaluation.agrees)
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
