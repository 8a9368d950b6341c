import Diagnostics
import Foundation
import LessonDocument
import LessonRunner
import TestSupport
import Testing

/// What a cell finds around it: the same on every machine.
@Suite struct EnvironmentTests {
  @Test func `the environment is a short known list`() async throws {
    let result = try await run(
      lesson(["import Foundation\nprint(ProcessInfo.processInfo.environment.keys.sorted().joined(separator: \" \"))"]))
    #expect(result.cells == [["printed \"HOME LANG LESSON_EVENTS PATH PWD SWIFT_BACKTRACE SWIFT_DETERMINISTIC_HASHING TMPDIR TZ\\n\""]])
  }

  @Test func `the working folder is a copy of the lesson's data folder`() async throws {
    let folder = try TemporaryFolder()
    try folder.write("one\ntwo\n", to: "01-words/small.txt")
    try folder.write("3", to: "01-words/deep/er.txt")
    try folder.write("", to: "01-words/.hidden")
    let text = """
      ```swift
      import Foundation
      let files = FileManager.default
      files.subpaths(atPath: ".")!.sorted()
      ```

      ```swift
      try String(contentsOfFile: "small.txt", encoding: .utf8)
      ```

      ```swift
      try "changed".write(toFile: "small.txt", atomically: true, encoding: .utf8)
      ```

      ```swift crash
      fatalError(try! String(contentsOfFile: "small.txt", encoding: .utf8))
      ```
      """
    try folder.write(text, to: "01-words.md")
    let result = try await run(text, path: folder.url.appending(path: "01-words.md").path)
    #expect(result.cells[0] == ["[String] = [\"deep\", \"deep/er.txt\", \"small.txt\"]"])
    #expect(result.cells[1].first?.contains("one") == true)
    #expect(result.cells[2] == [])
    #expect(result.cells[3] == ["expected Fatal error: changed"])
    #expect(try folder.text(of: "01-words/small.txt") == "one\ntwo\n")
    #expect(try dataFiles(of: result.document).map(\.lastPathComponent) == ["er.txt", "small.txt"])
  }

  @Test func `a data folder that is too large is told`() async throws {
    let folder = try TemporaryFolder()
    try folder.write([UInt8](repeating: 0, count: 3000), to: "a/large")
    var limits = Limits()
    limits.dataBytes = 1 << 10
    let result = try await run("```swift\n1\n```\n", limits: limits, path: folder.url.appending(path: "a.md").path)
    #expect(result.cells == [["2:1 the files in the folder `a` are larger than 1 KB"]])
    #expect(result.help(0) == ["keep less beside the lesson, or set `limits: { data: … }` in course.yml"])
  }

  @Test func `the data folder may be a link, but not hold one to a folder`() async throws {
    let folder = try TemporaryFolder()
    try folder.write("one", to: "elsewhere/small.txt")
    let link = folder.url.appending(path: "a")
    try FileManager.default.createSymbolicLink(at: link, withDestinationURL: folder.url.appending(path: "elsewhere"))
    let text = lesson(["import Foundation\nFileManager.default.subpaths(atPath: \".\")!"])
    let path = folder.url.appending(path: "a.md").path
    #expect(try await run(text, path: path).cells == [["[String] = [\"small.txt\"]"]])
    try FileManager.default.createSymbolicLink(
      at: folder.url.appending(path: "elsewhere/deep"), withDestinationURL: folder.url)
    let failure = await #expect(throws: ToolFailure.self) { try await run(text, path: path) }
    #expect(failure?.message.hasSuffix("deep is a link to a folder, which a lesson's data can't hold") == true)
  }
}
