import Foundation
import TestSupport
import Testing

/// What runs again and what doesn't: each lesson that ran is reported as `ran LESSON in … s`.
@Suite struct CacheTests {
  private static let lesson = """
    ---
    title: Sum
    ---

    # Sum

    Two numbers make a third.

    ```swift
    let x = 3.0
    let y = x * x
    ```

    ```swift silent
    y // => 9.0
    ```

    $$ y = x^2 $$
    <!-- check: { tolerance: 1e-6 } -->

    """

  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(Self.lesson, to: "Lessons/a.md")
    try folder.write(Self.lesson, to: "Lessons/b.md")
  }

  private func call(_ arguments: String...) throws -> LessonsTool.Result { try LessonsTool().run(arguments, in: folder.url) }

  /// The lessons that ran, by name.
  private func ran(_ result: LessonsTool.Result) -> [String] {
    result.errors.split(separator: "\n").filter { $0.hasPrefix("ran ") }.map { String($0.split(separator: " ")[1]) }.sorted()
  }

  private func edit(_ old: String, _ new: String) throws {
    #expect(Self.lesson.contains(old))
    try folder.write(Self.lesson.replacing(old, with: new), to: "Lessons/a.md")
  }

  @Test func `what hasn't changed isn't run again`() throws {
    let first = try call("check")
    #expect(first.exitCode == 0, "\(first.errors)")
    #expect(ran(first) == ["a", "b"])
    let second = try call("check")
    #expect(ran(second) == [])
    #expect(second.output.contains("2 lessons, 4 cells, 2 outputs, 2 formulas (2 checked, 2 also at other inputs, 0 not): all holds"))
    #expect(ran(try call("check", "--no-cache")) == ["a", "b"])
    #expect(ran(try call("build")) == [])
  }

  @Test(arguments: [
    ("title: Sum", "title: Product"),
    ("# Sum", "# Sum\n\nA paragraph more."),
    ("make a third", "make another"),
    ("y = x^2", "y = x \\cdot x"),
    ("tolerance: 1e-6", "tolerance: 1e-3"),
    ("swift silent", "swift fold"),
    ("// => 9.0", "// => 9.000001"),
  ])
  func `prose, titles, formulas, recorded outputs and display words run nothing`(old: String, new: String) throws {
    _ = try call("check")
    try edit(old, new)
    let result = try call("check")
    #expect(result.exitCode == 0, "\(result.errors)")
    #expect(ran(result) == [])
  }

  @Test(arguments: [
    ("let x = 3.0", "let x = 4.0 - 1"), ("swift silent", "swift silent nest"), ("tolerance: 1e-6", "equals: 'x * 3'"),
    ("swift silent", "swift silent timeout=5"),
  ])
  func `a cell, its options or an expression of a check run just their lesson`(old: String, new: String) throws {
    _ = try call("check")
    try edit(old, new)
    let result = try call("check")
    #expect(result.exitCode == 0, "\(result.errors)")
    #expect(ran(result) == ["a"])
  }

  @Test func `a data file that is changed, added or removed runs just its lesson`() throws {
    _ = try call("check")
    try folder.write("1", to: "Lessons/a/numbers.txt")
    #expect(ran(try call("check")) == ["a"])
    #expect(ran(try call("check")) == [])
    try folder.write("2", to: "Lessons/a/numbers.txt")
    #expect(ran(try call("check")) == ["a"])
    try FileManager.default.removeItem(at: folder.url.appending(path: "Lessons/a/numbers.txt"))
    #expect(ran(try call("check")) == ["a"])
  }

  @Test func `warnings fail like errors where that is asked for`() throws {
    try edit("let y = x * x", "let y = x * x\nfunc f() { let unused = 1 }")
    let warned = try call("check")
    #expect(warned.exitCode == 0)
    #expect(warned.errors.contains("Lessons/a.md:12:16: warning: "), "\(warned.errors)")
    let failed = try call("check", "--warnings-as-errors")
    #expect(failed.exitCode == 1)
    #expect(failed.errors.contains("Lessons/a.md:12:16: error: "), "\(failed.errors)")
    #expect(try call("build", "--warnings-as-errors").exitCode == 1)
  }

  @Test func `a cell that fails is never taken from the cache, and never green`() throws {
    try edit("let y = x * x", "let y = [1.0][Int(x)]")
    for _ in 0..<2 {
      let result = try call("check")
      #expect(result.exitCode == 1)
      #expect(ran(result).contains("a"))
      #expect(result.errors.contains("Lessons/a.md:11:"))
    }
  }

  private var runFiles: [URL] {
    get throws {
      try FileManager.default.subpathsOfDirectory(atPath: folder.url.path).filter { $0.hasSuffix(".run") }.sorted()
        .map { folder.url.appending(path: $0) }
    }
  }

  @Test(arguments: ["", "garbage", "lessons cache 0 1234\n{}", "\u{0}\u{0}"])
  func `a cache file that isn't ours to read is not used`(content: String) throws {
    _ = try call("check")
    #expect(try runFiles.count == 2)
    for file in try runFiles { try Data(content.utf8).write(to: file) }
    let result = try call("check")
    #expect(result.exitCode == 0, "\(result.errors)")
    #expect(ran(result) == ["a", "b"])
    #expect(ran(try call("check")) == [])
  }

  @Test func `a damaged or truncated cache file is not used`() throws {
    _ = try call("check")
    let file = try #require(try runFiles.first)
    let whole = try Data(contentsOf: file)
    // A changed byte within the value, after which the file can still be decoded as a run.
    let place = try #require(whole.firstRange(of: Data("[9]".utf8)) ?? whole.firstRange(of: Data("9".utf8)))
    for damaged in [whole.prefix(whole.count / 2), whole.dropLast(), whole.replacing(Data("9".utf8), at: place)] {
      try damaged.write(to: file)
      let result = try call("check")
      #expect(result.exitCode == 0, "\(result.errors)")
      #expect(ran(result) == ["a"])
    }
  }

  @Test func `another lesson's run isn't taken`() throws {
    try edit("let x = 3.0", "let x = -3.0")
    _ = try call("check")
    let files = try runFiles
    try Data(contentsOf: files[1]).write(to: files[0])
    #expect(ran(try call("check")) == ["a"])
  }

  @Test func `a cache that can't be written costs time and nothing else`() throws {
    try folder.write("a file where the folder would be", to: ".lessons-cache")
    for _ in 0..<2 {
      let result = try call("check")
      #expect(result.exitCode == 0, "\(result.errors)")
      #expect(ran(result) == ["a", "b"])
    }
  }

  @Test func `clean drops the cache and nothing else`() throws {
    _ = try call("build")
    #expect(try String(contentsOf: folder.url.appending(path: ".lessons-cache/Lessons/.gitignore"), encoding: .utf8) == "*\n")
    #expect(try call("clean").output == "removed .lessons-cache/Lessons\n")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted() == ["Lessons", "site"])
    #expect(try call("clean").output == "nothing to clean: there is no .lessons-cache/Lessons\n")
    #expect(ran(try call("check")) == ["a", "b"])
  }

  @Test func `clean drops no other course's cache`() throws {
    try folder.write(Self.lesson, to: "Other/c.md")
    _ = try call("check")
    _ = try call("check", "--course", "Other")
    #expect(try call("clean").output == "removed .lessons-cache/Lessons\n")
    #expect(ran(try call("check", "--course", "Other")) == [])
    #expect(ran(try call("check")) == ["a", "b"])
  }

  @Test func `a cache that stands elsewhere is cleaned there`() throws {
    try folder.write("", to: "elsewhere/kept.txt")
    try FileManager.default.createSymbolicLink(
      at: folder.url.appending(path: ".lessons-cache"), withDestinationURL: folder.url.appending(path: "elsewhere"))
    _ = try call("check")
    #expect(try call("clean").output == "removed .lessons-cache/Lessons\n")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.appending(path: "elsewhere").path) == ["kept.txt"])
    #expect(ran(try call("check")) == ["a", "b"])
  }

  @Test(arguments: ["check", "clean", "build"], [".", "elsewhere"])
  func `a cache that leads to the lessons or to a folder of others is refused`(command: String, target: String) throws {
    try folder.write("mine", to: "elsewhere/Lessons/runs/mine.txt")
    try FileManager.default.createSymbolicLink(atPath: folder.url.appending(path: ".lessons-cache").path, withDestinationPath: target)
    let entries = try FileManager.default.subpathsOfDirectory(atPath: folder.url.path).sorted()
    let result = try call(command)
    #expect(result.exitCode == 2)
    #expect(result.errors.contains("the link `.lessons-cache` leads to "), "\(result.errors)")
    #expect(try FileManager.default.subpathsOfDirectory(atPath: folder.url.path).sorted() == entries)
  }

  // MARK: - Building

  @Test func `a build with nothing changed says so, and writes nothing`() throws {
    #expect(try call("build").output.hasSuffix("wrote site/index.html\n"))
    let second = try call("build")
    #expect(second.output.contains("nothing has changed"))
    #expect(second.output.hasSuffix("site/index.html is as it was\n"))
    try edit("a third", "a fourth")
    #expect(try call("build").output.hasSuffix("wrote site/index.html\n"))
    #expect(try folder.text(of: "site/a.html").contains("a fourth"))
  }

  @Test func `a site that somebody changed or removed is written again`() throws {
    _ = try call("build")
    let page = try folder.text(of: "site/a.html")
    try folder.write(page + " ", to: "site/a.html")
    #expect(try call("build").output.hasSuffix("wrote site/index.html\n"))
    #expect(try folder.text(of: "site/a.html") == page)
    try FileManager.default.removeItem(at: folder.url.appending(path: "site"))
    #expect(try call("build").output.hasSuffix("wrote site/index.html\n"))
    #expect(try folder.text(of: "site/a.html") == page)
  }

  @Test func `naming a lesson runs that one, if the others still hold`() throws {
    _ = try call("build")
    try edit("let x = 3.0", "let x = 1.0 + 2")
    let named = try call("build", "a")
    #expect(named.exitCode == 0, "\(named.errors)")
    #expect(ran(named) == ["a"])
    try edit("let x = 3.0", "let x = 2.0 + 1")
    let other = try call("build", "b")
    #expect(other.exitCode == 2)
    #expect(other.errors.contains("Lessons/a.md has changed too, or hasn't run yet"), "\(other.errors)")
    #expect(other.errors.contains("name it beside the others, or call `lessons build` without names"))
    #expect(try call("build", "c").exitCode == 64)

    // The cache of that lesson is gone; the others still have their runs.
    try edit("let x = 3.0", "let x = 3.0")
    _ = try call("check")
    let anew = try call("build", "--no-cache", "b")
    #expect(anew.exitCode == 0, "\(anew.errors)")
    #expect(ran(anew) == ["b"])
  }

  @Test func `two builds at once both end right`() throws {
    let processes = try (0..<2).map { _ in try LessonsTool().start(["build"], in: folder.url) }
    for process in processes {
      process.waitUntilExit()
      #expect(process.terminationStatus == 0)
    }
    let after = try call("build")
    #expect(after.exitCode == 0, "\(after.errors)")
    #expect(ran(after) == [])
    let entries = try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted()
    #expect(entries == [".lessons-cache", "Lessons", "site"])
    #expect(try folder.text(of: "site/a.html").contains("</html>"))
  }

  @Test func `timings tell where the time went`() throws {
    let first = try call("build", "--timings")
    for line in ["reading the lessons", "a: compiling", "rendering", "writing", "in all"] {
      #expect(first.errors.contains(line), "\(line) in \(first.errors)")
    }
    try edit("a third", "a fourth")
    #expect(try call("build", "--timings").errors.contains("2 lessons unchanged since the last run"))
  }

  @Test func `a warning stands where its code stands, whatever moved it`() throws {
    let first = "func f() { var a = 2; _ = a }"
    let warned = "```swift silent\n1 + 1 // => 2\n\(first)\n```\n"
    func place(_ text: String) throws -> String? {
      try folder.write(text, to: "Lessons/a.md")
      let errors = try call("check", "a").errors
      return errors.firstMatch(of: /a\.md:(\d+:\d+): warning/).map { String($0.1) }
    }
    #expect(try place(warned) == "3:16")
    #expect(try place("Text.\n\n" + warned) == "5:16")
    #expect(try place(warned.replacing("1 + 1", with: "// A comment.\n1 + 1")) == "4:16")
    #expect(try place(warned.replacing("=> 2", with: "=> 2.00000")) == "3:16")
  }
}

extension Data {
  fileprivate func replacing(_ bytes: Data, at range: Range<Data.Index>) -> Data {
    var copy = self
    copy.replaceSubrange(range, with: bytes == self[range] ? Data("8".utf8) : bytes)
    return copy
  }
}
