import CellAnalysis
import Diagnostics
import LessonChecks
import LessonDocument
import LessonRunner

/// A check as JUnit XML: a suite for each lesson, with a case for each check in it.
struct JUnitReport {
  let results: [LessonResult]
  let unreadable: [UnreadFile]

  func text() -> String {
    let suites = (results.map(Suite.init) + unreadable.map(Suite.init)).sorted { $0.file < $1.file }
    var out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites"
    out += " tests=\"\(suites.reduce(0) { $0 + $1.cases.count })\" failures=\"\(suites.reduce(0) { $0 + $1.failed })\">\n"
    for suite in suites { out += suite.xml }
    return out + "</testsuites>"
  }
}

/// A lesson, or a file that couldn't be read.
private struct Suite {
  var name: String
  var file: String
  var time: Duration?
  var cases: [Case]

  var failed: Int { cases.count { !$0.errors.isEmpty } }

  init(_ result: LessonResult) {
    name = result.document.name
    file = result.document.file.path
    time = result.times?.total
    let failures = Dictionary(grouping: result.report.checkFailures, by: \.subject)
    cases = CheckedThing.all(in: result).map { thing in
      Case(name: thing.name, line: thing.line, time: thing.time, failures: failures[thing.subject] ?? [])
    }
  }

  init(_ unread: UnreadFile) {
    name = unread.name
    file = unread.path
    cases = [Case(name: "lesson", line: 1, failures: unread.failures)]
  }

  var xml: String {
    var out = "<testsuite name=\"\(escaped(name))\" tests=\"\(cases.count)\" failures=\"\(failed)\"\(timeAttribute(time))>\n"
    for test in cases { out += test.xml(suite: name, file: file) }
    return out + "</testsuite>\n"
  }
}

private struct Case {
  var name: String
  var line: Int
  var time: Duration?
  var failures: [CheckFailure]

  /// The errors. Warnings don't make a case fail.
  var errors: [CheckFailure] { failures.filter(\.isError) }

  func xml(suite: String, file: String) -> String {
    let place = "file=\"\(escaped(file))\" line=\"\(line)\""
    let opening = "<testcase classname=\"\(escaped(suite))\" name=\"\(escaped(name))\" \(place)\(timeAttribute(time))"
    guard let first = errors.first else { return opening + "/>\n" }
    let text = errors.map { DiagnosticPrinter().text(for: $0.diagnostic) }.joined(separator: "\n")
    let message = escaped(first.diagnostic.problem.message)
    return opening + ">\n<failure type=\"\(first.kind.rawValue)\" message=\"\(message)\">\(escaped(text))</failure>\n</testcase>\n"
  }
}

/// A checked part of a lesson. Its name doesn't change when lines are added above it.
private struct CheckedThing {
  var subject: CheckSubject
  var name: String
  var line: Int
  var time: Duration?

  /// The lesson itself, its cells with their outputs, its formulas, numbers in the text, links and images.
  static func all(in result: LessonResult) -> [CheckedThing] {
    let document = result.document
    func line(_ range: Range<Int>) -> Int { document.file.position(at: range.lowerBound).line }
    var things = [CheckedThing(subject: .lesson, name: "lesson", line: 1)]
    for cell in document.cells where result.run.cells[cell.index].state != .notRun {
      let name = cell.options.id ?? "\(cell.index + 1)"
      things.append(
        .init(
          subject: .cell(cell.index), name: "cell \(name)", line: document.file(of: cell).position(at: cell.range.lowerBound).line,
          time: result.times?.cells[cell.index]))
      let hasValues = result.report.values.contains { $0.cell == cell.index }
      let failed = result.report.checkFailures.contains { $0.subject == .output(ofCell: cell.index) }
      if result.report.outputs[cell.index].isCompared || hasValues || failed {
        things.append(.init(subject: .output(ofCell: cell.index), name: "output of cell \(name)", line: line(cell.range)))
      }
    }
    for (formula, finding) in zip(document.formulas, result.report.formulas) {
      let failed = result.report.checkFailures.contains { $0.subject == .formula(formula.index) }
      guard failed || finding.isChecked else { continue }
      let name = formula.id ?? "\(formula.index + 1)"
      things.append(.init(subject: .formula(formula.index), name: "formula \(name)", line: line(formula.range)))
    }
    for (index, check) in document.numbers.checks.enumerated() {
      things.append(.init(subject: .number(index), name: "number \(index + 1)", line: line(check.range)))
    }
    for (index, link) in document.links.enumerated() {
      things.append(.init(subject: .link(index), name: "link \(index + 1)", line: line(link.range)))
    }
    for (index, image) in document.images.enumerated() {
      things.append(.init(subject: .image(index), name: "image \(index + 1)", line: line(image.range)))
    }
    return things
  }
}

extension OutputFinding {
  /// Whether an output was compared, or should have been recorded.
  fileprivate var isCompared: Bool {
    switch self {
    case .matches, .differs, .unrecorded: true
    case .none, .notCompared, .failed: false
    }
  }
}

extension FormulaFinding {
  fileprivate var isChecked: Bool {
    switch self {
    case .agrees, .disagrees, .disagreesAsExpected: true
    case .cannotBeEvaluated, .notChecked: false
    }
  }
}

/// ` time="1.250"`, in seconds; empty if no time is known.
private func timeAttribute(_ time: Duration?) -> String {
  guard let time else { return "" }
  let milliseconds = Int((time / .milliseconds(1)).rounded())
  let fraction = String(milliseconds % 1000)
  return " time=\"\(milliseconds / 1000).\(String(repeating: "0", count: 3 - fraction.count))\(fraction)\""
}

private func escaped(_ text: String) -> String {
  printable(text, keepingNewlines: true)
    .replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    .replacing("\"", with: "&quot;")
}
