import CellAnalysis
import Diagnostics
import Testing

/// Errors of syntax: one for each cause, at its place.
@Suite struct SyntaxErrorTests {
  private func errors(_ code: String) -> [String] {
    CellStatement.parse(code).problems.map { problem in
      let before = Array(code.utf8)[..<problem.range.lowerBound]
      return "\(before.count { $0 == UInt8(ascii: "\n") } + 1): \(problem.message)"
    }
  }

  @Test(arguments: [
    ("for i in 0..<3 {\n  for j in 0..<3 {\n    print(i, j)\n", ["2: this `{` is never closed"]),
    ("struct A {\n  func f() {\n    if true {\n      print(1)\nlet x = 1", ["3: this `{` is never closed"]),
    // The brace on the last line was meant for the loop.
    ("for i in 0..<3 {\n  if i > 1 {\n    print(i)\n}", ["2: this `{` is never closed"]),
    ("func f() {\n  if true {\n    print(1)\n  }\n\nlet g = 1", ["1: this `{` is never closed"]),
    ("let f = { (x: Int) in\n  x + 1\nlet g = f(1)\ng", ["1: this `{` is never closed"]),
    ("for i in 0..<3 {\n  print(\"a)\n}", ["2: expected '\"' to end string literal"]),
    ("for i in 0..<3 {\n  print([1, 2\n}", ["2: expected ']' to end array"]),
    ("for i in 0..<3\n  print(i)", ["1: expected '{' in 'for' statement"]),
    ("let a = [1, 2", ["1: expected ']' to end array"]),
    ("let a = (1\nlet b = )2", ["1: expected ')' to end tuple", "2: expected expression in variable"]),
    ("print(1)\n}", ["2: unexpected brace in source file"]),
  ])
  func `each cause is told once, at its line`(code: String, told: [String]) {
    #expect(errors(code) == told)
  }
}
