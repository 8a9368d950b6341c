import Diagnostics
import Foundation
import LessonChecks
import Testing

@testable import CourseConfiguration
@testable import LessonDocument
@testable import SiteRendering

@Suite struct SiteRendererTests {
  private let lessons = [
    lesson(
      "---\ntitle: First & \"\u{301} foremost\n---\n\n## A part\n\nSee [two](02-b.md#end).", path: "Lessons/01-a.md"),
    lesson(
      "# Second\n\n$$ a $$\n<!-- check:\n  id: eq -->\n\n```swift id=one\n1\n```\n\n## End\n\n[](#eq)", path: "Lessons/02-b.md"
    ),
    lesson("# Third", path: "Lessons/03-c.md"),
  ]

  private func files(_ change: (inout CourseSettings) -> Void = { _ in }) throws -> [SiteFile] {
    var settings = CourseSettings()
    settings.title = "Course <1>"
    settings.summary = "Of things"
    settings.repository = "https://example.org/r/"
    change(&settings)
    let course = Course(settings: settings, lessons: lessons.map(\.document))
    return try SiteRenderer(course: course, results: lessons).files(with: [SiteFile(path: "assets/a.png", bytes: [1])])
  }

  private func text(_ path: String, change: (inout CourseSettings) -> Void = { _ in }) throws -> String {
    String(decoding: try #require(try files(change).first { $0.path == path }).bytes, as: UTF8.self)
  }

  @Test func `in a course of very many lessons a page lists those near it`() throws {
    func entries(ofPage number: Int, among count: Int) throws -> [Substring] {
      let results = (1...count).map { lesson("# L\($0)", path: "Lessons/\($0 + 1000).md") }
      let course = Course(settings: CourseSettings(), lessons: results.map(\.document))
      let files = try SiteRenderer(course: course, results: results).files()
      let page = String(decoding: try #require(files.first { $0.path == "\(number + 1000).html" }).bytes, as: UTF8.self)
      let nav = try #require(page.firstMatch(of: /(?s)<nav id="page.contents".*?<\/nav>/)).0
      return nav.matches(of: /href="(\d+|index)\.html"/).map { $0.1 }
    }
    #expect(try entries(ofPage: 150, among: 300) == (1...300).map { "\($0 + 1000)" })
    #expect(try entries(ofPage: 150, among: 301) == ["index"] + (50...250).map { "\($0 + 1000)" } + ["index"])
    #expect(try entries(ofPage: 1, among: 301) == (1...101).map { "\($0 + 1000)" } + ["index"])
    #expect(try entries(ofPage: 301, among: 301) == ["index"] + (201...301).map { "\($0 + 1000)" })
  }

  @Test func `the same course gives the same bytes`() throws {
    #expect(try files() == files())
  }

  @Test func `a site has a page for each lesson, the list of them, and what they refer to`() throws {
    #expect(
      try files().map(\.path) == [
        "01-a.html", "01-a.ipynb", "01-a.md", "02-b.html", "02-b.ipynb", "02-b.md", "02-b.swift", "03-c.html", "03-c.ipynb", "03-c.md",
        "404.html", "assets/a.png", "assets/figures-attention.js", "assets/figures-axes.js", "assets/figures-bars.js",
        "assets/figures-clocks.js", "assets/figures-flow.js", "assets/figures-lines.js", "assets/figures-masks.js",
        "assets/figures-plane.js", "assets/figures-quantities.js", "assets/figures-tables.js", "assets/figures.js", "assets/formulas.css",
        "assets/formulas.js",
        "assets/icon.svg", "assets/page.js", "assets/paper.css", "assets/questions.css", "assets/questions.js", "assets/search-index.js",
        "assets/search.js",
        "assets/theme.css", "checks.html", "index.html", "llms.txt",
        "print.html",
      ])
  }

  @Test func `the landing page says beside its summary what came of all checks`() throws {
    let page = try text("index.html")
    let beside = try #require(page.firstMatch(of: /<div class="annotated">(.*?)<p class="summary">Of things/)).1
    #expect(beside.contains(#"class="check"#))
  }

  @Test func `the landing page shows what the course names as its cover, and where it is from`() throws {
    let named: (inout CourseSettings) -> Void = {
      $0.cover = [.init(lesson: "02-b", id: "eq", range: 0..<0), .init(lesson: "02-b", id: "one", range: 0..<0)]
    }
    let covers = try text("index.html", change: named).matches(of: /(?s)<div class="cover">(.*?)<\/p>\n<\/div>/).map { $0.1 }
    #expect(covers.count == 2)
    let formula = try #require(covers.first)
    let cell = try #require(covers.last)
    #expect(formula.contains("id=\"02-b.eq\"") && formula.contains("<math") && !formula.contains("(1)"))
    #expect(cell.contains("id=\"02-b.one\""))
    #expect(formula.contains("From <a href=\"02-b.html#eq\">Second</a>"))
    #expect(try !text("index.html").contains("class=\"cover\""))
  }

  @Test func `each page says at its foot by what it may be used`() throws {
    let license = CourseSettings.License(name: "CC BY <4.0>", address: "https://example.org/by?a&b")
    for page in ["index.html", "01-a.html", "checks.html"] {
      let text = try text(page) { $0.licenses = [license] }
      #expect(text.contains("<a rel=\"license\" href=\"https://example.org/by?a&amp;b\">CC BY &lt;4.0&gt;</a>"))
      #expect(try !self.text(page).contains("rel=\"license\""))
    }
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
        #expect(!reference.hasPrefix("/"))
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

  @Test func `a lesson's neighbors are linked, its own entry is marked`() throws {
    let page = try text("02-b.html")
    #expect(
      page.contains("<a rel=\"prev\" href=\"01-a.html\">") && page.contains("<a rel=\"next\" href=\"03-c.html\">"))
    #expect(page.matches(of: /aria-current="page"/).count == 1)
    #expect(page.contains("<a href=\"02-b.html\" aria-current=\"page\">"))
    #expect(page.contains("<li><a href=\"#end\">End</a></li>"))
    #expect(try !text("03-c.html").contains("rel=\"next\""))
    #expect(page.contains("<a href=\"https://example.org/r/blob/HEAD/Lessons/02-b.md\">Source of this page</a>"))
    #expect(page.contains("<a href=\"https://example.org/r/edit/HEAD/Lessons/02-b.md\">Edit this page</a>"))
  }

  @Test func `a title is text wherever it stands`() throws {
    for path in ["01-a.html", "02-b.html", "index.html", "print.html"] {
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

  @Test func `Chinese faces come behind the machine's own, which have narrow quotation marks`() throws {
    let families = try text("assets/theme.css").matches(of: /--(?:serif|sans):([^;]*)/).map { String($0.1) }
    #expect(families.count == 2)
    for family in families {
      let own = try #require(family.firstMatch(of: /,\s*(sans-)?serif\b/))
      let chinese = try #require(family.firstMatch(of: /SC"/))
      #expect(own.range.lowerBound < chinese.range.lowerBound, "\(family)")
    }
  }

  @Test func `the style and the script are small`() throws {
    #expect(try text("assets/theme.css").utf8.count <= 33_700)
    #expect(try text("assets/paper.css").utf8.count <= 4_400)
    #expect(try text("assets/page.js").utf8.count <= 7_300)
    #expect(try text("assets/formulas.js").utf8.count <= 17_400)
    #expect(try text("assets/figures.js").utf8.count <= 3_900)
    #expect(try text("assets/questions.js").utf8.count <= 2_600)
  }

  @Test func `every page has one title, a description and a policy that lets nothing foreign in`() throws {
    for page in try files() where page.path.hasSuffix(".html") {
      let text = String(decoding: page.bytes, as: UTF8.self)
      #expect(text.matches(of: /<h1/).count == 1, "\(page.path)")
      #expect(text.matches(of: /<meta name="description" content="[^"]+">/).count == 1)
      // What stands for a missing page has one script of its own, until the site's address is known.
      let isMissing = page.path == "404.html"
      #expect(
        try text.contains(
          Regex("content=\"default-src 'none'; script-src 'self'\(isMissing ? " 'sha256-[A-Za-z0-9+/]{43}='" : ""); style-src-elem 'self';")
        ))
      #expect(text.contains("<meta property=\"og:title\"") && !text.contains("canonical"))
      #expect(text.contains("<script>") == isMissing && !text.contains(/\son[a-z]+="/))
    }
  }

  @Test func `with the site's address, pages say where they stand, and a host can show the missing page anywhere`() throws {
    let address: (inout CourseSettings) -> Void = { $0.url = "https://example.org/course/" }
    #expect(
      try text("02-b.html", change: address)
        .contains("<link rel=\"canonical\" href=\"https://example.org/course/02-b.html\">"))
    #expect(try text("index.html", change: address).contains("<meta property=\"og:url\" content=\"https://example.org/course/\">"))
    let missing = try text("404.html", change: address)
    #expect(missing.contains("href=\"/course/assets/theme.css\"") && missing.contains("href=\"/course/index.html\""))
    #expect(!missing.contains("canonical") && !missing.contains("<script>"))
    let map = try text("sitemap.xml", change: address)
    #expect(map.matches(of: /<loc>https:\/\/example.org\/course\//).count == 5)
    #expect(map.contains("<loc>https://example.org/course/</loc>") && !map.contains("404"))
  }

  @Test func `the lessons stand in the parts of the course`() throws {
    let page = try text("index.html") {
      $0.parts = [.init(title: "The <first>", start: "2"), .init(title: "None", start: "9"), .init(title: "Last", start: "03-c")]
    }
    let order = ["href=\"01-a.html\"", "<h3>The &lt;first&gt;</h3>", "href=\"02-b.html\"", "<h3>Last</h3>", "href=\"03-c.html\""]
    var rest = page[...]
    for piece in order {
      let range = try #require(rest.firstRange(of: piece), "\(piece)")
      rest = rest[range.upperBound...]
    }
    #expect(!page.contains("None"))
  }

  /// Two lessons, a page to look things up and two for authors, whose files come before it.
  @Test func `only the first program of a lesson is called its code`() throws {
    let results = [lesson("# One\n\n```swift\nlet a = 1\n```\n\n```swift reset\nlet a = 2\n```", path: "Lessons/01-a.md")]
    let course = Course(settings: CourseSettings(), lessons: results.map(\.document))
    let files = try SiteRenderer(course: course, results: results).files()
    let page = String(decoding: try #require(files.first { $0.path == "01-a.html" }).bytes, as: UTF8.self)
    #expect(page.contains("which says how to run it: <a href=\"01-a.swift\""))
    #expect(page.contains("Another program of this lesson: <a href=\"01-a-program-2.swift\""))
  }

  private func kinds() throws -> [String: String] {
    let results = [
      lesson("# One\n\n> [!EXERCISE]\n> Why?\n\n> [!SOLUTION]\n> Because.", path: "Lessons/01-a.md"),
      lesson("# Two", path: "Lessons/02-b.md"),
      lesson("---\nkind: author-guide\n---\n# Guide", path: "Lessons/appendix-a.md"),
      lesson("---\nkind: author-guide\n---\n# Other", path: "Lessons/appendix-b.md"),
      lesson("---\nkind: reference\n---\n# Words", path: "Lessons/glossary.md"),
    ]
    let course = Course(settings: CourseSettings(), lessons: results.map(\.document))
    let files = try SiteRenderer(course: course, results: results).files()
    return Dictionary(uniqueKeysWithValues: files.map { ($0.path, String(decoding: $0.bytes, as: UTF8.self)) })
  }

  @Test func `guides for authors are apart from the readers' way`() throws {
    let pages = try kinds()
    #expect(pages["02-b.html"]?.contains("<a rel=\"next\" href=\"glossary.html\">") == true)
    #expect(pages["glossary.html"]?.contains("rel=\"next\"") == false)
    #expect(pages["appendix-a.html"]?.contains("rel=\"prev\"") == false)
    #expect(pages["appendix-a.html"]?.contains("<a rel=\"next\" href=\"appendix-b.html\">") == true)
    let printed = try #require(pages["print.html"]?.split(separator: "<main").last)
    #expect(printed.contains("glossary") && !printed.contains("appendix"))
    #expect(printed.contains("<section id=\"glossary\">\n<h2"))
    let contents = try #require(pages["01-a.html"]?.firstRange(of: "<p class=\"part\">For authors of lessons</p>"))
    #expect(pages["01-a.html"]?[contents.upperBound...].contains("appendix-b.html") == true)
    #expect(pages["01-a.html"]?[contents.upperBound...].contains("<a href=\"glossary.html\">") == false)
  }

  @Test func `on the page for paper, the solutions follow the last lesson`() throws {
    let page = try #require(try kinds()["print.html"])
    #expect(!page.contains("<details><summary>Solution"))
    let solutions = try #require(page.firstRange(of: "<section id=\"page.solutions\">"))
    #expect(page[solutions.upperBound...].contains("<h4>Exercise 1</h4>\n<p>Because.</p>"))
    #expect(!page[..<solutions.lowerBound].contains("Because."))
    #expect(page[..<solutions.lowerBound].contains("<a href=\"#page.solutions\">Solutions</a>"))
  }

  @Test func `the landing page says what the author and the course tell of it`() throws {
    let page = try text("index.html") {
      $0.about = [.init(title: "For <whom>", text: .init(text: "For *you*, with $x_i$.", range: 0..<0))]
      $0.licenses = [.init(name: "CC BY", address: "https://example.org/by")]
    }
    #expect(page.contains("<dt>For &lt;whom&gt;</dt><dd>For <em>you</em>, with <math>"))
    #expect(page.contains("<dt>Where to begin</dt><dd><a href=\"01-a.html\">"))
    let begin = try #require(page.firstRange(of: "<p class=\"begin\"><a href=\"01-a.html\">Begin with “"))
    #expect(begin.lowerBound < (try #require(page.firstRange(of: "<dl class=\"about\">"))).lowerBound)
    #expect(page.contains("<dt>Source code</dt><dd><a href=\"https://example.org/r/\">"))
    #expect(page.contains("<dt>License</dt>"))
    let plain = try text("index.html") { $0.repository = nil }
    #expect(!plain.contains("Source code") && !plain.contains("License"))
  }

  @Test func `the page on checks names the formulas that aren't checked, and why`() throws {
    func page(_ finding: FormulaFinding) throws -> String {
      let results = [lesson("# One\n\n$$ a = b $$", path: "Lessons/01-a.md", findings: [0: finding])]
      let course = Course(settings: CourseSettings(), lessons: results.map(\.document))
      let files = try SiteRenderer(course: course, results: results).files()
      return String(decoding: try #require(files.first { $0.path == "checks.html" }).bytes, as: UTF8.self)
    }
    let place = "From <a href=\"01-a.html#formula-1\">One</a>"
    #expect(try page(.notChecked).contains("Only shown: its author asked for no check. \(place)"))
    #expect(try page(.cannotBeEvaluated(why: "", reason: "it is a limit")).contains("it is a limit. \(place)"))
    #expect(try !page(.agrees(comparison(0))).contains("id=\"unchecked\""))
  }

  @Test func `what was checked is counted by lessons, and by other pages where something runs`() throws {
    let cell = "\n\n```swift\nlet a = 1\n```"
    let reference = "---\nkind: reference\n---\n\n"
    func state(_ texts: [String]) throws -> String {
      let results = texts.enumerated().map { lesson($1, path: "Lessons/0\($0)-a.md") }
      let course = Course(settings: CourseSettings(), lessons: results.map(\.document))
      let files = try SiteRenderer(course: course, results: results).files()
      return String(decoding: try #require(files.first { $0.path == "checks.html" }).bytes, as: UTF8.self)
    }
    let (one, two) = ("# One" + cell, "# Two")
    #expect(try state([one, two]).contains("<p>1 cell in 2 lessons ran."))
    #expect(
      try state([one, two, reference + "# Notation" + cell, reference + "# Words"]).contains(
        "<p>2 cells in 2 lessons and 1 other page ran."))
  }

  @Test func `a lesson's code can be taken away`() throws {
    #expect(try text("02-b.html").contains("<a href=\"02-b.swift\" download>02-b.swift</a>"))
    #expect(try !text("01-a.html").contains(".swift\" download>"))
    // Each says what it is.
    #expect(try text("02-b.html").contains("as a Swift file, which says how to run it: <a href=\"02-b.swift\""))
    #expect(
      try text("01-a.html").contains("as a Jupyter notebook, with its outputs: <a href=\"01-a.ipynb\" download>01-a.ipynb</a>"))
    #expect(try text("01-a.html").contains("This page as Markdown: <a href=\"01-a.md\" download>01-a.md</a>"))
  }

  @Test func `links to formulas and cells lead somewhere in a lesson's Markdown too`() throws {
    let text = try text("02-b.md")
    #expect(text.contains("\n\n<a id=\"eq\"></a>\n\n$$ a $$\n"), "\(text)")
    #expect(text.contains("\n\n<a id=\"one\"></a>\n\n```swift id=one\n"), "\(text)")
    #expect(try !self.text("01-a.md").contains("<a id"))
  }

  @Test func `a lesson says how to run it`() throws {
    #expect(try text("02-b.html").contains("<pre><code class=\"language-shell\">lessons check 02-b</code></pre>"))
    let page = try text("02-b.html") { $0.run = "make\nrun {lesson} <now>" }
    #expect(page.contains(">make\nrun 02-b &lt;now&gt;</code></pre>"))
    #expect(page.contains("<li><a href=\"#page.run\">Run it yourself</a></li>"))
    // Where nothing runs there are its files alone.
    let still = try text("01-a.html")
    #expect(still.contains("<li><a href=\"#page.run\">Take it with you</a></li>"))
    #expect(!still.contains("lessons check 01-a") && !still.contains("These commands"))
  }

  @Test func `lessons with dots in their names keep their ids apart`() throws {
    let results = [
      lesson("# One\n\n## B\n\n[c](a.b.md#c) [d](a.b.md) [e](q%20r.md#e)", path: "Lessons/a.md"),
      lesson("# Two\n\n## C", path: "Lessons/a.b.md"),
      lesson("# Three\n\n## E", path: "Lessons/q r.md"),
    ]
    let course = Course(settings: CourseSettings(), lessons: results.map(\.document))
    let files = try SiteRenderer(course: course, results: results).files()
    let page = String(decoding: try #require(files.first { $0.path == "print.html" }).bytes, as: UTF8.self)
    let ids = page.matches(of: /\sid="([^"]*)"/).map { String($0.1) }
    #expect(Set(ids).count == ids.count, "\(ids)")
    let targets = page.matches(of: /href="#([^"]*)"/).map { String($0.1).removingPercentEncoding ?? "" }
    #expect(Set(targets).isSubset(of: ids), "\(targets)")
    #expect(targets.contains("a..b.c") && targets.contains("a..b") && targets.contains("q r.e"), "\(targets)")
  }

  @Test func `the whole course is one page, in which ids and links stay apart`() throws {
    let page = try text("print.html")
    // Other lessons refer to it by its number.
    #expect(page.contains("<section id=\"02-b\">\n<p class=\"eyebrow\">Lesson 2</p>\n<h2 id=\"02-b.second\">Second</h2>"))
    #expect(page.contains("<a href=\"#02-b.end\">two</a>"))
    #expect(page.contains("<h3 id=\"02-b.end\"><a href=\"#02-b.end\">End</a></h3>"))
    #expect(page.contains("<a href=\"#02-b.eq\">(1)</a>"))
  }
}
