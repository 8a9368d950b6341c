import CourseConfiguration
import LessonDocument
import LessonRunner
import Testing

/// A cell that floods standard error.
@Suite struct StandardErrorTests {
  @Test func `a little is nobody's business, a flood is stopped`() async throws {
    var limits = Limits()
    limits.fileBytes = 1 << 20
    limits.secondsPerCell = 60
    let write = "FileHandle.standardError.write(Data(count: 10_000))"
    let result = try await run(lesson(["import Foundation\n\(write)\n1", "while true { \(write) }", "3"]), limits: limits)
    #expect(result.cells == [["Int = 1"], ["8:1 this wrote more than 1 MB to standard error"], ["not reached"]])
    #expect(result.help(1) == ["write less"])
  }
}
