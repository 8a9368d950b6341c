import CellAnalysis
import CellOutputs
import CourseConfiguration
import Diagnostics
import LessonDocument
import LessonRunner
import Testing

@testable import LessonChecks

/// Digests of long values, which cover the parts that aren't shown.
@Suite struct DigestTests {
  private let shown = "[0, 1, …, 9]"

  private func check(_ lesson: String, output: String?, value: String? = nil) -> (report: CheckReport, accepted: String) {
    let document = DocumentParser.parse(Array(lesson.utf8), path: "lesson.md")
    #expect(document.diagnostics.map(\.problem.message) == [])
    func displayed(_ digest: String) -> DisplayedValue {
      DisplayedValue(text: shown, type: "[Int] [2000]", digest: digest.isEmpty ? nil : ValueDigest(text: digest))
    }
    var run = Run(cellCount: 1)
    run.cells[0].state = .succeeded
    run.cells[0].outputs = output.map { [.value(displayed($0))] } ?? []
    run.cells[0].recorded = value.map { [0: displayed($0)] } ?? [:]
    let report = Checker.check(document, run, targets: LinkTargets(Course(settings: CourseSettings(), lessons: [document])))
    let bytes = Array(lesson.utf8)
    var out: [UInt8] = []
    var end = 0
    for edit in report.edits {
      out += bytes[end..<edit.range.lowerBound] + Array(edit.replacement.utf8)
      end = edit.range.upperBound
    }
    return (report, String(decoding: out + bytes[end...], as: UTF8.self))
  }

  private func lesson(_ words: String, code: String = "f()", recorded: String? = "[Int] [2000] = [0, 1, …, 9]") -> String {
    "```swift\(words)\n\(code)\n```\n" + (recorded.map { "\n```output\n\($0)\n```\n" } ?? "")
  }

  @Test func `a value holds with its digest, and not with another`() {
    #expect(check(lesson(" digest=00000001"), output: "00000001").report.failures.isEmpty)
    let changed = check(lesson(" nest digest=00000001 fold"), output: "00000002")
    #expect(
      changed.report.failures.map { "\($0.position.line):\($0.position.column) \($0.problem.message)" } == [
        "1:15 the part of the value that isn't shown has changed"
      ])
    #expect(!changed.report.holds)
    #expect(changed.accepted == lesson(" nest digest=00000002 fold"))
  }

  @Test func `accepting writes the digest with the output`() {
    let accepted = check(lesson("", recorded: nil), output: "00000001")
    #expect(accepted.report.failures.map(\.problem.message) == ["this cell's output isn't recorded"])
    #expect(accepted.accepted == lesson(" digest=00000001"))
    #expect(check(lesson("", recorded: "old"), output: "00000001").accepted == lesson(" digest=00000001"))
  }

  @Test func `a value that is recorded without one is warned of`() {
    let (report, accepted) = check(lesson(""), output: "00000001")
    #expect(report.holds)
    #expect(report.failures.map(\.problem.message) == ["nothing compares the part of the value that isn't shown"])
    #expect(accepted == lesson(" digest=00000001"))
  }

  @Test func `a digest without such a value is told, and taken off`() {
    let (report, accepted) = check(lesson(" fold digest=00000001", recorded: "[Int] [2000] = [0, 1, …, 9]"), output: "")
    #expect(
      report.failures.filter(\.isError).map(\.problem.message) == ["this digest belongs to nothing: no recorded value is shortened"])
    #expect(accepted == lesson(" fold"))
  }

  @Test func `one digest stands for several values, also for those in the code`() {
    let code = "f() // => [0, 1, …, 9]"
    let alone = check(lesson("", code: code, recorded: nil), output: nil, value: "00000001")
    #expect(alone.accepted == lesson(" digest=00000001", code: code, recorded: nil))
    let both = check(lesson("", code: code), output: "00000001", value: "00000002").accepted
    #expect(check(both, output: "00000001", value: "00000002").report.failures.isEmpty)
    #expect(!check(both, output: "00000002", value: "00000001").report.holds)
  }

  @Test(arguments: ["[Int] [2000] = …", "…", "[Int] [2000] = [0, …]"])
  func `where the author leaves more open than the elision, there is nothing to stand for`(recorded: String) {
    #expect(check(lesson("", recorded: recorded), output: "00000001").report.failures.isEmpty)
  }

  @Test func `a volatile cell needs none, and neither does what isn't recorded`() {
    #expect(check(lesson(" volatile"), output: "00000001").report.failures.isEmpty)
    #expect(check(lesson(" silent", recorded: nil), output: "00000001").report.failures.isEmpty)
  }
}
