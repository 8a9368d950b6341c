import Diagnostics
import Testing

@testable import CourseConfiguration

/// What authors get wrong in YAML, and where the message points. YAML's own library often notices it a line later, as something else.
@Suite struct YAMLMistakeTests {
  private func problem(in yaml: String) -> (place: String, help: String?)? {
    do throws(Diagnostic) {
      _ = try CourseSettings.parse(SourceFile(path: "course.yml", text: yaml))
      return nil
    } catch {
      return ("\(error.position.line):\(error.position.column) \(error.problem.message)", error.problem.help)
    }
  }

  @Test(arguments: [
    ("title: A\nlimits:\n\tseconds: 3\n", "3:1 a tab can't indent YAML", "use spaces"),
    ("\ttitle: A\n", "1:1 a tab can't indent YAML", "use spaces"),
    ("limits:\n  seconds: 3\n \tmemory: 4 GB\n", "3:2 a tab can't indent YAML", "use spaces"),
    ("title: A\n\t# a comment\n", "2:1 a tab can't indent YAML", "use spaces"),
    ("order:\n-\ta\n", "2:2 a tab can't follow the `-` of a list in YAML", "write a space"),
    ("limits:\n\u{A0}\u{A0}seconds: 3\n", "2:1 U+00A0 (NO-BREAK SPACE) is not a plain space", "write a plain space, or take it out"),
    ("title: A\nsummary\u{A0}: B\n", "2:8 U+00A0 (NO-BREAK SPACE) is not a plain space", "write a plain space, or take it out"),
  ])
  func `a blank that YAML doesn't take is named`(yaml: String, place: String, help: String) {
    #expect(problem(in: yaml)?.place == place)
    #expect(problem(in: yaml)?.help == help)
  }

  @Test(arguments: [
    ("title:A\n", "1:6"), ("title: A\nsummary:B\n", "2:8"), ("summary:B\ntitle: A\n", "1:8"), ("limits:\n  seconds:3\n", "2:10"),
    ("limits:\n  seconds:3\n  memory: 4 GB\n", "2:10"), ("limits: { seconds:3, memory: 4 GB }\n", "1:18"),
  ])
  func `a missing space is told at its colon`(yaml: String, place: String) {
    #expect(problem(in: yaml)?.place == "\(place) a space is missing after this colon")
  }

  @Test(arguments: [
    ("title: # Attention\n", "1:8", "title"), ("limits: { memory: 1 GB }\norder: # intro\n", "2:8", "order"),
    ("limits:\n  seconds: # 3\n", "2:12", "seconds"), ("libraries:\n  - url: # none yet\n    from: 1.0.0\n", "2:10", "url"),
    ("url: #\n", "1:6", "url"),
  ])
  func `a comment in the place of a value is told`(yaml: String, place: String, key: String) {
    #expect(problem(in: yaml)?.place == "\(place) `#` begins a comment in YAML, so `\(key)` has no value")
  }

  @Test func `a comment that cuts a text short is a warning`() throws {
    let settings = try CourseSettings.parse(
      SourceFile(path: "course.yml", text: "title: C # in a day\nsummary: 'B' # why\nformulas: checked # all\n"))
    #expect(settings.warnings.map(\.message) == ["`#` begins a comment in YAML, so `title` ends before it"])
    #expect(settings.warnings.map(\.range) == [9..<19])
  }

  @Test(arguments: [
    ("title: \"A\nsummary: B\n", "1:8 this quotation mark is never closed"),
    ("title: 'A\nsummary: 'B'\n", "1:8 this quotation mark is never closed"),
    ("title: 'It's a course'\n", "1:11 the text ends at this quotation mark, and more follows it"),
    ("title: \"a\\q\"\n", "1:10 YAML has no escape `\\q`"),
    ("order: [a, b\ntitle: A\n", "1:8 this bracket is never closed"),
    ("limits: { seconds: 3\ntitle: A\n", "1:9 this bracket is never closed"),
    ("limits: {\n  seconds: 3,\n  memory: 4 GB\n", "1:9 this bracket is never closed"),
    ("order: [a, b]]\n", "1:14 no `[` opens this bracket"),
    ("order: [a, b}\n", "1:13 this bracket doesn't close `[`"),
    ("limits: { seconds: 3 memory: 4 GB }\n", "1:22 a comma is missing before this"),
    ("limits: {\n  seconds: 3\n  memory: 4 GB\n}\n", "3:3 a comma is missing before this"),
  ])
  func `quotation marks and brackets are told where they stand`(yaml: String, place: String) {
    #expect(problem(in: yaml)?.place == place)
  }

  @Test(arguments: [
    ("title: Attention: a course\n", "1:17 a text with a colon and a space in it needs quotation marks", "write `'Attention: a course'`"),
    (
      "title: {A} and B\n", "1:12 a value that begins with `{` ends at its `}`",
      "if it is a text, put it in single quotation marks: `'{A} and B'`"
    ),
    ("title: @A's\n", "1:8 a text can't begin with `@` in YAML", "put it in single quotation marks: `'@A''s'`"),
    ("title: *A*\n", "1:8 a text can't begin with `*` in YAML", "put it in single quotation marks: `'*A*'`"),
    ("title: &A B\n", "1:8 a text can't begin with `&` in YAML", "put it in single quotation marks: `'&A B'`"),
    ("title: !A B\n", "1:8 a text can't begin with `!` in YAML", "put it in single quotation marks: `'!A B'`"),
    ("title: `A`\n", "1:8 a text can't begin with a backtick in YAML", "put it in single quotation marks"),
  ])
  func `a text that YAML reads as something else can be put in quotation marks`(yaml: String, place: String, help: String) {
    #expect(problem(in: yaml)?.place == place)
    #expect(problem(in: yaml)?.help == help)
  }

  @Test(arguments: [
    ("title: A\n  summary: B\n", "2:3 this key is indented further than the one above it, which has a value already"),
    ("limits:\n    seconds: 3\n  memory: 4 GB\n", "3:3 this line is indented like none of the keys above it"),
    ("  title: A\nsummary: B\n", "2:1 this line begins further left than the first key"),
    ("order:\n  -a\n  -b\n", "2:3 a space is missing after this `-`"),
    ("title A\nsummary: B\n", "1:1 this line has no colon after its key"),
    ("title: A\nsummary B\n", "2:1 this line has no colon after its key"),
    ("title: A\n---\nsummary: B\n", "2:1 this line begins another document of YAML"),
  ])
  func `lines that don't fit together are told where they differ`(yaml: String, place: String) {
    #expect(problem(in: yaml)?.place == place)
  }

  @Test(arguments: [
    ("title: A\nsummary: title\ntitle: B\n", "3:1 the key `title` appears twice here"),
    ("limits:\n  seconds: 3\n  seconds: 4\n", "3:3 the key `seconds` appears twice here"),
    ("limits: { seconds: 3, seconds: 4 }\n", "1:23 the key `seconds` appears twice here"),
    ("title: A\n'title': B\n", "2:2 the key `title` appears twice here"),
  ])
  func `a key that appears twice is told at its second place`(yaml: String, place: String) {
    #expect(problem(in: yaml)?.place == place)
  }

  @Test(arguments: [
    "title:\tA\n", "title: 'a: b'\n", "about:\n  Why:\n    https://swift.org\n", "flags: [-DA, '-DB']\n", "flags:\n  -DA\n",
    "summary: 'It''s \"so\"'\n", "summary: |\n  a: b\n  'c\n  [d\n", "summary: >\n  title: x\n", "run: make -j\n",
    "about:\n  Why:\n    std::vector and a:b\n", "title: don't [stop\n", "authors: [\n  Ada,\n  Grace\n]\n", "title: &t A\nsummary: *t\n",
  ])
  func `what YAML takes stays allowed`(yaml: String) {
    #expect(problem(in: yaml)?.place == nil)
  }
}
