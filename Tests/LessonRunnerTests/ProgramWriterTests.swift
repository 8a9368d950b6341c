import LessonDocument
import TestSupport
import Testing

@testable import LessonRunner

@Suite struct ProgramWriterTests {
  private func programs(_ lesson: String) -> [Program] {
    ProgramWriter().programs(for: DocumentParser.parse(Array(lesson.utf8), path: "lesson.md"))
  }

  @Test func `a lesson becomes a program`() throws {
    let lesson = String(decoding: try Fixtures.bytes(of: "programs/lesson.md"), as: UTF8.self)
    let written = programs(lesson).map(\.source).joined(separator: "// ---\n")
    #expect(try written == Fixtures.snapshot("programs/lesson.swift", of: written))
  }

  @Test func `a cell that resets begins another program`() {
    let found = programs("```swift\n1\n```\n\n```swift reset\n2\n```\n\n```swift crash\n3\n```\n")
    #expect(found.map(\.cells) == [[0], [1, 2]])
    #expect(found.map(\.crashCells) == [[], [2]])
  }

  @Test func `prose above a cell changes nothing in its program`() {
    let cell = "```swift\nlet a = 1\na // => 1\n```\n"
    #expect(programs(cell) == programs("# Title\n\nProse.\n\n" + cell))
    #expect(programs(cell) == programs(cell.replacing("\n", with: "\r\n")))
  }

  @Test func `statements of a long lesson go into functions unless they declare variables`() {
    let cells = (0..<100).map { "```swift\nlet x\($0) = \($0)\nprint(x\($0))\n```\n" }
    let split = programs(cells.joined())[0].source.split(separator: "\n").map(String.init)
    let begun = split.firstIndex { $0.hasPrefix("__lessonBegin(") } ?? 0
    let (functions, top) = (split[..<begun], split[begun...])
    #expect(functions.filter { $0.contains("print(x") }.count == 100)
    #expect(top.filter { $0.hasPrefix("let x") }.count == 100)
    #expect(!top.contains { $0.contains("print(x") })
    let short = programs(cells.prefix(60).joined())[0].source
    #expect(!short.contains("@MainActor func"))
  }

  @Test func `without cells and expressions there is none`() {
    #expect(programs("text\n").isEmpty)
  }
}
