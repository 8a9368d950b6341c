import Foundation
import TestSupport
import Testing

/// Lessons in folders below the folder of lessons.
@Suite struct NestedLessonTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("libraries: []\n", to: "Lessons/course.yml")
    try folder.write(
      "# Start\n\n[Vectors](02-basic-ideas/01-vectors.md), [](02-basic-ideas/01-vectors.md#length)\n", to: "Lessons/01-start.md")
    try folder.write(
      """
      # Vectors

      ## Length

      [Start](../01-start.md), [next](02-sums.md#sums), [data](more.csv), ![A dot](dot.svg)

      ```swift
      import Foundation
      try String(contentsOfFile: "a.txt", encoding: .utf8) // => "ab"
      ```

      """, to: "Lessons/02-basic-ideas/01-vectors.md")
    try folder.write("ab", to: "Lessons/02-basic-ideas/01-vectors/a.txt")
    try folder.write("# No lesson\n", to: "Lessons/02-basic-ideas/01-vectors/notes.md")
    try folder.write("# No lesson\n", to: "Lessons/02-basic-ideas/README.md")
    try folder.write("1,2\n", to: "Lessons/02-basic-ideas/more.csv")
    try folder.write(#"<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"/>"#, to: "Lessons/02-basic-ideas/dot.svg")
    try folder.write("# Sums\n", to: "Lessons/02-basic-ideas/02-sums.md")
  }

  private func call(_ arguments: String...) throws -> LessonsTool.Result { try LessonsTool().run(arguments, in: folder.url) }

  private func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: folder.url.appending(path: path).path) }

  @Test func `lessons in folders have pages, and the folders are parts`() throws {
    let built = try call("build", "--output", "site")
    #expect(built.exitCode == 0, "\(built.errors)")
    let start = try folder.text(of: "site/01-start.html")
    #expect(start.contains(#"<a href="02-basic-ideas-01-vectors.html">Vectors</a>"#))
    #expect(start.contains(#"<a href="02-basic-ideas-01-vectors.html#length">Length</a>"#))
    #expect(start.contains(#"<p class="part">Basic ideas</p>"#))
    let page = try folder.text(of: "site/02-basic-ideas-01-vectors.html")
    #expect(page.contains(#"<a href="01-start.html">Start</a>"#))
    #expect(page.contains(#"<a href="02-basic-ideas-02-sums.html#sums">next</a>"#))
    #expect(page.contains(#"<a href="02-basic-ideas/more.csv">data</a>"#))
    #expect(page.contains(#"<img src="02-basic-ideas/dot.svg""#))
    #expect(page.contains("Lesson 1"))
    #expect(exists("site/02-basic-ideas/more.csv") && exists("site/02-basic-ideas/dot.svg"))
    #expect(!exists("site/02-basic-ideas-01-vectors-notes.html"))
    #expect(try call("check", "vectors").output.contains("1 lesson"))
    #expect(try call("check", "Lessons/02-basic-ideas/02-sums.md").exitCode == 0)
  }

  @Test func `another course in the folder, and what is hidden, are left alone`() throws {
    try folder.write("title: Another\n", to: "Lessons/other/course.yml")
    try folder.write("# Not of this course\n", to: "Lessons/other/01-a.md")
    try folder.write("# Hidden\n", to: "Lessons/.hidden/01-a.md")
    let checked = try call("check")
    #expect(checked.output.hasPrefix("3 lessons,"), "\(checked.output)\(checked.errors)")
  }

  @Test func `links are relative to the lesson's folder`() throws {
    try folder.write("# Sums\n\n[a](01-start.md)\n\n[b](01-vector.md)\n", to: "Lessons/02-basic-ideas/02-sums.md")
    let checked = try call("check")
    #expect(checked.exitCode == 1)
    #expect(
      checked.errors.contains("Lessons/02-basic-ideas/02-sums.md:3:1: error: there is no lesson `02-basic-ideas/01-start.md`"),
      "\(checked.errors)")
    #expect(checked.errors.contains("did you mean `02-basic-ideas/01-vectors.md`?"))
  }

  @Test func `names that meet on the site are errors`() throws {
    try folder.write("# Other\n", to: "Lessons/02-basic-ideas-02-sums.md")
    let checked = try call("check")
    #expect(checked.exitCode == 1)
    #expect(checked.errors.contains("would have one page, `02-basic-ideas-02-sums.html`"), "\(checked.errors)")
  }

  @Test func `order and parts name lessons by their paths`() throws {
    try folder.write(
      "libraries: []\norder: [02-basic-ideas/02-sums]\nparts: { First: 02-basic-ideas/02-sums, Rest: 1 }\n", to: "Lessons/course.yml")
    let built = try call("build", "--output", "site")
    #expect(built.exitCode == 0, "\(built.errors)")
    let page = try folder.text(of: "site/index.html")
    let parts = page.matches(of: /<h3>([^<]+)<\/h3>/).map { String($0.1) }
    #expect(parts == ["First", "Rest"])
  }
}
