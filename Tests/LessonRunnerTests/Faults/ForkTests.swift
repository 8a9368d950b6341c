import CourseConfiguration
import LessonDocument
import LessonRunner
import TestSupport
import Testing

/// A cell that starts processes and leaves them running.
@Suite struct ForkTests {
  private func shell(_ command: String, seconds: Double = 0.5) -> String {
    """
    import Foundation
    let child = Process()
    child.executableURL = URL(filePath: "/bin/sh")
    child.arguments = ["-c", #"\(command)"#]
    do { try child.run(); Thread.sleep(forTimeInterval: \(seconds)) }
    """
  }

  @Test func `a child that is left behind ends with the program`() async throws {
    let result = try await run(lesson([shell("sleep \(mark)1 & sleep \(mark)1 &")]))
    #expect(result.cells == [[]])
    #expect(processes(mentioning: "sleep \(mark)1") == [])
  }

  #if os(Linux)
    @Test func `a daemon with a session and an environment of its own ends with the program`() async throws {
      let result = try await run(lesson([shell("(env -i setsid sh -c 'sleep \(mark)2 & trap : TERM HUP; sleep \(mark)2' &)")]))
      #expect(result.cells == [[]])
      #expect(processes(mentioning: "sleep \(mark)2") == [])
    }

    @Test func `a daemon ends with a cell that takes too long`() async throws {
      let result = try await run(
        "```swift timeout=3\n\(shell("(setsid sleep \(mark)3 &)"))\nwhile true {}\n```\n")
      #expect(result.cells == [["7:1 this didn't end within 3 s"]])
      #expect(processes(mentioning: "sleep \(mark)3") == [])
    }

    @Test func `more processes than the limit are ended`() async throws {
      var limits = Limits()
      limits.processes = 8
      limits.secondsPerCell = 60
      let result = try await run(
        lesson(["1", shell("for i in 1 2 3 4 5 6 7 8; do (setsid sleep \(mark)4 &); done", seconds: 60)]), limits: limits)
      #expect(result.cells == [["Int = 1"], ["10:1 this started more than 8 processes"]])
      #expect(result.help(1) == ["start fewer, and wait for each before the next"])
      #expect(processes(mentioning: "sleep \(mark)4") == [])
    }

    @Test func `processes that make ever more processes are ended`() async throws {
      var limits = Limits()
      limits.secondsPerCell = 60
      // Limited to nine generations, so that a failing test does no harm.
      let command = "f() { if [ $1 = 0 ]; then exec sleep \(mark)5; fi; f $(($1 - 1)) & f $(($1 - 1)) & wait; }; f 9"
      let result = try await run(lesson([shell(command, seconds: 60)]), limits: limits)
      #expect(result.cells == [["6:1 this started more than 64 processes"]])
      #expect(processes(mentioning: "sleep \(mark)5") == [])
    }
  #endif

  @Test func `a copy of the program says nothing, and ends with it`() async throws {
    let result = try await run(
      lesson([
        """
        import Foundation
        @_silgen_name("fork") func makeCopy() -> Int32
        print("once")
        let copy = makeCopy()
        if copy == 0 { sleep(1000) }
        """, "print(\"twice?\")\n2",
        "let other = makeCopy()", "print(\"three?\")\n3",
      ]))
    #expect(
      result.cells == [
        ["printed \"once\\n\""], ["printed \"twice?\\n\"", "Int = 2"], [], ["printed \"three?\\n\"", "Int = 3"],
      ])
  }

  #if os(Linux)
    @Test func `a daemon ends though the cell ends what guards it`() async throws {
      let code = shell("setsid sleep \(mark)7") + "\nkill(getppid(), SIGKILL)\nThread.sleep(forTimeInterval: 5)"
      let result = try await run(lesson([code]))
      #expect(result.cells[0].first?.hasSuffix("the program crashed (SIGKILL)") == true)
      #expect(processes(mentioning: "sleep \(mark)7") == [])
    }

    @Test func `a lesson has no terminal to ask`() async throws {
      let result = try await run(lesson(["import Foundation\ngetsid(0) == getpid()"]))
      #expect(result.cells == [["Bool = true"]])
    }
  #endif
}
