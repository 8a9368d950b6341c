import FormulaStatements
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
        == #"[["input",[],[],0],["input",[],[],1],["sum",[],[0,1],[0,0]],["pairwise",[],[2,2],"times"]]"#)
  }

  @Test func `a statement hands its value on to those that read it`() throws {
    let program = try #require(try program("d = 2 a, \\quad e = d + 1", ["a": ArrayValue(2)]))
    #expect(program.statements.map(\.output) == [1, 2])
    #expect(try json(program.nodes).contains(#"["input",[],[],1]"#))
  }

  @Test func `a side that is a bound name, as a whole or entry by entry, is that input`() throws {
    let whole = try #require(try program("c = A v", ["A": matrix, "v": vector, "c": ArrayValue(shape: [2], data: [17, 39])]))
    #expect(whole.statements[0].sides[0].stated.map { whole.inputs[$0].name.latex } == "c")
    #expect(whole.statements[0].sides[1].stated == nil)
    let entries = try #require(try program("c_i = 2 v_i", ["v": vector, "c": ArrayValue(shape: [2], data: [10, 12])]))
    #expect(entries.statements[0].sides[0].stated.map { entries.inputs[$0].name.latex } == "c")
    let transposed = try #require(try program("B_{ji} = A_{ij}", ["A": matrix, "B": ArrayValue(shape: [2, 2], data: [1, 3, 2, 4])]))
    let side = transposed.statements[0].sides[0]
    #expect(side.stated == nil || side.shape == [2, 2])
  }

  @Test func `a value that reading needed is fixed`() throws {
    let program = try #require(try program("s = \\sum_{i=1}^{n} i x", ["n": ArrayValue(3), "x": ArrayValue(0.5)]))
    #expect(program.inputs.map(\.isFixed) == [true, false])
  }

  @Test func `a recurrence is computed step by step, each step from what earlier ones gave`() throws {
    let program = try #require(try program("h_t = h_{t-1} + v_t, \\quad t = 1, 2", ["v": vector, "h_0": ArrayValue(0.5)]))
    let statement = program.statements[0]
    let state = program.states[0]
    #expect(program.inputs.map(\.name.latex) == ["h_0", "v"] && statement.sides.map(\.shape) == [[2]])
    #expect(statement.step == .init(recurrence: 1, variable: [state.variable, 1, 2], offset: 0, state: 0, before: 1))
    #expect(state.indices == [[state.variable, 1, 2]] && state.shape == [] && state.initial == [[0, 0, 0, 1]])
    #expect(try json(program.nodes).contains(#"["stored",[],["#))
  }

  @Test func `a condition says which entries of a statement have a value`() throws {
    let latex = "d_i = v_{i+1} - v_i, \\quad i < n"
    let program = try #require(try program(latex, ["d": vector, "v": ArrayValue(shape: [2], data: [5, 10]), "n": ArrayValue(2)]))
    let chosen = try #require(program.statements[0].chosen)
    #expect(program.statements[0].output == nil)
    #expect(try json(program).hasSuffix(",null,null,\(chosen)]],[]]"))
    let condition = try json(program.nodes[chosen])
    // For each index, whether it meets the condition.
    #expect(condition.hasPrefix(#"["table",[2],"#), "\(condition)")
    let evaluation = try FormulaExample(latex, ["d": vector, "v": ArrayValue(shape: [2], data: [5, 10]), "n": ArrayValue(2)]).evaluation()
    #expect(program.results(in: evaluation).map { $0?.entries } == [[[5, nil], [5, nil]]])
  }

  @Test func `statements that need each other's earlier values are one recurrence`() throws {
    let latex = "a_t = 2 b_{t-1} \\\\ b_t = a_t + v_t \\\\ s = \\sum_{t=1}^{2} a_t"
    let program = try #require(try program(latex, ["v": vector, "b_0": ArrayValue(1)]))
    #expect(program.statements.map(\.step?.recurrence) == [1, 1, nil])
    #expect(program.statements.map(\.step?.state) == [0, 1, nil])
    #expect(program.states.map(\.initial) == [[], [[0, 0, 0, 1]]])
  }

  @Test(arguments: [
    (1.5, "1.5"), (-2, "-2"), (0, "0"), (-0.0, "-0"), (.infinity, #""Infinity""#), (-.infinity, #""-Infinity""#), (.nan, #""NaN""#),
    (1e300, "1e+300"),
  ])
  func `numbers are JSON's, and those that JSON lacks are texts`(_ value: Double, _ text: String) throws {
    #expect(try json([value]) == "[\(text)]")
  }

  /// The text of a file of the package.
  private func source(_ path: String) throws -> String {
    var package = URL(filePath: #filePath)
    for _ in 0..<3 { package.deleteLastPathComponent() }
    return try String(contentsOf: package.appending(path: path), encoding: .utf8)
  }

  @Test func `the page's evaluator knows each operation that a program can have`() throws {
    let script = try source("Sources/SiteRendering/Theme/formulas.js")
    let writer = try source("Sources/Formulas/FormulaProgram.swift")
    /// The names at a table's own level of indentation.
    func keys(of table: String, indent: String = "  ") throws -> Set<String> {
      let start = try #require(script.firstRange(of: "\(indent)const \(table) = {\n"))
      let end = try #require(script[start.upperBound...].firstRange(of: "\n\(indent)};"))
      let lines = script[start.upperBound..<end.lowerBound].split(separator: "\n")
      return Set(lines.compactMap { $0.prefixMatch(of: try! Regex("\(indent)  (\\w+)[:,(]"))?[1].substring.map(String.init) })
    }
    let operations = Set(writer.matches(of: /add\(\s*"(\w+)"/).map { String($0.1) })
    let known = try keys(of: "operations", indent: "      ")
    #expect(operations.count > 20 && operations == known)
    // The others are as JavaScript's `Math` has them.
    let ofMath: Set = [
      "exp", "log", "log2", "log10", "sqrt", "tanh", "sin", "cos", "tan", "sinh", "cosh", "atan", "asin", "acos", "abs", "floor", "ceil",
      "sign",
    ]
    let functions = Set(EntrywiseFunction.allCases.map { $0.rawValue.replacing("arc", with: "a") })
    let ours = try keys(of: "entrywise")
    #expect(functions.isSubset(of: ours.union(ofMath)))
    let reductions = try keys(of: "reductions")
    #expect(Set(Reduction.allCases.map(\.rawValue)) == reductions)
    let pairwise = try #require(writer.split(separator: "extension TypedExpression.Pairwise").last)
    let named = pairwise.prefix { $0 != "}" }.matches(of: /: "(\w+)"/).map { String($0.1) }
    let pairs = try keys(of: "pairwise")
    #expect(named.count == 8 && Set(named) == pairs)
  }

  @Test func `conditions are numbers that choose`() throws {
    let program = try #require(try program("y = \\begin{cases} x & x > 1 \\\\ 2 x & \\text{otherwise} \\end{cases}", ["x": ArrayValue(3)]))
    let nodes = try json(program.nodes)
    #expect(nodes.contains(#"["comparison",[],["#) && nodes.contains(#","<"]"#) && !nodes.contains(">"), "\(nodes)")
  }
}
