import Foundation
import TestSupport
import Testing

/// Files in the folder of lessons that aren't proper lessons: each is reported, and affects nothing else.
@Suite struct CourseFolderTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("# Good\n", to: "Lessons/good.md")
  }

  private func call(_ arguments: String...) throws -> LessonsTool.Result { try LessonsTool().run(arguments, in: folder.url) }

  private func link(_ path: String, to destination: String) throws {
    try FileManager.default.createSymbolicLink(
      atPath: folder.url.appending(path: path).path, withDestinationPath: destination)
  }

  /// Expects that the good lesson is checked, and that one line reports the other file.
  private func expectOneUnread(_ path: String, _ message: String, help: String) throws {
    let result = try call("check")
    #expect(result.exitCode == 1)
    #expect(result.errors.hasPrefix("\(path):1:1: error: \(message)\n"), "\(result.errors)")
    #expect(result.errors.contains("= help: \(help)\n"), "\(result.errors)")
    #expect(result.output.hasPrefix("1 lesson, 0 cells"), "\(result.output)")
    #expect(result.output.contains("1 lesson could not be read: 1 error"), "\(result.output)")
    #expect(try call("check", "good").exitCode == 0)
  }

  @Test(arguments: ["x.MD", "x.markdown", "x.mdown", "x.Md", "x.mdx", "x.qmd", "x.Rmd"])
  func `a file that was meant as a lesson is told`(name: String) throws {
    try folder.write("$$ 1 = 2 $$\n<!-- check -->\n", to: "Lessons/\(name)")
    try expectOneUnread(
      "Lessons/\(name)", "this file isn't a lesson: the name of a lesson ends in `.md`", help: "rename it `x.md`, or move it away")
  }

  @Test func `one that was meant as a lesson is told where there is no other`() throws {
    let folder = try TemporaryFolder()
    try folder.write("# A\n", to: "Lessons/a.markdown")
    let result = try LessonsTool().run(["check"], in: folder.url)
    #expect(result.errors.contains("this file isn't a lesson"), "\(result.errors)")
    #expect(result.exitCode == 1)
  }

  @Test(arguments: ["README.md", "README.MD", "readme.markdown", "notes.txt", ".hidden.markdown", "x.md~", "x.md.orig"])
  func `other files are nobody's business`(name: String) throws {
    try folder.write("[a](nowhere.md)\n", to: "Lessons/\(name)")
    let result = try call("check", "--warnings-as-errors")
    #expect(result.exitCode == 0, "\(result.errors)")
  }

  @Test func `a folder, a link to nothing and a link out of the course spoil only themselves`() throws {
    try FileManager.default.createDirectory(at: folder.url.appending(path: "Lessons/x.md"), withIntermediateDirectories: false)
    try expectOneUnread(
      "Lessons/x.md", "this is a folder, not a lesson's file", help: "rename it: the name of a lesson's file ends in `.md`")
    try FileManager.default.removeItem(at: folder.url.appending(path: "Lessons/x.md"))

    try link("Lessons/x.md", to: "gone.md")
    try expectOneUnread("Lessons/x.md", "this is a symbolic link to a file that isn't there", help: "correct or remove the link")
    try FileManager.default.removeItem(at: folder.url.appending(path: "Lessons/x.md"))

    try folder.write("# Outside\n", to: "outside.md")
    try link("Lessons/x.md", to: "../outside.md")
    try expectOneUnread(
      "Lessons/x.md", "this is a symbolic link that leads out of the course, and isn't followed", help: "copy the file into the course")
    try FileManager.default.removeItem(at: folder.url.appending(path: "Lessons/x.md"))

    try link("Lessons/x.md", to: "good.md")
    #expect(try call("check").exitCode == 0)
  }

  @Test func `a pipe in place of a lesson doesn't hang the tool`() throws {
    #expect(mkfifo(folder.url.appending(path: "Lessons/x.md").path, 0o600) == 0)
    try expectOneUnread("Lessons/x.md", "this isn't a text file", help: "put the lesson's text in its place")
  }

  @Test(arguments: [
    ("e\u{301}.md", "\u{E9}.md", "two lessons are called", "differ only in how their letters are encoded"),
    ("sub/x.md", "sub-x.md", "would have one page, `sub-x.html`", ": in its name a folder's `/` is a hyphen\n"),
    ("a/b-c.md", "a-b/c.md", "`a-b/c.md` and `a/b-c.md` would have one page", "`a-b-c.html`"),
    ("Good.md", "", "the names of `Good.md` and `good.md` differ only in capital letters", "so that many disks hold one of their pages"),
  ])
  func `lessons whose pages would be one are told`(first: String, second: String, message: String, rest: String) throws {
    try folder.write("# A\n", to: "Lessons/\(first)")
    if !second.isEmpty { try folder.write("# A\n", to: "Lessons/\(second)") }
    let result = try call("check")
    #expect(result.errors.contains(message) && result.errors.contains(rest), "\(result.errors)")
    #expect(result.exitCode == 1)
  }

  @Test func `a name that the site has itself spoils only its lesson`() throws {
    try folder.write("# Checks\n", to: "Lessons/checks.md")
    try expectOneUnread(
      "Lessons/checks.md", "a lesson can't be called `checks`: the site has a page of that name", help: "rename it, say `01-checks.md`")
  }

  @Test(arguments: ["course.yaml", "Course.yml", "COURSE.YAML"])
  func `settings under another name are told`(name: String) throws {
    try folder.write("title: A\n", to: "Lessons/\(name)")
    let alone = try call("check")
    #expect(
      alone.errors.contains("Lessons/\(name):1:1: error: the course's settings are read from `course.yml`, not from `\(name)`\n"),
      "\(alone.errors)")
    #expect(alone.errors.contains("= help: rename it `course.yml`\n"))
    #expect(alone.exitCode == 1)
    try folder.write("title: A\n", to: "Lessons/course.yml")
    #expect(try call("check").errors.contains("= help: keep one of the two, as `course.yml`\n"))
  }

  @Test(arguments: ["de", "zh-Hant", "zh-TW", "english", "fr-CA"])
  func `a language without words is told`(language: String) throws {
    try folder.write("language: \(language)\n", to: "Lessons/course.yml")
    let result = try call("check")
    let message = "the site has no words of its own in the language `\(language)`: they will be English\n"
    #expect(result.errors.contains("Lessons/course.yml:1:11: warning: \(message)"), "\(result.errors)")
    #expect(result.exitCode == 0)
    let strict = try call("check", "--warnings-as-errors")
    #expect(strict.errors.contains("Lessons/course.yml:1:11: error: \(message)"), "\(strict.errors)")
    #expect(strict.exitCode == 1)
  }

  @Test(arguments: ["en", "en-GB", "EN", "zh", "zh-Hans", "zh-CN", "zh-Hans-CN"])
  func `a language with words is fine`(language: String) throws {
    try folder.write("language: \(language)\n", to: "Lessons/course.yml")
    let result = try call("check", "--warnings-as-errors")
    #expect(result.exitCode == 0, "\(result.errors)")
  }

  @Test(arguments: [
    ("about: { A: 'See [b](nowhere.md)' }", "1:14: error: there is no lesson `nowhere.md`"),
    ("footer: See [b](good.md#no)", "1:9: error: there is no `#no` in `good.md`"),
    ("footer: See [b](data.csv)", "1:9: error: no lesson links to the file `data.csv`, so it isn't on the site"),
    ("footer: See [b](gone.csv)", "1:9: error: there is no file `gone.csv` in the folder of lessons"),
    ("footer: See [](good.md)", "1:9: error: a link without words can't be in a text of `course.yml`"),
    ("footer: 'See [b](#c)'", "1:10: error: `#c` leads nowhere: this text stands on other pages"),
    ("footer: '![b](c.png)'", "1:10: error: a picture can't be in a text of `course.yml`"),
    ("about: { A: '*b* [@c]' }", "1:14: error: a citation can't be in a text of `course.yml`"),
    ("footer: '<font>z</font> [b](nowhere.md)'", "error: there is no lesson `nowhere.md`"),
    ("footer: 'a 0.5<!-- = 1 / 2 -->'", "error: the source of a number can't be in a text of `course.yml`"),
    ("footer: '$2 + 2 = 5$ <!-- check -->'", "error: the check of a formula can't be in a text of `course.yml`"),
    ("about: { A: '$\\foo{x$' }", "1:14: error: "), ("footer: |\n  - a\n  - b", "error: this text isn't one paragraph of Markdown"),
  ]) func `the texts of course yml are checked like lessons`(settings: String, message: String) throws {
    try folder.write("1,2\n", to: "Lessons/data.csv")
    try folder.write(settings + "\n", to: "Lessons/course.yml")
    let result = try call("check")
    #expect(result.exitCode == 1, "\(result.errors)")
    #expect(result.errors.contains(message), "\(result.errors)")
  }

  @Test func `the texts of course yml may link to lessons, files of lessons and the web`() throws {
    try folder.write("1,2\n", to: "Lessons/data.csv")
    try folder.write("# Good\n\n## Part\n\n[d](data.csv)\n", to: "Lessons/good.md")
    try folder.write(
      "macros: { \\R: '\\mathbb{R}' }\nabout: { A: 'See [b](good.md#part), [c](data.csv), *d* and $x^2 \\in \\R$.' }\nfooter: '[e](https://swift.org)'\n",
      to: "Lessons/course.yml")
    let result = try call("check")
    #expect(result.exitCode == 0, "\(result.errors)")
  }

  @Test func `a word in italics is no alias`() throws {
    let words = (0..<20).map { "  K\($0): The *word* is here.\n" }.joined()
    try folder.write("about:\n\(words)", to: "Lessons/course.yml")
    let result = try call("check")
    #expect(result.exitCode == 0, "\(result.errors)")
  }

  @Test func `a folder whose lessons aren't read is told`() throws {
    try folder.write("# C\n\n[x](no.md)\n", to: "part/c.md")
    try link("Lessons/part", to: "../part")
    let result = try call("check")
    #expect(result.exitCode == 1)
    #expect(
      result.errors.contains("Lessons/part:1:1: error: this is a symbolic link to a folder, whose lessons aren't read"), "\(result.errors)")
    #expect(!result.output.contains("could not be read"), "\(result.output)")
  }

  @Test func `a mark of Windows' editors is no part of a file`() throws {
    let mark = "\u{FEFF}"
    try folder.write(mark + "title: X\nbibliography: [a.bib, b.json]\nfoo: 1\n", to: "Lessons/course.yml")
    #expect(try call("check").errors.contains("Lessons/course.yml:3:1: error: unknown key `foo`"))
    try folder.write(mark + "title: X\nbibliography: [a.bib, b.json]\n", to: "Lessons/course.yml")
    try folder.write(mark + "@book{a1, author={Ape, A}, title={On A}, year={2001}}\n", to: "Lessons/a.bib")
    try folder.write(mark + "[{\"id\":\"b1\",\"type\":\"book\",\"title\":\"On B\"}]", to: "Lessons/b.json")
    try folder.write("# Good\n\n[@a1; @b1]\n", to: "Lessons/good.md")
    let result = try call("check", "--warnings-as-errors")
    #expect(result.exitCode == 0, "\(result.errors)")
    // A message at the first byte.
    try folder.write(mark + "# A\n", to: "Lessons/checks.md")
    #expect(try call("check").errors.contains("Lessons/checks.md:1:1: error: "))
  }

  @Test func `why a file can't be linked to`() throws {
    try folder.write("1\n", to: "outside.csv")
    try link("Lessons/q.csv", to: "../outside.csv")
    try folder.write("1\n", to: "Lessons/r.csv/s")
    try folder.write("# Good\n\n[q](q.csv) [r](r.csv)\n", to: "Lessons/good.md")
    let errors = try call("check").errors
    #expect(errors.contains("`q.csv` is a symbolic link that leads out of the course, or nowhere"), "\(errors)")
    #expect(errors.contains("`r.csv` isn't a file"), "\(errors)")
    try folder.write("# Good\n", to: "Lessons/good.md")
    try link("Lessons/c.css", to: "../outside.csv")
    try folder.write("css: c.css\n", to: "Lessons/course.yml")
    #expect(try call("check").errors.contains("Lessons/course.yml:1:6: error: `c.css` is a symbolic link that leads out of the course"))
  }

  @Test func `a picture is what its name says`() throws {
    let png = Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13])
    let drawing = Data("<?xml version=\"1.0\"?>\n<!-- A license -->\n<svg xmlns=\"http://www.w3.org/2000/svg\"/>\n".utf8)
    for (name, data, message) in [
      ("a.png", png, nil), ("a.svg", drawing, nil), ("a.jpg", png, nil),
      ("b.png", Data("version https://git-lfs".utf8), "`b.png` isn't a picture, judging by its first bytes"),
      ("b.svg", png, "`b.svg` is a picture of another kind"), ("c.png", drawing, "`c.png` is a picture of another kind"),
      ("c.svg", Data("<html></html>".utf8), "`c.svg` isn't a picture"),
    ] as [(String, Data, String?)] {
      try data.write(to: folder.url.appending(path: "Lessons/\(name)"))
      try folder.write("# Good\n\n![words](\(name))\n", to: "Lessons/good.md")
      let result = try call("check")
      #expect(result.exitCode == (message == nil ? 0 : 1), "\(name): \(result.errors)")
      if let message { #expect(result.errors.contains("Lessons/good.md:3:1: error: \(message)"), "\(result.errors)") }
    }
    try png.write(to: folder.url.appending(path: "outside.png"))
    try link("Lessons/d.png", to: "../outside.png")
    try folder.write("# Good\n\n![words](d.png)\n", to: "Lessons/good.md")
    #expect(try call("check").errors.contains("`d.png` is a symbolic link that leads out of the course, and isn't followed"))
  }

  @Test func `names of two forms meet on the site`() throws {
    let png = Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13])
    try png.write(to: folder.url.appending(path: "Lessons/bi\u{302}.png"))
    try folder.write("# Cafe\u{301}\n\n## Re\u{301}sume\u{301}\n", to: "Lessons/e\u{301}.md")
    try folder.write(
      "# Good\n\n[a](\u{E9}.md#r\u{E9}sum\u{E9}) [b](e%CC%81.md#re\u{301}sume\u{301}) ![words](b\u{EE}.png)\n", to: "Lessons/good.md")
    let result = try call("build")
    #expect(result.exitCode == 0, "\(result.errors)")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.url.appending(path: "site").path)
    for name in ["\u{E9}.html", "b\u{EE}.png"] {
      #expect(names.contains { Array($0.unicodeScalars) == Array(name.unicodeScalars) }, "\(names)")
    }
    // Text that the author wrote stays as it is.
    let addresses = try folder.text(of: "site/good.html").matches(of: /(?:href|src)="([^"]*)"/).map { String($0.1) }
    #expect(addresses.count { $0.unicodeScalars.contains("\u{E9}") } >= 2)
    #expect(addresses.allSatisfy { !$0.unicodeScalars.contains("\u{301}") && !$0.unicodeScalars.contains("\u{302}") }, "\(addresses)")
    let other = Array(try folder.text(of: "site/\u{E9}.html").unicodeScalars)
    #expect(other.firstRange(of: Array("id=\"r\u{E9}sum\u{E9}\"".unicodeScalars)) != nil)
  }

  @Test func `the cover's formula may stand in a lesson that can't be read`() throws {
    try folder.write("$\\x$\n\n$$ 1 = 1 $$\n<!-- check: { id: a } -->\n\n<!-- chek: x -->\n", to: "Lessons/bad.md")
    try folder.write("cover: [bad#b]\n", to: "Lessons/course.yml")
    let result = try call("check")
    #expect(result.errors.contains("Lessons/bad.md:1:2: error: unknown command"), "\(result.errors)")
    #expect(!result.errors.contains("there is no formula or cell"))
  }
}
