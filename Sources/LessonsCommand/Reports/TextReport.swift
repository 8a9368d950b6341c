import Diagnostics
import Foundation
import LessonChecks
import LessonDocument

/// The report at the end of a command: each failure with its line, then the summary.
struct TextReport {
  private let failures: [CheckFailure]
  let summary: CheckSummary
  private let unreadable: Int
  private let printer: DiagnosticPrinter

  init(results: [LessonResult], unreadable: [Document], kept: CheckSummary = CheckSummary(), printer: DiagnosticPrinter) {
    // A mistake in the set-up of a course fails in each lesson, and is told once.
    var told: Set<Diagnostic> = []
    let all = unreadable.flatMap { UnreadFile($0).failures } + results.flatMap(\.report.checkFailures)
    failures = all.filter { told.insert($0.diagnostic).inserted }
    summary = results.reduce(kept) { $0 + CheckSummary($1.document, $1.report) }
    // Others are files of the course that are no lessons.
    self.unreadable = unreadable.count { !["yml", "bib", "json", ""].contains(($0.file.path as NSString).pathExtension) }
    self.printer = printer
  }

  private init(_ report: TextReport, keeping failures: [CheckFailure]) {
    self.failures = failures
    summary = report.summary
    unreadable = report.unreadable
    printer = report.printer
  }

  var holds: Bool { !failures.contains(where: \.isError) }

  /// Whether there is nothing to report.
  var isClean: Bool { failures.isEmpty }

  /// The report without what `--accept` has just resolved.
  var withoutAcceptable: TextReport {
    TextReport(self, keeping: failures.filter { !$0.kind.isAcceptable })
  }

  /// The errors in plain text, for a page that shows them.
  var plainErrors: [String] {
    let printer = DiagnosticPrinter(usesColor: false)
    return failures.filter(\.isError).map { printer.text(for: $0.diagnostic) }
  }

  func printFailures() {
    for failure in failures { StandardError.write(printer.text(for: failure.diagnostic) + "\n") }
  }

  func printSummary(elapsed: String) {
    var line = Self.line(summary)
    if unreadable > 0 { line += "; \(plural(unreadable, "lesson")) could not be read" }
    let errors = failures.count(where: \.isError)
    let verdict = summary.isAllChecked ? "all holds" : "all that is checked holds"
    print("\(line): \(errors == 0 ? verdict : plural(errors, "error")), \(elapsed)")
  }
}

extension TextReport {
  /// The summary: `2 lessons, 26 cells (1 not run), 29 outputs, 40 formulas (36 checked: 30 display, 4 inline, 2 inline without a comment;
  /// 4 not), 12 numbers in the text`.
  static func line(_ summary: CheckSummary) -> String {
    func except(_ count: Int, _ what: String) -> String { count == 0 ? "" : " (\(count) \(what))" }
    var parts = [
      plural(summary.lessons, "lesson"), plural(summary.cells, "cell") + except(summary.cellsNotRun, "not run"),
      plural(summary.outputs, "output") + except(summary.outputsNotCompared, "more not compared"),
      "\(plural(summary.formulas, "formula")) (\(summary.formulasChecked) checked\(kinds(of: summary)) "
        + (summary.formulasVaried > 0 ? "\(summary.formulasVaried) also at other inputs, " : "")
        + "\(summary.formulas - summary.formulasChecked) not)",
    ]
    if summary.numbers > 0 { parts.append("\(plural(summary.numbers, "number")) in the text") }
    return parts.joined(separator: ", ")
  }

  /// The kinds of the checked formulas, unless all of them are display formulas.
  private static func kinds(of summary: CheckSummary) -> String {
    let (inline, claims) = (summary.inlineFormulasChecked, summary.inlineClaims)
    guard inline + claims > 0 else { return "," }
    let kinds = [
      (summary.formulasChecked - inline - claims, "display"), (inline, "inline"), (claims, "inline without a comment"),
    ]
    return ": " + kinds.filter { $0.0 > 0 }.map { "\($0) \($1)" }.joined(separator: ", ") + ";"
  }
}

func plural(_ count: Int, _ word: String) -> String { "\(count) \(word)\(count == 1 ? "" : "s")" }
