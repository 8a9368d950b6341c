import CellOutputs
import Diagnostics
import LessonDocument
import LessonRunner
import Testing

/// Whatever a cell does, it is a result; what came before it is kept.
@Suite struct FailuresTests {
  @Test func `the compiler's errors are told at their place in the Markdown`() async throws {
    let result = try await run(
      """
      # Title

      ```swift
      let a = 1
      ```

      > - ```swift
      >   print("kept back")
      >   let b: Int = "x"
      >   let é = unknownName; let d = a.nothing
      >   ```

      $x$<!-- check: missing + 1 -->
      """)
    #expect(
      result.cells == [
        ["not reached"],
        [
          "9:18 cannot convert value of type 'String' to specified type 'Int'",
          "10:13 cannot find 'unknownName' in scope",
          "10:36 value of type 'Int' has no member 'nothing'",
        ],
      ])
    #expect(result.marked(1) == ["\"", "unknownName", "nothing"])
    #expect(result.run.expressionProblems[0]?.map(\.message) == ["cannot find 'missing' in scope"])
    #expect(result.run.expressionProblems[0]?.map(\.range) == [0..<7])
  }

  @Test func `what the compiler has against the call around a statement is told of the statement, or not at all`() async throws {
    let result = try await run("```swift\nlet a = 1\nnil\n```\n\n```swift reset\nlet b = 1\nfatalError()\n```\n")
    #expect(result.cells == [
      ["3:1 this has no value that can be shown: generic parameter 'Value' could not be inferred"], ["8:1 this trapped"],
    ])
    #expect(result.run.cells.map(\.warnings) == [[], []])
  }

  @Test func `the compiler's notes name the lines of the Markdown`() async throws {
    let result = try await run("```swift\nlet a = 1\n```\n\n```swift\nlet a = 2\n```\n")
    #expect(result.cells[1] == ["6:5 invalid redeclaration of 'a'"])
    guard case .failed(let problems) = result.run.cells[1].state else { return }
    #expect(problems[0].notes == ["note: 'a' previously declared here (line 2)"])
  }

  @Test func `a trap keeps all that came before it, and names its statement`() async throws {
    let result = try await run(
      lesson([
        "print(\"before\")\n1 + 1", "let xs = [1, 2]\nprint(\"in the cell\")\nlet y =\n  xs[5]\nprint(\"never\")", "3",
      ]))
    #expect(
      result.cells == [
        ["printed \"before\\n\"", "Int = 2"], ["printed \"in the cell\\n\"", "9:1 this trapped: Index out of range"],
        ["not reached"],
      ])
    #expect(result.marked(1) == ["let y ="])
    #expect(result.value(of: "xs", after: 3) == nil)
  }

  @Test(arguments: [
    ("let n: Int? = nil\nn!", "3:1 this trapped: Unexpectedly found nil while unwrapping an Optional value", "n!"),
    ("fatalError(\"so it\\nis\")", "2:1 this trapped: so it\nis", "fatalError(\"so it\\nis\")"),
    ("precondition(1 > 2, \"no\")", "2:1 this trapped: no", "precondition(1 > 2, \"no\")"),
    (
      "struct Oops: Error { let code = 3 }\nthrow Oops()",
      "3:1 this trapped: Error raised at top level: Oops(code: 3)", "throw Oops()"
    ),
    ("let a: Tensor = [1, 2]\na + Tensor([1, 2, 3])", "3:1 this trapped: ", "a + Tensor([1, 2, 3])"),
    ("#if true\nlet z = Int(\"0\")!\nprint(1 / z)\n#endif", "2:1 this trapped: Division by zero", "#if true"),
  ])
  func `a trap is told with its reason`(code: String, failure: String, marked: String) async throws {
    let result = try await run(lesson([code]))
    #expect(result.cells[0].count == 1)
    #expect(result.cells[0][0].hasPrefix(failure), "\(result.cells[0])")
    #expect(result.marked(0) == [marked])
  }

  @Test func `a trap in a function of an earlier cell is told where the function was called`() async throws {
    let result = try await run(lesson(["func pick(_ i: Int) -> Int { [1, 2][i] }", "print(pick(0))\npick(7)"]))
    #expect(result.cells[1] == ["printed \"1\\n\"", "7:1 this trapped: Index out of range"])
  }
}
