import CourseConfiguration
import Foundation
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
    #expect(result.help(1) == ["write less, or delete files that are no longer needed"])
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

  @Test func `what is told of the lesson doesn't count`() async throws {
    var limits = Limits()
    limits.fileBytes = 1 << 17
    limits.diskBytes = 1 << 18
    let change = "for i in all.indices { all[i] *= 1.000001 }\nThread.sleep(forTimeInterval: 0.2)"
    let result = try await run(
      lesson(["import Foundation\nvar all = (0..<20_000).map { Double($0) * 1.000001 }", change, change]), limits: limits)
    #expect(result.cells == [[], [], []])
    #expect(result.value(of: "all", after: 3)?.hasPrefix("[Double] [20000]") == true)
  }

  @Test func `folders deeper than a path can say are removed again`() async throws {
    let code = """
      import Foundation
      for _ in 0..<500 { mkdir("a-name-of-some-length", 0o700); chdir("a-name-of-some-length") }
      let place = ProcessInfo.processInfo.environment["HOME"]!
      print(place)
      """
    let result = try await run(lesson([code]))
    let printed = try #require(result.cells[0].first)
    let folder = try #require(printed.firstRange(of: "/lesson-run-").map { printed[..<$0.upperBound] })
    #expect(folder.isEmpty == false)
    let work = printed.dropFirst("printed \"".count).dropLast("\\n\"".count)
    #expect(!FileManager.default.fileExists(atPath: String(work)))
  }
}
