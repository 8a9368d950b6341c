import CellAnalysis
import CellOutputs
import CourseConfiguration
import Diagnostics
import LessonDocument
import LessonRunner
import Testing

@testable import LessonChecks

/// What `--accept` writes: the outputs, and no other byte.
@Suite struct AcceptanceTests {
  /// The lesson with the outputs of its cells, one text for each cell.
  private func accepted(_ lesson: String, _ outputs: [String]) -> String {
    let bytes = Array(lesson.utf8)
    var out: [UInt8] = []
    var end = 0
    for edit in report(lesson, outputs).edits {
      out += bytes[end..<edit.range.lowerBound] + Array(edit.replacement.utf8)
      end = edit.range.upperBound
    }
    return String(decoding: out + bytes[end...], as: UTF8.self)
  }

  private func report(_ lesson: String, _ outputs: [String], values: [Int: DisplayedValue] = [:]) -> CheckReport {
    let document = DocumentParser.parse(Array(lesson.utf8), path: "lesson.md")
    #expect(document.diagnostics.map(\.problem.message) == [])
    return Checker.check(
      document, made(document, outputs, values),
      targets: LinkTargets(Course(settings: CourseSettings(), lessons: [document])))
  }

  private func made(_ document: Document, _ outputs: [String], _ values: [Int: DisplayedValue]) -> Run {
    var run = Run(cellCount: document.cells.count)
    for (index, output) in outputs.enumerated() {
      run.cells[index].state = .succeeded
      if !output.isEmpty { run.cells[index].outputs = [.printed(output)] }
      run.cells[index].recorded = values
    }
    return run
  }

  @Test(arguments: [
    ("```swift\nf()\n```\n", "```swift\nf()\n```\n\n```output\na\nb\n```\n"),
    ("```swift\nf()\n```", "```swift\nf()\n```\n\n```output\na\nb\n```"),
    ("x\n```swift\nf()\n```\ny\n", "x\n```swift\nf()\n```\n\n```output\na\nb\n```\ny\n"),
    ("> ```swift\n> f()\n> ```\n> y\n", "> ```swift\n> f()\n> ```\n>\n> ```output\n> a\n> b\n> ```\n> y\n"),
    ("- ```swift\n  f()\n  ```\n", "- ```swift\n  f()\n  ```\n\n  ```output\n  a\n  b\n  ```\n"),
    (
      "12. x\n\n    ```swift\n    f()\n    ```\n",
      "12. x\n\n    ```swift\n    f()\n    ```\n\n    ```output\n    a\n    b\n    ```\n"
    ),
    ("> - ```swift\n>   f()\n>   ```\n", "> - ```swift\n>   f()\n>   ```\n>\n>   ```output\n>   a\n>   b\n>   ```\n"),
    ("```swift\r\nf()\r\n```\r\n", "```swift\r\nf()\r\n```\r\n\r\n```output\r\na\r\nb\r\n```\r\n"),
    ("\u{FEFF}```swift\nf()\n```\n", "\u{FEFF}```swift\nf()\n```\n\n```output\na\nb\n```\n"),
    ("one\r\n\n```swift\nf()\n```\n", "one\r\n\n```swift\nf()\n```\n\n```output\na\nb\n```\n"),
  ])
  func `an output that isn't recorded goes into a fence after its cell`(lesson: String, expected: String) {
    #expect(accepted(lesson, ["a\nb\n"]) == expected)
  }

  @Test(arguments: [
    ("```swift\nf()\n```\n\n```output\nold\n```\n\nafter\n", "```swift\nf()\n```\n\n```output\na\nb\n```\n\nafter\n"),
    ("```swift\nf()\n```\n```output  extra words\n```\n", "```swift\nf()\n```\n```output  extra words\na\nb\n```\n"),
    (
      "> ```swift\n> f()\n> ```\n>\n> ```output\n> old\n> older\n> oldest\n> ```\n",
      "> ```swift\n> f()\n> ```\n>\n> ```output\n> a\n> b\n> ```\n"
    ),
    (
      "```swift\r\nf()\r\n```\r\n\r\n```output\r\nold\r\n```\r\n",
      "```swift\r\nf()\r\n```\r\n\r\n```output\r\na\r\nb\r\n```\r\n"
    ),
    ("```swift\nf()\n```\n\n~~~~output\nold\n~~~~\n", "```swift\nf()\n```\n\n~~~~output\na\nb\n~~~~\n"),
    (
      "- ```swift\n  f()\n  ```\n  ```output\n  old\n  ```\n- y\n",
      "- ```swift\n  f()\n  ```\n  ```output\n  a\n  b\n  ```\n- y\n"
    ),
    ("   ```swift\n   f()\n   ```\n```output\nold\n```\n", "   ```swift\n   f()\n   ```\n```output\na\nb\n```\n"),
    ("```swift\nf()\n```\n  ```output\nold\n```\n", "```swift\nf()\n```\n  ```output\n  a\n  b\n  ```\n"),
  ])
  func `a recorded output is replaced in its own fence`(lesson: String, expected: String) {
    #expect(accepted(lesson, ["a\nb\n"]) == expected)
  }

  @Test(arguments: [
    ("took … s\nd", "took 3 s\nc", "took … s\nc"), ("0.5\nold", "0.500001\nnew", "0.5\nnew"),
    ("a\nold\ntook … s\nb", "a\nb\nnew\ntook 3 s", "a\nb\nnew\ntook … s"),
    ("first\n…\nlast\nold", "first\n1\n2\n3\nlast\nnew", "first\n…\nlast\nnew"),
    ("…\nold", "1\n2\nnew", "…\nnew"), ("old\n…", "new\n1\n2", "new\n…"), ("a\n…\nz", "a\nz", "a\nz"),
  ])
  func `a recorded line that holds stays as it is`(recorded: String, output: String, expected: String) {
    func lesson(_ output: String) -> String { "```swift\nf()\n```\n\n```output\n\(output)\n```\n" }
    #expect(accepted(lesson(recorded), [output]) == lesson(expected))
    #expect(report(lesson(expected), [output]).edits.isEmpty)
  }

  @Test func `a fence is longer than any like it in the output`() {
    #expect(
      accepted("```swift\nf()\n```\n", ["```\nx\n````"]) == "```swift\nf()\n```\n\n`````output\n```\nx\n````\n`````\n")
    #expect(
      accepted("```swift\nf()\n```\n\n```output\nold\n```\n", ["`````"])
        == "```swift\nf()\n```\n\n``````output\n`````\n``````\n")
    #expect(
      accepted("```swift\nf()\n```\n\n~~~output\nold\n~~~\n", ["~~~~ ```"])
        == "```swift\nf()\n```\n\n~~~~~output\n~~~~ ```\n~~~~~\n")
    #expect(
      accepted("```swift\nf()\n```\n\n`````output\nold\n`````\n", ["x"])
        == "```swift\nf()\n```\n\n`````output\nx\n`````\n")
  }

  private static let places: [String] = [
    "```swift\nf()\n```\n", "> ```swift\n> f()\n> ```\n", "- ```swift\n  f()\n  ```\n",
    "> 1. ```swift\n>    f()\n>    ```\n", "> > ```swift\n> > f()\n> > ```\n",
    "- x\n\n\t```swift\n\tf()\n\t```\n", "  ```swift\n  f()\n  ```\n", "~~~swift\nf()\n~~~\n",
    "```swift\nf()\n```\n\n~~~output\nold\n~~~\n",
    "> ```swift\n> f()\n> ```\n>\n> ```output\n> old\n> ```\n", "   ```swift\n   f()\n   ```\n\n```output\nold\n```\n",
    "```swift\nf()\n```\n   ```output\n  old\n ```\n",
    "-   ```swift\n    f()\n    ```\n    ````output\n    old\n    ````\n",
  ]

  private static let outputs = [
    "a", "a\n", "\n\na\n\n", "  a\n\tb\n", "```", "~~~~", "> a\n- b\n# c", "$x$ <!-- check --> \\ `y`",
    "<script>alert(1)</script>", "a\r\nb\r\n",
    "a\rb", "\u{1B}[31mred\u{0}\u{7}", "1.5 … 2", "∑é漢\u{301}", "```output\nx\n```\n", "    ```", "a\u{2028}b\u{85}c",
    "---", "\t\n a", "&amp; *a* [b](c)", "a  \nb ",
  ]

  @Test(arguments: places, outputs)
  func `once accepted, all holds, and accepting again changes nothing`(lesson: String, output: String) {
    for lesson in [lesson, lesson.replacing("\n", with: "\r\n"), "before $x$\n\n" + lesson + "\nafter $y$\n"] {
      let once = accepted(lesson, [output])
      #expect(once != lesson)
      let again = report(once, [output])
      #expect(again.holds, "\(once.debugDescription): \(again.failures.map(\.problem.notes))")
      #expect(again.outputs == [.matches])
      #expect(again.edits.isEmpty)
    }
  }

  @Test func `an arrow comment is rewritten in place`() {
    let lesson = "> ```swift\n> a // => 1, but not\n> b() //=>\n> let c = 3  // => \n> d // => 0.5\n> ```\n"
    let values = [0: "[[1, 2],\n [3, 4]]", 1: "two", 2: "3", 3: "0.50001"]
    let report = report(lesson, [""], values: values.mapValues { DisplayedValue(text: $0, type: "T") })
    #expect(report.edits.map(\.replacement) == ["[[1, 2], [3, 4]]", " two", "3"])
    #expect(report.values.map(\.matches) == [false, false, false, true])
    let bytes = Array(lesson.utf8)
    #expect(report.edits.map { String(decoding: bytes[$0.range], as: UTF8.self) } == ["1, but not", "", ""])
  }

  @Test(arguments: [
    ("Double", "0.6666666666666666", "0.6667", true), ("Double", "1.049", "1.0", false), ("String", "\"1.0001\"", "\"1.0\"", false),
    ("String", "\"1.0001\"", "\"1.0001\"", true), ("[Float]", "[1.0, 2.3841858e-07]", "[1.0, 0.0]", true),
    ("[Double]", "[1.0, 2.3841858e-07]", "[1.0, 0.0]", false), ("String", "\"took 8 ms\"", "\"took … ms\"", true),
    ("String", "\"saving failed\"", "\"saving\\…\"", false), ("String", "\"saving…\"", "\"saving\\…\"", true),
  ])
  func `an arrow comment is compared as an output is`(type: String, text: String, recorded: String, matches: Bool) {
    let report = report(
      "```swift\na // => \(recorded)\n```\n", [""], values: [0: DisplayedValue(text: text, type: type)])
    #expect(report.values.map(\.matches) == [matches])
  }

  @Test(arguments: [
    ("", "saving…", "saving\\…"), ("saving…", "saving failed", "saving…"), ("old\ntook … ms", "Step… 1\ntook 8 ms", "Step\\… 1\ntook … ms"),
    ("Step\\… 1", "Step… 2", "Step\\… 2"), ("a\\…", "b", "b"), ("a …\nold", "a … 1\n… 2", "a …\n\\… 2"),
    ("old", "Training…\nloss 0.5", "Training\\…\nloss 0.5"),
  ])
  func `what the cell printed and what the author left open stay two things`(recorded: String, output: String, expected: String) {
    func lesson(_ output: String) -> String { "```swift\nf()\n```\n\n```output\n\(output)\n```\n" }
    #expect(accepted(lesson(recorded), [output]) == lesson(expected))
  }

  @Test func `a recorded ellipsis at a printed one is warned of, and kept as the author's`() {
    let lesson = "```swift\nf() // => \"a…\"\n```\n\n```output\nfirst\nsaving…\ntook … ms\n```\n"
    let report = report(lesson, ["first\nsaving…\ntook 8 ms"], values: [0: DisplayedValue(text: "\"a…\"", type: "String")])
    #expect(report.holds)
    #expect(report.edits.isEmpty)
    #expect(
      report.failures.map { "\($0.position.line) \($0.problem.message): \($0.problem.help ?? "")" } == [
        "2 the cell printed a `…` here, but a recorded `…` matches anything: write `\\…` for the printed one: `\"a\\…\"`",
        "7 the cell printed a `…` here, but a recorded `…` matches anything: write `\\…` for the printed one: `saving\\…`",
      ])
  }

  @Test func `a statement that only prints has no value to record`() {
    let document = DocumentParser.parse(Array("```swift\nprint(5) // => 5\n```\n\n```output\n5\n```\n".utf8), path: "lesson.md")
    var run = made(document, ["5\n"], [0: DisplayedValue(text: "()", type: "()")])
    run.cells[0].printedBytes = [0: 0..<2]
    let report = Checker.check(
      document, run, targets: LinkTargets(Course(settings: CourseSettings(), lessons: [document])))
    #expect(report.edits.isEmpty)
    #expect(
      report.failures.map { "\($0.position.line) \($0.problem.message): \($0.problem.help ?? "")" } == [
        "2 `// =>` records a value, but this statement has none: it only prints: record what `print` writes in the `output` fence after the cell, or in a comment: `// Prints \"5\"`"
      ])
  }

  @Test func `a volatile output stays as it was recorded`() {
    let lesson = "```swift volatile\nf() // => 1\n```\n\n```output\nold\n```\n"
    let report = report(lesson, ["new"], values: [0: DisplayedValue(text: "2", type: "Int")])
    #expect(report.holds)
    #expect(report.edits.isEmpty)
    #expect(report.outputs == [.notCompared])
  }

  @Test(arguments: ["silent", "hide"])
  func `what isn't shown need not be recorded`(word: String) {
    #expect(report("```swift \(word)\nf()\n```\n", ["a"]).outputs == [.none])
    #expect(report("```swift \(word)\nf()\n```\n\n```output\na\n```\n", ["a"]).outputs == [.matches])
  }

  @Test func `a cell that failed is not accepted`() {
    let document = DocumentParser.parse(Array("```swift\nf()\n```\n\n```output\nold\n```\n".utf8), path: "lesson.md")
    var run = made(document, ["new"], [:])
    run.cells[0].state = .failed([Problem("this trapped", at: 0..<3)])
    let report = Checker.check(
      document, run, targets: LinkTargets(Course(settings: CourseSettings(), lessons: [document])))
    #expect(report.edits.isEmpty)
    #expect(report.outputs == [.failed])
    #expect(report.failures.map { "\($0.position.line) \($0.problem.message)" } == ["2 this trapped"])
  }

  @Test func `a difference is told at its line, with both sides`() {
    let report = report("```swift\nf()\n```\n\n```output\nsame\n1.5\nsame\n```\n", ["same\n2.5\nsame\n"])
    #expect(
      report.failures.map { "\($0.position.line) \($0.problem.message)" } == ["7 the output isn't what was recorded"])
    #expect(report.failures[0].problem.difference?.plainLines == ["  same", "- 1.5", "+ 2.5", "  same"])
    #expect(report.failures[0].problem.help == "if the new output is right: `lessons check --accept`")
  }

  @Test func `an output that is gone is told, and its fence is emptied`() {
    let lesson = "```swift\nf()\n```\n\n```output\nold\n```\n"
    #expect(report(lesson, [""]).outputs == [.differs])
    #expect(accepted(lesson, [""]) == "```swift\nf()\n```\n\n```output\n```\n")
    #expect(report("```swift\nf()\n```\n\n```output\n```\n", [""]).outputs == [.matches])
  }
}
