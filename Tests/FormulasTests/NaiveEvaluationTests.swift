import Diagnostics
import LaTeXSyntax
import Testing

@testable import Formulas

/// The evaluator against the plainest one, on expressions that nobody chose.
@Suite struct NaiveEvaluationTests {
  @Test func `random expressions have the value that plain loops give`() throws {
    for seed in 0..<600 {
      var generator = NaiveGenerator(seed: UInt64(seed))
      let shapes: [[Int]] = [[], [3], [2, 4], [1 + seed % 4], [3, 1 + seed % 3]]
      let expression = generator.expression(shapes[seed % shapes.count], depth: 1 + seed % 5)
      var bindings = Bindings()
      for (name, array) in expression.names { try bindings.bind(name, to: array) }
      let expected = expression.value
      let found: ArrayValue
      do throws(Problem) {
        let syntax = try SyntaxTree(parsing: "Y=" + expression.latex)
        guard let value = try FormulaEvaluation(of: syntax, with: bindings).statements.first?.value else {
          Issue.record("\(seed): no value")
          continue
        }
        found = value
      } catch {
        Issue.record("\(seed): \(expression.latex) \(error)")
        continue
      }
      let isEqual = zip(found.data, expected.data).allSatisfy { a, b in
        abs(a - b) <= 1e-9 * max(1, abs(a), abs(b))
      }
      #expect(found.shape == expected.shape && isEqual, "\(seed): \(expression.latex)")
    }
  }
}
