import Foundation
import TestSupport
import Testing

/// Streams that can't be written: a full disk, a stream that is closed.
@Suite struct StreamTests {
  private func call(_ line: String) throws -> LessonsTool.Result {
    let folder = try TemporaryFolder()
    try folder.write("# Sums\n\n```swift\n1 + 1\n```\n", to: "Lessons/a.md")
    return try LessonsTool().run(shell: "\"$LESSONS\" \(line)", in: folder.url)
  }

  @Test(arguments: ["2>/dev/full", "2>&-"])
  func `errors that can't be said change nothing else`(stream: String) throws {
    let failed = try call("check \(stream)")
    #expect(failed.exitCode == 1)
    #expect(failed.output.contains("1 lesson, 1 cell"), "\(failed.output)")
    let wrong = try call("check --course nowhere \(stream)")
    #expect(wrong.exitCode == 64)
    #expect(try call("formula '1 +' \(stream)").exitCode == 1)
  }

  @Test(
    arguments: ["check", "check --accept", "check --format json", "check --format junit", "build", "run a", "clean", "formula '1 + 1'"],
    [">/dev/full", ">&-"])
  func `a report that can't be written is no success`(command: String, stream: String) throws {
    let result = try call("\(command) \(stream)")
    #expect(result.exitCode == 2)
    #expect(result.errors.contains("lessons: error: the report could not be written\n"), "\(result.errors)")
  }

  @Test func `whoever stops reading isn't told so`() throws {
    let result = try call("check --format json 2>&1 | true; echo after")
    #expect(result.output.hasSuffix("after\n"))
  }
}
