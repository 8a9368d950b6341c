import TestSupport
import Testing

/// Only the cause of a failure is reported, not its consequences.
@Suite struct FollowUpTests {
  private func errors(_ lesson: String) throws -> [String] {
    let folder = try TemporaryFolder()
    try folder.write(lesson, to: "Lessons/a.md")
    let result = try LessonsTool().run(["check"], in: folder.url)
    #expect(result.exitCode == 1)
    return result.errors.matches(of: /(?m)^Lessons\/a\.md:(\d+):\d+: error: (.*)$/).map { "\($0.1) \($0.2)" }
  }

  private static let broken = "```swift silent\nlet Q: Int = \"one\"\nlet other = 2.0\n```\n\n"
  private static let cause = "2 cannot convert value of type 'String' to specified type 'Int'"

  @Test(arguments: [
    "$$ Q = 1 $$\n<!-- check -->", "$Q + 1$<!-- check: other -->", "$$ y = 2 Q $$\n<!-- check: { where: { y: other } } -->",
    "$$ x^\\top Q x = 1 $$\n<!-- check: { where: { x: other } } -->", "$$ q = 1 $$\n<!-- check: { where: { q: Q } } -->",
    "$$ Z = 1 $$\n<!-- check -->",
  ])
  func `a formula over what doesn't compile says nothing of its own`(formula: String) throws {
    #expect(try errors(Self.broken + formula + "\n") == [Self.cause])
  }

  @Test(arguments: ["check: { tolerance: few }", "check: { wher: { y: x } }", "chekc: x", "check x", "check: { live: { x: 5...1 } }"])
  func `a formula whose comment can't be read isn't called unchecked as well`(comment: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("title: A\nformulas: checked\n", to: "Lessons/course.yml")
    try folder.write("# A\n\n```swift silent\nlet x = 2.0\n```\n\n$$ x = 2 $$\n<!-- \(comment) -->\n\n$$ x = 2 $$\n", to: "Lessons/a.md")
    let result = try LessonsTool().run(["check"], in: folder.url)
    let lines = result.errors.matches(of: /(?m)^Lessons\/a\.md:(\d+):\d+: error/).map { String($0.1) }
    #expect(lines == ["8", "10"], "\(result.errors)")
  }

  @Test(arguments: [
    ("$$ 1 = 1 $$\n<!-- check: { ids: sum } -->\n\n[](#sum)", ["2 unknown key `ids` in a check comment"]),
    ("$$ 1 = 1 $$\n<!-- chek: { id: sum } -->\n\n[](#sum)", ["2 a comment that begins with `chek` checks nothing"]),
    ("```swift ids=sum silent\n1\n```\n\n[](#sum)", ["1 unknown key `ids` on a cell"]),
    // Another link is a mistake of its own.
    (
      "$$ 1 = 1 $$\n<!-- check: { ids: sum } -->\n\n[](#other)",
      ["2 unknown key `ids` in a check comment", "4 there is no `#other` in `a.md`"]
    ),
  ])
  func `a link to an id that can't be read says nothing of its own`(lesson: String, told: [String]) throws {
    #expect(try errors(lesson + "\n") == told)
  }

  @Test func `a citation of a work that can't be read says nothing of its own`() throws {
    let folder = try TemporaryFolder()
    try folder.write("bibliography: a.bib\n", to: "Lessons/course.yml")
    try folder.write("@book{euclid,\n author = {Euclid,\n title = {Elements}\n}\n", to: "Lessons/a.bib")
    try folder.write("As [@euclid] says.\n", to: "Lessons/a.md")
    let result = try LessonsTool().run(["check"], in: folder.url)
    let told = result.errors.matches(of: #/(?m)^(\S+): error: /#).map { String($0.1) }
    #expect(told == ["Lessons/a.bib:1:6"], "\(result.errors)")
  }

  @Test func `after a trap the formulas over what ran are still judged, and those over the rest aren't`() throws {
    let lesson = """
      ```swift silent
      let a = 2.0
      ```

      ```swift silent
      let b = [1.0][3]
      ```

      $$ a = 3 $$
      <!-- check -->

      $$ b = 3 $$
      <!-- check -->

      $$ c = 3 $$
      <!-- check -->
      """
    let told = try errors(lesson).map { $0.prefix { $0 != " " } }
    #expect(told == ["6", "9", "15"])
  }

  @Test func `a lesson of norun cells alone holds, and its formulas are checked`() throws {
    let folder = try TemporaryFolder()
    try folder.write("# A\n\n```swift norun\nlet a = 1\n```\n\n$$ 2 + 2 = 4 $$\n<!-- check -->\n", to: "Lessons/a.md")
    let result = try LessonsTool().run(["build"], in: folder.url, environment: ["PATH": "/nowhere"])
    #expect(result.exitCode == 0, "\(result.errors)")
    #expect(try !folder.text(of: "site/a.html").contains("Not reached"))
  }
}
