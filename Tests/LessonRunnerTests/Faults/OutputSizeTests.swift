import CourseConfiguration
import LessonDocument
import LessonRunner
import Testing

/// A cell that prints too much.
@Suite struct OutputSizeTests {
  @Test func `a megabyte is told, and the rest goes on`() async throws {
    let result = try await run(lesson(["for _ in 0..<20_000 { print(String(repeating: \"x\", count: 50)) }", "1 + 1"]))
    #expect(result.cells[0].last == "2:1 this cell prints too much: the limit is 64 KB")
    #expect(result.cells[0].count == 2)
    #expect(result.cells[0][0].utf8.count < 80_000)
    #expect(result.cells[1] == ["Int = 2"])
  }

  @Test func `a cell that writes without end is stopped`() async throws {
    var limits = Limits()
    limits.fileBytes = 1 << 17
    limits.secondsPerCell = 60
    let result = try await run(lesson(["while true { print(\"x\") }", "2"]), limits: limits)
    // That it was stopped at the limit of a file is no second fault.
    #expect(result.cells[0].dropFirst() == ["2:1 this cell prints too much: the limit is 64 KB"])
    #expect(result.cells[1] == ["not reached"])
  }

  @Test func `a page that takes more than a file may hold names the file's limit`() async throws {
    var limits = Limits()
    limits.fileBytes = 1 << 17
    limits.printedBytesPerCell = 1 << 20
    limits.secondsPerCell = 60
    let result = try await run(lesson(["while true { print(\"x\") }"]), limits: limits)
    #expect(result.cells[0].dropFirst() == ["2:1 this wrote more than 128 KB to standard output"])
  }

  @Test func `the limit doesn't cut through a character`() async throws {
    var limits = Limits()
    limits.printedBytesPerCell = 1 << 10
    let result = try await run(lesson(["print(\"a\", terminator: String(repeating: \"é\", count: 600))"]), limits: limits)
    #expect(result.cells[0].last == "2:1 this cell prints too much: the limit is 1 KB")
    #expect(result.cells[0].first?.contains("\u{FFFD}") == false)
  }
}
