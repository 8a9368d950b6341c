import Foundation
import TestSupport
import Testing

/// What a site depends on besides the content of the course's files. A build that keeps parts of the last site says what a complete one says.
@Suite struct StaleBuildTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("", to: ".git/HEAD")
    try folder.write("libraries: []\nrepository: https://github.com/a/b\n", to: "Lessons/course.yml")
    try folder.write("# B\n\nText.\n", to: "Lessons/b.md")
  }

  private func build(_ arguments: String...) throws -> LessonsTool.Result { try LessonsTool().run(["build"] + arguments, in: folder.url) }

  /// Expects the same of a build as of a complete one, also after an edit of another lesson.
  private func expectCurrent(exitCode: Int32, _ message: String? = nil) throws {
    for edit in ["", "More.\n"] {
      try folder.write("# B\n\nText.\n" + edit, to: "Lessons/b.md")
      let result = try build()
      #expect(result.exitCode == exitCode, "\(result.output)\(result.errors)")
      if let message { #expect(result.errors.contains(message), "\(result.errors)") }
      if exitCode == 0 { #expect(try build("--no-cache", "--output", "other").exitCode == 0) }
    }
    guard exitCode == 0 else { return }
    let page = try folder.text(of: "site/a.html")
    #expect(try folder.text(of: "other/a.html") == page)
  }

  @Test(arguments: ["[s](../s)", "[s][1]\n\n[1]: ../s", "<a href=\"../s\">s</a>", "[s](x/../../s)", "[s](<../s>)"])
  func `a file of the repository that is gone, or a folder now`(link: String) throws {
    try folder.write("text", to: "s")
    try folder.write("# A\n\n\(link)\n", to: "Lessons/a.md")
    #expect(try build().exitCode == 0)
    #expect(try folder.text(of: "site/a.html").contains("/blob/HEAD/s\""))
    try FileManager.default.removeItem(at: folder.url.appending(path: "s"))
    try expectCurrent(exitCode: 1, "there is no file or folder `s` in the repository")
    try folder.write("text", to: "s/t")
    try expectCurrent(exitCode: 0)
    #expect(try folder.text(of: "site/a.html").contains("/tree/HEAD/s\""))
  }

  @Test(arguments: ["a.md", "data.csv", "p.png", "refs.bib"])
  func `a file that has become a link out of the course`(name: String) throws {
    let png = Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13])
    try png.write(to: folder.url.appending(path: "Lessons/p.png"))
    try folder.write("1,2\n", to: "Lessons/data.csv")
    try folder.write("@book{k2001, author={Ape, A}, title={On A}, year={2001}}\n", to: "Lessons/refs.bib")
    try folder.write("---\nbibliography: refs.bib\n---\n# A\n\n[d](data.csv) ![p](p.png) [@k2001]\n", to: "Lessons/a.md")
    #expect(try build().exitCode == 0)
    let (file, other) = (folder.url.appending(path: "Lessons/\(name)"), folder.url.appending(path: name))
    try FileManager.default.moveItem(at: file, to: other)
    try FileManager.default.createSymbolicLink(at: file, withDestinationURL: other)
    try expectCurrent(exitCode: 1, "symbolic link that leads out of the course")
  }

  @Test func `a source that is included and has become a link out of the repository`() throws {
    let outside = try TemporaryFolder()
    try folder.write("let a = 1\n", to: "a.swift")
    try folder.write("# A\n\n```swift include=a.swift\nlet a = 1\n```\n", to: "Lessons/a.md")
    #expect(try build().exitCode == 0)
    let (file, other) = (folder.url.appending(path: "a.swift"), outside.url.appending(path: "a.swift"))
    try FileManager.default.moveItem(at: file, to: other)
    try FileManager.default.createSymbolicLink(at: file, withDestinationURL: other)
    try expectCurrent(exitCode: 1, "`a.swift` isn't in ")
  }

  @Test func `a folder of sources that has become a link out of the repository`() throws {
    let outside = try TemporaryFolder()
    try folder.write("let a = 1\n", to: "Sources/a.swift")
    try folder.write("# A\n\n```swift include=Sources/a.swift\nlet a = 1\n```\n", to: "Lessons/a.md")
    #expect(try build().exitCode == 0)
    let (sources, other) = (folder.url.appending(path: "Sources"), outside.url.appending(path: "Sources"))
    try FileManager.default.moveItem(at: sources, to: other)
    try FileManager.default.createSymbolicLink(at: sources, withDestinationURL: other)
    try expectCurrent(exitCode: 1, "`Sources/a.swift` isn't in ")
  }

  @Test func `a link to a draft is told as such`() throws {
    try folder.write("---\ndraft: true\n---\n# D\n", to: "Lessons/d.md")
    try folder.write("# A\n", to: "Lessons/a.md")
    #expect(try build().exitCode == 0)
    try folder.write("# A\n\n[d](d.md)\n", to: "Lessons/a.md")
    #expect(try build().errors.contains("`d.md` is a draft, which isn't on the site"))
  }

  @Test func `a text of course yml that links to a heading which is gone`() throws {
    try folder.write("libraries: []\nfooter: See [h](long.md#here).\n", to: "Lessons/course.yml")
    try folder.write("# A\n\n## Here\n", to: "Lessons/long.md")
    #expect(try build().exitCode == 0)
    try folder.write("# A\n\n## There\n", to: "Lessons/long.md")
    try expectCurrent(exitCode: 1, "Lessons/course.yml:2:9: error: there is no `#here` in `long.md`")
  }

  @Test func `a text of course yml that links to a file to which no lesson links any more`() throws {
    try folder.write("libraries: []\nfooter: See [d](data.csv).\n", to: "Lessons/course.yml")
    try folder.write("1,2\n", to: "Lessons/data.csv")
    try folder.write("# A\n\n[d](data.csv)\n", to: "Lessons/long.md")
    #expect(try build().exitCode == 0)
    try folder.write("# A\n\nNothing.\n", to: "Lessons/long.md")
    try expectCurrent(exitCode: 1, "Lessons/course.yml:2:9: error: no lesson links to the file `data.csv`")
  }

  @Test func `a site that was made read-only is replaced, and leaves nothing behind`() throws {
    try folder.write("# A\n", to: "Lessons/a.md")
    #expect(try build().exitCode == 0)
    let result = try LessonsTool().run(
      shell: "chmod -R a-w site; echo More >> Lessons/a.md; \"$LESSONS\" build; code=$?; ls -A; exit $code", in: folder.url)
    #expect(result.exitCode == 0, "\(result.errors)")
    #expect(!result.output.contains(".building-"), "\(result.output)")
  }
}
