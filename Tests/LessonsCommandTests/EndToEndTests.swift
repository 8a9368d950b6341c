import Foundation
import TestSupport
import Testing

/// A real lesson, broken in one place at a time: the check fails at that line, and accepting resolves only what can be accepted.
@Suite struct EndToEndTests {
  private let lesson = "Lessons/03-worked-example.md"

  /// A copy of the project's lesson in a folder of its own, where its links to other lessons lead nowhere else.
  private func course() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let text = try String(contentsOf: Fixtures.url("../../\(lesson)"), encoding: .utf8)
    try folder.write(text.replacing(/\]\([0-9a-z-]+\.md(#[a-z0-9-]+)?\)/, with: "](https://example.org)"), to: lesson)
    return folder
  }

  private func check(_ folder: TemporaryFolder, _ arguments: String...) throws -> LessonsTool.Result {
    try LessonsTool().run(["check"] + arguments, in: folder.url)
  }

  @Test func `the lesson as committed holds`() throws {
    let result = try check(try course())
    #expect(result.exitCode == 0, "\(result.errors)")
    #expect(result.output.contains("1 lesson, "))
    #expect(result.output.contains(": all holds"))
  }

  /// A change that breaks the lesson: the replaced text, the replacement, and the failure reported at its line.
  struct Break: Sendable, CustomTestStringConvertible {
    var name: String
    var old: String
    var new: String
    var message: String
    /// Whether `--accept` makes the lesson pass again.
    var isAcceptable: Bool
    var testDescription: String { name }
  }

  static let breaks = [
    Break(
      name: "a digit of an output", old: " [0.26445845, 0.47108307, 0.26445845],\n [0.26445845, 0.26445845",
      new: " [0.26445845, 0.47208307, 0.26445845],\n [0.26445845, 0.26445845", message: "the output isn't what was recorded",
      isAcceptable: true),
    Break(
      name: "a recorded value", old: "notScaled(Q, K, V).isClose(to: context)        // => false",
      new: "notScaled(Q, K, V).isClose(to: context)        // => true", message: "the value isn't the recorded one",
      isAcceptable: true),
    Break(
      name: "a sign in a formula", old: #"$$ \alpha_{ij} = \frac{\exp(S_{ij})}"#, new: #"$$ \alpha_{ij} = \frac{\exp(-S_{ij})}"#,
      message: "this formula disagrees with `weights`: the relative error is", isAcceptable: false),
    Break(
      name: "an expectation", old: "  expect: disagree\n", new: "  vary: { keep: [Q] }\n",
      message: "this formula disagrees with `context[0]`: the relative error is", isAcceptable: false),
  ]

  @Test(arguments: breaks) func `a break goes red at its line`(_ broken: Break) throws {
    let folder = try course()
    let original = try folder.text(of: lesson)
    let place = try #require(original.range(of: broken.old))
    try folder.write(original.replacing(broken.old, with: broken.new), to: lesson)
    let line = original[..<place.lowerBound].count(where: \.isNewline) + 1

    let red = try check(folder)
    #expect(red.exitCode == 1)
    #expect(red.errors.contains("error: \(broken.message)"), "\(red.errors)")
    if broken.isAcceptable || broken.name == "a sign in a formula" {
      #expect(red.errors.contains("\(lesson):\(line):"), "\(red.errors)")
    }

    let accepted = try check(folder, "--accept")
    if broken.isAcceptable {
      #expect(accepted.exitCode == 0, "\(accepted.errors)")
      // Accepting restores the original, so every other byte is unchanged.
      #expect(try folder.text(of: lesson) == original)
      #expect(try check(folder).exitCode == 0)
    } else {
      // Accepting doesn't resolve a wrong formula, and writes nothing.
      #expect(accepted.exitCode == 1)
      #expect(try folder.text(of: lesson) == original.replacing(broken.old, with: broken.new))
    }
  }

  @Test func `an index in a cell goes red wherever it shows, and accepting writes just the outputs`() throws {
    let folder = try course()
    let original = try folder.text(of: lesson)
    let broken = original.replacing("terms[0] + terms[1] + terms[2]", with: "terms[0] + terms[1] + terms[1]")
    #expect(broken != original)
    try folder.write(broken, to: lesson)
    let red = try check(folder)
    #expect(red.exitCode == 1)
    let line = broken[..<(try #require(broken.range(of: "[[6, 3, 1]]")).lowerBound)].count(where: \.isNewline) + 1
    #expect(red.errors.contains("\(lesson):\(line):1: error: the output isn't what was recorded"), "\(red.errors)")

    #expect(try check(folder, "--accept").exitCode == 0)
    let mended = try folder.text(of: lesson)
    #expect(mended == broken.replacing("[[6, 3, 1]]", with: "[[7, 4, 1]]"))
    // Accepting once more has nothing to do.
    #expect(try check(folder, "--accept").output.contains("nothing to accept"))
    #expect(try folder.text(of: lesson) == mended)
  }

  @Test func `a symbol that nothing is bound to is named at its place`() throws {
    let folder = try TemporaryFolder()
    try folder.write("# T\n\n$$ y = \\rho + 1 $$\n<!-- check: { where: { y: '2.0' } } -->\n", to: "Lessons/a.md")
    let result = try check(folder)
    #expect(result.exitCode == 1)
    #expect(
      result.errors.hasSuffix(
        """
        Lessons/a.md:3:8: error: nothing is bound to `\\rho`
         3 | $$ y = \\rho + 1 $$
           |        ^~~~
           = help: bind it in the check comment: `where: { \\rho: … }`


        """), "\(result.errors)")
  }

  @Test func `a course can require that every display formula is checked or says why not`() throws {
    let folder = try TemporaryFolder()
    let lesson = """
      # T

      $$ a = b $$

      $$ O(n) $$
      <!-- check: { expect: none, because: it isn't a number } -->

      A name such as $d_k$ needs no check.
      """
    try folder.write(lesson, to: "Lessons/a.md")
    #expect(try check(folder).exitCode == 0)
    try folder.write("formulas: checked\n", to: "Lessons/course.yml")
    let result = try check(folder)
    #expect(result.exitCode == 1)
    #expect(
      result.errors == """
        Lessons/a.md:3:4: error: this formula isn't checked, and `course.yml` says `formulas: checked`
         3 | $$ a = b $$
           |    ^~~~~
           = help: put `<!-- check: … -->` after it, or `expect: none` with `because: …`


        """)
  }
}
