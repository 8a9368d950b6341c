import CellOutputs
import Diagnostics
import LessonDocument
import Testing

@testable import LessonRunner

/// An expression of a check comment that is the name of a constant isn't in the program: the constant's value is reported with its cell.
@Suite struct ConstantExpressionTests {
  private func document(_ cells: String..., checks: String...) -> Document {
    let text = lesson(cells) + checks.map { "\n$x$<!-- check: \($0) -->\n" }.joined()
    return DocumentParser.parse(Array(text.utf8), path: "lesson.md")
  }

  private func runner() async throws -> Runner { Runner(toolchain: try Toolchain.find(), kit: try await Library.kit.value) }

  private func constants(_ document: Document) -> [String] { ProgramWriter().programs(for: document).flatMap(\.constants).map(\.name) }

  @Test func `constants have their values, and variables theirs at that place`() async throws {
    let document = document(
      "let a = 2.0\nlet t = Tensor([1, 2])\nvar b = 3.0\nfunc f(_ x: Double) -> Double { x }", "b = 4", checks: "a", "t", "b", "a + b")
    #expect(constants(document) == ["a", "t"])
    let run = try await runner().run(document)
    #expect(run.expressions[0] == .numbers(NumericArray(2), type: "Double"))
    #expect(run.expressions[1] == .numbers(NumericArray(shape: [2], elements: [1, 2]), type: "Tensor"))
    #expect(run.expressions[2] == .numbers(NumericArray(4), type: "Double"))
    #expect(run.expressions[3] == .numbers(NumericArray(6), type: "Double"))
  }

  @Test func `a constant has no value for an expression that the program doesn't reach`() async throws {
    let document = document("let a = 2.0", "fatalError()", checks: "a")
    #expect(constants(document) == ["a"])
    #expect(try await runner().run(document).expressions.isEmpty)
  }

  @Test func `a value that was reported before for the same name is found`() async throws {
    let text = "```swift nest\nlet a = 2.0\n```\n\n```swift\nlet a = 2.0\n```\n\n$x$<!-- check: a -->\n"
    let document = DocumentParser.parse(Array(text.utf8), path: "lesson.md")
    #expect(try await runner().run(document).expressions[0] == .numbers(NumericArray(2), type: "Double"))
  }

  @Test func `a constant that can't be copied is an error of the expression`() async throws {
    let document = document("struct N: ~Copyable { var x = 1.0 }\nlet n = N()", checks: "n")
    #expect(constants(document) == ["n"])
    let problems = try await runner().run(document).expressionProblems[0]
    #expect(problems?.map(\.message) == ["this has no value that can be shown: its type is one that can't be copied"])
  }

  @Test func `a constant that is a function answers for the expression`() async throws {
    let document = document("let square = { (x: Double) -> Double in x * x }", checks: "square")
    #expect(constants(document) == ["square"])
    let call = FunctionCall(.expression(0), [NumericArray(3)])
    #expect(try await runner().run(document, asking: { _ in [call] }).answers[call] == .value(NumericArray(9)))
  }

  @Test func `a constant that is a closure answers as it is at the expression`() async throws {
    let document = document(
      "import Foundation\nlet scale = { (x: Double) in getenv(\"TWICE\") == nil ? x : 2 * x }", "_ = setenv(\"TWICE\", \"1\", 1)",
      checks: "scale")
    #expect(constants(document) == ["scale"])
    let call = FunctionCall(.expression(0), [NumericArray(3)])
    #expect(try await runner().run(document, asking: { _ in [call] }).answers[call] == .value(NumericArray(6)))
  }

  @Test func `a constant that may be an object is read where the expression is`() async throws {
    let document = document(
      """
      import CellOutputs
      final class Count: FormulaOperand {
        var number = 1.0
        func numericArray() -> NumericArray? { NumericArray(number) }
      }
      let count = Count()
      """, "count.number = 2", checks: "count")
    #expect(constants(document).isEmpty)
    let run = try await runner().run(document)
    #expect(run.expressions[0] == .numbers(NumericArray(2), type: "Count"), "\(run.cells) \(run.expressions)")
  }
}
