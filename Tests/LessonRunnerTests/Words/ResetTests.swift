import LessonDocument
import LessonRunner
import Testing

/// `reset`: a new program begins.
@Suite struct ResetTests {
  @Test func `after reset the earlier names are gone, and an earlier failure doesn't matter`() async throws {
    let result = try await run(
      "```swift\nlet a = 1\nfatalError()\n```\n\n```swift reset\n1\n```\n\n```swift reset\na\n```\n")
    #expect(result.cells[0] == ["3:1 this trapped"])
    #expect(result.cells[1] == ["Int = 1"])
    #expect(result.cells[2] == ["11:1 cannot find 'a' in scope"])
  }

  @Test func `a name may be declared again, as another thing`() async throws {
    let result = try await run(
      "```swift\nlet a = 1\na\n```\n\n```swift reset\nlet a = 2.5\na\n```\n\n```swift\na * 2\n```\n")
    #expect(result.cells == [["Int = 1"], ["Double = 2.5"], ["Double = 5.0"]])
    #expect(result.value(of: "a", after: 1) == "Int [] [1.0]")
    #expect(result.value(of: "a", after: 2) == "Double [] [2.5]")
  }
}
