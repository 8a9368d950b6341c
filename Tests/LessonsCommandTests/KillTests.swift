import Foundation
import TestSupport
import Testing

/// A tool that is killed: what is on the disk afterwards, and which processes are still running.
@Suite struct KillTests {
  /// A course in two states, with a temporary folder of its own.
  private struct Course {
    let folder = Result { try TemporaryFolder() }

    func url() throws -> URL { try folder.get().url }

    func write(_ state: String) throws {
      // One of them runs: a second compiler would take most of the time, and no other moment.
      try folder.get().write("# a\n\nIn \(state).\n\n```swift silent\nprint(\"\(state)\")\n```\n", to: "Lessons/a.md")
      try folder.get().write("# b\n\nIn \(state).\n", to: "Lessons/b.md")
    }

    var environment: [String: String] {
      get throws {
        let temporary = try url().appending(path: "temporary")
        try FileManager.default.createDirectory(at: temporary, withIntermediateDirectories: true)
        return ["TMPDIR": temporary.path]
      }
    }

    func build(_ options: String...) throws -> LessonsTool.Result {
      try LessonsTool().run(["build"] + options, in: url(), environment: environment)
    }

    /// The site's files with their bytes.
    func site() throws -> [String: Data] {
      let site = try url().appending(path: "site")
      var files: [String: Data] = [:]
      for path in try FileManager.default.subpathsOfDirectory(atPath: site.path) {
        files[path] = FileManager.default.contents(atPath: site.appending(path: path).path)
      }
      return files
    }
  }

  @Test func `killed at fifty random moments, a build leaves the old site or the new one, and no process`() throws {
    let course = Course()
    var sites: [[String: Data]] = []
    var span: TimeInterval = 0
    for state in ["one state", "another state"] {
      try course.write(state)
      let begun = Date()
      let result = try course.build()
      span = Date().timeIntervalSince(begun)
      #expect(result.exitCode == 0, "\(result.errors)")
      sites.append(try course.site())
    }
    #expect(sites[0] != sites[1])

    var present = sites[1]
    var counts = [0, 0]
    for round in 0..<50 {
      let next = round % 2
      try course.write(next == 0 ? "one state" : "another state")
      let moment = TimeInterval.random(in: 0...span)
      let build = try LessonsTool().start(["build"], in: course.url(), environment: course.environment)
      Thread.sleep(forTimeInterval: moment)
      kill(build.processIdentifier, SIGKILL)
      build.waitUntilExit()
      let site = try course.site()
      #expect(site == present || site == sites[next], "killed after \(moment) s")
      counts[site == sites[next] ? 1 : 0] += 1
      // Other tests make builds slower and faster. Most kills must come before the end, and not long before it.
      span *= site == sites[next] ? 0.85 : 1.05
      present = site
    }
    #expect(processes(mentioning: try course.url().lastPathComponent) == [])
    // Otherwise the moments were badly chosen.
    #expect(counts[0] > 0, "\(counts)")

    // The next build that runs lessons succeeds, and deletes the folders of all that were killed.
    try course.write("one state")
    let last = try course.build("--no-cache")
    #expect(last.exitCode == 0, "\(last.errors)")
    #expect(try course.site() == sites[0])
    let entries = try FileManager.default.contentsOfDirectory(atPath: course.url().path).sorted()
    #expect(entries == [".lessons-cache", "Lessons", "site", "temporary"])
    let temporary = try FileManager.default.contentsOfDirectory(atPath: course.url().appending(path: "temporary").path)
    #expect(temporary.filter { !$0.hasPrefix(".") } == [])
  }

  /// A build whose lesson runs, with a daemon of its own, until something ends it.
  private func running(_ course: Course, marker: String) throws -> Process {
    let lesson = """
      ```swift timeout=600
      import Foundation
      let child = Process()
      child.executableURL = URL(filePath: "/bin/sh")
      child.arguments = ["-c", "(setsid sleep \(marker) || sleep \(marker)) & sleep \(marker)"]
      try child.run()
      while true { sleep(1) }
      ```
      """
    try course.folder.get().write(lesson, to: "Lessons/a.md")
    // Under `nohup`, the tool would inherit that hang-ups are ignored, and rightly go on.
    let hangup = signal(SIGHUP, SIG_DFL)
    let build = try LessonsTool().start(["build"], in: course.url(), environment: course.environment)
    signal(SIGHUP, hangup)
    waitUntil { runningCommands().contains { $0.hasPrefix("sleep \(marker)") } }
    return build
  }

  @Test(arguments: [(SIGINT, "98771", 130), (SIGTERM, "98772", 143), (SIGHUP, "98774", 129), (SIGKILL, "98773", SIGKILL)])
  func `a signal ends the tool, the lesson and all that it started`(signal: Int32, marker: String, status: Int32) throws {
    let course = Course()
    let build = try running(course, marker: marker)
    #expect(build.isRunning)
    kill(build.processIdentifier, signal)
    build.waitUntilExit()
    #expect(build.terminationStatus == status)
    #expect(processes(mentioning: "sleep \(marker)") == [])
    #expect(processes(mentioning: try course.url().lastPathComponent) == [])
  }

  @Test func `under nohup the terminal's end is none of its business`() throws {
    let folder = try TemporaryFolder()
    try folder.write("```swift silent timeout=60\nimport Foundation\n_ = sleep(3)\n```\n", to: "Lessons/a.md")
    let line = "nohup \"$LESSONS\" check >/dev/null 2>&1 & sleep 2; kill -HUP $!; wait $!; echo $?"
    #expect(try LessonsTool().run(shell: line, in: folder.url).output == "0\n")
  }

  /// A call that waits, deaf to a cancellation, until someone reads its report, which is longer than a pipe.
  ///
  /// - Parameter report: A pipe that nothing is read from.
  private func reporting(_ arguments: [String], of course: Course, to report: Pipe) throws -> Process {
    let lesson = String(repeating: "A [link](nowhere.md) to nowhere.\n\n", count: 200)
    for number in 0..<20 { try course.folder.get().write(lesson, to: "Lessons/\(number).md") }
    let writing = report.fileHandleForWriting
    let tool = try LessonsTool().start(
      arguments, in: course.url(), output: writing, errors: arguments.contains("json") ? nil : writing, environment: course.environment)
    // A pipe holds 64 KB.
    #expect(
      waitUntil {
        var count: Int32 = 0
        return ioctl(report.fileHandleForReading.fileDescriptor, UInt(FIONREAD), &count) == 0 && count > 50_000
      })
    #expect(tool.isRunning)
    return tool
  }

  @Test(arguments: [SIGINT, SIGTERM]) func `what doesn't hear of a signal ends soon after it`(signal: Int32) throws {
    let report = Pipe()
    let check = try reporting(["check", "--format", "json"], of: Course(), to: report)
    kill(check.processIdentifier, signal)
    check.waitUntilExit()
    #expect(check.terminationStatus == 128 + signal)
  }

  @Test func `a preview that doesn't hear of a signal ends well`() throws {
    let report = Pipe()
    let preview = try reporting(["serve", "--port", "0"], of: Course(), to: report)
    preview.interrupt()
    preview.waitUntilExit()
    #expect(preview.terminationReason == .exit)
    #expect(preview.terminationStatus == 0)
  }

  @Test func `a second signal ends at once what didn't hear of the first`() throws {
    let report = Pipe()
    let check = try reporting(["check", "--format", "json"], of: Course(), to: report)
    kill(check.processIdentifier, SIGINT)
    Thread.sleep(forTimeInterval: 0.3)
    kill(check.processIdentifier, SIGTERM)
    check.waitUntilExit()
    // The first signal would have ended it with 130, but later.
    #expect(check.terminationStatus == 143)
  }

  @Test func `interrupted while it accepts, the tool ends between two lessons and says what it did`() throws {
    let folder = try TemporaryFolder()
    // Long lessons take some time to be written.
    let listing = "```text\n\(String(repeating: "a line of a listing\n", count: 100_000))```\n"
    let lesson = "```swift\n1 + 1\n```\n\n```output\nInt = 3\n```\n\n\(listing)"
    let names = ["a", "b", "c", "d"]
    func accepted(_ name: String) throws -> Bool { try folder.read("Lessons/\(name).md").prefix(60).contains(UInt8(ascii: "2")) }
    // The tool may have written all before it hears of the signal. The runs are kept, so another try is short.
    for _ in 0..<50 {
      for name in names { try folder.write(lesson, to: "Lessons/\(name).md") }
      try folder.write("", to: "errors")
      let check = try LessonsTool().start(
        ["check", "--accept"], in: folder.url, errors: FileHandle(forWritingTo: folder.url.appending(path: "errors")))
      while try !accepted("a"), check.isRunning { usleep(100) }
      check.interrupt()
      check.waitUntilExit()
      let written = try names.filter(accepted)
      if written.count == names.count { continue }
      #expect(check.terminationStatus == 130)
      let said = "lessons: interrupted; \(written.count) of 4 lessons were written\n"
      #expect(try folder.text(of: "errors").hasSuffix(said))
      return
    }
    Issue.record("the tool wrote all lessons fifty times before it heard of the signal")
  }

  @Test func `interrupted before it wrote anything, the tool says so`() throws {
    let course = Course()
    try course.folder.get().write("", to: "errors")
    try course.folder.get().write("```swift timeout=600\nwhile true {}\n```\n", to: "Lessons/a.md")
    let errors = try course.url().appending(path: "errors")
    let check = try LessonsTool().start(
      ["check", "--accept"], in: course.url(), errors: FileHandle(forWritingTo: errors), environment: course.environment)
    let name = try course.url().lastPathComponent
    #expect(waitUntil { runningCommands().contains { $0.contains(name) && $0.contains("program-0/lesson") } })
    check.interrupt()
    check.waitUntilExit()
    #expect(check.terminationStatus == 130)
    #expect(try course.folder.get().text(of: "errors").hasSuffix("lessons: interrupted; nothing was written\n"))
  }

  @Test func `a compiler doesn't outlive the tool`() throws {
    let course = Course()
    // The compiler needs half a minute for this.
    let sum = (0..<8).map { "-(\($0) + 2.0) + (-3 - 4.5) * -(1 + 2) - -(4 * 5.0 + -1) / (3 + -2 * -(1 - 1.5))" }
    let cell = "let a: Double = \(sum.joined(separator: " + ")) - [1, 2.5].map { -$0 * 2 + -1 - (3 + $0) }.reduce(0, +)"
    try course.folder.get().write("```swift\n\(cell)\n```\n", to: "Lessons/a.md")
    let build = try LessonsTool().start(["check"], in: course.url(), environment: course.environment)
    let name = try course.url().lastPathComponent
    func compilers() -> [String] { runningCommands().filter { $0.contains(name) && $0.contains("swift-frontend") } }
    #expect(waitUntil { !compilers().isEmpty })
    kill(build.processIdentifier, SIGKILL)
    build.waitUntilExit()
    #expect(processes(mentioning: name) == [])
  }
}
