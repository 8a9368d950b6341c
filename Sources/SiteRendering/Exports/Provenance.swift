import CourseConfiguration
import LessonChecks
import LessonDocument

/// Where an exported lesson is from, under which license, and what was checked.
struct Provenance: Codable, Sendable, Hashable {
  struct License: Codable, Sendable, Hashable {
    var name: String
    var address: String
  }

  var course: String
  /// The page of the lesson, or else the repository.
  var source: String?
  var licenses: [License]
  var outputs: Int
  var formulas: Int
  var numbers: Int

  init(_ document: Document, _ summary: CheckSummary, _ settings: CourseSettings) {
    course = settings.title
    source = settings.url.map { $0 + document.pageName.percentEncoded } ?? settings.repository
    licenses = settings.licenses.map { License(name: $0.name, address: $0.address) }
    outputs = summary.outputs
    formulas = summary.formulasChecked
    numbers = summary.numbers
  }

  /// The same as Markdown.
  var markdown: String {
    let origin = source.map { "[\(course)](\($0))" } ?? course
    let terms = licenses.map { "[\($0.name)](\($0.address))" }.joined(separator: "; ")
    let counts = [(outputs, "output"), (formulas, "formula"), (numbers, "number")].filter { $0.0 > 0 }
      .map { "\($0) \($1)\($0 == 1 ? "" : "s")" }.joined(separator: ", ")
    return [
      "A lesson of \(origin).", terms.isEmpty ? nil : "License: \(terms).",
      counts.isEmpty ? "Nothing in it was checked." : "Checked against a run of the code: \(counts).",
    ].compactMap(\.self).joined(separator: " ")
  }
}
