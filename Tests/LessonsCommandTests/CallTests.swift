import Foundation
import TestSupport
import Testing

/// Calls that fail: the message, and the exit code documented in the help.
@Suite struct CallTests {
  private func call(_ arguments: String..., environment: [String: String] = [:], in folder: TemporaryFolder) throws
    -> LessonsTool.Result
  {
    try LessonsTool().run(arguments, in: folder.url, environment: environment)
  }

  private func course() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write("# First\n", to: "Lessons/01-first.md")
    try folder.write("# Second\n\n```swift\n1\n```\n", to: "Lessons/02-second.md")
    return folder
  }

  @Test(arguments: [
    (["chekc"], "Error: There is no command `chekc`; did you mean `check`?\n"),
    (["frobnicate", "--hard"], "Error: There is no command `frobnicate`; the commands are "),
    (["check", "--jobs", "0"], "Error: --jobs needs a number of at least 1, not 0.\n"),
    (["check", "--jobs", "many"], "Error: The value 'many' is invalid for '--jobs <n>'\n"),
    (["check", "--acept"], "Error: Unknown option '--acept'. Did you mean '--accept'?\n"),
    (["check", "--color", "blue"], "Error: The value 'blue' is invalid for '--color <color>'."),
    (["check", "01-frist"], "Error: There is no lesson `01-frist`; did you mean `01-first`?\n"),
    (["run", "frist"], "Error: There is no lesson `frist`; did you mean `01-first`?\n"),
    (["build", "7"], "Error: There is no lesson `7`; the lessons are `01-first`, `02-second`.\n"),
    (["check", ""], "Error: There is no lesson ``; the lessons are `01-first`, `02-second`.\n"),
    (["check", "softmax.md"], "Error: There is no lesson `softmax.md`; the lessons are `01-first`, `02-second`.\n"),
    (["check", "../other/01-first.md"], "Error: `../other/01-first.md` is not in the course Lessons; --course names another"),
    (["check", "pictures"], "Error: `pictures` is a folder, not a lesson; --course names a course's folder.\n"),
    (["Lessons/01-first.md"], "Error: There is no command `Lessons/01-first.md`; a command comes before the lesson: `lessons check "),
    (["help", "chekc"], "Error: There is no command `chekc`; did you mean `check`?\n"),
    (["check", "--accept", "--format", "json"], "Error: --accept says in words what it wrote: call `lessons check --format json` after"),
    (["serve", "--port", "70000"], "Error: --port needs a number from 0 to 65535, not 70000.\n"),
    (["formula", "x", "--cases", "x.json"], "Error: Give a formula or a file with --cases, not both.\n"),
    (["check", "--course", "nowhere"], "Error: There is no folder `nowhere`; --course names the folder that holds the lessons' "),
    (["check", "--course", ""], "Error: There is no folder ``; --course names the folder that holds the lessons' Markdown files.\n"),
    (["check", "--course", "Lessons/01-first.md"], "Error: `Lessons/01-first.md` is a file; --course names the folder that holds"),
  ])
  func `a wrong call is told with what was meant, and exits with 64`(arguments: [String], message: String) throws {
    let around = try TemporaryFolder()
    for (path, text) in [
      ("c/Lessons/01-first.md", "# First\n"), ("c/Lessons/02-second.md", "# Second\n"), ("c/pictures/a.svg", ""),
      ("other/01-first.md", "# Another\n"),
    ] { try around.write(text, to: path) }
    let result = try LessonsTool().run(arguments, in: around.url.appending(path: "c"))
    #expect(result.errors.hasPrefix(message), "\(result.errors)")
    // The usage is that of the command, if there is one.
    let isCommand = arguments[0] == arguments[0].lowercased() && message.firstMatch(of: /no command/) == nil
    #expect(result.errors.contains("\nUsage: lessons \(isCommand ? arguments[0] + " " : "")"), "\(result.errors)")
    #expect(result.output == "")
    #expect(result.exitCode == 64)
  }

  @Test func `outside of a course the tool says where it looks`() throws {
    let result = try call("check", in: try TemporaryFolder())
    #expect(
      result.errors == """
        lessons: error: there is no folder `Lessons` here or above
          = help: call the tool inside a course, name one with `--course DIR`, or begin one: `lessons new --course`

        """)
    #expect(result.exitCode == 2)
  }

  @Test func `who stands among Markdown files, or above the lessons, is told how to name the course`() throws {
    let folder = try TemporaryFolder()
    try folder.write("# A\n", to: "a.md")
    let among = try call("check", in: folder)
    #expect(among.errors.hasSuffix("  = help: if the Markdown files here are the lessons, say `--course .`\n"), "\(among.errors)")
    #expect(try call("check", "--course", ".", in: folder).exitCode == 0)
    let above = try call("check", "--course", ".", in: try course())
    #expect(above.errors.hasSuffix("  = help: did you mean `--course Lessons`?\n"), "\(above.errors)")
    #expect(above.exitCode == 2)
  }

  @Test func `a course is begun as the tool says`() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(at: folder.url.appending(path: "Lessons"), withIntermediateDirectories: true)
    #expect(try call("new", "first", in: folder).output.hasPrefix("wrote Lessons/01-first.md\n"))
    let check = try call("check", "first", in: folder)
    #expect(check.exitCode == 0, "\(check.errors)")
  }

  @Test func `the tool says which it is`() throws {
    let result = try call("--version", in: try TemporaryFolder())
    #expect(try #/lessons \d+\.\d+\.\d+\n/#.wholeMatch(in: result.output) != nil, "\(result.output)")
    #expect(result.exitCode == 0)
  }

  @Test func `of a long course not every name is told`() throws {
    let folder = try TemporaryFolder()
    for number in 100..<150 { try folder.write("# L\n", to: "Lessons/\(number)-l.md") }
    let result = try call("check", "elsewhere", in: folder)
    #expect(result.errors.contains("`118-l`, `119-l`, and 30 more.\n"), "\(result.errors)")
  }

  @Test(arguments: ["404", "checks", "print"])
  func `a lesson whose page would be one of the site's own is told`(name: String) throws {
    let folder = try course()
    try folder.write("# A\n", to: "Lessons/\(name).md")
    let result = try call("check", "--course", "Lessons", in: folder)
    #expect(
      result.errors.contains(
        """
        Lessons/\(name).md:1:1: error: a lesson can't be called `\(name)`: the site has a page of that name
         1 | # A
           | ^
           = help: rename it, say `01-\(name).md`

        """), "\(result.errors)")
    #expect(result.exitCode == 1)
  }

  @Test func `a lesson whose name is too long for a page's is told`() throws {
    let folder = try course()
    try folder.write("# A\n", to: "Lessons/\(String(repeating: "x", count: 250)).md")
    let result = try call("check", in: folder)
    #expect(result.errors.contains("error: the lesson's name is too long for its page\n"), "\(result.errors)")
    #expect(result.errors.contains("= help: give it one of at most 249 bytes\n"), "\(result.errors)")
    #expect(result.exitCode == 1)
    try FileManager.default.removeItem(at: folder.url.appending(path: "Lessons/\(String(repeating: "x", count: 250)).md"))
    try folder.write("# A\n", to: "Lessons/\(String(repeating: "x", count: 249)).md")
    try FileManager.default.removeItem(at: folder.url.appending(path: "Lessons/02-second.md"))
    #expect(try call("build", in: folder).exitCode == 0)
  }

  @Test func `a course without lessons is told`() throws {
    let folder = try TemporaryFolder()
    try folder.write("# Not a lesson", to: "Lessons/README.md")
    let result = try call("check", in: folder)
    #expect(
      result.errors == """
        lessons: error: there is no lesson in Lessons
          = help: a lesson is a Markdown file, say `01-first.md`; `lessons new first` writes one

        """)
    #expect(result.exitCode == 2)
  }

  @Test func `without a compiler the cells can't run, and the tool says what to install`() throws {
    let result = try call("check", environment: ["PATH": "/nowhere"], in: try course())
    #expect(
      result.errors == """
        lessons: error: `swift` is not on the search path: the cells can't be compiled
          = help: install Swift 6.2 or later (swift.org/install) and put its `usr/bin` on PATH

        """)
    #expect(result.output == "")
    #expect(result.exitCode == 2)
  }

  @Test func `a lesson without cells needs no compiler`() throws {
    for name in ["1", "01", "first", "01-first", "01-first.md", "Lessons/01-first.md"] {
      let result = try call("check", name, environment: ["PATH": "/nowhere"], in: try course())
      #expect(result.errors == "")
      #expect(result.output.hasPrefix("1 lesson, 0 cells"))
      #expect(result.exitCode == 0)
    }
  }

  @Test(arguments: [4, 5, 7, 10, 15, 20, 30, 47])
  func `too few files that may be open are told`(limit: Int) throws {
    let folder = try course()
    let result = try LessonsTool().run(shell: "ulimit -n \(limit); exec \"$LESSONS\" check", in: folder.url)
    #expect(
      result.errors == """
        lessons: error: this process may open only \(limit) files at a time, and 48 are needed
          = help: allow more, say with `ulimit -n 256`

        """)
    #expect(result.exitCode == 2)
  }

  @Test func `with as many as it needs it works, and takes what it may have`() throws {
    let folder = try course()
    for line in ["ulimit -n 48", "ulimit -S -n 10"] {
      let result = try LessonsTool().run(shell: "\(line); exec \"$LESSONS\" run 2 --color never", in: folder.url)
      #expect(result.exitCode == 0, "\(line): \(result.errors)")
    }
  }

  @Test(arguments: ["HOME", "XDG_CACHE_HOME"], ["/proc/x", "/dev/null"])
  func `a home that can't be written is named`(name: String, place: String) throws {
    let result = try call("check", environment: [name: place], in: try course())
    #expect(
      result.errors.hasPrefix(
        "lessons: error: \(name), which is \(place), isn't a writable folder: the compiler keeps its modules there\n"),
      "\(result.errors)")
    #expect(result.errors.hasSuffix("  = help: set \(name) to a folder of yours\n"))
    #expect(result.exitCode == 2)
  }

  @Test func `a home that isn't there yet is made, and none is needed to read a course`() throws {
    let folder = try course()
    let home = folder.url.appending(path: "new/home").path
    #expect(try call("run", "2", environment: ["HOME": home], in: folder).exitCode == 0)
    #expect(try call("check", "1", environment: ["HOME": "/proc/x"], in: folder).exitCode == 0)
  }

  @Test func `a place for temporary files that can't be written is named`() throws {
    let result = try call("check", environment: ["TMPDIR": "/proc"], in: try course())
    #expect(result.errors.hasPrefix("lessons: error: no temporary folder could be made in /proc\n"), "\(result.errors)")
    #expect(result.errors.hasSuffix("  = help: set TMPDIR to a folder that can be written\n"))
    #expect(result.exitCode == 2)
  }

  @Test func `files that may hold nothing are told`() throws {
    let folder = try course()
    let result = try LessonsTool().run(shell: "(ulimit -f 0; \"$LESSONS\" check --no-cache; echo $?) 2>&1 | cat", in: folder.url)
    #expect(result.output.contains("lessons: error: a temporary file could not be written\n"), "\(result.output)")
    #expect(result.output.hasSuffix("\n2\n"))
  }

  @Test func `a lesson is found by its file from anywhere`() throws {
    let folder = try course()
    let elsewhere = try TemporaryFolder()
    try elsewhere.write("# Mine", to: "Lessons/mine.md")
    try folder.write("", to: "Lessons/deep/x.txt")
    let lesson = folder.url.appending(path: "Lessons/01-first.md").path
    for (place, name) in [
      (elsewhere.url, lesson), (URL(filePath: "/"), lesson), (folder.url, "./Lessons/01-first.md"),
      (folder.url.appending(path: "Lessons"), "./01-first.md"),
      (folder.url.appending(path: "Lessons"), "01-first.md"), (folder.url.appending(path: "Lessons/deep"), "../01-first.md"),
      (folder.url.appending(path: "Lessons/deep"), "1"),
      (folder.url.deletingLastPathComponent(), "\(folder.url.lastPathComponent)/Lessons/01-first.md"),
    ] {
      let result = try LessonsTool().run(["check", name], in: place)
      #expect(result.output.hasPrefix("1 lesson, 0 cells"), "\(name) in \(place.path): \(result.errors)")
    }
    let two = try LessonsTool().run(["check", "Lessons/mine.md", lesson], in: elsewhere.url)
    #expect(two.errors.hasPrefix("Error: `Lessons/mine.md` and `\(lesson)` are of two courses; name lessons of one.\n"), "\(two.errors)")
    #expect(two.exitCode == 64)
    let other = try LessonsTool().run(["check", "--course", "Lessons", lesson], in: elsewhere.url)
    #expect(other.errors.hasPrefix("Error: `\(lesson)` is not in the course Lessons; --course names another course's folder.\n"))
    #expect(
      try LessonsTool().run(["check", folder.url.appending(path: "Lessons").path], in: elsewhere.url).output.hasPrefix("2 lessons, "))
  }

  @Test func `a course is found from below, and a wrong course.yml is told`() throws {
    let folder = try course()
    try folder.write("titel: A\n", to: "Lessons/course.yml")
    try folder.write("", to: "Lessons/deep/er/x.txt")
    let result = try LessonsTool().run(["check"], in: folder.url.appending(path: "Lessons/deep/er"))
    #expect(result.errors.contains("course.yml:1:1: error: unknown key `titel` in course.yml\n"))
    #expect(result.errors.contains("= help: did you mean `title`?\n"))
    #expect(result.exitCode == 1)
  }

  @Test func `a course.yml that isn't a file is told`() throws {
    let folder = try course()
    try folder.write("", to: "Lessons/course.yml/x.txt")
    let result = try call("check", in: folder)
    #expect(result.errors == "lessons: error: Lessons/course.yml is a folder\n  = help: put a file in its place, or name one in it\n")
    #expect(result.exitCode == 2)
  }

  @Test func `the course's folder stands for all its lessons`() throws {
    let folder = try TemporaryFolder()
    for name in ["01-first", "02-second"] { try folder.write("# L\n", to: "Lessons/\(name).md") }
    #expect(try call("check", "Lessons/", in: folder).output.hasPrefix("2 lessons, "))
  }

  @Test func `a course.yml that isn't text is told at its byte`() throws {
    let folder = try course()
    try folder.write(Array("title: caf".utf8) + [0xE9, 0x0A], to: "Lessons/course.yml")
    let result = try call("check", in: folder)
    #expect(
      result.errors.hasPrefix("Lessons/course.yml:1:11: error: the file isn't UTF-8: byte 0xE9 begins no character\n"),
      "\(result.errors)")
    #expect(result.errors.hasSuffix("  = help: save it as UTF-8, say with `iconv -f latin1 -t utf-8`\n"))
    #expect(result.exitCode == 1)
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func `a shell can complete its commands`(shell: String) throws {
    let result = try call("--generate-completion-script", shell, in: try TemporaryFolder())
    #expect(result.exitCode == 0)
    for command in ["build", "check", "serve", "run", "formula", "new", "clean"] { #expect(result.output.contains(command)) }
  }

  @Test func `help says what the commands do and what the exit codes mean`() throws {
    let result = try call("--help", in: try TemporaryFolder())
    #expect(result.exitCode == 0)
    for text in ["lessons check", "lessons build", "--accept", "Exit codes: 0 all holds; 1", "64 the call is wrong"] {
      #expect(result.output.replacing(/\s+/, with: " ").contains(text), "\(text)")
    }
    #expect(try call(in: try TemporaryFolder()).output == result.output)
  }

  @Test func `nothing is colored where it is not read by a person, but when asked for`() throws {
    let folder = try TemporaryFolder()
    try folder.write("```swift\n", to: "Lessons/a.md")
    #expect(try !call("check", in: folder).errors.contains("\u{1B}"))
    #expect(try call("check", "--color", "always", in: folder).errors.contains("\u{1B}[1;31merror: "))
  }
}
