import Foundation
import TestSupport
import Testing

/// `lessons check --mutants`: which wrong variants of a formula are noticed by its check.
@Suite struct MutantTests {
  private func mutants(_ cells: String, _ formula: String, _ check: String = "check") throws -> LessonsTool.Result {
    let folder = try TemporaryFolder()
    try folder.write("title: T\n", to: "Lessons/course.yml")
    try folder.write("# A\n\n```swift silent\n\(cells)\n```\n\n$$ \(formula) $$\n<!-- \(check) -->\n", to: "Lessons/a.md")
    return try LessonsTool().run(["check", "--mutants"], in: folder.url)
  }

  @Test func `data that tells nothing lets variants pass, and the report names them`() throws {
    let cells = "let a = 2.0\nlet b = 2.0\nlet n = 2\nlet c = a * b"
    let off = try mutants(cells, "c = a b", "check: { vary: none, because: to see what one point tells }")
    #expect(off.output.contains("Lessons/a.md:10: `{n}` for `b` would pass as well: `b` and `n` are both 2.0") == false)
    #expect(off.output.contains("would pass as well"), "\(off.output)")
    let varied = try mutants(cells, "c = a b")
    #expect(!varied.output.contains("would pass as well"), "\(varied.output)")
    #expect(varied.output.contains("(1000.0 of 1000 noticed)"), "\(varied.output)")
  }

  @Test func `two names of one value are named`() throws {
    let cells = "let n = 3\nlet m = 3\nlet c = Double(n) * 2.5 + Double(m)"
    let output = try mutants(cells, #"c = \frac{5}{2} n + m"#).output
    #expect(output.contains("`{m}` for `n` would pass as well: `n` and `m` are both 3.0"), "\(output)")
  }

  @Test func `what says the same is no survivor`() throws {
    let cells = "let a = 2.0\nlet b = 3.5\nlet c = a * b"
    let output = try mutants(cells, "c = a b").output
    #expect(output.contains("; 1 more say the same"), "\(output)")
    #expect(output.contains(/\nproduct order +0 +0 +1 +0\n/), "\(output)")
  }

  @Test func `a matrix without symmetry tells each transpose`() throws {
    let cells = "let A: Tensor = [[1, 2], [3, 5]]\nlet B: Tensor = [[0.5, -1], [2, 4]]\nlet C = matmul(A, B.transposed())"
    let output = try mutants(cells, #"C = A B^\top"#).output
    #expect(!output.contains("would pass as well"), "\(output)")
    #expect(output.contains("transpose dropped"))
  }

  @Test func `a lesson without checked formulas has none`() throws {
    let folder = try TemporaryFolder()
    try folder.write("# A\n\n$$ a = b $$\n", to: "Lessons/a.md")
    let result = try LessonsTool().run(["check", "--mutants"], in: folder.url)
    #expect(result.output.hasSuffix("no checked formula has a variant\n"), "\(result.output)")
  }

  @Test func `it reports in words alone`() throws {
    let folder = try TemporaryFolder()
    try folder.write("# A\n", to: "Lessons/a.md")
    let result = try LessonsTool().run(["check", "--mutants", "--format", "json"], in: folder.url)
    #expect(result.exitCode == 64)
    #expect(result.errors.contains("--mutants reports in words"))
  }
}
