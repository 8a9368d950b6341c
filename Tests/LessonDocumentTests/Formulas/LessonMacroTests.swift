import CourseConfiguration
import Diagnostics
import LaTeXSyntax
import Testing

@testable import LessonDocument

/// LaTeX commands of a course, of a lesson and of a formula.
@Suite struct LessonMacroTests {
  private func document(_ text: String, course: [MacroDefinition] = []) -> Document {
    DocumentParser.parse(Array(text.utf8), path: "lesson.md", macros: course)
  }

  private func formulas(_ document: Document) -> [String?] { document.formulas.map { $0.syntax?.normalizedLaTeX } }

  @Test func `a lesson's macros are beside those of the course, and win`() {
    let course = [
      MacroDefinition(name: "R", parameterCount: 0, body: "r"), MacroDefinition(name: "S", parameterCount: 0, body: "s"),
    ]
    let lesson = document("---\nmacros: { \\R: '\\mathbb{R}' }\n---\n\n# A\n\n$\\R$ and $\\S$\n", course: course)
    #expect(lesson.problems == [])
    #expect(formulas(lesson) == ["\\mathbb{R}", "s"])
  }

  @Test func `what a display formula defines holds from there on`() {
    let lesson = document("# A\n\n$\\v$\n\n$$\\newcommand{\\v}{w} \\v$$\n\n$\\v$ and $\\def\\u{x}\\u$ and $\\u$\n")
    #expect(formulas(lesson) == [nil, "w", "w", "x", nil])
    #expect(lesson.problems.count == 2)
  }

  @Test func `an error points at the use`() {
    let lesson = document("---\nmacros: { \\bad: '\\sofmax' }\n---\n\n# A\n\nLet $x = \\bad$.\n")
    #expect(lesson.diagnostics.map(\.position) == [.init(line: 7, column: 10)])
    #expect(lesson.diagnostics.map(\.problem.notes) == [["the macro `\\bad` is `\\sofmax`"]])
  }
}
