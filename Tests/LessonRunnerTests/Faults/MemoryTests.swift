import CourseConfiguration
import LessonDocument
import LessonRunner
import Testing

/// A cell that exhausts memory.
@Suite struct MemoryTests {
  private func ended(_ code: String) async throws -> [[String]] {
    var limits = Limits()
    limits.memoryBytes = 1 << 29
    limits.secondsPerCell = 60
    return try await run(lesson(["print(\"kept\")", code]), limits: limits).cells
  }

  private let told = [["printed \"kept\\n\""], ["7:1 this used more than 512 MB of memory"]]

  @Test func `large pieces`() async throws {
    #expect(try await ended("var all: [[UInt8]] = []\nwhile true { all.append([UInt8](repeating: 1, count: 50_000_000)) }") == told)
  }

  @Test func `one piece larger than all memory`() async throws {
    #expect(try await ended("import Foundation\nlet all = [UInt8](repeating: 1, count: 1 << 40)") == told)
  }

  @Test func `many small pieces`() async throws {
    let code = """
      final class Node { let next: Node?; var numbers = (1, 2, 3, 4, 5, 6); init(_ next: Node?) { self.next = next } }
      var last = Node(nil)
      while true { last = Node(last) }
      """
    #expect(try await ended(code) == [told[0], ["8:1 this used more than 512 MB of memory"]])
  }

  @Test func `a limit in which no program can start is told as such`() async throws {
    var limits = Limits()
    limits.memoryBytes = 20 << 20
    let result = try await run(lesson(["1"]), limits: limits)
    #expect(result.cells == [["2:1 the lesson's program could not even start in 20 MB of memory"]])
    #expect(result.help(0) == ["set `limits: { memory: … }` in course.yml higher: Swift's own libraries take some"])
  }
}
