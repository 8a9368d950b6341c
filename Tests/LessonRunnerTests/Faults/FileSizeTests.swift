import LessonDocument
import LessonRunner
import Testing

/// A cell that fills the disk.
@Suite struct FileSizeTests {
  @Test func `a file that grows without end is stopped`() async throws {
    var limits = Limits()
    limits.fileBytes = 1 << 20
    limits.secondsPerCell = 60
    let result = try await run(
      lesson([
        "print(\"kept\")",
        """
        import Foundation
        FileManager.default.createFile(atPath: "large", contents: nil)
        let file = FileHandle(forWritingAtPath: "large")!
        while true { file.write(Data(count: 100_000)) }
        """,
      ]), limits: limits)
    #expect(result.cells == [["printed \"kept\\n\""], ["9:1 this wrote more than 1 MB into a file"]])
    #expect(result.help(1) == ["write less"])
  }
}
