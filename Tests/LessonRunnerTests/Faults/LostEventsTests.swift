import LessonDocument
import LessonRunner
import Testing

/// A cell that removes the file of the program's events.
@Suite struct LostEventsTests {
  @Test func `a file that was closed is told at the statement that closed it`() async throws {
    let result = try await run(
      lesson(["import Foundation\n1", "print(\"kept\")\nfor file in 3..<30 { close(Int32(file)) }\nprint(\"lost\")", "2"]))
    #expect(result.cells[0] == ["Int = 1"])
    #expect(result.cells[1].last == "8:1 this closed or replaced the file in which the program tells its events, or filled the disk")
    #expect(result.cells[2] == ["not reached"])
    #expect(result.help(1) == ["close only what the cell itself has opened"])
  }

  @Test func `the folder that a cell works in may be removed`() async throws {
    let remove =
      "for name in try FileManager.default.contentsOfDirectory(atPath: \".\") { try FileManager.default.removeItem(atPath: name) }"
    let result = try await run(
      lesson([
        "import Foundation\nprint(\"before\")", remove + "\n_ = try? FileManager.default.removeItem(atPath: \"../work\")",
        "print(\"after\")\n2",
      ]))
    #expect(result.cells == [["printed \"before\\n\""], [], ["printed \"after\\n\"", "Int = 2"]])
  }
}
