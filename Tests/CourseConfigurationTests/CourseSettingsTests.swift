import Diagnostics
import Testing

@testable import CourseConfiguration

@Suite struct CourseSettingsTests {
  private func problem(in yaml: String) -> String? {
    do throws(Diagnostic) {
      _ = try CourseSettings.parse(SourceFile(path: "course.yml", text: yaml))
      return nil
    } catch {
      return "\(error.position.line):\(error.position.column) \(error.problem.message)"
    }
  }

  @Test func `all keys are read`() throws {
    let settings = try CourseSettings.parse(
      SourceFile(
        path: "course.yml",
        text: """
          title: Attention
          summary: From nothing
          language: de
          authors: [Ada, Grace]
          repository: https://example.org/attention
          url: https://example.org/site
          run: |
            make
            run {lesson}
          parts: { First: 1, "Second, longer": 13, Last: appendix-a }
          """))
    #expect(settings.title == "Attention")
    #expect(settings.summary == "From nothing")
    #expect(settings.language == "de")
    #expect(settings.authors == ["Ada", "Grace"])
    #expect(settings.repository == "https://example.org/attention")
    #expect(settings.url == "https://example.org/site/")
    #expect(settings.run == "make\nrun {lesson}")
    #expect(settings.parts.map(\.title) == ["First", "Second, longer", "Last"])
    #expect(settings.parts.map(\.start) == ["1", "13", "appendix-a"])
  }

  @Test(arguments: ["", "# nothing\n", "\n\n"])
  func `an empty file leaves what is usual`(yaml: String) throws {
    #expect(try CourseSettings.parse(SourceFile(path: "course.yml", text: yaml)) == CourseSettings())
  }

  @Test func `one author needs no list`() throws {
    #expect(try CourseSettings.parse(SourceFile(path: "course.yml", text: "authors: Ada")).authors == ["Ada"])
  }

  @Test(arguments: [
    ("titel: A", "1:1 unknown key `titel` in course.yml"),
    ("title:", "1:1 `title` needs a text"),
    ("title: A\nrepository: example.org", "2:13 `repository` needs an address that begins with `https://`"),
    ("url: /here", "1:6 `url` needs an address that begins with `https://`"),
    ("parts: [a]", "1:1 `parts` needs titles and the lessons they begin with"),
    ("parts: { A: }", "1:10 the part `A` needs a lesson to begin with"),
    ("tolerance: 2", "1:12 `tolerance: 2` lets every number pass"),
    ("cover: [a]", "1:9 `a` names no part of a lesson"),
    ("- a\n- b", "1:1 `course.yml` is `key: value` lines"),
    ("title: [", "1:8 this bracket is never closed"),
    ("authors: [Ada, [Grace]]", "1:16 an author is a name"),
  ])
  func `what is wrong is told at its place`(yaml: String, expected: String) {
    #expect(problem(in: yaml) == expected)
  }

  @Test func `what the landing page says has titles and paragraphs, in their order`() throws {
    let settings = try CourseSettings.parse(
      SourceFile(path: "course.yml", text: "about:\n  For whom: it's for *you*\n  What you need: time\n"))
    #expect(settings.about.map(\.title) == ["For whom", "What you need"])
    #expect(settings.about.map(\.text.text) == ["it’s for *you*", "time"])
    for wrong in ["about: words\n", "about: { A: [b] }\n"] {
      #expect(throws: Diagnostic.self, "\(wrong)") { try CourseSettings.parse(SourceFile(path: "course.yml", text: wrong)) }
    }
  }

  @Test func `licenses have a name and an address`() throws {
    let text = "license:\n  \"Text: CC BY 4.0\": https://example.org/by\n  Apache-2.0: https://example.org/apache\n"
    let settings = try CourseSettings.parse(SourceFile(path: "course.yml", text: text))
    #expect(settings.licenses.map(\.name) == ["Text: CC BY 4.0", "Apache-2.0"])
    #expect(settings.licenses.map(\.address) == ["https://example.org/by", "https://example.org/apache"])
    for wrong in ["license: CC BY 4.0\n", "license: { CC BY 4.0: by }\n"] {
      #expect(throws: Diagnostic.self) { try CourseSettings.parse(SourceFile(path: "course.yml", text: wrong)) }
    }
  }
}
