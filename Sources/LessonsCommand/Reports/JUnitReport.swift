import Diagnostics
import LessonChecks
import LessonDocument

/// A check as JUnit's XML: a suite with a case for each lesson, its errors in the case's failure.
struct JUnitReport {
  let results: [LessonResult]
  let unreadable: [UnreadFile]

  func text() -> String {
    let cases =
      (results.map { (path: $0.document.file.path, name: $0.document.name, diagnostics: $0.report.failures) }
      + unreadable.map { (path: $0.path, name: $0.name, diagnostics: $0.diagnostics) })
      .sorted { $0.path < $1.path }
    let failed = cases.count { $0.diagnostics.contains(where: \.isError) }
    var out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    out += "<testsuites>\n<testsuite name=\"lessons\" tests=\"\(cases.count)\" failures=\"\(failed)\">\n"
    for (path, name, diagnostics) in cases {
      out += "<testcase classname=\"lessons\" name=\"\(escaped(name))\" file=\"\(escaped(path))\""
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
