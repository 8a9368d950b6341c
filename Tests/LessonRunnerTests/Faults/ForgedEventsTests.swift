import CellAnalysis
import Diagnostics
import LessonDocument
import LessonRunner
import Testing

/// A cell that tries to report to the tool what it hasn't done.
@Suite struct ForgedEventsTests {
  private static let message = "this wrote into the file of the program's events"
  private static let lost = "this closed or replaced the file in which the program tells its events, or filled the disk"
  private static let displayed =
    #"{"kind":{"displayed":{"cell":0,"value":{"content":{"text":{}},"text":"9","type":"Int"}}},"outputOffset":0,"errorOffset":0}"#

  /// Writes a text into each open file except the standard streams.
  private static func writing(_ text: String) -> String {
    "for file in 3..<16 { _ = #\"\(text)\"#.withCString { write(Int32(file), $0, strlen($0)) }; write(Int32(file), \"\\n\", 1) }"
  }

  @Test func `a print can't forge a result`() async throws {
    let result = try await run(lesson(["print(#\"\(Self.displayed)\"#)\n1"]))
    #expect(result.cells == [["printed \((Self.displayed + "\n").debugDescription)", "Int = 1"]])
  }

  @Test(arguments: [
    "nonsense", displayed, "0000000000000000 " + displayed, "",
    #"{"kind":{"statement":{"cell":0,"index":-5}},"outputOffset":-9,"errorOffset":0}"#,
    #"{"kind":{"programEnded":{}},"outputOffset":0,"errorOffset":0}"#,
  ])
  func `a cell that writes among the events is told, and nothing of it is believed`(line: String) async throws {
    let result = try await run(lesson(["import Foundation\n1", Self.writing(line) + "\n2", "3"]))
    #expect(result.cells == [["Int = 1"], ["7:1 \(Self.message)"], ["not reached"]])
    #expect(result.help(1) == ["close and change only files that the cell itself has opened"])
  }

  /// Ways to remove events, or to write them from another place or at another time.
  @Test(arguments: [
    ("for file in 3..<16 { ftruncate(Int32(file), 0) }", message),
    ("for file in 3..<16 { ftruncate(Int32(file), 10) }", message),
    ("for file in 3..<16 { dup2(open(\"/dev/null\", O_WRONLY), Int32(file)) }", lost),
    ("for file in 3..<16 { dup2(open(\"mine\", O_WRONLY | O_CREAT, 0o600), Int32(file)) }", lost),
    ("for file in 3..<16 { dup2(STDOUT_FILENO, Int32(file)) }", lost),
    ("@_silgen_name(\"fork\") func copy() -> Int32\nif copy() == 0 { \(writing("x"))\n_exit(0) }\nsleep(1)", message),
    ("Thread.detachNewThread { \(writing("x")) }\nsleep(1)", message),
    ("atexit { \(writing("x")) }", message),
    ("atexit { for file in 3..<16 { write(Int32(file), \"x\", 1) } }", message),
    ("struct Late { static let value = { \(writing("x"))\nreturn 1 }() }\nlet late = Late.value", message),
    (
      "import CellOutputs\nvar writer = EventWriter(key: .random())\nlet line = try writer.line(for: RunEvent(.programEnded, outputOffset: 0, errorOffset: 0))\n"
        + "for file in 3..<16 { line.withUnsafeBytes { _ = write(Int32(file), $0.baseAddress, $0.count) } }", message
    ),
  ])
  func `it is told whoever does it, and when`(code: String, message: String) async throws {
    let result = try await run(lesson(["import Foundation\n1", code, "2"]))
    let failures = result.cells.joined().filter { $0.hasSuffix(message) }
    #expect(failures.count == 1, "\(result.cells)")
  }

  /// Attempts without an effect: the tool's files have no names, and the program took its order before any cell ran.
  @Test(arguments: [
    "setenv(\"LESSON_EVENTS\", \"mine\", 1)\nsetenv(\"LESSON_CALLS\", \"mine\", 1)\nsetenv(\"LESSON_TOOL\", \"1\", 1)\nsetenv(\"LESSON_CRASH_CELL\", \"1\", 1)",
    "lseek(STDIN_FILENO, 0, SEEK_SET)\nlet order = readLine()\norder",
    "import LessonGuard\nvar length = 0\nvar channel: Int32 = 0\nlet order = lesson_guard_take_order(&length, &channel) == nil ? nil as String? : \"\"\norder",
  ])
  func `what a cell tells the environment changes nothing`(code: String) async throws {
    let result = try await run(lesson(["import Foundation\n1", code, "2"]))
    #expect(result.cells.first == ["Int = 1"] && result.cells.last == ["Int = 2"], "\(result.cells)")
    #expect([["Int32 = 0"], ["String? = nil"]].contains(result.cells[1]), "\(result.cells)")
  }

  @Test func `printed text can't be taken away`() async throws {
    let result = try await run(
      lesson([
        "import Foundation\nprint(\"first\")", "ftruncate(STDOUT_FILENO, 0)\nprint(\"other\")",
        "lseek(STDOUT_FILENO, 0, SEEK_SET)\nprint(\"third\")",
      ]))
    #expect(result.cells[1].last == "7:1 this took away what had been printed before")
    let moved = try await run(lesson(["import Foundation\nprint(\"first\")", "lseek(STDOUT_FILENO, 0, SEEK_SET)\nprint(\"second\")"]))
    #expect(moved.cells == [["printed \"first\\n\""], ["printed \"second\\n\""]])
  }

  @Test(arguments: [
    "__lessonDisplay(0, 9)", "let p = __LessonInput.self", "LessonRuntime.__lessonEnd()", "let `__lesson` = 1",
    "func __lesson() {}",
  ])
  func `the tool's own names are refused`(code: String) {
    let document = DocumentParser.parse(Array(lesson([code]).utf8), path: "lesson.md")
    #expect(document.diagnostics.map(\.problem.message).first == "names that begin with `__lesson` are the tool's own")
  }

  @Test(arguments: ["1), __lessonEvaluate(0, 2", "1); print(2", "__lesson", "1; 2", "x) + (y"])
  func `an expression of a check comment is one, and has no other names`(code: String) {
    let document = DocumentParser.parse(Array("$x$<!-- check: '\(code)' -->\n".utf8), path: "lesson.md")
    #expect(document.diagnostics.count == 1, "\(document.diagnostics)")
  }

  @Test func `a cell says where it is only by being there`() {
    let document = DocumentParser.parse(Array(lesson(["#sourceLocation(file: \"cell-9\", line: 1)\n1"]).utf8), path: "lesson.md")
    #expect(document.diagnostics.map(\.problem.message) == ["`#sourceLocation` has no place in a lesson"])
  }

  #if os(Linux)
    /// Attempts to change files of the tool, of the course and of others, or to keep the tool waiting.
    @Test(arguments: [
      "mkfifo(\"../pipe\", 0o600)", "symlink(\"/etc/passwd\", \"../link\")", "mkdir(\"../folder\", 0o700)", "rename(\"mine\", \"../mine\")",
      "unlink(\"../program-0/lesson\")", "open(\"../program-0/lesson\", O_WRONLY)", "rmdir(\"../program-0\")",
      "open(\"/tmp/written-by-a-lesson\", O_WRONLY | O_CREAT, 0o600)", "open(\"/proc/self/fd/3\", O_WRONLY)",
      "open(\"/dev/stdout\", O_WRONLY | O_TRUNC)",
      "open(\"/proc/\\(getppid())/fd/0\", O_RDWR)", "open(\"/proc/\\(getppid())/mem\", O_RDONLY)",
    ])
    func `a cell changes no file that isn't its own`(call: String) async throws {
      let result = try await run(
        lesson(["import Foundation\nFileManager.default.createFile(atPath: \"mine\", contents: nil)", "\(call) == -1", "print(\"kept\")"]))
      #expect(result.cells == [["Bool = true"], ["Bool = true"], ["printed \"kept\\n\""]])
    }

    @Test func `nor does what it starts`() async throws {
      let code = """
        import Foundation
        let shell = Process()
        shell.executableURL = URL(filePath: "/bin/sh")
        shell.arguments = ["-c", "echo forged > /proc/$PPID/fd/3; echo forged > ../file; rm -rf ../program-0; echo own > own; cat own"]
        try shell.run()
        shell.waitUntilExit()
        """
      #expect(try await run(lesson([code, "2"])).cells == [["printed \"own\\n\""], ["Int = 2"]])
    }
  #endif
}
