import Foundation
import TestSupport
import Testing

/// Files beside the lessons that can't be read: `check` says what `build` says.
@Suite struct UnreadFileTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("", to: "Package.swift")
  }

  /// Calls the tool without root's right to read everything.
  private func call(_ command: String) throws -> LessonsTool.Result {
    let plain = geteuid() == 0 ? "setpriv --bounding-set=-dac_override,-dac_read_search" : ""
    return try LessonsTool().run(shell: "\(plain) \"$LESSONS\" \(command)", in: folder.url)
  }

  private static let drawing = "<svg xmlns='http://www.w3.org/2000/svg'/>"

  @Test(
    arguments: [
      ("[Data](data.csv)", "", "data.csv", "1", "Lessons/a.md:3:1: error: `data.csv` could not be read"),
      ("![Dot](dot.svg)", "", "dot.svg", drawing, "Lessons/a.md:3:1: error: `dot.svg` could not be read"),
      ("[Dot](dot.svg)", "", "dot.svg", drawing, "Lessons/a.md:3:1: error: `dot.svg` could not be read"),
      ("", "bibliography: refs.bib", "refs.bib", "", "Lessons/course.yml:1:15: error: `refs.bib` could not be read"),
      ("", "setup: setup.md", "setup.md", "", "Lessons/course.yml:1:8: error: `setup.md` could not be read"),
      ("```swift include=Lessons/x.swift\n```", "", "x.swift", "", "Lessons/a.md:3:18: error: `Lessons/x.swift` could not be read"),
    ])
  func `a file that the user may not read is an error where it is named`(
    text: String, settings: String, file: String, content: String, message: String
  ) throws {
    try folder.write("# A\n\n\(text)\n", to: "Lessons/a.md")
    try folder.write(settings, to: "Lessons/course.yml")
    try folder.write(content, to: "Lessons/\(file)")
    let path = folder.url.appending(path: "Lessons/\(file)").path
    try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: path)
    for command in ["check", "build"] {
      let result = try call(command)
      #expect(result.exitCode == 1)
      #expect(result.errors.hasPrefix(message), "\(result.errors)")
      #expect(result.errors.contains("= help: is it a file that you may read?"), "\(result.errors)")
    }
  }

  @Test(arguments: [
    ("", "bibliography: refs.bib", "refs.bib", "Lessons/course.yml:1:15: error: `refs.bib` is a folder"),
    ("", "setup: setup.md", "setup.md", "Lessons/course.yml:1:8: error: `setup.md` is a folder"),
    ("```swift include=Lessons/x.swift\n```", "", "x.swift", "Lessons/a.md:3:18: error: `Lessons/x.swift` is a folder"),
  ])
  func `a folder in the place of a file is called one`(text: String, settings: String, name: String, message: String) throws {
    try folder.write("# A\n\n\(text)\n", to: "Lessons/a.md")
    try folder.write(settings, to: "Lessons/course.yml")
    try folder.write("", to: "Lessons/\(name)/file")
    for command in ["check", "build"] {
      let result = try call(command)
      #expect(result.exitCode == 1)
      #expect(result.errors.hasPrefix(message), "\(result.errors)")
    }
  }

  @Test(arguments: ["course.yml", "variants.json"]) func `a link to nothing in the place of a file of the course is no missing file`(
    name: String
  ) throws {
    try folder.write("# A\n", to: "Lessons/a.md")
    #expect(try call("check").exitCode == 0)
    try FileManager.default.createSymbolicLink(
      atPath: folder.url.appending(path: "Lessons/\(name)").path, withDestinationPath: "nowhere")
    for command in ["check", "build"] {
      let result = try call(command)
      #expect(result.exitCode == 2)
      #expect(result.errors.contains("Lessons/\(name) is a symbolic link to a file that isn't there"), "\(result.errors)")
    }
  }

  @Test(arguments: [
    "mkfifo Lessons/a/x", "ln -s nowhere Lessons/a/x", "ln -s /etc/passwd Lessons/a/x", "touch Lessons/a/x; chmod 0 Lessons/a/x",
  ])
  func `data that can't be used fails a check whose run is kept`(command: String) throws {
    try folder.write("libraries: []", to: "Lessons/course.yml")
    try folder.write("# A\n\n```swift\n1 + 1 // => 2\n```\n", to: "Lessons/a.md")
    #expect(try call("check").exitCode == 0)
    _ = try LessonsTool().run(shell: "mkdir Lessons/a; \(command)", in: folder.url)
    #expect(try call("check").exitCode == 1)
    #expect(try call("build").exitCode == 1)
  }

  @Test(arguments: [
    ("icon: dot.svg", "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "1:7: error: `dot.svg` contains "),
    ("icon: dot.svg", "words", "1:7: error: `dot.svg` isn't a picture"), ("logo: dot.svg", "", "1:7: error: the image `dot.svg` is empty"),
    ("icon: dot.ico", "words", "1:7: error: `dot.ico` isn't a picture"), ("css: dot.css", "a\0b", "1:6: error: `dot.css`: "),
  ])
  func `what course yml gives the theme has to be what it is for`(setting: String, content: String, message: String) throws {
    try folder.write("# A\n", to: "Lessons/a.md")
    try folder.write(setting, to: "Lessons/course.yml")
    try folder.write(content, to: "Lessons/dot.\(setting.suffix(3))")
    for command in ["check", "build"] {
      let result = try call(command)
      #expect(result.exitCode == 1)
      #expect(result.errors.hasPrefix("Lessons/course.yml:\(message)"), "\(result.errors)")
    }
  }

  @Test(arguments: [
    ("[Data](x.csv)", "mkfifo Lessons/x.csv", "`x.csv` isn't a file", "put a file in its place"),
    ("![Dot](x.svg)", "mkfifo Lessons/x.svg", "`x.svg` is neither a file nor a folder", "put a file in its place"),
    ("![Dot](x.svg)", "mkdir Lessons/x.svg", "`x.svg` is a folder", "put a file in its place, or name one in it"),
    ("![Dot](x.svg)", "ln -s nowhere Lessons/x.svg", "`x.svg` is a symbolic link to a file that isn't there", "correct or remove the link"),
  ])
  func `the first message is the true cause`(text: String, command: String, message: String, help: String) throws {
    try folder.write("# A\n\n\(text)\n", to: "Lessons/a.md")
    _ = try LessonsTool().run(shell: command, in: folder.url)
    let result = try call("check")
    #expect(result.errors.contains("error: \(message)\n"), "\(result.errors)")
    #expect(result.errors.contains("help: \(help)\n"), "\(result.errors)")
  }

  @Test func `an icon of Windows is one`() throws {
    try folder.write("# A\n", to: "Lessons/a.md")
    try folder.write("icon: dot.ico", to: "Lessons/course.yml")
    try folder.write([0, 0, 1, 0, 1, 0, 16, 16], to: "Lessons/dot.ico")
    let result = try call("build")
    #expect(result.exitCode == 0, "\(result.errors)")
  }

  @Test func `a record of wrong variants that can't be read fails the check as the build`() throws {
    try folder.write("# A\n", to: "Lessons/a.md")
    try folder.write("{", to: "Lessons/variants.json")
    for command in ["check", "build", "check --shard 1/2"] {
      let result = try call(command)
      #expect(result.exitCode == 2)
      #expect(
        result.errors.hasPrefix("lessons: error: variants.json beside the lessons could not be read\nit isn't JSON"), "\(result.errors)")
    }
  }
}
