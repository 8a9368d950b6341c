import CellOutputs
import CourseConfiguration
import Diagnostics
import LessonDocument
import LessonRunner
import Testing

@testable import LessonChecks

/// What `// Prints "…"` comments record.
@Suite struct PrintsTests {
  /// A lesson with one cell, whose statements print one text each.
  private struct Checked {
    var report: CheckReport
    /// The text of the lesson after accepting.
    var accepted: String
    var messages: [String] { report.failures.map { "\($0.position.line):\($0.position.column) \($0.problem.message)" } }
  }

  private func check(_ lesson: String, printing texts: [Int: String], again: [Int: String]? = nil) -> Checked {
    let document = DocumentParser.parse(Array(lesson.utf8), path: "lesson.md")
    #expect(document.diagnostics.map(\.problem.message) == [])
    var run = Run(cellCount: 1)
    run.cells = [cellRun(texts)]
    if let again { run.repetition = .ran([cellRun(again)]) }
    let report = Checker.check(
      document, run, targets: LinkTargets(Course(settings: CourseSettings(), lessons: [document])))
    let bytes = Array(lesson.utf8)
    var out: [UInt8] = []
    var end = 0
    for edit in report.edits {
      out += bytes[end..<edit.range.lowerBound] + Array(edit.replacement.utf8)
      end = edit.range.upperBound
    }
    return Checked(report: report, accepted: String(decoding: out + bytes[end...], as: UTF8.self))
  }

  private func cellRun(_ texts: [Int: String]) -> CellRun {
    var run = Run(cellCount: 1).cells[0]
    run.state = .succeeded
    var all = ""
    for (statement, text) in texts.sorted(by: { $0.key < $1.key }) {
      run.printedBytes[statement] = all.utf8.count..<all.utf8.count + text.utf8.count
      all += text
    }
    if !all.isEmpty { run.outputs = [.printed(all)] }
    return run
  }

  private func cell(_ code: String, _ word: String = "") -> String { "```swift \(word)\n\(code)\n```\n" }

  @Test(
    arguments: [
      ("f() // Prints \"hi\"", [0: "hi\n"], true), ("f()\n// Prints \"hi\"", [0: "hi\n"], true),
      ("f() // Prints \"ho\"", [0: "hi\n"], false),
      ("g()\nf()\n// Prints \"a b\"", [0: "a b", 1: "\n"], true), ("g()\nf()\n// Prints \"a b\"", [0: "a b\n", 1: "c\n"], false),
      ("f() // Prints \"a\", because \"b\" holds", [0: "a\n"], true), ("f() // Prints \"a\", because \"b\" holds", [0: "b\n"], false),
      ("f() // prints: \"hi\"", [0: "hi"], true), ("f()\n\n// Prints \"hi\"\n", [0: "hi\n"], true),
      ("f()\n// Prints \"a\"\n// Prints \"b\"", [0: "a\nb\n"], true), ("f()\n// Prints \"a\"", [0: "a\nb\n"], false),
      ("f()\n// Prints \"a\"\n// Prints \"b\"", [0: "a\n"], false), ("f() // Prints \"\"", [0: "\n"], true),
      ("f() // Prints \"\"", [:], true),
      ("f() // Prints \"a\"", [:], false), ("f() // Prints \"say \"hi\"\"", [0: "say \"hi\"\n"], true),
      ("f() // Prints \"say \\\"hi\\\"\"", [0: "say \"hi\"\n"], true), ("f() // Prints \"a\\nb\"", [0: "a\nb\n"], true),
      ("f() // Prints \"a\\nb\"", [0: "a\\nb\n"], true), ("f() // Prints \"0.67\"", [0: "0.6666667\n"], true),
      ("f() // Prints \"took … ms\"", [0: "took 8 ms\n"], true), ("f() // Prints \"saving\\…\"", [0: "saving failed\n"], false),
      ("f() // Prints \"caf\u{E9}\"", [0: "cafe\u{301}\n"], false),
      // Lines of several statements, but only of as many as the comments cover.
      ("f()\ng()\n// Prints \"a\"\n// Prints \"b\"", [0: "a\n", 1: "b\n"], true), ("f()\ng() // Prints \"b\"", [0: "a\n", 1: "b\n"], true),
      ("f() // Prints \"a\"\ng() // Prints \"b\"", [0: "a\n", 1: "b\n"], true),
      ("f() // Prints \"a\"\ng()\n// Prints \"a\"\n// Prints \"b\"", [0: "a\n", 1: "b\n"], false),
    ] as [(String, [Int: String], Bool)])
  func `comments hold if they are the lines printed last before them`(code: String, texts: [Int: String], holds: Bool) {
    let checked = check(cell("f0()\n" + code, "silent"), printing: Dictionary(uniqueKeysWithValues: texts.map { ($0.key + 1, $0.value) }))
    #expect(checked.report.outputs == [holds ? .matches : .differs], "\(checked.messages)")
    #expect(checked.report.holds == holds)
  }

  @Test(
    arguments: [
      ("f() // Prints \"ho\"", [0: "hi\n"], "f() // Prints \"hi\""),
      ("f()\n// Prints \"a\"", [0: "a\nb\nc\n"], "f()\n// Prints \"a\"\n// Prints \"b\"\n// Prints \"c\""),
      ("  f() // Prints \"a\"\ng()", [0: "a\nb\n"], "  f() // Prints \"a\"\n  // Prints \"b\"\ng()"),
      ("f()\n// Prints \"a\"\n// Prints \"b\"\n// Prints \"c\"\ng()", [0: "b\n"], "f()\n// Prints \"b\"\ng()"),
      ("f() // Prints \"x\"", [0: "saving…\n"], "f() // Prints \"saving\\…\""), ("f() // Prints \"x\"", [:], "f() // Prints \"\""),
      ("f() // prints: \"x\" here", [0: "y\n"], "f() // prints: \"y\" here"),
    ] as [(String, [Int: String], String)])
  func `accepting rewrites the comments`(code: String, texts: [Int: String], expected: String) {
    for prefix in ["", "> "] {
      func lesson(_ code: String) -> String {
        cell(code).split(separator: "\n").map { prefix + $0 }.joined(separator: "\n") + "\n"
      }
      let checked = check(lesson(code), printing: texts)
      #expect(checked.accepted == lesson(expected))
      #expect(check(checked.accepted, printing: texts).report.holds)
    }
  }

  @Test func `the comment that is wrong is named`() {
    let checked = check(cell("f()\n// Prints \"a\"\n// Prints \"x\""), printing: [0: "a\nb\n"])
    #expect(checked.messages == ["4:1 this isn't what was printed"])
    #expect(checked.report.failures[0].problem.difference?.plainLines == ["  a", "- x", "+ b"])
    #expect(checked.report.failures[0].problem.help == Checker.acceptHelp)
  }

  @Test func `what comments record needs no fence, and anything else does`() {
    #expect(check(cell("f() // Prints \"a\""), printing: [0: "a\n"]).report.outputs == [.matches])
    #expect(check(cell("f() // Prints \"a\"\ng()"), printing: [0: "a\n", 1: "b\n"]).messages == ["1:1 this cell's output isn't recorded"])
    let both = check(cell("f() // Prints \"a\"") + "\n```output\na\n```\n", printing: [0: "a\n"])
    #expect(both.report.outputs == [.matches])
    let other = check(cell("f() // Prints \"x\"") + "\n```output\na\n```\n", printing: [0: "a\n"])
    #expect(other.report.outputs == [.differs])
    #expect(other.messages == ["2:5 this isn't what was printed"])
  }

  @Test func `a volatile cell's are not compared`() {
    let checked = check("```swift volatile\nf() // Prints \"a\"\n```\n", printing: [0: "b\n"])
    #expect(checked.report.outputs == [.notCompared])
    #expect(checked.report.holds)
  }

  @Test func `what is printed must be the same in a second run`() {
    let checked = check(cell("f() // Prints \"1\""), printing: [0: "1\n"], again: [0: "2\n"])
    #expect(checked.messages == ["2:5 what this prints differs from run to run"])
    let clock = check(cell("f() // Prints \"1764327000.5\""), printing: [0: "1764327000.5\n"], again: [0: "1764327001.5\n"])
    #expect(clock.messages == ["2:5 what this prints differs from run to run"])
    #expect(check(cell("f() // Prints \"took …\""), printing: [0: "took 1\n"], again: [0: "took 2\n"]).report.holds)
  }
}
