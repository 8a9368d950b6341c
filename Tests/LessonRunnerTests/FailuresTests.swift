import CellOutputs
import Diagnostics
import LessonDocument
import LessonRunner
import Testing

/// Whatever a cell does, it is a result; what came before it is kept.
@Suite struct FailuresTests {
  @Test func `the compiler's errors are told at their place in the Markdown`() async throws {
    let result = try await run(
      """
      # Title

      ```swift
      let a = 1
      ```

      > - ```swift
      >   print("kept back")
      >   let b: Int = "x"
      >   let é = unknownName; let d = a.nothing
      >   ```

      $x$<!-- check: missing + 1 -->
      """)
    #expect(
      result.cells == [
        ["not reached"],
        [
          "9:18 cannot convert value of type 'String' to specified type 'Int'",
          "10:13 cannot find 'unknownName' in scope",
          "10:36 value of type 'Int' has no member 'nothing'",
        ],
      ])
    #expect(result.marked(1) == ["\"", "unknownName", "nothing"])
    #expect(result.run.expressionProblems[0]?.map(\.message) == ["cannot find 'missing' in scope"])
    #expect(result.run.expressionProblems[0]?.map(\.range) == [0..<7])
  }

  @Test func `the compiler's notes name the lines of the Markdown`() async throws {
    let result = try await run("```swift\nlet a = 1\n```\n\n```swift\nlet a = 2\n```\n")
    #expect(result.cells[1] == ["6:5 invalid redeclaration of 'a'"])
    guard case .failed(let problems) = result.run.cells[1].state else { return }
    #expect(problems[0].notes == ["note: 'a' previously declared here (line 2)"])
  }

  @Test func `a trap keeps all that came before it, and names its statement`() async throws {
    let result = try await run(
      lesson([
        "print(\"before\")\n1 + 1", "let xs = [1, 2]\nprint(\"in the cell\")\nlet y =\n  xs[5]\nprint(\"never\")", "3",
      ]))
    #expect(
      result.cells == [
        ["printed \"before\\n\"", "Int = 2"], ["printed \"in the cell\\n\"", "9:1 this trapped: Index out of range"],
        ["not reached"],
      ])
    #expect(result.marked(1) == ["let y ="])
    #expect(result.value(of: "xs", after: 3) == nil)
  }

  @Test(arguments: [
    ("let n: Int? = nil\nn!", "3:1 this trapped: Unexpectedly found nil while unwrapping an Optional value", "n!"),
    ("fatalError(\"so it\\nis\")", "2:1 this trapped: so it\nis", "fatalError(\"so it\\nis\")"),
    ("precondition(1 > 2, \"no\")", "2:1 this trapped: no", "precondition(1 > 2, \"no\")"),
    (
      "struct Oops: Error { let code = 3 }\nthrow Oops()",
      "3:1 this trapped: Error raised at top level: Lesson.Oops(code: 3)", "throw Oops()"
    ),
    ("let a: Tensor = [1, 2]\na + Tensor([1, 2, 3])", "3:1 this trapped: ", "a + Tensor([1, 2, 3])"),
    ("#if true\nlet z = Int(\"0\")!\nprint(1 / z)\n#endif", "2:1 this trapped: Division by zero", "#if true"),
  ])
  func `a trap is told with its reason`(code: String, failure: String, marked: String) async throws {
    let result = try await run(lesson([code]))
    #expect(result.cells[0].count == 1)
    #expect(result.cells[0][0].hasPrefix(failure), "\(result.cells[0])")
    #expect(result.marked(0) == [marked])
  }

  @Test func `a trap in a function of an earlier cell is told where the function was called`() async throws {
    let result = try await run(lesson(["func pick(_ i: Int) -> Int { [1, 2][i] }", "print(pick(0))\npick(7)"]))
    #expect(result.cells[1] == ["printed \"1\\n\"", "7:1 this trapped: Index out of range"])
  }

  @Test func `a cell that never ends is ended, and only its own time counts`() async throws {
    var limits = Limits()
    limits.secondsPerCell = 30
    let result = try await run(
      "```swift\n1\n```\n\n```swift timeout=0.5\nprint(\"a\")\nwhile true { }\n```\n", limits: limits)
    #expect(result.cells == [["Int = 1"], ["printed \"a\\n\"", "7:1 this didn't end within 0.5 s"]])
    #expect(result.help(1) == ["make the work smaller, or give the cell more time with `timeout=…`"])
  }

  @Test(arguments: [
    ("exit(0)", "this ended the whole program with `exit(0)`"),
    ("exit(3)", "this ended the whole program with `exit(3)`"),
    ("_exit(0)", "this ended the whole program with `exit(0)`"),
    ("kill(getpid(), SIGKILL)", "the program crashed (SIGKILL)"),
    ("func deep(_ n: Int) -> Int { n == 0 ? 0 : deep(n + 1) + 1 }\nprint(deep(1))", "the program crashed (SIGSEGV)"),
    ("abort()", "the program crashed (SIGABRT)"), ("raise(SIGTERM)", "the program crashed (SIGTERM)"),
  ])
  func `a cell that ends the program is told`(code: String, failure: String) async throws {
    let result = try await run(lesson(["print(\"kept\")", "import Foundation\n\(code)\nprint(\"never\")", "2"]))
    #expect(result.cells[0] == ["printed \"kept\\n\""])
    #expect(result.cells[1].map { $0.split(separator: " ", maxSplits: 1).last.map(String.init) } == [failure])
    #expect(result.cells[2] == ["not reached"])
  }

  @Test func `a cell that prints a megabyte is told, and the rest goes on`() async throws {
    let result = try await run(lesson(["for _ in 0..<20_000 { print(String(repeating: \"x\", count: 50)) }", "1 + 1"]))
    #expect(result.cells[0].last == "2:1 this cell prints too much: the limit is 64 KB")
    #expect(result.cells[0].count == 2)
    #expect(result.cells[0][0].utf8.count < 80_000)
    #expect(result.cells[1] == ["Int = 2"])
  }

  @Test func `a cell that writes without end is stopped`() async throws {
    var limits = Limits()
    limits.fileBytes = 1 << 20
    let result = try await run(lesson(["while true { print(\"x\") }", "2"]), limits: limits)
    #expect(result.cells[0].dropFirst().first == "2:1 this cell prints too much: the limit is 64 KB")
    #expect(result.cells[0].last == "2:1 this wrote more than 1 MB")
    #expect(result.cells[1] == ["not reached"])
  }

  @Test func `there is nothing to read, so reading doesn't wait`() async throws {
    #expect(try await run(lesson(["readLine()"])).cells == [["String? = nil"]])
  }

  @Test func `a cell that closes its streams loses its prints, and nothing else`() async throws {
    let result = try await run(
      lesson([
        "print(\"a\")\n1",
        "import Foundation\nclose(STDIN_FILENO)\nclose(STDOUT_FILENO)\nclose(STDERR_FILENO)\nprint(\"lost\")\n2", "3",
      ]))
    #expect(result.cells == [["printed \"a\\n\"", "Int = 1"], ["Int = 2"], ["Int = 3"]])
  }

  @Test func `a print can't forge a result`() async throws {
    let event =
      #"{"kind":{"displayed":{"cell":0,"value":{"content":{"text":{}},"text":"9","type":"Int"}}},"outputOffset":0,"errorOffset":0}"#
    let result = try await run(lesson(["print(#\"\(event)\"#)\n1"]))
    #expect(result.cells == [["printed \((event + "\n").debugDescription)", "Int = 1"]])
  }

  @Test(arguments: [
    "nonsense", #"{"kind":{"cellEnded":{"cell":99}},"outputOffset":0,"errorOffset":0}"#,
    #"{"kind":{"statement":{"cell":0,"index":-5}},"outputOffset":-9,"errorOffset":0}"#,
    #"{"kind":{"evaluated":{"expression":3,"value":{"opaque":{"type":"x"}}}},"outputOffset":9223372036854775807,"errorOffset":0}"#,
  ])
  func `a cell that writes among the events is told, and nothing crashes`(line: String) async throws {
    let result = try await run(
      lesson([
        "1",
        """
        import Foundation
        let path = ProcessInfo.processInfo.environment["LESSON_EVENTS"]!
        let handle = FileHandle(forWritingAtPath: path)!
        _ = handle.seekToEndOfFile()
        handle.write(Data((#"\(line)"# + "\\n").utf8))
        2
        """,
      ]))
    #expect(result.cells[0] == ["Int = 1"])
    #expect(result.cells[1] == ["9:1 this wrote into the file in which the program tells its events"])
    #expect(result.help(1) == ["leave `LESSON_EVENTS` to the tool"])
  }

  @Test func `what a cell starts ends with its program`() async throws {
    let clock = ContinuousClock()
    let begun = clock.now
    let result = try await run(
      lesson([
        "import Foundation\nlet child = Process()\nchild.executableURL = URL(filePath: \"/bin/sleep\")\nchild.arguments = [\"3600\"]\ntry child.run()"
      ]))
    #expect(result.cells == [[]])
    // Long enough for the library to be built first.
    #expect(clock.now - begun < .seconds(900))
  }
}
