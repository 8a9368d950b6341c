import CourseConfiguration
import Diagnostics
import Foundation
import LessonDocument
import LessonRunner
import TestSupport
import Testing

/// The environment of a cell, which is the same on every machine.
@Suite struct EnvironmentTests {
  @Test func `the environment is a short known list`() async throws {
    let result = try await run(
      lesson(["import Foundation\nprint(ProcessInfo.processInfo.environment.keys.sorted().joined(separator: \" \"))"]))
    #expect(result.cells == [["printed \"HOME LANG PATH PWD SWIFT_BACKTRACE SWIFT_DETERMINISTIC_HASHING TMPDIR TZ\\n\""]])
  }

  @Test func `the working folder is a copy of the lesson's data folder`() async throws {
    let folder = try TemporaryFolder()
    try folder.write("one\ntwo\n", to: "01-words/small.txt")
    try folder.write("3", to: "01-words/deep/er.txt")
    try folder.write("", to: "01-words/.hidden")
    let text = """
      ```swift
      import Foundation
      let files = FileManager.default
      files.subpaths(atPath: ".")!.sorted()
      ```

      ```swift
      try String(contentsOfFile: "small.txt", encoding: .utf8)
      ```

      ```swift
      try "changed".write(toFile: "small.txt", atomically: true, encoding: .utf8)
      ```

      ```swift crash
      fatalError(try! String(contentsOfFile: "small.txt", encoding: .utf8))
      ```
      """
    try folder.write(text, to: "01-words.md")
    let result = try await run(text, path: folder.url.appending(path: "01-words.md").path)
    #expect(result.cells[0] == ["[String] = [\"deep\", \"deep/er.txt\", \"small.txt\"]"])
    #expect(result.cells[1].first?.contains("one") == true)
    #expect(result.cells[2] == [])
    #expect(result.cells[3] == ["expected Fatal error: changed"])
    #expect(try folder.text(of: "01-words/small.txt") == "one\ntwo\n")
    #expect(DataFolder(of: result.document).files.map(\.location.lastPathComponent) == ["er.txt", "small.txt"])
  }

  @Test func `of the data's files a run sees what counts as its input`() async throws {
    let folder = try TemporaryFolder()
    try folder.write("one", to: "a/one.txt")
    let place = folder.url.appending(path: "a/one.txt").path
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o600, .modificationDate: Date(timeIntervalSince1970: 9e8)], ofItemAtPath: place)
    let code = """
      import Foundation
      let seen = try FileManager.default.attributesOfItem(atPath: "one.txt")
      let date = seen[.modificationDate] as! Date
      print(date.timeIntervalSince1970, String((seen[.posixPermissions] as! NSNumber).intValue, radix: 8))
      try String(contentsOfFile: "\(place)", encoding: .utf8)
      """
    let result = try await run(lesson([code]), path: folder.url.appending(path: "a.md").path)
    #expect(result.cells == [["printed \"0.0 644\\n\"", "String = \"one\""]])
  }

  @Test func `a data folder that is too large is told`() async throws {
    let folder = try TemporaryFolder()
    try folder.write([UInt8](repeating: 0, count: 3000), to: "a/large")
    var limits = Limits()
    limits.dataBytes = 1 << 10
    let result = try await run("```swift\n1\n```\n", limits: limits, path: folder.url.appending(path: "a.md").path)
    #expect(result.cells == [["2:1 the files in the folder `a` are larger than 1 KB"]])
    #expect(result.help(0) == ["keep less beside the lesson, or set `limits: { data: … }` in course.yml"])
  }

  /// A course, and a folder beside it that isn't part of it.
  private func course() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write("inside", to: "Course/words/inside.txt")
    try folder.write("outside", to: "elsewhere/outside.txt")
    try folder.write("", to: "Course/b.md")
    return folder
  }

  private func link(_ path: String, to destination: String, in folder: TemporaryFolder) throws {
    let place = folder.url.appending(path: "Course/\(path)")
    try FileManager.default.createDirectory(at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(atPath: place.path, withDestinationPath: destination)
  }

  private static let reading = lesson(["import Foundation\nFileManager.default.subpaths(atPath: \".\")!.sorted()", "2"])

  @Test(arguments: [
    ("a", "words", ["inside.txt"]), ("a/one.txt", "../words/inside.txt", ["one.txt"]),
    ("a/deep/one.txt", "../../words/inside.txt", ["deep", "deep/one.txt"]),
  ])
  func `a link within the course is followed`(path: String, destination: String, seen: [String]) async throws {
    let folder = try course()
    try link(path, to: destination, in: folder)
    let result = try await run(Self.reading, path: folder.url.appending(path: "Course/a.md").path)
    #expect(result.cells == [["[String] = \(seen)"], ["Int = 2"]])
  }

  @Test(arguments: [
    ("a", "../elsewhere", "a is a link that leads out of the course, to "),
    ("a/one.txt", "../../elsewhere/outside.txt", "a/one.txt is a link that leads out of the course, to "),
    ("a/one.txt", "/etc/hostname", "a/one.txt is a link that leads out of the course, to /etc/hostname"),
    ("a/deep", "../../elsewhere", "a/deep is a link that leads out of the course, to "),
    ("a/up", "..", "a/up is a link to a folder, which a lesson's data can't hold"),
    ("a/gone.txt", "nowhere", "a/gone.txt is a broken link"),
  ])
  func `another link keeps its lesson from running`(path: String, destination: String, message: String) async throws {
    let folder = try course()
    try link(path, to: destination, in: folder)
    let result = try await run(Self.reading, path: folder.url.appending(path: "Course/a.md").path)
    #expect(result.cells[0].first?.contains(message) == true, "\(result.cells)")
    #expect(result.cells[1] == ["not reached"])
    let other = try await run(lesson(["1"]), path: folder.url.appending(path: "Course/b.md").path)
    #expect(other.cells == [["Int = 1"]])
  }

  @Test func `a pipe among the data is told, and waited for by nobody`() async throws {
    let folder = try course()
    try folder.write("1", to: "Course/a/one.txt")
    #expect(mkfifo(folder.url.appending(path: "Course/a/pipe").path, 0o600) == 0)
    let result = try await run(Self.reading, path: folder.url.appending(path: "Course/a.md").path)
    #expect(result.cells[0].first?.hasSuffix("a/pipe is neither a file nor a folder") == true, "\(result.cells)")
  }

  #if os(Linux)
    @Test func `a file elsewhere can't be read, by no name and by no process`() async throws {
      let folder = try TemporaryFolder()
      try folder.write("outside", to: "outside.txt")
      let path = folder.url.appending(path: "outside.txt").path
      let code = """
        import Foundation
        let path = "\(path)"
        let file = open(path, O_RDONLY)
        let root = open("/proc/self/root" + path, O_RDONLY)
        let link = symlink(path, "link") == 0 ? open("link", O_RDONLY) : 0
        let listed = try? FileManager.default.contentsOfDirectory(atPath: (path as NSString).deletingLastPathComponent)
        [file, root, link].allSatisfy { $0 < 0 } && listed == nil
        """
      let shell = """
        let shell = Process()
        shell.executableURL = URL(filePath: "/bin/cat")
        shell.arguments = [path]
        try shell.run()
        shell.waitUntilExit()
        shell.terminationStatus
        """
      #expect(try await run(lesson([code, shell])).cells == [["Bool = true"], ["Int32 = 1"]])
    }

    @Test(arguments: [
      "try String(contentsOfFile: \"PATH/outside.txt\", encoding: .utf8)", "FileManager.default.contents(atPath: \"PATH/outside.txt\")!",
      "try Data(contentsOf: URL(filePath: \"PATH/outside.txt\"))", "try Data(contentsOf: URL(string: \"file://PATH/outside.txt\")!)",
      "try \"x\".write(toFile: \"PATH/new.txt\", atomically: true, encoding: .utf8)",
      "precondition(fopen(\"PATH/outside.txt\", \"r\") != nil)",
    ])
    func `a cell that fails for this is told what to do`(call: String) async throws {
      let folder = try TemporaryFolder()
      try folder.write("outside", to: "outside.txt")
      let result = try await run(lesson(["import Foundation\n" + call.replacing("PATH", with: folder.url.path)]))
      #expect(
        result.help(0).first??.hasPrefix(
          "a cell reads and writes the files of its own folder, a copy of `lesson` beside the lesson: put the file there, and name it without `"
        )
          == true, "\(result.cells) \(result.help(0))")
    }

    @Test func `the system's own files can be read, and the library's`() async throws {
      let result = try await run(
        lesson([
          "import Foundation\nFileManager.default.contents(atPath: \"/etc/passwd\") != nil",
          "NSUserName().isEmpty || TimeZone(identifier: \"Europe/Berlin\") != nil",
        ]))
      #expect(result.cells == [["Bool = true"], ["Bool = true"]])
    }
  #endif
}
