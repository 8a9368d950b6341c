import Diagnostics
import Testing

@testable import CourseConfiguration

/// `macros` in `course.yml`.
@Suite struct MacroDefinitionTests {
  private func settings(_ yaml: String) throws(Diagnostic) -> CourseSettings {
    try CourseSettings.parse(SourceFile(path: "course.yml", text: yaml))
  }

  @Test func `a macro is a name, the number of its arguments and a body`() throws {
    let macros = try settings(##"macros: { \R: '\mathbb{R}', norm: [1, '\lVert #1 \rVert'], \hash: '\#' }"##).macros
    #expect(
      macros == [
        .init(name: "R", parameterCount: 0, body: #"\mathbb{R}"#), .init(name: "norm", parameterCount: 1, body: #"\lVert #1 \rVert"#),
        .init(name: "hash", parameterCount: 0, body: "\\#"),
      ])
  }

  @Test(arguments: [
    (#"macros: { \R1: x }"#, 11, #"`\R1` isn't a name for a macro"#), (#"macros: { \: x }"#, 11, #"`\` isn't a name for a macro"#),
    (#"macros: { \a: [1] }"#, 15, #"`\a` needs a number of arguments and a body"#),
    (#"macros: { \a: [10, x] }"#, 15, #"`\a` needs a number of arguments and a body"#),
    (#"macros: { \a: '#1' }"#, 16, "`#` is followed by the number of an argument, and this macro has none"),
    (#"macros: { \a: [1, '#2'] }"#, 20, "`#` is followed by the number of an argument, and this macro has 1"),
    (#"macros: { \a: '{' }"#, 16, "`{` is never closed"), (#"macros: { \a: 'x}' }"#, 16, "`}` without `{`"),
    (#"macros: { \a: { b: c } }"#, 15, #"`\a` needs the LaTeX that it stands for"#),
    ("macros: x", 1, "`macros` needs commands and what they stand for"),
  ]) func `anything else is an error at its place`(_ yaml: String, _ column: Int, _ message: String) {
    let diagnostic = #expect(throws: Diagnostic.self) { try settings(yaml) }
    #expect(diagnostic?.problem.message == message)
    #expect(diagnostic?.position == .init(line: 1, column: column))
    #expect(diagnostic?.problem.help != nil || message.contains("`macros`"))
  }
}
