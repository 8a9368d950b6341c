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

  @Test func `many files that are large together are stopped`() async throws {
    var limits = Limits()
    limits.diskBytes = 1 << 24
    limits.secondsPerCell = 60
    let result = try await run(
      lesson([
        "print(\"kept\")",
        """
        import Foundation
        var count = 0
        while true {
          count += 1
          try Data(repeating: 1, count: 1_000_000).write(to: URL(filePath: "file\\(count)"))
          usleep(1000)
        }
        """,
      ]), limits: limits)
    #expect(result.cells == [["printed \"kept\\n\""], ["8:1 this wrote files of more than 16 MB together"]])
    #expect(result.help(1) == ["write less, or delete what is done with"])
  }

  @Test func `files that are deleted again don't count`() async throws {
    var limits = Limits()
    limits.diskBytes = 1 << 24
    let result = try await run(
      lesson([
        """
        import Foundation
        for _ in 0..<60 {
          try Data(repeating: 1, count: 1_000_000).write(to: URL(filePath: "file"))
          usleep(10_000)
          try FileManager.default.removeItem(atPath: "file")
        }
        1
        """
      ]), limits: limits)
    #expect(result.cells == [["Int = 1"]])
  }
}
