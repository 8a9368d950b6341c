import Foundation
import TestSupport
import Testing

/// Fences that hold text of source files.
@Suite struct IncludeTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("// swift-tools-version: 6.0\n", to: "Package.swift")
    try folder.write("libraries: []\n", to: "Lessons/course.yml")
    try folder.write(
      """
      import Foundation

      /// Adds.
      public func sum(_ a: Int, _ b: Int) -> Int {
        a + b
      }

      struct Pair {
        // snippet.first
        var first = 1
        // snippet.end
        /// Swaps.
        mutating func swap() {
        }
      }

      """, to: "Sources/Sums/Sums.swift")
    try folder.write("def f():\n    # ANCHOR: body\n    return 1\n    # ANCHOR_END: body\n", to: "tools/f.py")
  }

  private func call(_ arguments: String...) throws -> LessonsTool.Result { try LessonsTool().run(arguments, in: folder.url) }

  private func fence(_ words: String, _ text: String) -> String { "```\(words)\n\(text)```\n" }

  @Test(arguments: [
    ("swift include=Sources/Sums/Sums.swift#sum", "/// Adds.\npublic func sum(_ a: Int, _ b: Int) -> Int {\n  a + b\n}\n"),
    ("swift include=Sources/Sums/Sums.swift#first", "var first = 1\n"),
    ("swift include=Sources/Sums/Sums.swift#Pair.swap", "/// Swaps.\nmutating func swap() {\n}\n"),
    ("python include=tools/f.py#body", "return 1\n"),
    ("python include=tools/f.py", "def f():\n    return 1\n"),
  ])
  func `a fence is filled from the file, and then holds until the file changes`(words: String, text: String) throws {
    try folder.write("# A\n\n> " + fence(words, "").replacing("\n", with: "\n> "), to: "Lessons/quoted.md")
    try folder.write("# A\n\n" + fence(words, ""), to: "Lessons/a.md")
    let empty = try call("check")
    #expect(empty.exitCode == 1)
    #expect(empty.errors.contains("Lessons/a.md:3:1: error: this isn't what `\(words.split(separator: "=")[1])` holds"), "\(empty.errors)")
    let accepted = try call("check", "--accept")
    #expect(accepted.exitCode == 0, "\(accepted.errors)")
    #expect(try folder.text(of: "Lessons/a.md") == "# A\n\n" + fence(words, text))
    #expect(try folder.text(of: "Lessons/quoted.md").contains("\n> " + text.split(separator: "\n")[0]))
    #expect(try call("check").exitCode == 0)
    for file in ["Sources/Sums/Sums.swift", "tools/f.py"] {
      let changed = try folder.text(of: file).replacing("1", with: "2").replacing("a + b", with: "b + a").replacing(
        "Swaps", with: "Exchanges")
      try folder.write(changed, to: file)
    }
    #expect(try call("check").exitCode == 1)
  }

  @Test(arguments: [
    (
      "swift include=Sources/Sums/Sum.swift#sum", "3:18", "there is no file `Sources/Sums/Sum.swift` in ",
      "did you mean `Sources/Sums/Sums.swift`?"
    ),
    (
      "swift include=Sources/Sums/Sums.swift#sun", "3:42", "`Sources/Sums/Sums.swift` has no region or declaration `sun`",
      "did you mean `sum`?"
    ),
    ("swift include=../outside.swift", "3:18", "`../outside.swift` isn't in ", "only files of the course's own package are included"),
    ("swift include=/etc/passwd", "3:18", "`/etc/passwd` isn't in ", "only files of the course's own package are included"),
    ("swift include=link.swift", "3:18", "`link.swift` isn't in ", "only files of the course's own package are included"),
    (
      "swift include=Sources/Sums/Sums.swift#sum nest", "3:46", "`nest` doesn't go with `include=`",
      "code of a file is only shown: take the word off"
    ),
    ("swift include=", "3:10", "`include=` needs a file", "write, say, `include=Sources/Attention/Softmax.swift#softmax`"),
  ])
  func `what is wrong with the file is reported at its name`(words: String, place: String, message: String, help: String) throws {
    try FileManager.default.createSymbolicLink(
      at: folder.url.appending(path: "link.swift"), withDestinationURL: URL(filePath: "/etc/passwd"))
    try folder.write("# A\n\n" + fence(words, ""), to: "Lessons/a.md")
    let result = try call("check")
    #expect(result.errors.contains("Lessons/a.md:\(place): error: \(message)"), "\(result.errors)")
    #expect(result.errors.contains("= help: \(help)"), "\(result.errors)")
    #expect(result.exitCode == 1)
  }
}
