import LessonChecks
import LessonDocument
import Testing

@testable import SiteRendering

@Suite struct SiteRendererTests {
  private let lessons = [
    lesson(
      "---\ntitle: First & \"\u{301} foremost\n---\n\n## A part\n\nSee [two](02-b.md#end).", path: "Lessons/01-a.md"),
    lesson(
      "# Second\n\n$$ a $$\n<!-- check:\n  id: eq -->\n\n```swift\n1\n```\n\n## End\n\n[](#eq)", path: "Lessons/02-b.md"
    ),
    lesson("# Third", path: "Lessons/03-c.md"),
  ]

  private func files() throws -> [SiteFile] {
    var settings = CourseSettings()
    settings.title = "Course <1>"
    settings.summary = "Of things"
    settings.repository = "https://example.org/r/"
    let course = Course(settings: settings, lessons: lessons.map(\.document))
    return try SiteRenderer(course: course, results: lessons).files(with: [SiteFile(path: "assets/a.png", bytes: [1])])
  }

  private func text(_ path: String) throws -> String {
    String(decoding: try #require(try files().first { $0.path == path }).bytes, as: UTF8.self)
  }

  @Test func `the same course gives the same bytes`() throws {
    #expect(try files() == files())
  }

  @Test func `a site has a page for each lesson, the list of them, and what they refer to`() throws {
    #expect(
      try files().map(\.path) == [
        "01-a.html", "02-b.html", "03-c.html", "assets/a.png", "assets/icon.svg", "assets/page.js", "assets/search.js",
        "assets/theme.css", "index.html",
      ])
  }

  @Test func `every reference within the site leads somewhere`() throws {
    let files = try files()
    let pages = files.filter { $0.path.hasSuffix(".html") }
    let ids = Dictionary(
      uniqueKeysWithValues: pages.map { page in
        (page.path, Set(String(decoding: page.bytes, as: UTF8.self).matches(of: /id="([^"]*)"/).map { String($0.1) }))
      })
    for page in pages {
      for match in String(decoding: page.bytes, as: UTF8.self).matches(of: /(?:href|src)="([^"]*)"/) {
        let reference = String(match.1)
        if reference.hasPrefix("https://example.org/") { continue }
        let parts = reference.split(separator: "#", omittingEmptySubsequences: false).map(String.init)
        let target = parts[0].isEmpty ? page.path : parts[0]
        #expect(files.contains { $0.path == target }, "\(reference) on \(page.path)")
        if parts.count > 1 { #expect(ids[target]?.contains(parts[1]) ?? false, "\(reference) on \(page.path)") }
      }
    }
  }

  @Test func `an id names one thing on a page`() throws {
    for page in try files() where page.path.hasSuffix(".html") {
      let ids = String(decoding: page.bytes, as: UTF8.self).matches(of: /\sid="([^"]*)"/).map { $0.1 }
      #expect(ids.count == Set(ids).count)
    }
  }

  @Test func `a lesson's neighbours are linked, its own entry is marked`() throws {
    let page = try text("02-b.html")
    #expect(
      page.contains("<a rel=\"prev\" href=\"01-a.html\">") && page.contains("<a rel=\"next\" href=\"03-c.html\">"))
    #expect(page.matches(of: /aria-current="page"/).count == 1)
    #expect(page.contains("<a href=\"02-b.html\" aria-current=\"page\">"))
    #expect(page.contains("<li><a href=\"#end\">End</a></li>"))
    #expect(try !text("03-c.html").contains("rel=\"next\""))
    #expect(page.contains("href=\"https://example.org/r/blob/HEAD/Lessons/02-b.md\""))
  }

  @Test func `a title is text wherever it stands`() throws {
    for path in ["01-a.html", "02-b.html", "index.html"] {
      let page = try text(path)
      #expect(page.contains("First &amp; &quot;\u{301} foremost"))
      #expect(page.contains("Course &lt;1&gt;") && !page.contains("<1>"))
      #expect(!page.contains("{{"))
    }
  }

  @Test func `no page asks another site for anything`() throws {
    for file in try files() {
      let text = String(decoding: file.bytes, as: UTF8.self)
      #expect(!text.contains(/(src|srcset|action)="(https?:)?\/\//))
      #expect(!text.contains(/<link[^>]*href="(https?:)?\/\//))
      #expect(!text.contains(/url\("?(https?:)?\/\//) && !text.contains("@import"))
    }
  }

  @Test func `the search finds each section's words and code`() throws {
    let script = try text("assets/search.js")
    #expect(script.hasPrefix("window.searchIndex = [[\"01-a.html\",") && script.hasSuffix("]];\n"))
    #expect(script.contains("[\"02-b.html\",\"Second\",\"Second\",\"1\"]"))
    #expect(script.contains("[\"02-b.html#end\",\"Second\",\"End\",\"\"]"))
    #expect(script.contains("[\"01-a.html#a-part\","))
  }

  @Test func `the style is small`() throws {
    #expect(try text("assets/theme.css").utf8.count <= 30_000)
  }
}
