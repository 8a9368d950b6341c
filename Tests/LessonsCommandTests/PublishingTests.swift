import Foundation
import TestSupport
import Testing

/// What an author of a whole site needs beside the lessons: downloads, links into the repository, drafts, a landing page, a look of its own.
@Suite struct PublishingTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("// swift-tools-version: 6.0\n", to: "Package.swift")
    try folder.write("let a = 1\n", to: "Sources/A b.swift")
    try folder.write("libraries: []\n", to: "Lessons/course.yml")
  }

  private func call(_ arguments: String...) throws -> LessonsTool.Result { try LessonsTool().run(arguments, in: folder.url) }

  private func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: folder.url.appending(path: path).path) }

  @Test func `files that lessons link to are on the site, and links into the repository lead there`() throws {
    try folder.write("a,b\n", to: "Lessons/data/scores.csv")
    try folder.write("secret\n", to: "Lessons/data/unlinked.csv")
    try folder.write("repository: https://github.com/o/r/\nlibraries: []\n", to: "Lessons/course.yml")
    try folder.write("# A\n\n[Data](data/scores.csv), [source](<../Sources/A b.swift>), [all](../Sources).\n", to: "Lessons/a.md")
    let built = try call("build", "--output", "site")
    #expect(built.exitCode == 0, "\(built.errors)")
    #expect(built.errors.isEmpty, "\(built.errors)")
    #expect(try folder.text(of: "site/data/scores.csv") == "a,b\n")
    #expect(!exists("site/data/unlinked.csv"))
    let page = try folder.text(of: "site/a.html")
    #expect(page.contains(#"<a href="data/scores.csv">Data</a>"#))
    #expect(page.contains(#"<a href="https://github.com/o/r/blob/HEAD/Sources/A%20b.swift">source</a>"#), "\(page)")
    #expect(page.contains(#"<a href="https://github.com/o/r/tree/HEAD/Sources">all</a>"#))
  }

  @Test func `a linked file that a browser would open as a page with scripts is an error`() throws {
    let drawing = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\">\n<script>alert(1)</script></svg>\n"
    for name in ["a.svg", "a.xml", "b.html", "c.xhtml"] { try folder.write(drawing, to: "Lessons/\(name)") }
    try folder.write(drawing.replacing(/<script.*script>/, with: "<rect/>"), to: "Lessons/plain.svg")
    try folder.write("<data a=\"1\"/>\n", to: "Lessons/plain.xml")
    try folder.write("# A\n\n[a](a.svg) [a](a.xml) [b](b.html) [c](c.xhtml) [d](plain.svg) [e](plain.xml)\n", to: "Lessons/lesson.md")
    let result = try call("build", "--output", "site")
    #expect(result.exitCode == 1)
    #expect(!exists("site/a.svg"))
    for name in ["a.svg", "a.xml"] { #expect(result.errors.contains("`\(name)` contains a script in its line 2"), "\(result.errors)") }
    for name in ["b.html", "c.xhtml"] { #expect(result.errors.contains("`\(name)` is a page of its own"), "\(result.errors)") }
    #expect(!result.errors.contains("`plain"))
  }

  @Test func `links to files that aren't there are errors`() throws {
    try folder.write("a,b\n", to: "Lessons/scores.csv")
    try folder.write("x", to: "Lessons/b.html")
    try folder.write(
      """
      # A

      [Data](score.csv)

      [Source](<../Sources/A b.swift>)

      [Other](../Sources/B.swift)

      [Page](b.html)

      """, to: "Lessons/a.md")
    try folder.write("# B\n", to: "Lessons/b.md")
    let checked = try call("check")
    #expect(checked.exitCode == 1)
    #expect(checked.errors.contains("Lessons/a.md:3:1: error: there is no file `score.csv` in the folder of lessons"), "\(checked.errors)")
    #expect(checked.errors.contains("did you mean `scores.csv`?"))
    #expect(checked.errors.contains("Lessons/a.md:5:1: warning: `../Sources/A b.swift` is a file of the repository"))
    #expect(checked.errors.contains("Lessons/a.md:7:1: error: there is no file or folder `Sources/B.swift` in the repository"))
    #expect(checked.errors.contains("Lessons/a.md:9:1: error: the site has a file `b.html` of its own"))
  }

  @Test func `drafts are left out unless they are asked for`() throws {
    try folder.write("# A\n\n[Later](b.md)\n", to: "Lessons/a.md")
    try folder.write("---\ndraft: true\n---\n# B\n\n[nowhere](c.md)\n", to: "Lessons/b.md")
    let checked = try call("check")
    #expect(checked.errors.contains("Lessons/a.md:3:1: error: `b.md` is a draft, which isn't on the site"), "\(checked.errors)")
    #expect(!checked.errors.contains("c.md"))
    #expect(try call("check", "--drafts").errors.contains("Lessons/b.md:6:1: error: there is no lesson `c.md`"))
    try folder.write("# A\n", to: "Lessons/a.md")
    try folder.write("---\ndraft: true\n---\n# B\n", to: "Lessons/b.md")
    #expect(try call("build", "--output", "site").exitCode == 0)
    #expect(!exists("site/b.html"))
    #expect(try call("build", "--output", "site", "--drafts").exitCode == 0)
    #expect(exists("site/b.html"))
    #expect(try call("build", "--output", "site").exitCode == 0)
    #expect(!exists("site/b.html"))
    #expect(try call("run", "b").output.contains("no cell to run"))
  }

  @Test func `a date and tags are shown above the title`() throws {
    try folder.write("---\ndate: 2026-02-28T10:00\ntags: [masks, R&D]\n---\n# A\n", to: "Lessons/a.md")
    #expect(try call("build", "--output", "site").exitCode == 0)
    #expect(try folder.text(of: "site/a.html").contains(#" · <time datetime="2026-02-28">2026-02-28</time> · masks, R&amp;D</p>"#))
  }

  @Test(arguments: [
    ("date: 2026-13-01", "2:7: error: `2026-13-01` isn't a day"), ("date: 2026-02-30", "2:7: error: `2026-02-30` isn't a day"),
    ("date: today", "2:7: error: `today` isn't a day"), ("draft: maybe", "2:8: error: `draft` can't be `maybe`"),
    ("tags: { a: 1 }", "error: `tags` is a list of names"),
  ])
  func `front matter that can't be used is an error`(line: String, message: String) throws {
    try folder.write("---\n\(line)\n---\n# A\n", to: "Lessons/a.md")
    let checked = try call("check")
    #expect(checked.exitCode == 1)
    #expect(checked.errors.contains(message), "\(checked.errors)")
  }

  @Test func `the text of index.md is the landing page's`() throws {
    try folder.write("# Welcome\n\n## Lessons\n\nRead [the first](a.md).\n", to: "Lessons/index.md")
    try folder.write("# A\n\nBack to [the beginning](index.md), [](index.md#lessons).\n", to: "Lessons/a.md")
    try folder.write("title: Course\nlibraries: []\n", to: "Lessons/course.yml")
    let built = try call("build", "--output", "site")
    #expect(built.exitCode == 0, "\(built.errors)")
    let page = try folder.text(of: "site/index.html")
    #expect(page.contains("<title>Welcome · Course</title>"))
    #expect(page.contains(#"<h1 id="welcome">Welcome</h1>"#))
    #expect(page.contains(#"<h2 id="lessons">"#) && page.contains(#"<h2 id="page.lessons">"#), "\(page)")
    #expect(page.contains(#"<a href="a.html">A</a>"#))
    #expect(!page.contains(#"<a href="index.html">Welcome</a>"#))
    #expect(!page.contains("About this course"))
    #expect(try folder.text(of: "site/a.html").contains(#"<a href="index.html#lessons">Lessons</a>"#))
    #expect(try !folder.text(of: "site/print.html").contains("Welcome"))
  }

  @Test func `a course can have an icon, a logo, a style sheet and a footer`() throws {
    try folder.write("libraries: []\nicon: i.svg\nlogo: img/l.svg\ncss: x.css\nfooter: By *us*\n", to: "Lessons/course.yml")
    for file in ["i.svg", "img/l.svg", "x.css"] { try folder.write("<svg/>", to: "Lessons/" + file) }
    try folder.write("# A\n", to: "Lessons/a.md")
    let built = try call("build", "--output", "site")
    #expect(built.exitCode == 0, "\(built.errors)")
    for path in ["site/a.html", "site/index.html", "site/404.html"] {
      let page = try folder.text(of: path)
      #expect(page.contains(#"<link rel="icon" href="i.svg">"#), "\(path)")
      #expect(page.contains(#"<link rel="stylesheet" href="x.css">"#))
      #expect(page.contains(#"<img src="img/l.svg" alt="" height="24">"#))
      #expect(page.contains("<footer><div><p>By <em>us</em></p>"))
    }
    #expect(exists("site/i.svg") && exists("site/img/l.svg") && exists("site/x.css"))
  }

  @Test(arguments: [
    ("icon: j.svg", "1:7: error: there is no file `j.svg` in Lessons", "did you mean `i.svg`?"),
    ("css: ../x.css", "1:6: error: `css` can't be `../x.css`", "`.css`"), ("logo: x.txt", "1:7: error: `logo` can't be `x.txt`", "`.svg`"),
  ])
  func `a file of the look that can't be used is an error`(line: String, message: String, help: String) throws {
    try folder.write(line + "\nlibraries: []\n", to: "Lessons/course.yml")
    try folder.write("<svg/>", to: "Lessons/i.svg")
    try folder.write("# A\n", to: "Lessons/a.md")
    let checked = try call("check")
    #expect(checked.exitCode != 0)
    #expect(checked.errors.contains("Lessons/course.yml:" + message), "\(checked.errors)")
    #expect(checked.errors.contains(help), "\(checked.errors)")
  }
}
