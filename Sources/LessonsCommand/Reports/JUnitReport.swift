import Diagnostics
import LessonChecks
import LessonDocument

/// A check as JUnit's XML: a suite with a case for each lesson, its errors in the case's failure.
struct JUnitReport {
  let results: [LessonResult]
  let unreadable: [Document]

  func text() -> String {
    let cases =
      (results.map { ($0.document, $0.report.failures) } + unreadable.map { ($0, $0.diagnostics) })
      .sorted { $0.0.file.path < $1.0.file.path }
    let failed = cases.count { $0.1.contains(where: \.isError) }
    var out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    out += "<testsuites>\n<testsuite name=\"lessons\" tests=\"\(cases.count)\" failures=\"\(failed)\">\n"
    for (document, diagnostics) in cases {
      out += "<testcase classname=\"lessons\" name=\"\(escaped(document.name))\" file=\"\(escaped(document.file.path))\""
      let errors = diagnostics.filter(\.isError)
      guard let first = errors.first else {
        out += "/>\n"
        continue
      }
      let text = errors.map { DiagnosticPrinter().text(for: $0) }.joined(separator: "\n")
      out += ">\n<failure message=\"\(escaped(first.problem.message))\">\(escaped(text))</failure>\n</testcase>\n"
    }
    return out + "</testsuite>\n</testsuites>"
  }

  private func escaped(_ text: String) -> String {
    printable(text, keepingNewlines: true)
      .replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;")
  }
}
