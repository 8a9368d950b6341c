import LessonDocument
import LessonRunner
import Testing

/// A cell that tries to tell the tool what it hasn't done.
@Suite struct ForgedEventsTests {
  @Test func `a print can't forge a result`() async throws {
    let event =
      #"{"kind":{"displayed":{"cell":0,"value":{"content":{"text":{}},"text":"9","type":"Int"}}},"outputOffset":0,"errorOffset":0}"#
    let result = try await run(lesson(["print(#\"\(event)\"#)\n1"]))
    #expect(result.cells == [["printed \((event + "\n").debugDescription)", "Int = 1"]])
  }

  @Test(arguments: [
    "nonsense", #"{"kind":{"cellEnded":{"cell":99}},"outputOffset":0,"errorOffset":0}"#,
    #"{"kind":{"statement":{"cell":0,"index":-5}},"outputOffset":-9,"errorOffset":0}"#,
    #"{"kind":{"evaluated":{"expression":3,"value":{"opaque":{"type":"x"}}}},"outputOffset":9223372036854775807,"errorOffset":0}"#,
  ])
  func `a cell that writes among the events is told, and nothing crashes`(line: String) async throws {
    let result = try await run(
      lesson([
        "1",
        """
        import Foundation
        let path = ProcessInfo.processInfo.environment["LESSON_EVENTS"]!
        let handle = FileHandle(forWritingAtPath: path)!
        _ = handle.seekToEndOfFile()
        handle.write(Data((#"\(line)"# + "\\n").utf8))
        2
        """,
      ]))
    #expect(result.cells[0] == ["Int = 1"])
    #expect(result.cells[1] == ["9:1 this wrote into the file in which the program tells its events"])
    #expect(result.help(1) == ["leave `LESSON_EVENTS` to the tool"])
  }
}
