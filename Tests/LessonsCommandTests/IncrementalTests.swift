import Foundation
import TestSupport
import Testing

/// A build that keeps parts of the last site writes the same bytes as one that makes all of it.
@Suite struct IncrementalTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(
      "title: A course\nurl: https://example.org/c/\nbibliography: works.bib\ncover: [04-code#weights]\n", to: "Lessons/course.yml")
    try folder.write("@book{one, title={One}, author={A. Author}, year=2001}\n", to: "Lessons/works.bib")
    try folder.write("# One\n\nFirst text [@one].\n\n## Section of one\n\nSee [](03-three.md#section-of-three).\n", to: "Lessons/01-one.md")
    try folder.write("# Two\n\nSee [this](01-one.md), [](01-one.md#section-of-one), [](04-code.md#weights).\n", to: "Lessons/02-two.md")
    try folder.write("# Three\n\n$$ a = b $$\n\n## Section of three\n\nText of the third.\n", to: "Lessons/03-three.md")
    try folder.write(
      "# Code\n\n```swift id=weights\nprint(\"two\")\n```\n\n```output\ntwo\n```\n\n$$ 1 + 1 = 2 $$\n<!-- check: { id: sum } -->\n",
      to: "Lessons/04-code.md")
    try folder.write("---\nkind: author-guide\n---\n# Guide\n\nFor [authors](02-two.md).\n", to: "Lessons/05-guide.md")
    try folder.write("# Welcome\n\nThe landing page of [one](01-one.md#section-of-one).\n", to: "Lessons/index.md")
  }

  private static let files = ["01-one", "02-two", "03-three", "04-code", "05-guide", "index"].map { "Lessons/\($0).md" }

  private func build(_ arguments: String...) throws -> LessonsTool.Result { try LessonsTool().run(["build"] + arguments, in: folder.url) }

  private func contents(of site: String) throws -> [String: Data] {
    let root = folder.url.appending(path: site)
    let paths = (try? FileManager.default.subpathsOfDirectory(atPath: root.path)) ?? []
    return Dictionary(
      uniqueKeysWithValues: paths.compactMap { path in (try? Data(contentsOf: root.appending(path: path))).map { (path, $0) } })
  }

  /// Builds the site with what is kept, and anew without, and compares the two.
  private func compare(_ comment: String) throws {
    let kept = try build()
    let cache = folder.url.appending(path: ".lessons-cache/Lessons")
    let hidden = folder.url.appending(path: "hidden")
    try? FileManager.default.removeItem(at: hidden)
    // The runs stay, so that nothing has to be compiled again.
    try FileManager.default.createDirectory(at: hidden, withIntermediateDirectories: true)
    for name in ["build", "pages"] {
      try? FileManager.default.moveItem(at: cache.appending(path: name), to: hidden.appending(path: name))
    }
    try? FileManager.default.removeItem(at: folder.url.appending(path: "complete"))
    let complete = try build("--output", "complete")
    for name in ["build", "pages"] {
      try? FileManager.default.removeItem(at: cache.appending(path: name))
      try? FileManager.default.moveItem(at: hidden.appending(path: name), to: cache.appending(path: name))
    }
    #expect(kept.exitCode == complete.exitCode, "\(comment): \(kept.errors) \(complete.errors)")
    // What ran says so.
    func told(_ errors: String) -> [Substring] { errors.split(separator: "\n").filter { !$0.hasPrefix("ran ") } }
    #expect(told(kept.errors) == told(complete.errors), "\(comment)")
    guard kept.exitCode == 0, complete.exitCode == 0 else { return }
    let (site, whole) = (try contents(of: "site"), try contents(of: "complete"))
    #expect(Set(site.keys) == Set(whole.keys), "\(comment)")
    for (path, bytes) in whole where site[path] != bytes {
      Issue.record("\(path) differs after \(comment)")
    }
  }

  private func inode(_ path: String) throws -> Int {
    try #require(FileManager.default.attributesOfItem(atPath: folder.url.appending(path: path).path)[.systemFileNumber] as? Int)
  }

  @Test func `after an edit of prose only the pages that show it are made`() throws {
    try compare("the first build")
    let before = try (inode("site/02-two.html"), inode("site/03-three.html"), inode("site/assets/theme.css"))
    try edit("Lessons/03-three.md") { $0.replacing("Text of the third.", with: "Other text of the third.") }
    try compare("an edit of prose")
    #expect(try folder.text(of: "site/03-three.html").contains("Other text of the third."))
    #expect(try folder.text(of: "site/print.html").contains("Other text of the third."))
    #expect(try folder.text(of: "site/assets/search-index.js").contains("Other text of the third."))
    #expect(try inode("site/02-two.html") == before.0)
    #expect(try inode("site/03-three.html") != before.1)
    #expect(try inode("site/assets/theme.css") == before.2)
  }

  @Test func `a page that shows a heading of another one changes with it`() throws {
    try compare("the first build")
    try edit("Lessons/03-three.md") { $0.replacing("## Section of three", with: "## Section *of* three") }
    try compare("an edit of a heading")
    #expect(try folder.text(of: "site/01-one.html").contains("Section <em>of</em> three"))
  }

  @Test func `a link that an edit breaks is found in a lesson that didn't change`() throws {
    try compare("the first build")
    try edit("Lessons/01-one.md") { $0.replacing("## Section of one", with: "## Chapter of one") }
    try compare("a heading under another name")
    #expect(try build().errors.contains("Lessons/02-two.md:3:"))
  }

  @Test func `an untouched part is not trusted after the site was changed by hand`() throws {
    try compare("the first build")
    try edit("site/02-two.html") { $0 + "mine" }
    try edit("Lessons/03-three.md") { $0 + "\nMore.\n" }
    try compare("a change of the site")
    #expect(try !folder.text(of: "site/02-two.html").hasSuffix("mine"))
  }

  private func edit(_ path: String, _ change: (String) -> String) throws { try folder.write(change(folder.text(of: path)), to: path) }

  /// `RANDOM_EDITS` says how many: `make test-all` tries 500.
  @Test func `the same bytes after random edits`() throws {
    let count = ProcessInfo.processInfo.environment["RANDOM_EDITS"].flatMap(Int.init) ?? 8
    var random = Minimal(state: 7)
    try compare("the first build")
    for number in 0..<count {
      let file = Self.files.randomElement(using: &random)!
      let chosen = Self.edits.randomElement(using: &random)!
      let before = try folder.text(of: file)
      try edit(file) { chosen.change($0, number) }
      let comment = "edit \(number): \(chosen.name) in \(file)"
      try compare(comment)
      // What broke a lesson is taken back, so that the next edit is tried, too.
      if try build().exitCode != 0 {
        try folder.write(before, to: file)
        try compare("\(comment), taken back")
      }
    }
  }

  private struct Edit {
    var name: String
    var change: @Sendable (String, Int) -> String

    init(_ name: String, _ change: @escaping @Sendable (String, Int) -> String) { (self.name, self.change) = (name, change) }
  }

  private static let edits: [Edit] = [
    Edit("prose") { text, number in text + "\nText number \(number).\n" },
    Edit("prose") { text, number in text.replacing("text", with: "words \(number) and text") },
    Edit("a new section") { text, number in text + "\n## New \(number)\n\nText.\n" },
    Edit("another heading") { text, number in text.replacing("## Section of", with: "## Section \(number) of") },
    Edit("a heading in other words") { text, number in text.replacing("Section of", with: "Section *of*") },
    Edit("another title") { text, number in text.replacing(#/(?m)^# /#) { _ in "# Again \(number) " } },
    Edit("a formula") { text, number in text + "\n$$ x_{\(number)} $$\n" },
    Edit("a numbered formula") { text, number in text + "\n$$ \(number) + 1 = \(number + 1) $$\n<!-- check: { id: f\(number) } -->\n" },
    Edit("a link without words") { text, _ in text + "\n[](04-code.md#sum), [](01-one.md), [](04-code.md#weights).\n" },
    Edit("a link") { text, _ in text + "\n[there](03-three.md#section-of-three)\n" },
    Edit("a cell that isn't run") { text, number in text + "\n```swift norun\nlet a = \(number)\n```\n" },
    Edit("a summary") { text, number in text.hasPrefix("---") ? text : "---\nsummary: Number \(number)\n---\n" + text },
    Edit("tags") { text, number in text.hasPrefix("---") ? text : "---\ntags: [a, b\(number)]\n---\n" + text },
    Edit("another kind") { text, _ in text.hasPrefix("---") ? text : "---\nkind: reference\n---\n" + text },
    Edit("a footnote") { text, number in text + "\nA note.[^n\(number)]\n\n[^n\(number)]: The note.\n" },
    Edit("a question of citing") { text, _ in text.replacing(" [@one]", with: "") },
    Edit("less") { text, _ in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast(3).joined(separator: "\n") + "\n" },
  ]

  /// A small generator of random numbers (SplitMix64), so that a failure comes again.
  private struct Minimal: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9e37_79b9_7f4a_7c15
      var z = state
      z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
      z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
      return z ^ (z >> 31)
    }
  }
}
