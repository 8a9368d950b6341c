import CellOutputs
import CourseConfiguration
import Foundation
import LessonDocument
import Testing

@testable import LessonRunner

/// `crash`: the cell must trap, and the lesson continues without it.
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

  @Test func `it may do what the compiler refuses of local variables`() async throws {
    let overflow = "```swift crash\nlet big: Int8 = 127\nprint(big)\nbig + 1\n```\n"
    let result = try await run(lesson(["let small = 1", "small"]) + "\n" + overflow)
    #expect(result.cells == [[], ["Int = 1"], ["printed \"127\\n\"", "expected the program crashed (SIGILL)"]])
    // A name may be declared again, as long as the rest is right for a local variable.
    let shadowing = try await run(lesson(["let xs = [1]"]) + "\n```swift crash\nlet xs = [Int]()\nxs[0]\n```\n")
    #expect(shadowing.cells == [[], ["expected Fatal error: Index out of range"]])
    let wrong = try await run(lesson(["1"]) + "\n```swift crash\nlet x: Int = \"a\"\n```\n")
    #expect(wrong.cells[1] == ["6:14 cannot convert value of type 'String' to specified type 'Int'"])
  }

  @Test(
    arguments: [
      // Two parts of one tuple: the compiler proves of a local variable that they don't overlap.
      "func balance(_ x: inout Int, _ y: inout Int) { x = y }\nvar player = (health: 10, energy: 20)\nbalance(&player.health, &player.energy)",
      "struct Player { var health = 10, energy = 20 }\nfunc balance(_ x: inout Int, _ y: inout Int) { x = y }\n"
        + "var player = Player()\nbalance(&player.health, &player.energy)",
      // One variable twice, which the compiler refuses of a local one.
      "var step = 1\nfunc increment(_ n: inout Int) { n += step }\nincrement(&step)",
    ])
  func `it traps when two accesses overlap, as the same code does in a main file`(_ code: String) async throws {
    let result = try await run(lesson(["1"]) + "\n```swift crash\nprint(\"first\")\n\(code)\n```\n\n```swift\n2\n```\n")
    let conflict = "Simultaneous accesses to a variable, but modification requires exclusive access"
    #expect(result.cells == [["Int = 1"], ["printed \"first\\n\"", "expected \(conflict)"], ["Int = 2"]])
    // Without the word it is an error of the cell, told in the same words.
    let unmarked = try await run("```swift\n\(code)\n```\n")
    #expect(unmarked.cells[0].last?.hasSuffix("this trapped: \(conflict)") == true, "\(unmarked.cells)")
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
    let document = DocumentParser.parse(Array((lesson(["1"]) + "\n```swift crash\n[Int]()[0]\n```\n").utf8), path: "lesson.md")
    var reader = RunReader(document: document, limits: Limits())
    let passing = RunEvent(.passing(cell: 0), outputOffset: 0, errorOffset: 0)
    let trap = Array("Lesson/cell-0:1: Fatal error: another run\n".utf8)
    reader.readCrash(
      .init(end: .signal(SIGILL), events: [passing], hasForeignEvents: false, output: [], errors: trap), of: 1)
    #expect(
      LessonRun(document: document, run: reader.run).cells[1] == [
        "6:1 when the cells before it ran again for this one, they didn't come here: this trapped: another run"
      ])
  }

  #if os(Linux)
    @Test func `a cell can't tell that it runs again`() async throws {
      let code = """
        import Foundation
        var seen = ProcessInfo.processInfo.environment.sorted { $0.key < $1.key }.map { $0.key + $0.value }
        seen += [FileManager.default.currentDirectoryPath, CommandLine.arguments.joined()]
        seen += FileManager.default.subpaths(atPath: ".")!.sorted()
        seen += [(try? String(contentsOfFile: "/proc/self/environ", encoding: .utf8)) ?? "", String(readLine() == nil)]
        seen
        """
      let result = try await run(lesson([code]) + "\n```swift crash\nfatalError(seen.joined())\n```\n")
      guard case .value(let value) = try #require(result.run.cells[0].outputs.first) else { return }
      #expect(!value.text.contains("LESSON"))
      let again = try #require(result.run.cells[1].expectedMessage)
      #expect(!again.contains("LESSON") && !again.contains("crash"), "\(again)")
    }
  #endif
}
