import CellAnalysis
import CellOutputs
import CourseConfiguration
import Diagnostics
import LessonDocument
import LessonRunner
import Testing

@testable import LessonChecks

/// What differs between two runs of a lesson.
@Suite struct RepetitionTests {
  private func check(_ lesson: String, _ first: CellRun, again: CellRun) -> CheckReport {
    let document = DocumentParser.parse(Array(lesson.utf8), path: "lesson.md")
    var run = Run(cellCount: 1)
    run.cells = [first]
    run.repetition = .ran([again])
    return Checker.check(document, run, targets: LinkTargets(Course(settings: CourseSettings(), lessons: [document])))
  }

  private func cellRun(_ text: String, value: String? = nil, digest: String? = nil) -> CellRun {
    var run = Run(cellCount: 1).cells[0]
    run.state = .succeeded
    run.outputs = [.value(DisplayedValue(text: text, type: "T", digest: digest.map(ValueDigest.init(text:))))]
    run.recorded = value.map { [0: DisplayedValue(text: $0, type: "T")] } ?? [:]
    return run
  }

  private static let unsteady = "this cell's output differs from run to run"

  @Test(arguments: [
    ("T = 1", "1", "2", false), ("T = 1", "1", "1", true), ("T = …", "1", "2", true), ("T = took … ms", "took 1 ms", "took 2 ms", true),
    // This also applies to outputs that will be accepted.
    ("T = 3", "1", "2", false), ("T = 0.5", "0.50000001", "0.50000002", true),
    // The default tolerance allows for other machines, but doesn't hide a clock.
    ("T = 1764327000.123456", "1764327000.123456", "1764327000.654321", false),
  ])
  func `an output that is recorded must be given twice`(recorded: String, first: String, second: String, isSteady: Bool) {
    let report = check("```swift\nf()\n```\n\n```output\n\(recorded)\n```\n", cellRun(first), again: cellRun(second))
    #expect(report.failures.contains { $0.problem.message == Self.unsteady } == !isSteady)
    #expect(isSteady || report.edits.isEmpty)
    #expect(isSteady || report.outputs == [.differs])
  }

  @Test func `an output that isn't recorded yet isn't accepted if it differs`() {
    let report = check("```swift\nf()\n```\n", cellRun("1"), again: cellRun("2"))
    #expect(report.failures.map(\.problem.message) == [Self.unsteady])
    #expect(report.failures[0].problem.help?.contains("seed") == true)
    #expect(report.failures[0].problem.help?.contains("`volatile`") == true)
    #expect(report.failures[0].problem.difference?.plainLines == ["- T = 1", "      ~", "+ T = 2", "      ~"])
    #expect(report.edits.isEmpty)
  }

  @Test func `a volatile cell may give what it likes`() {
    let lesson = "```swift volatile\nf() // => 1\n```\n\n```output\nT = 1\n```\n"
    #expect(check(lesson, cellRun("1", value: "1"), again: cellRun("2", value: "2")).holds)
    let bare = check("```swift volatile\nf()\n```\n", cellRun("1"), again: cellRun("2"))
    #expect(bare.edits.count == 1)
  }

  @Test(arguments: ["silent", "hide"]) func `what isn't recorded and isn't shown may differ`(word: String) {
    #expect(check("```swift \(word)\nf()\n```\n", cellRun("1"), again: cellRun("2")).holds)
  }

  @Test func `so must a value before an arrow comment`() {
    let lesson = "```swift silent\nf() // => 1\n```\n"
    let report = check(lesson, cellRun("", value: "1"), again: cellRun("", value: "2"))
    #expect(report.failures.map(\.problem.message) == ["this value differs from run to run"])
    #expect(report.values.map(\.matches) == [false])
    #expect(check(lesson, cellRun("", value: "1"), again: cellRun("", value: "1")).holds)
  }

  @Test func `a part that isn't shown must be the same too`() {
    let lesson = "```swift digest=00000001\nf()\n```\n\n```output\nT = [1, …]\n```\n"
    let report = check(lesson, cellRun("[1, …]", digest: "00000001"), again: cellRun("[1, …]", digest: "00000002"))
    #expect(report.failures.map(\.problem.message) == [Self.unsteady])
    #expect(report.failures[0].problem.notes == ["what differs is in the parts that aren't shown as text"])
    #expect(report.edits.isEmpty)
  }

  @Test func `and a figure's data`() {
    func heatMap(_ value: Double) -> CellRun {
      var run = Run(cellCount: 1).cells[0]
      run.state = .succeeded
      let figure = Figure.heatMap(
        HeatMap(title: "W", rowLabels: [], columnLabels: [], values: NumericArray(shape: [1, 2], elements: [value, .nan])))
      run.outputs = [.value(DisplayedValue(text: "W", type: "heat map", content: .figure(figure)))]
      return run
    }
    let lesson = "```swift\nf()\n```\n\n```output\nheat map: W\n```\n"
    #expect(check(lesson, heatMap(1), again: heatMap(1)).holds)
    #expect(check(lesson, heatMap(1), again: heatMap(2)).failures.map(\.problem.message) == [Self.unsteady])
  }

  @Test func `a cell that doesn't come to its end again is told`() {
    var failed = Run(cellCount: 1).cells[0]
    failed.state = .failed([Problem("this trapped: Index out of range", at: 0..<1)])
    let report = check("```swift\nf()\n```\n\n```output\nT = 1\n```\n", cellRun("1"), again: failed)
    #expect(report.failures.map(\.problem.message) == ["this cell succeeded in one run of the lesson, and not in the next"])
    #expect(report.failures[0].problem.notes == ["this trapped: Index out of range"])
  }
}
