import LessonDocument
import LessonRunner
import Testing

/// The words on a cell that change how it runs.
@Suite struct ExpectationsTests {
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

  @Test func `cells that must not compile are compiled alone, after the cells before them`() async throws {
    let result = try await run(
      """
      ```swift
      let n = 1
      ```

      ```swift fail
      let m: String = n
      ```

      ```swift fail
      func open() {
      ```

      ```swift fail
      let ok = n
      ```

      ```swift fail
      later
      ```

      ```swift fail
      /* never closed
      ```

      ```swift
      let later = 2
      later
      ```
      """)
    #expect(result.cells[0] == [])
    #expect(result.cells[1] == ["expected error: cannot convert value of type 'Int' to specified type 'String'"])
    #expect(result.cells[2].first?.hasPrefix("expected error: ") == true, "\(result.cells[2])")
    #expect(result.cells[3] == ["14:1 this cell is marked `fail`, but it compiles"])
    #expect(result.help(3) == ["take the word `fail` off, or make it wrong again"])
    #expect(result.cells[4] == ["expected error: cannot find 'later' in scope"])
    #expect(result.cells[5].first?.hasPrefix("expected error: ") == true, "\(result.cells[5])")
    #expect(result.cells[6] == ["Int = 2"])
  }

  @Test func `nest, reset, norun and the words for showing`() async throws {
    let result = try await run(
      """
      ```swift
      let a = 1
      var b = 1
      ```

      ```swift nest
      let a = "inner"
      b = 2
      a
      ```

      ```swift
      a + b
      ```

      ```swift norun
      this is …
      ```

      ```swift silent
      a
      ```

      ```swift hide
      a
      ```

      ```swift reset
      let a = 2.5
      a
      ```

      ```swift
      a * 2
      ```
      """)
    #expect(
      result.cells == [
        [], ["String = \"inner\""], ["Int = 3"], ["not run"], ["Int = 1"], ["Int = 1"], ["Double = 2.5"],
        ["Double = 5.0"],
      ])
    #expect(result.value(of: "a", after: 6) == "Int [] [1.0]")
    #expect(result.value(of: "a", after: 7) == "Double [] [2.5]")
    #expect(result.value(of: "b", after: 3) == "Int [] [2.0]")
  }

  @Test func `after reset the earlier names are gone, and an earlier failure doesn't matter`() async throws {
    let result = try await run(
      "```swift\nlet a = 1\nfatalError()\n```\n\n```swift reset\n1\n```\n\n```swift reset\na\n```\n")
    #expect(result.cells[0] == ["3:1 this trapped"])
    #expect(result.cells[1] == ["Int = 1"])
    #expect(result.cells[2] == ["11:1 cannot find 'a' in scope"])
  }

  @Test func `a lesson without cells needs no program`() async throws {
    #expect(try await run("# Only prose\n\n$x$\n").cells == [])
  }
}
