import LessonDocument
import LessonRunner
import Testing

/// `crash`: the cell must trap, and the lesson goes on without it.
@Suite struct CrashTests {
  @Test func `cells that must trap take a run each, and the rest goes on without them`() async throws {
    let result = try await run(
      """
      ```swift
      let xs = [1, 2]
      print("once")
      ```

      ```swift crash
      print("before the trap")
      xs[5]
      ```

      ```swift crash
      fatalError("as said")
      ```

      ```swift crash
      xs[1]
      ```

      ```swift
      xs.count
      ```
      """)
    #expect(
      result.cells == [
        ["printed \"once\\n\""], ["printed \"before the trap\\n\"", "expected Fatal error: Index out of range"],
        ["expected Fatal error: as said"], ["Int = 2", "16:1 this cell is marked `crash`, but it doesn't trap"],
        ["Int = 2"],
      ])
    #expect(result.help(3) == ["take the word `crash` off, or make it trap again"])
  }

  @Test func `a cell that fails in another way is told so`() async throws {
    let result = try await run("```swift crash timeout=0.3\nwhile true {}\n```\n\n```swift\n1\n```\n")
    #expect(result.cells == [["2:1 this didn't end within 0.3 s"], ["Int = 1"]])
  }
}
