import Foundation
import TestSupport
import Testing

/// Authors' mistakes and the tool's messages about them. The lessons and the messages are side by side in
/// `Tests/Fixtures/bad-input`.
@Suite struct BadInputTests {
  private static let names = [
    "unclosed-fence", "unknown-word", "front-matter-no-yaml", "check-unknown-key", "formula", "cell-syntax",
    "cell-does-not-compile", "cell-traps",
    "cell-never-ends", "cell-exits", "cell-prints-a-megabyte", "cell-prints-script", "output-differs", "expectations",
    "link", "html", "not-utf8", "prose", "picture",
  ]

  /// The output of `lessons check`, without what differs from run to run.
  private func printed(_ result: LessonsTool.Result) -> String {
    let progress = /(?m)^(?:ran .* in [\d.]+ s|building the lessons' library.*)\n/
    return (result.errors + result.output).replacing(progress, with: "").replacing(/, [\d.]+ s\n/, with: "\n")
  }

  @Test(arguments: names)
  func `a message names the place, shows it and says what to do`(name: String) throws {
    let folder = try TemporaryFolder()
    let lesson = try Fixtures.bytes(of: "bad-input/\(name).md")
    try folder.write(lesson, to: "Lessons/\(name).md")
    let result = try LessonsTool().run(["check"], in: folder.url)
    let text = printed(result)
    let expected = try Fixtures.snapshot("bad-input/\(name).txt", of: text)
    #expect(text == expected)
    #expect(result.exitCode == (expected.contains("all holds") ? 0 : 1))
    #expect(!text.contains("stack trace") && !text.contains("SIG") && !text.contains(folder.url.path))
    #expect(try folder.read("Lessons/\(name).md") == lesson)
  }

  @Test func `every lesson there is tried`() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: Fixtures.url("bad-input").path)
    #expect(files.filter { $0.hasSuffix(".md") }.sorted() == Self.names.map { $0 + ".md" }.sorted())
  }

  @Test func `one bad lesson doesn't keep the others from being checked`() throws {
    let folder = try TemporaryFolder()
    try folder.write("# Good\n\n```swift\n1 + 1\n```\n\n```output\nInt = 2\n```\n", to: "Lessons/01-good.md")
    try folder.write("# Bad\n\n```swift\n", to: "Lessons/02-bad.md")
    let result = try LessonsTool().run(["check"], in: folder.url)
    #expect(result.exitCode == 1)
    #expect(result.errors.contains("Lessons/02-bad.md:3:1: error: this fence is never closed"))
    #expect(
      printed(result).hasSuffix(
        "1 lesson, 1 cell, 1 output, 0 formulas (0 checked, 0 not); 1 lesson could not be read: 1 error\n"))
  }

  @Test func `what was accepted holds, and every other byte is as it was`() throws {
    let folder = try TemporaryFolder()
    let lesson = "# A\r\n\r\n> ```swift\r\n> print(\"```\")\r\n> 1 + 1 // => 3\r\n> ```\r\n\r\ntext  \r\n"
    try folder.write(lesson, to: "Lessons/a.md")
    #expect(try LessonsTool().run(["check"], in: folder.url).exitCode == 1)
    #expect(try folder.text(of: "Lessons/a.md") == lesson)
    let accepted = try LessonsTool().run(["check", "--accept"], in: folder.url)
    #expect(accepted.exitCode == 0, "\(accepted.errors)")
    #expect(accepted.output == "Lessons/a.md: 2 outputs accepted\n")
    let expected = lesson.replacing(
      "// => 3\r\n> ```\r\n", with: "// => 2\r\n> ```\r\n>\r\n> ````output\r\n> ```\r\n> ````\r\n")
    #expect(try folder.text(of: "Lessons/a.md") == expected)
    #expect(try LessonsTool().run(["check"], in: folder.url).exitCode == 0)
    #expect(
      try LessonsTool().run(["check", "--accept"], in: folder.url).output
        == "nothing to accept: every output is as recorded\n")
  }

  @Test func `accepting leaves a link a link, and the file's permissions as they are`() throws {
    let folder = try TemporaryFolder()
    try folder.write("```swift\n1\n```\n", to: "Lessons/.real/a.md")
    let file = folder.url.appending(path: "Lessons/.real/a.md").path
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: file)
    try folder.write("# Other\n", to: "Lessons/b.md")
    let link = folder.url.appending(path: "Lessons/a.md").path
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: ".real/a.md")
    #expect(try LessonsTool().run(["check", "--accept"], in: folder.url).exitCode == 0)
    #expect(try folder.text(of: "Lessons/.real/a.md") == "```swift\n1\n```\n\n```output\nInt = 1\n```\n")
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == ".real/a.md")
    let permissions = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? NSNumber
    #expect(permissions == 0o640)
  }
}
