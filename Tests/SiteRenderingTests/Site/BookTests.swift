import CellOutputs
import Foundation
import LessonChecks
import LessonRunner
import TestSupport
import Testing

@testable import CourseConfiguration
@testable import LessonDocument
@testable import SiteRendering

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// Lessons as an electronic book. Where epubcheck is installed, it decides; everywhere the structure is checked.
@Suite struct BookTests {
  private let chart = Figure.chart(
    Chart(
      title: "Lines & points", kind: .line, x: "x", y: "y",
      series: [
        Series(name: "a", mark: .line, x: [0, 1, 2], y: [0, 1, 4]), Series(name: "b", mark: .points, x: [0, 1, 2], y: [3, 2, 1]),
      ]))

  private var lessons: [LessonResult] {
    [
      lesson(
        """
        ---
        title: First & "foremost"
        summary: A < B.
        date: 2026-03-01
        ---

        ## 1. A part, with *emphasis* and $d_k$

        See [two](02-two.md#end), [a word](03-文字.md#开头), [the data](data.csv), [out](https://example.org/?a=1&b=2) and a note.[^1]
        The price is <span lang="de">hoch</span>.

        [^1]: The note, with $x < y$.

        $$ a = \\sum_{i=1}^n b_i \\tag{1} $$
        <!-- check: { expect: none, because: "it is an example", id: "1.eq" } -->

        ```swift id=one
        1
        ```

        | a | b | c |
        |---|:-:|--:|
        | `x` | <kbd>y</kbd> | $z$ |

        Table: Caption. <!-- id: table -->

        - [x] done
        - [ ] to do

        > [!EXERCISE] How?
        > Do it.

        > [!SOLUTION]
        > Like **this**, as in [two](02-two.md).

        <details>
        <summary>More</summary>

        Hidden.

        </details>
        """, path: "Lessons/01-one.md",
        outputs: [
          0: [.value(DisplayedValue(text: "chart", type: "FigureValue", content: .figure(chart)))]
        ]),
      lesson(
        "# Second\n\n![A picture](my%20picture.png) ![Other](b.webp) ![Drawing](c.svg)\n\n## End\n\n[](#end)", path: "Lessons/02-two.md"),
      lesson("# 第三\n\n## 开头\n\n```swift norun\nlet a = \"&\"\n```\n\n## 1 + 1 = 2 🙂\n\n[](#开头)", path: "Lessons/03-文字.md"),
      lesson("---\nkind: author-guide\n---\n\n# For authors", path: "Lessons/guide.md"),
    ]
  }

  private var pictures: [SiteFile] {
    [
      SiteFile(path: "my picture.png", bytes: Array(Data(base64Encoded: Self.picture) ?? Data())),
      SiteFile(path: "b.webp", bytes: Array("RIFF....WEBP".utf8)),
      SiteFile(path: "c.svg", text: #"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle r="3" cx="4" cy="4"/></svg>"#),
      SiteFile(path: "data.csv", text: "1,2\n"),
    ]
  }

  /// One gray pixel.
  private static let picture =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg=="

  /// The whole course. It takes a second to make.
  private static let whole = Result { try BookTests().made(of: nil) { _ in } }

  private func book() throws -> Book { try Self.whole.get() }

  private func book(of names: Set<String>? = nil, change: (inout CourseSettings) -> Void = { _ in }) throws -> Book {
    try made(of: names, change: change)
  }

  private func made(of names: Set<String>?, change: (inout CourseSettings) -> Void) throws -> Book {
    var settings = CourseSettings()
    settings.title = "Course <1>"
    settings.authors = ["A. Author", "B & C"]
    settings.licenses = [.init(name: "CC BY 4.0", address: "https://creativecommons.org/licenses/by/4.0/")]
    settings.repository = "https://example.org/repository"
    change(&settings)
    let lessons = lessons
    let course = Course(settings: settings, lessons: lessons.map(\.document))
    return try #require(try SiteRenderer(course: course, results: lessons).book(of: names, with: pictures))
  }

  private func text(_ path: String, of book: Book) throws -> String {
    String(decoding: try #require(book.files.first { $0.path == "EPUB/" + path }).bytes, as: UTF8.self)
  }

  // MARK: - Structure

  /// What an XML file has: ids, links, and the names of its elements. Fails for one that isn't well-formed.
  private final class Reader: NSObject, XMLParserDelegate {
    var ids: [String] = []
    var links: [String] = []
    var items: [(href: String, properties: String)] = []
    var names: Set<String> = []

    init(_ bytes: [UInt8]) throws {
      super.init()
      let parser = XMLParser(data: Data(bytes))
      parser.delegate = self
      if !parser.parse() { throw parser.parserError ?? CocoaError(.fileReadCorruptFile) }
    }

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
      attributes: [String: String] = [:]
    ) {
      names.insert(name)
      ids += [attributes["id"]].compactMap(\.self)
      links += [attributes["href"], attributes["src"]].compactMap(\.self)
      if name == "item" { items.append((attributes["href"] ?? "", attributes["properties"] ?? "")) }
    }
  }

  @Test func `all files of a book are well-formed, listed, and lead to what is there`() throws {
    let book = try book()
    #expect(book.files.first?.path == "mimetype")
    let inside = book.files.filter { $0.path.hasPrefix("EPUB/") }.map { String($0.path.dropFirst(5)) }
    let package = try Reader(try #require(book.files.first { $0.path.hasSuffix(".opf") }).bytes)
    #expect(package.items.map(\.href).sorted() == inside.filter { $0 != "package.opf" }.sorted())
    let pages = try Dictionary(
      uniqueKeysWithValues: book.files.filter { $0.path.hasSuffix(".xhtml") }.map { (String($0.path.dropFirst(5)), try Reader($0.bytes)) })
    #expect(
      pages.keys.sorted() == ["chapter-1.xhtml", "chapter-2.xhtml", "chapter-3.xhtml", "contents.xhtml", "solutions.xhtml", "title.xhtml"])
    for (name, page) in pages {
      #expect(Set(page.ids).count == page.ids.count, "\(name)")
      #expect(page.ids.allSatisfy { $0.wholeMatch(of: /[\p{L}_][\p{L}\p{N}._-]*/) != nil }, "\(page.ids)")
      for link in page.links where !link.hasPrefix("https://") {
        let parts = link.split(separator: "#", omittingEmptySubsequences: false).map(String.init)
        let file = parts[0].isEmpty ? name : parts[0]
        #expect(inside.contains(file), "\(name): \(link)")
        if parts.count > 1 { #expect(pages[file]?.ids.contains(parts[1].removingPercentEncoding ?? "") ?? false, "\(name): \(link)") }
      }
      let properties = package.items.first { $0.href == name }?.properties ?? ""
      #expect(properties.contains("mathml") == page.names.contains("math"), "\(name)")
      #expect(properties.contains("svg") == page.names.contains("svg"), "\(name)")
    }
  }

  @Test func `a book says whose it is, and under which license`() throws {
    let package = try text("package.opf", of: try book())
    for part in [
      "<dc:title>Course &lt;1&gt;</dc:title>", "<dc:creator>B &amp; C</dc:creator>",
      "<dc:source>https://example.org/repository</dc:source>",
      "<dc:rights>CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/)</dc:rights>",
      "<meta property=\"dcterms:modified\">2026-03-01T00:00:00Z</meta>",
    ] { #expect(package.contains(part), "\(part)") }
    #expect(try text("title.xhtml", of: try book()).contains("creativecommons.org"))
  }

  @Test func `solutions come last, and nothing unfolds, scrolls or runs`() throws {
    let book = try book()
    let chapter = try text("chapter-1.xhtml", of: book)
    #expect(!chapter.contains("Like <strong>this</strong>"))
    #expect(try text("solutions.xhtml", of: book).contains("Like <strong>this</strong>, as in <a href=\"chapter-2.xhtml\">two</a>"))
    for word in ["<details", "<summary", "<input", "<script", "tabindex", "data-", "var(", "--left", "loading"] {
      #expect(!chapter.contains(word), "\(word)")
    }
    #expect(chapter.contains("☑ done") && chapter.contains("☐ to do"), "\(chapter)")
    #expect(chapter.contains("<aside class=\"sidenote\"") && chapter.contains("epub:type=\"noteref\""))
    #expect(chapter.contains("<h1>First &amp; \"foremost\"</h1>") || chapter.contains("<h1>First &amp; &quot;foremost&quot;</h1>"))
  }

  @Test func `a formula keeps its LaTeX, and a chart has a size of its own`() throws {
    let chapter = try text("chapter-1.xhtml", of: try book())
    #expect(chapter.contains("xmlns=\"http://www.w3.org/1998/Math/MathML\" alttext=\"d_k\""))
    let drawing = try #require(chapter.firstMatch(of: /<svg viewBox="(-?[\d.]+) -28 ([\d.]+) 296" style="max-width: [\d.]+px" xmlns=/))
    #expect((Double(drawing.2) ?? 0) > 480)
  }

  @Test func `links to what isn't in the book lead to the site, or are text`() throws {
    #expect(try text("chapter-1.xhtml", of: try book()).contains(", the data, <a"))
    let withSite = try book { $0.url = "https://example.org/course/" }
    #expect(try text("chapter-1.xhtml", of: withSite).contains("<a href=\"https://example.org/course/data.csv\">the data</a>"))
    let alone = try book(of: ["01-one"]) { $0.url = "https://example.org/course/" }
    #expect(try text("chapter-1.xhtml", of: alone).contains("<a href=\"https://example.org/course/02-two.html#end\">two</a>"))
    #expect(alone.files.count { $0.path.contains("chapter-") } == 1)
    #expect(try text("package.opf", of: alone).contains("<dc:title>First &amp; &quot;foremost&quot; · Course"))
  }

  @Test func `a picture that no book may hold is its description, and that is told`() throws {
    let book = try book()
    #expect(book.leftOut == ["b.webp: its description is shown instead, because a book can hold no WEBP"])
    #expect(try text("chapter-2.xhtml", of: book).contains("<span class=\"missing\">Other</span>"))
    #expect(book.files.count { $0.path.contains("picture-") } == 2)
  }

  @Test func `the same lessons give the same bytes, and other lessons another identifier`() throws {
    #expect(try book().archive() == made(of: nil) { _ in }.archive())
    func identifier(_ names: Set<String>?) throws -> String {
      let package = try text("package.opf", of: try book(of: names))
      return String(try #require(package.firstMatch(of: /urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/)).0)
    }
    #expect(try Set([identifier(nil), identifier(["01-one"]), identifier(["02-two"])]).count == 3)
  }

  @Test func `the pages for authors are a book only if they are named`() throws {
    #expect(try book(of: ["guide"]).files.contains { $0.path == "EPUB/chapter-1.xhtml" })
    #expect(try !text("contents.xhtml", of: try book()).contains("For authors"))
  }

  @Test func `a lesson has its number at its title and in the contents, and a page without one has none`() throws {
    let chapter = try text("chapter-2.xhtml", of: try book())
    #expect(chapter.contains("<p class=\"eyebrow\">Lesson 2</p><h1"), "\(chapter)")
    #expect(try text("contents.xhtml", of: try book()).contains(">2 · Second</a>"))
    let guide = try book(of: ["guide"])
    #expect(try !text("chapter-1.xhtml", of: guide).contains("eyebrow"))
    #expect(try !text("contents.xhtml", of: guide).contains(#/>[0-9]+ · /#))
  }

  @Test(.enabled(if: EPUBCheck.path != nil, "epubcheck isn't installed"), arguments: [nil, "https://example.org/course/"])
  func `epubcheck finds nothing`(site: String?) throws {
    let folder = try TemporaryFolder()
    try folder.write(try book { $0.url = site }.archive(), to: "book.epub")
    let (status, output) = try EPUBCheck.check(folder.url.appending(path: "book.epub"))
    #expect(status == 0, "\(output)")
  }
}

@Suite struct ZipArchiveTests {
  @Test(
    arguments: [("", 0), ("123456789", 0xCBF4_3926), ("The quick brown fox jumps over the lazy dog", 0x414F_A339)] as [(String, UInt32)])
  func `a checksum is CRC-32`(text: String, expected: UInt32) { #expect(ZipArchive.checksum(of: Array(text.utf8)) == expected) }

  @Test func `the first file begins at byte 38 of a book, where readers look for its kind`() throws {
    var archive = ZipArchive()
    archive.add("mimetype", Array("application/epub+zip".utf8))
    archive.add("ä", [1, 2, 3])
    let bytes = try archive.archive()
    #expect(Array(bytes[30..<58]) == Array("mimetypeapplication/epub+zip".utf8))
  }
}

@Suite struct MarkupNodeTests {
  @Test(arguments: [
    ("<p>a<br>b &lt; c</p>", "<p>a<br/>b &lt; c</p>"), ("<input type=\"x\" disabled>", "<input type=\"x\" disabled=\"disabled\"/>"),
    ("<a title=\"1 > 0\">x</a>", "<a title=\"1 > 0\">x</a>"), ("<svg><path d=\"M0\"/></svg>", "<svg><path d=\"M0\"/></svg>"),
    ("<p>a<b>c</p>d", "<p>a<b>c</b></p>d"), ("a</b>", "a"), ("<td></td>", "<td></td>"), ("<!-- x --><p>", "<p></p>"),
  ]) func `markup is written as XML`(html: String, xml: String) { #expect(MarkupNode.parse(HTML(verbatim: html)).xml == xml) }
}
