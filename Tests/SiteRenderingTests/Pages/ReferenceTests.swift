import CourseConfiguration
import LessonChecks
import LessonDocument
import Testing

@testable import SiteRendering

@Suite struct ReferenceTests {
  private func page(_ markdown: String) throws -> String {
    let lessons = [
      lesson(markdown, path: "Lessons/01-a.md"),
      lesson(
        "# The *second* one\n\n## Why $x$\n\n$$ y $$\n<!-- check: { expect: none, because: b, id: eq } -->\n", path: "Lessons/02-b.md"),
    ]
    let course = Course(settings: CourseSettings(), lessons: lessons.map(\.document))
    let files = try SiteRenderer(course: course, results: lessons).files()
    return String(decoding: try #require(files.first { $0.path == "01-a.html" }).bytes, as: UTF8.self)
  }

  @Test(arguments: [
    ("[](02-b.md)", "<a href=\"02-b.html\">The second one</a>"), ("[](02-b.md#eq)", "<a href=\"02-b.html#eq\">The second one (1)</a>"),
    ("[](#its-own)", "<a href=\"#its-own\">Its <em>own</em></a>"), ("[mine](02-b.md)", "<a href=\"02-b.html\">mine</a>"),
    ("[](https://example.org)", "<a href=\"https://example.org\">https://example.org</a>"),
  ])
  func `a link without words says what it leads to`(markdown: String, html: String) throws {
    #expect(
      try page("# A\n\n## Its *own*\n\n\(markdown)\n")
        .contains("<p>\(html)</p>"))
  }

  @Test func `a heading with a formula is its text`() throws {
    #expect(try page("[](02-b.md#why-x)\n").contains("<a href=\"02-b.html#why-x\">Why <math>"))
  }
}
