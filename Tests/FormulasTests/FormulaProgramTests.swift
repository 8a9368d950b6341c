import Foundation
import LaTeXSyntax
import Testing

@testable import Formulas

/// Formulas as data for another evaluator. That it computes the same is a test of the pages, which run in a browser.
@Suite struct FormulaProgramTests {
  private func program(_ latex: String, _ names: [String: ArrayValue] = [:]) throws -> FormulaProgram? {
    let example = FormulaExample(latex, names)
    let reader = FormulaReader(try SyntaxTree(parsing: latex))
    _ = try reader.evaluation(with: try example.bindings())
    return reader.program
  }

  private func json(_ value: some Encodable) throws -> String {
    String(decoding: try JSONEncoder.forPages.encode(value), as: UTF8.self)
  }

  private let matrix = ArrayValue(shape: [2, 2], data: [1, 2, 3, 4])
  private let vector = ArrayValue(shape: [2], data: [5, 6])

  @Test func `parts come after those that they consist of, and each once`() throws {
    let program = try #require(try program("s = (a + b)(a + b)", ["a": ArrayValue(2), "b": ArrayValue(3)]))
    #expect(program.inputs.map(\.name.latex) == ["a", "b"])
    #expect(
      try json(program.nodes)
        == #"[["input",[],0],["input",[],1],["sum",[],[[0,0],[0,1]]],["input",[],0],["input",[],1],["sum",[],[[0,3],[0,4]]],"#
        + #"["pairwise",[],"times",2,5]]"#)
  }

  @Test func `a statement hands its value on to those that read it`() throws {
    let program = try #require(try program("d = 2 a, \\quad e = d + 1", ["a": ArrayValue(2)]))
    #expect(program.statements.map(\.output) == [1, 2])
    #expect(try json(program.nodes).contains(#"["input",[],1]"#))
  }

  @Test func `a side that is a bound name, as a whole or entry by entry, is that input`() throws {
    let whole = try #require(try program("c = A v", ["A": matrix, "v": vector, "c": ArrayValue(shape: [2], data: [17, 39])]))
    #expect(whole.input(statedBy: whole.statements[0].sides[0]).map { whole.inputs[$0].name.latex } == "c")
    #expect(whole.input(statedBy: whole.statements[0].sides[1]) == nil)
    let entries = try #require(try program("c_i = 2 v_i", ["v": vector, "c": ArrayValue(shape: [2], data: [10, 12])]))
    #expect(entries.input(statedBy: entries.statements[0].sides[0]).map { entries.inputs[$0].name.latex } == "c")
    let transposed = try #require(try program("B_{ji} = A_{ij}", ["A": matrix, "B": ArrayValue(shape: [2, 2], data: [1, 3, 2, 4])]))
    let side = transposed.statements[0].sides[0]
    #expect(transposed.input(statedBy: side) == nil || side.shape == [2, 2])
  }

  @Test func `a value that reading needed is fixed`() throws {
    let program = try #require(try program("s = \\sum_{i=1}^{n} i x", ["n": ArrayValue(3), "x": ArrayValue(0.5)]))
    #expect(program.inputs.map(\.isFixed) == [true, false])
  }

  @Test func `what is computed step by step has no program`() throws {
    #expect(try program("h_t = h_{t-1} + v_t, \\quad t = 1, 2", ["v": vector, "h_0": ArrayValue(0)]) == nil)
  }

  @Test(arguments: [
    (1.5, "1.5"), (-2, "-2"), (0, "0"), (-0.0, "-0"), (.infinity, #""inf""#), (-.infinity, #""-inf""#), (.nan, #""nan""#),
    (1e300, "1e+300"),
  ])
  func `numbers are JSON's, and those that JSON lacks are texts`(_ value: Double, _ text: String) throws {
    #expect(try json([value]) == "[\(text)]")
  }
}
