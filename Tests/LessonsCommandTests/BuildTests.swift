import Foundation
import TestSupport
import Testing

/// Writing the site: completely, or not at all.
@Suite struct BuildTests {
  private static let good = """
    # Good

    ```swift
    print("<script>alert(1)</script>")
    ```

    ```output
    <script>alert(1)</script>
    ```

    $$ y = x^2 $$
    <!-- check: { where: { x: '3.0', y: '9.0' } } -->
    """

  private func course(_ text: String = good) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(text, to: "Lessons/a.md")
    return folder
  }

  private func build(_ folder: TemporaryFolder, _ arguments: String...) throws -> LessonsTool.Result {
    try LessonsTool().run(["build"] + arguments, in: folder.url)
  }

  /// Every file below a folder, with its bytes.
  private func files(in folder: URL) throws -> [String: Data] {
    var files: [String: Data] = [:]
    for path in try FileManager.default.subpathsOfDirectory(atPath: folder.path) {
      let file = folder.appending(path: path)
      if try file.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true { files[path] = try Data(contentsOf: file) }
    }
    return files
  }

  @Test func `a site is written, and what a cell prints is text in it`() throws {
    let folder = try course()
    let result = try build(folder)
    #expect(result.exitCode == 0, "\(result.errors)")
    #expect(result.output.hasSuffix("wrote site/index.html\n"))
    let page = try folder.text(of: "site/a.html")
    #expect(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
    #expect(!page.contains("<script>alert"))
    #expect(page.contains("Agrees"))
  }

  @Test func `the pictures that the lessons show go into the site as they are, and no others`() throws {
    let folder = try course("# A\n\n![one](pictures/my%20one.png) ![two](two.svg)\n")
    let picture: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3]
    try folder.write(picture, to: "Lessons/pictures/my one.png")
    try folder.write("<svg xmlns='http://www.w3.org/2000/svg'/>", to: "Lessons/two.svg")
    try folder.write([4], to: "Lessons/unused.png")
    let result = try build(folder)
    #expect(result.exitCode == 0, "\(result.errors)")
    #expect(try folder.read("site/pictures/my one.png") == picture)
    #expect(try folder.text(of: "site/two.svg") == folder.text(of: "Lessons/two.svg"))
    #expect(!FileManager.default.fileExists(atPath: folder.url.appending(path: "site/unused.png").path))
  }

  @Test func `built twice, a site is the same byte for byte`() throws {
    let folder = try course()
    #expect(try build(folder).exitCode == 0)
    let first = try files(in: folder.url.appending(path: "site"))
    #expect(try build(folder, "--output", "again").exitCode == 0)
    #expect(try files(in: folder.url.appending(path: "again")) == first)
    #expect(first.keys.contains("index.html"))
  }

  @Test func `a lesson that doesn't hold leaves the old site whole`() throws {
    let folder = try course()
    #expect(try build(folder).exitCode == 0)
    let old = try files(in: folder.url.appending(path: "site"))
    try folder.write(Self.good.replacing("x^2", with: "x^3"), to: "Lessons/a.md")
    let result = try build(folder)
    #expect(result.exitCode == 1)
    #expect(result.errors.contains("this formula disagrees with `9.0`"))
    #expect(result.errors.hasSuffix("nothing was written: the site is as it was\n"))
    #expect(try files(in: folder.url.appending(path: "site")) == old)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted() == [".lessons-cache", "Lessons", "site"])
  }

  @Test func `an interrupted build leaves the old site whole`() throws {
    let folder = try course()
    #expect(try build(folder).exitCode == 0)
    let old = try files(in: folder.url.appending(path: "site"))
    try folder.write(Self.good + "\n\n```swift timeout=600\nwhile true {}\n```\n", to: "Lessons/a.md")
    let started = try LessonsTool().start(["build"], in: folder.url)
    // Don't use `Task.sleep`: other tests may block its threads for longer than the cell's time limit.
    Thread.sleep(forTimeInterval: 2)
    #expect(started.isRunning)
    started.interrupt()
    started.waitUntilExit()
    #expect(try files(in: folder.url.appending(path: "site")) == old)
  }

  @Test func `an output folder that can't be written is said, and nothing is lost`() throws {
    let folder = try course()
    // A file in place of a folder: nobody can write below it, not even root.
    try folder.write("mine", to: "file")
    let result = try build(folder, "--output", "file/site")
    #expect(result.exitCode == 2)
    #expect(result.errors.contains("can't be written: not a directory"), "\(result.errors)")
    #expect(try folder.text(of: "file") == "mine")
  }

  @Test func `a folder that holds something else is not replaced`() throws {
    let folder = try course()
    try folder.write("mine", to: "site/thesis.txt")
    let result = try build(folder)
    #expect(result.exitCode == 2)
    #expect(result.errors.contains("isn't empty, and `lessons` didn't write it"), "\(result.errors)")
    #expect(result.errors.contains("help: give another folder with --output, or empty this one"))
    #expect(try folder.text(of: "site/thesis.txt") == "mine")
  }

  @Test func `the lessons' own folder is not taken for the site`() throws {
    let folder = try course()
    let result = try build(folder, "--output", "Lessons")
    #expect(result.exitCode == 2)
    #expect(result.errors.contains("the lessons are in it"))
    #expect(try folder.text(of: "Lessons/a.md") == Self.good)
  }

  @Test(arguments: [
    ("Lessons/site", "it would be among the lessons"), ("Lessons/deep/er", "it would be among the lessons"),
    ("linked/site", "it would be among the lessons"), (".lessons-cache", "the cache is there"),
    (".lessons-cache/Lessons/site", "the cache is there"),
  ])
  func `a site among the lessons or in the cache is refused`(output: String, message: String) throws {
    let folder = try course()
    try FileManager.default.createSymbolicLink(
      at: folder.url.appending(path: "linked"), withDestinationURL: folder.url.appending(path: "Lessons"))
    let result = try build(folder, "--output", output)
    #expect(result.errors.contains("error: the site can't go to `\(output)`: \(message)\n"), "\(result.errors)")
    #expect(result.exitCode == 2)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.appending(path: "Lessons").path) == ["a.md"])
  }

  @Test func `folders on the way to the site are made`() throws {
    let folder = try course()
    let result = try build(folder, "--output", "public/deep/er")
    #expect(result.output.hasSuffix("wrote public/deep/er/index.html\n"), "\(result.errors)")
    #expect(try folder.text(of: "public/deep/er/index.html").contains("</html>"))
  }

  @Test func `a course that is a link to a folder is followed`() throws {
    let folder = try TemporaryFolder()
    let files = FileManager.default
    let picture = #"<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"></svg>"#
    try folder.write("# One\n\n![A dot](dot.svg)\n", to: "real/one.md")
    try folder.write(picture, to: "real/dot.svg")
    try files.createSymbolicLink(at: folder.url.appending(path: "Lessons"), withDestinationURL: folder.url.appending(path: "real"))
    let first = try LessonsTool().run(["build"], in: folder.url)
    #expect(first.exitCode == 0, "\(first.errors)")
    #expect(try LessonsTool().run(["build"], in: folder.url).output.contains("nothing has changed"))
    try folder.write("# Two\n\n![A dot](dot.svg)\n", to: "real/one.md")
    #expect(try LessonsTool().run(["build"], in: folder.url).exitCode == 0)
    #expect(try folder.text(of: "site/one.html").contains("Two"))
  }
}
