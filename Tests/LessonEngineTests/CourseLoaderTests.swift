import CourseConfiguration
import Diagnostics
import Foundation
import LessonChecks
import LessonDocument
import LessonEngine
import Testing

@Suite struct CourseLoaderTests {
  @Test func `lessons come in the order of course.yml, then as their names go`() async throws {
    let course = try TemporaryCourse([
      "02-second.md": "# Second\n", "01-first.md": "# First\n", "zero.md": "# Zero\n", "README.md": "# For those who look\n",
      "course.yml": "title: Numbers\norder: [zero]\n",
    ])
    let loaded = try await course.load()
    #expect(loaded.lessons.map(\.name) == ["zero", "01-first", "02-second"])
    #expect(loaded.settings.title == "Numbers")
  }

  @Test func `an unreadable lesson spoils only itself`() async throws {
    let course = try TemporaryCourse(["01-good.md": "# Good\n\nText.\n", "02-bad.md": "# Bad\n\n```swift\n"])
    let run = try await course.check()
    #expect(run.results.map(\.document.name) == ["01-good"])
    #expect(run.results.map(\.report.holds) == [true])
    #expect(run.unreadable.map(\.name) == ["02-bad"])
  }

  @Test func `a wrong course.yml is a diagnostic at its line`() async throws {
    let course = try TemporaryCourse(["01-first.md": "# First\n", "course.yml": "title: Numbers\ntitel: Numbers\n"])
    let diagnostic = await #expect(throws: Diagnostic.self) { try await course.load() }
    #expect(diagnostic?.position.line == 2)
  }

  @Test func `a folder without lessons is refused`() async throws {
    let course = try TemporaryCourse(["course.yml": "title: Numbers\n"])
    await #expect(throws: ToolFailure.self) { try await course.load() }
  }

  @Test(arguments: ["03-softmax", "softmax", "03", "3", "03-softmax.md"])
  func `a lesson is chosen by its name, its number or both`(_ name: String) async throws {
    let course = try TemporaryCourse(["01-first.md": "# First\n", "03-softmax.md": "# Softmax\n"])
    let chosen = try await course.load().lessons(named: [name], in: course.url)
    #expect(chosen.map(\.name) == ["03-softmax"])
  }

  @Test(arguments: [
    ("softmax", ["softmax"]), ("softmax.md", ["softmax"]), ("softmax-1", ["softmax-1"]), ("sub/softmax", ["sub-softmax"]),
    ("sub/softmax.md", ["sub-softmax"]), ("sub", ["sub-other", "sub-softmax"]), ("other", ["sub-other"]), ("other-x", ["other-x-1"]),
  ])
  func `an exact name comes before one that begins with it`(_ name: String, _ expected: [String]) async throws {
    let course = try TemporaryCourse(
      ["softmax.md": "# A\n", "softmax-1.md": "# B\n", "sub/softmax.md": "# C\n", "sub/other.md": "# D\n", "other-x-1.md": "# E\n"])
    let chosen = try await course.load().lessons(named: [name], in: course.url)
    #expect(chosen.map(\.name).sorted() == expected)
  }

  @Test func `the name of no lesson is refused with the nearest one`() async throws {
    let course = try TemporaryCourse(["01-first.md": "# First\n", "03-softmax.md": "# Softmax\n"])
    let loaded = try await course.load()
    let error = #expect(throws: LessonSelectionError.self) { try loaded.lessons(named: ["sofmax"], in: course.url) }
    #expect(error?.message == "There is no lesson `sofmax`; did you mean `03-softmax`?")
  }
}
