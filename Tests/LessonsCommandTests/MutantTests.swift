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

  // MARK: - What is kept of a count

  private static let lesson =
    "# A\n\n```swift silent\nlet n = 3\nlet m = 3\nlet c = Double(n) * 2.5 + Double(m)\n```\n\n$$ c = \\frac{5}{2} n + m $$\n<!-- check -->\n"

  private func course(_ variants: String? = nil) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write("title: T\n", to: "Lessons/course.yml")
    try folder.write(Self.lesson, to: "Lessons/a.md")
    if let variants { try folder.write(variants, to: "Lessons/variants.json") }
    return folder
  }

  @Test func `an accepted count is on the page of checks while the formulas and the code are the same`() throws {
    let folder = try course()
    func checksPage() throws -> String {
      #expect(try LessonsTool().run(["build", "--output", "site"], in: folder.url).exitCode == 0)
      return try folder.text(of: "site/checks.html")
    }
    #expect(try !checksPage().contains("wrong variants"))
    let accepted = try LessonsTool().run(["check", "--mutants", "--accept"], in: folder.url)
    #expect(accepted.output.hasSuffix("variants.json: the count was written\n"), "\(accepted)")
    let line = try #require(accepted.output.split(separator: "\n").first { $0.contains("would pass (") })
    let count = try #require(
      line.firstMatch(of: /(\d+) wrong variants: (\d+) noticed by value, (\d+) refused, (\d+) would pass \(([\d.]+)/))
    #expect(
      try checksPage().contains(
        "Of the \(count.1) wrong variants \(count.5) in 1000 are noticed: \(count.2) have other values than the code, and \(count.3) have none. "
          + "\(count.4) would pass."))
    try folder.write(Self.lesson.replacing("# A", with: "# A\n\nWords change nothing."), to: "Lessons/a.md")
    #expect(try checksPage().contains("Of the \(count.1) wrong variants"))
    try folder.write(Self.lesson.replacing("let n = 3", with: "let n = 4"), to: "Lessons/a.md")
    let stale = try checksPage()
    #expect(stale.contains("They need to be counted again") && !stale.contains("Of the \(count.1)"))
  }

  @Test func `a variant that is listed as the same doesn't count, and one that needn't be listed is named`() throws {
    let unlisted = try course()
    let before = try LessonsTool().run(["check", "--mutants"], in: unlisted.url).output
    #expect(before.contains("`{m}` for `n` would pass as well"))
    let folder = try course(
      """
      {"same": [
        {"lesson": "a", "latex": "c = \\\\frac{5}{2} {m} + m", "why": "n is m"},
        {"lesson": "a", "latex": "c = \\\\frac{5}{2} n - m", "why": "nobody knows"}
      ]}
      """)
    let after = try LessonsTool().run(["check", "--mutants"], in: folder.url).output
    #expect(!after.contains("`{m}` for `n` would pass as well"), "\(after)")
    #expect(after.contains(#"variants.json: `c = \frac{5}{2} n - m` of a needn't be listed: it would not pass"#))
    let accepted = try LessonsTool().run(["check", "--mutants", "--accept"], in: folder.url)
    #expect(accepted.exitCode == 0)
    #expect(try folder.text(of: "Lessons/variants.json").contains("n is m"))
  }

  @Test func `a damaged list is an error that says what it holds`() throws {
    let folder = try course("[1]")
    let result = try LessonsTool().run(["check", "--mutants"], in: folder.url)
    #expect(result.exitCode != 0 && result.errors.contains("variants.json beside the lessons could not be read"), "\(result)")
  }

  @Test func `only a whole course is counted`() throws {
    let folder = try course()
    let result = try LessonsTool().run(["check", "--mutants", "--accept", "a"], in: folder.url)
    #expect(result.exitCode == 64 && result.errors.contains("--mutants --accept writes the count of the whole course"))
  }
}
