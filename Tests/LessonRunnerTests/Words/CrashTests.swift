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

  @Test func `what was printed before the trap is kept, though its line isn't finished`() async throws {
    let result = try await run(
      lesson(["func f() { print(\"so far\", terminator: \"…\"); fatalError(\"no\") }"]) + "\n```swift crash\nf()\n```\n")
    #expect(result.cells[1] == ["printed \"so far…\"", "expected Fatal error: no"])
  }

  @Test func `the cells before it have the time that they have, when they run again for it`() async throws {
    var limits = Limits()
    limits.secondsPerCell = 4
    let pause = "import Foundation\nThread.sleep(forTimeInterval: 2.5)"
    let result = try await run(
      lesson([pause, "Thread.sleep(forTimeInterval: 2.5)"]) + "\n```swift crash\n[Int]()[0]\n```\n", limits: limits)
    #expect(result.cells == [[], [], ["expected Fatal error: Index out of range"]])
  }

  @Test func `if they don't come to it when they run again, it is told so`() async throws {
    let code = """
      import Foundation
      let runsAgain = ProcessInfo.processInfo.environment["LESSON_CRASH_CELL"] != nil
      if runsAgain { fatalError("another run") }
      """
    let result = try await run(lesson([code]) + "\n```swift crash\n[Int]()[0]\n```\n")
    #expect(
      result.cells == [
        [], ["8:1 when the cells before it ran again for this one, they didn't come here: this trapped: another run"],
      ])
  }
}
