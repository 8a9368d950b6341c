import Diagnostics
import Testing

@Suite struct DiagnosticPrinterTests {
  /// Prints a problem at the bytes of `marked` in `text`.
  private func printed(
    _ text: String, marking marked: String, _ message: String = "wrong", notes: [String] = [], help: String? = nil,
    severity: Problem.Severity = .error, usesColor: Bool = false
  ) throws -> String {
    let start = try #require(text.utf8.firstRange(of: marked.utf8)).lowerBound
    let offset = text.utf8.distance(from: text.startIndex, to: start)
    let problem = Problem(
      message, at: offset..<offset + marked.utf8.count, severity: severity, notes: notes, help: help)
    return DiagnosticPrinter(usesColor: usesColor).text(
      for: Diagnostic(problem, in: SourceFile(path: "a.md", text: text)))
  }

  @Test func `the line is shown with a caret, and what to do below it`() throws {
    let text = try printed(
      "one\n$$ \\sofmax(x) $$\n", marking: "\\sofmax", "unknown command \\sofmax", notes: ["two\nlines"],
      help: "did you mean \\softmax?")
    #expect(
      text == """
        a.md:2:4: error: unknown command \\sofmax
         2 | $$ \\sofmax(x) $$
           |    ^~~~~~~
           = two
             lines
           = help: did you mean \\softmax?

        """)
  }

  @Test func `a warning says so`() throws {
    #expect(try printed("x", marking: "x", severity: .warning).hasPrefix("a.md:1:1: warning: wrong\n"))
  }

  @Test(arguments: [
    // The text before the mark, and its width in columns on a terminal.
    ("", 0), ("ab", 2), ("∑é", 2), ("漢字", 4), ("👩‍👩‍👧", 2), ("🇪🇺", 2), ("\t", 2), ("\u{1B}[31m", 5), ("e\u{301}", 1),
    ("❤️", 2),
  ])
  func `the caret stands under what it marks`(before: String, columns: Int) throws {
    let lines = try printed(before + "§", marking: "§").split(separator: "\n")
    #expect(lines[2] == "   | " + String(repeating: " ", count: columns) + "^")
  }

  @Test func `as many marks as the marked text takes columns`() throws {
    #expect(try printed("a 漢字 b", marking: "漢字").contains("\n   |   ^~~~\n"))
  }

  @Test(arguments: ["abc", "abc\n", "abc\r\n"])
  func `the end of a line can be marked`(text: String) {
    let diagnostic = Diagnostic(Problem("wrong", at: 3..<3), in: SourceFile(path: "a.md", text: text))
    #expect(DiagnosticPrinter().text(for: diagnostic) == "a.md:1:4: error: wrong\n 1 | abc\n   |    ^\n")
  }

  @Test func `an empty file can be marked`() {
    let diagnostic = Diagnostic(Problem("wrong", at: 0..<0), in: SourceFile(path: "a.md", text: ""))
    #expect(DiagnosticPrinter().text(for: diagnostic) == "a.md:1:1: error: wrong\n 1 |\n   | ^\n")
  }

  @Test func `a range beyond the file is told at its end`() {
    let diagnostic = Diagnostic(Problem("wrong", at: 50..<60), in: SourceFile(path: "a.md", text: "ab"))
    #expect(DiagnosticPrinter().text(for: diagnostic) == "a.md:1:3: error: wrong\n 1 | ab\n   |   ^\n")
  }

  @Test func `a range of several lines is marked on its first`() throws {
    #expect(try printed("ab\ncd\n", marking: "b\ncd").hasSuffix(" 1 | ab\n   |  ^\n"))
  }

  @Test func `a long line is cut around the mark, which stays in view`() throws {
    let text = String(repeating: "a", count: 5000) + "§" + String(repeating: "b", count: 5000)
    let lines = try printed(text, marking: "§").split(separator: "\n").map(String.init)
    #expect(lines[0] == "a.md:1:5001: error: wrong")
    #expect(lines[1].count < 130)
    #expect(lines[1].contains("…aaa"))
    #expect(lines[1].contains("bbb…"))
    let mark = try #require(lines[1].firstIndex(of: "§"))
    let caret = try #require(lines[2].firstIndex(of: "^"))
    #expect(
      lines[1].distance(from: lines[1].startIndex, to: mark) == lines[2].distance(from: lines[2].startIndex, to: caret))
  }

  @Test func `a line that fits is shown whole, wherever the mark is`() throws {
    let text = "§" + String(repeating: "b", count: 100)
    #expect(try printed(text, marking: "§").contains(" 1 | \(text)\n"))
  }

  @Test func `a mark longer than the terminal is cut`() throws {
    let marked = String(repeating: "x", count: 3000)
    #expect(try printed(marked, marking: marked).split(separator: "\n").allSatisfy { $0.count < 130 })
  }

  @Test func `nothing that a lesson holds moves the cursor`() throws {
    let evil = "\u{1B}[2J\u{7}\u{9B}\u{202E}\r"
    let text = try printed(evil + "x", marking: "x", "message \(evil)", notes: ["note \(evil)"], help: "help \(evil)")
    #expect(!text.unicodeScalars.contains { $0.properties.generalCategory == .control && $0 != "\n" })
    #expect(text.hasPrefix("a.md:1:9: error: message ␛[2J␇\u{FFFD}\u{FFFD}␍\n"))
  }

  @Test func `a file's name can't move the cursor either`() {
    let diagnostic = Diagnostic(Problem("wrong", at: 0..<0), in: SourceFile(path: "a\u{1B}.md", text: ""))
    #expect(DiagnosticPrinter().text(for: diagnostic).hasPrefix("a␛.md:1:1: "))
  }

  @Test func `color is asked for`() throws {
    let text = try printed("x", marking: "x", help: "mend it", usesColor: true)
    #expect(text.contains("\u{1B}[1;31merror: \u{1B}[0m"))
    #expect(text.contains("\u{1B}[1;32m^\u{1B}[0m"))
    let plain = text.replacing(/\u{1B}\[[0-9;]*m/, with: "")
    #expect(plain == (try printed("x", marking: "x", help: "mend it")))
  }
}
