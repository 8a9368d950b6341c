import Diagnostics
import LessonDocument
import LessonRunner
import Testing

/// A name that doesn't exist is followed by the one that was probably meant.
@Suite struct NameSuggestionTests {
  @Test(arguments: [
    ("let w = attentionWeightz(t)", "attentionWeights"),
    ("let w: Tensr = t", "Tensor"),
    ("heatMapp(t)", "heatMap"),
    ("t.shapee", "shape"),
    ("Tensor.zeroes([2])", "zeros"),
    ("let s = scoers", "scores"),
    ("let w = helpMee(t)", "helpMe"),
  ])
  func `of the library, of its types, and of the lesson`(code: String, meant: String) async throws {
    let first = "let t = Tensor([[1, 2], [3, 4]])\nlet scores = [1, 2]\nfunc helpMe(_ t: Tensor) -> Tensor { t }"
    let result = try await run(lesson([first, code]))
    #expect(result.help(1).first??.hasPrefix("did you mean `\(meant)`?") == true, "\(result.cells[1]) \(result.help(1))")
  }

  @Test func `nothing is suggested that isn't similar, isn't public, or comes later`() async throws {
    let result = try await run(
      lesson(["zzzzzz", "let a = 1\na.nothingLikeThat"]) + "\n```swift nest\nlet onlyHere = 1\n```\n\n```swift\nonlyHeree\n```\n")
    #expect(result.help(0) == [nil])
    #expect(result.help(1) == [nil])
    #expect(result.help(3) == [nil])
  }

  @Test func `also for an expression of a comment`() async throws {
    let result = try await run("```swift\nlet scores = [1, 2]\n```\n\nIt is 2<!-- = scoers[1] -->.\n")
    #expect(result.run.expressionProblems[0]?.map(\.help) == ["did you mean `scores`?"])
  }

  @Test func `an expression with a misspelled name and too many possible types is reported at its place`() async throws {
    // The usual limit is reached after seconds.
    let limited = "---\nflags: [-Xfrontend, -solver-scope-threshold=20000]\n---\n\n"
    let result = try await run(
      limited
        + lesson([
          "let A = Tensor([[1, 2], [3, 4]])\nlet B = A\nvar sum: Float = 0",
          "for i in 0..<2 {\n  sum += A[i / 2].item * B[i, 1].item * A[i % 2, 1].item * B[i, 0].itme\n}",
        ]))
    #expect(
      result.cells[1].first?.hasPrefix("13:3 the compiler is unable to type-check this expression in reasonable time") == true,
      "\(result.cells)")
    // So it is where the expression is displayed.
    let shown = try await run(
      limited
        + lesson([
          "let A = Tensor([[1, 2], [3, 4]])\nlet B = A\nlet i = 0", "A[i / 2].item * B[i, 1].item * A[i % 2, 1].item * B[i, 0].itme * 2",
        ]))
    #expect(shown.cells[1].first?.hasPrefix("12:1 the compiler is unable to type-check") == true, "\(shown.cells)")
    #expect(result.help(1) == shown.help(1))
    #expect(result.help(1) == ["name its parts with `let`, and look there for a name that is misspelled: the compiler then tells which"])
  }
}
