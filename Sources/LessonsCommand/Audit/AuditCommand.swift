import ArgumentParser
import Diagnostics
import Foundation
import LessonChecks
import LessonDocument
import LessonEngine
import SiteRendering

struct AuditCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "Looks for what makes the pages hard to use for people who don't see well, don't hear, or don't use a mouse.",
    discussion: """
      Builds the pages in a temporary folder, and has axe-core look at each in Chromium, in the light theme and in the dark one. Each \
      finding names the page, the element, and the line of the \
      lesson where that is known. Chromium is looked for on the search path and in CHROMIUM; axe-core in --axe, in AXE, in `node_modules`, and in \
      `.build-browser`, where this project's `make browser` installs it. No automatic check finds everything.
      """)

  @OptionGroup var options: CourseOptions
  @OptionGroup var jobs: JobsOption
  @OptionGroup var runOptions: RunOptions

  @Option(help: ArgumentHelp("The file `axe.min.js` of axe-core.", valueName: "file"))
  var axe: String?

  @Argument(help: ArgumentHelp("The lessons, by file, name or number. (default: all)", valueName: "lesson"))
  var lessons: [String] = []

  func run() async throws {
    let timings = Timings()
    defer { runOptions.print(timings) }
    try await reportingFailures(options.printer) {
      let chromium = try Chromium.find(toDo: "looks at the pages")
      let axe = try findAxe()
      let folder = try options.courseFolder(of: lessons)
      let (build, outcome) = try await runOptions.buildOfSoundLessons(
        in: folder, options, jobs, timings, otherwise: "no page was looked at")
      let scratch = FileManager.default.temporaryDirectory.appending(path: "lessons-audit-\(UUID().uuidString)")
      defer { try? FileManager.default.removeItem(at: scratch) }
      let site = scratch.appending(path: "site")
      let files = try build.files(of: outcome).map { file in file.path.hasSuffix(".html") ? Self.withAxe(file) : file }
      try SiteWriter(folder: site.path).write(
        files + [SiteFile(path: "assets/axe.js", bytes: axe), SiteFile(path: "assets/audit.js", text: AuditFinding.script)])
      let chosen = Set(try outcome.course.lessons(named: lessons, in: folder).map(\.name))
      var (count, pages) = (0, 0)
      for result in outcome.results where chosen.contains(result.document.name) {
        let document = result.document
        let page = document.name == "index" ? "index.html" : document.pageName
        let findings = try look(at: site.appending(path: page), chromium, profile: scratch.appending(path: "profile"))
        for finding in findings { print(text(finding, page, document)) }
        count += findings.count
        pages += 1
      }
      print("\(pages) page\(pages == 1 ? "" : "s"), \(count == 0 ? "nothing" : "\(count) finding\(count == 1 ? "" : "s")") found by axe")
      if count > 0 { throw ExitCode.lessonsFail }
    }
  }

  private func findAxe() throws(ToolFailure) -> [UInt8] {
    var places = [axe, ProcessInfo.processInfo.environment["AXE"]].compactMap(\.self)
    if places.isEmpty {
      var here = URL(filePath: FileManager.default.currentDirectoryPath)
      while true {
        places.append(here.appending(path: "node_modules/axe-core/axe.min.js").path)
        let python = here.appending(path: ".build-browser/lib")
        // A folder that isn't there has no versions.
        for version in (try? FileManager.default.contentsOfDirectory(atPath: python.path).sorted()) ?? [] {
          places.append(python.appending(path: "\(version)/site-packages/axe_playwright_python/axe.min.js").path)
        }
        if here.path == "/" { break }
        here.deleteLastPathComponent()
      }
    }
    for place in places {
      if let content = FileManager.default.contents(atPath: place) { return [UInt8](content) }
    }
    throw ToolFailure(
      axe.map { "`\($0)` could not be read" } ?? "axe-core isn't here, which looks at the pages",
      help: "install it with `npm install axe-core`, or name its file with --axe")
  }

  /// The page, with axe in it. Its policy allows scripts of the site.
  private static func withAxe(_ page: SiteFile) -> SiteFile {
    let text = String(decoding: page.bytes, as: UTF8.self)
    return SiteFile(
      path: page.path,
      text: text.replacing(
        "</head>", with: "<script src=\"assets/axe.js\"></script><script src=\"assets/audit.js\"></script></head>", maxReplacements: 1))
  }

  private func look(at page: URL, _ chromium: String, profile: URL) throws -> [AuditFinding] {
    let result = profile.deletingLastPathComponent().appending(path: "result.html")
    try Data().write(to: result)
    let process = Chromium.process(
      chromium, profile: profile, ["--dump-dom", "--virtual-time-budget=600000", "--window-size=1280,1000", page.absoluteString])
    process.standardOutput = try FileHandle(forWritingTo: result)
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0, let findings = try AuditFinding.all(in: String(contentsOf: result, encoding: .utf8)) else {
      throw ToolFailure(
        "`\(chromium)` couldn't look at \(page.lastPathComponent)", details: "it ended with \(process.terminationStatus)",
        help: "is the file given for axe-core its `axe.min.js`?")
    }
    return findings
  }

  private func text(_ finding: AuditFinding, _ page: String, _ lesson: Document) -> String {
    let place = finding.place(in: lesson).map { range -> String in
      let position = lesson.file.position(at: range.lowerBound)
      return "\(lesson.file.path):\(position.line):\(position.column)"
    }
    return """
      \(place ?? page): \(finding.impact ?? "minor"): \(finding.help) (\(finding.rule)\(finding.theme.map { ", \($0) theme only" } ?? ""))
        = \(page), \(finding.selector): \(finding.markup.split(whereSeparator: \.isNewline).joined(separator: " "))
        = see \(finding.address)
      """
  }
}
