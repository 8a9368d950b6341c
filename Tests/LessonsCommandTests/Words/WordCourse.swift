import Foundation
import TestSupport

/// A course with one lesson, `a.md`, to test what a word on a cell's fence does to checks, to accepting and to the page.
struct WordCourse {
  private let folder: TemporaryFolder

  /// - Parameter more: Other lessons, by the names of their files.
  init(_ lesson: String, more: [String: String] = [:]) throws {
    folder = try TemporaryFolder()
    try folder.write(lesson, to: "Lessons/a.md")
    for (name, text) in more { try folder.write(text, to: "Lessons/\(name)") }
  }

  /// The current text of the lesson's file.
  var lesson: String { get throws { try folder.text(of: "Lessons/a.md") } }

  /// The failures that `lessons check` prints, without the lines that show the place, and the end of the summary.
  func check(_ arguments: String...) throws -> (errors: String, holds: Bool) {
    let result = try LessonsTool().run(["check"] + arguments, in: folder.url)
    let lines = result.errors.split(separator: "\n").filter { $0.hasPrefix("Lessons/") || $0.contains("= help: ") }
    return (lines.joined(separator: "\n"), result.exitCode == 0)
  }

  /// The lesson's page, which is built only if everything holds.
  func page() throws -> String {
    let result = try LessonsTool().run(["build"], in: folder.url)
    guard result.exitCode == 0 else { throw CocoaError(.fileReadUnknown, userInfo: ["errors": result.errors]) }
    return try folder.text(of: "site/a.html")
  }
}

/// The elements of a kind in a page, with their contents; they must not be nested.
func elements(_ name: String, of page: String) -> [String] {
  page.components(separatedBy: "<\(name)").dropFirst().map { $0.components(separatedBy: "</\(name)>")[0] }
}
