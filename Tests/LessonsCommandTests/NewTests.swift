import Foundation
import TestSupport
import Testing

/// A new lesson passes its checks, has the right name, and never replaces another.
@Suite struct NewTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("# One", to: "Lessons/01-one.md")
  }

  private func call(_ arguments: String...) throws -> LessonsTool.Result { try LessonsTool().run(arguments, in: folder.url) }

  @Test func `a new lesson holds from the first moment`() throws {
    let made = try call("new", "softmax")
    #expect(made.exitCode == 0, "\(made.errors)")
    #expect(made.output.hasPrefix("wrote Lessons/02-softmax.md\n"))
    let check = try call("check")
    #expect(check.exitCode == 0, "\(check.errors)")
    #expect(check.output.contains("2 lessons, 2 cells, 2 outputs, 1 formula (1 checked, 1 also at other inputs, 0 not): all holds"))
  }

  @Test(arguments: [
    ("Softmax, \"done\" right", "02-softmax-done-right.md", "# Softmax, \"done\" right"), ("07-heads", "07-heads.md", "# Heads"),
    ("../../x", "02-x.md", "# ../../x"), ("注意力", "02-注意力.md", "# 注意力"), ("1. list", "02-1-list.md", "# 1. list"),
    ("3 ways", "02-3-ways.md", "# 3 ways"), ("5-", "02-5.md", "# 5-"),
    ("Self-attention, twice", "02-self-attention-twice.md", "# Self-attention, twice"),
  ])
  func `any name becomes a file in the course`(name: String, file: String, heading: String) throws {
    #expect(try call("new", name).exitCode == 0)
    #expect(try folder.text(of: "Lessons/\(file)").contains("\n\(heading)\n"))
    #expect(try call("check").exitCode == 0)
  }

  @Test(arguments: [
    "*stars* and _lines_", "a $x$ b", "<b>bold</b> & more", "[a](b) ![c](d) [^e]", "`code`", "# # hash #", "a \\ b", "a\nb\tc\u{1}d\u{7F}",
    "a | b ~ c", "\"quoted\": 'so' # and", "a &amp; b", "a\u{2028}b", "$$ x $$",
  ])
  func `a title is shown as it was given, whatever is in it`(name: String) throws {
    #expect(try call("new", name).exitCode == 0)
    let check = try call("build")
    #expect(check.exitCode == 0, "\(check.errors)")
    let file = try FileManager.default.contentsOfDirectory(atPath: folder.url.appending(path: "Lessons").path).sorted()[1]
    let page = try folder.text(of: "site/" + file.replacing(".md", with: ".html"))
    let words = name.split { $0.isWhitespace || $0 == "\u{1}" || $0 == "\u{7F}" }.joined(separator: " ")
    let title = (words.prefix(1).uppercased() + words.dropFirst())
      .replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    let heading = try #require(page.firstMatch(of: /<h1[^>]*>(.*?)<\/h1>/)).1
    #expect(
      heading.replacing(/<a .*/, with: "").replacing("&quot;", with: "\"").replacing(/[‘’]/, with: "'").replacing(/[“”]/, with: "\"")
        == title)
  }

  @Test func `a folder with Markdown files becomes a course, and they its lessons`() throws {
    let mine = try TemporaryFolder()
    func call(_ arguments: String...) throws -> LessonsTool.Result { try LessonsTool().run(arguments, in: mine.url) }
    try mine.write("# Guide\n\n```swift\n1 + 1 // => 2\n```\n", to: "docs/guide.md")
    let made = try call("new", "--course", "docs")
    #expect(made.exitCode == 0, "\(made.errors)")
    #expect(made.output.contains("wrote docs/course.yml\n"), "\(made.output)")
    #expect(made.output.hasSuffix("call `lessons check --course docs`\n"), "\(made.output)")
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: mine.url.appending(path: "docs").path).sorted() == ["course.yml", "guide.md"])
    let check = try call("check", "--course", "docs")
    #expect(check.exitCode == 0, "\(check.errors)")
    // A README is no lesson, so that the course begins with one.
    try mine.write("# Read me\n", to: "notes/README.md")
    #expect(try call("new", "--course", "notes").output.contains("wrote notes/01-first.md\n"))
    // In a course, a new lesson needs a name.
    let again = try call("new", "--course", "docs")
    #expect(again.exitCode != 0)
    #expect(again.errors.contains("a lesson needs a name"), "\(again.errors)")
  }

  @Test func `a new course holds from the first moment, and leaves what is there`() throws {
    let empty = try TemporaryFolder()
    func call(_ arguments: String...) throws -> LessonsTool.Result { try LessonsTool().run(arguments, in: empty.url) }
    try empty.write("mine\n", to: ".gitignore")
    let made = try call("new", "--course", "Lessons", "first")
    #expect(made.exitCode == 0, "\(made.errors)")
    for file in ["Lessons/course.yml", ".github/workflows/lessons.yml", "Lessons/01-first.md"] {
      #expect(made.output.contains("wrote \(file)\n"))
    }
    #expect(made.output.contains(".gitignore is there already: left as it is"))
    #expect(try empty.text(of: ".gitignore") == "mine\n")
    let check = try call("build")
    #expect(check.exitCode == 0, "\(check.errors)")
    // A second call adds a lesson to the same course.
    try empty.write("title: Mine\n", to: "Lessons/course.yml")
    #expect(try call("new", "--course", "Lessons", "second").output.hasPrefix("wrote Lessons/02-second.md\n"))
    #expect(try empty.text(of: "Lessons/course.yml") == "title: Mine\n")
  }

  @Test func `a course begins without any name too`() throws {
    let empty = try TemporaryFolder()
    let made = try LessonsTool().run(["new", "--course"], in: empty.url)
    #expect(made.exitCode == 0, "\(made.errors)")
    for file in ["Lessons/course.yml", "Lessons/01-first.md"] { #expect(made.output.contains("wrote \(file)\n")) }
    // Now a lesson needs its name.
    let second = try LessonsTool().run(["new"], in: empty.url)
    #expect(second.exitCode != 0)
    #expect(second.errors.contains("a lesson needs a name\n  = help: write, say, `lessons new softmax`"), "\(second.errors)")
  }

  @Test func `in a course with a library of its own it needs none`() throws {
    try folder.write(
      """
      // swift-tools-version: 6.0
      import PackageDescription
      let package = Package(
        name: "G", products: [.library(name: "G", type: .dynamic, targets: ["G"])], targets: [.target(name: "G")])
      """, to: "G/Package.swift")
    try folder.write("public func area() -> Int { 6 }\n", to: "G/Sources/G/area.swift")
    try folder.write("library: { package: ../G, product: G }\n", to: "Lessons/course.yml")
    #expect(try call("new", "shapes").exitCode == 0)
    let check = try call("check")
    #expect(check.exitCode == 0, "\(check.errors)")
    #expect(
      check.output.contains("2 lessons, 2 cells, 2 outputs, 1 formula (1 checked, 1 also at other inputs, 0 not): all holds"),
      "\(check.output)")
  }

  @Test func `in a package of one's own, a new course holds from the first moment`() throws {
    let package = try TemporaryFolder()
    try package.write(
      """
      // swift-tools-version: 6.0
      import PackageDescription
      let package = Package(name: "G", products: [.library(name: "G", targets: ["G"])], targets: [.target(name: "G")])
      """, to: "Package.swift")
    try package.write("public func area() -> Int { 6 }\n", to: "Sources/G/area.swift")
    #expect(try LessonsTool().run(["new", "--course"], in: package.url).exitCode == 0)
    let check = try LessonsTool().run(["check"], in: package.url)
    #expect(check.exitCode == 0, "\(check.errors)")
    #expect(check.output.contains("1 lesson, 2 cells, 2 outputs, 1 formula (1 checked, 1 also at other inputs, 0 not): all holds"))
  }

  @Test func `after the last number there is no next`() throws {
    try folder.write("# Last", to: "Lessons/\(Int.max)-last.md")
    let result = try call("new", "more")
    #expect(result.exitCode == 2)
    #expect(
      result.errors == """
        lessons: error: no number comes after that of Lessons/\(Int.max)-last.md
          = help: give the lesson one: `lessons new 01-more`

        """)
    #expect(try call("new", "02-more").output.hasPrefix("wrote Lessons/02-more.md\n"))
  }

  @Test(arguments: ["one", "01-one"])
  func `a lesson that is there is left alone`(name: String) throws {
    let result = try call("new", name)
    #expect(result.exitCode == 2)
    #expect(result.errors.contains("already"))
    #expect(try folder.text(of: "Lessons/01-one.md") == "# One")
  }

  @Test func `a name without a letter isn't a name`() throws {
    let result = try call("new", "--", "---")
    #expect(result.exitCode == 64)
    #expect(result.errors.contains("A lesson's name needs a letter or a digit; `---` has none."))
  }
}
