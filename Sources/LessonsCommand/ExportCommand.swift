import ArgumentParser
import Diagnostics
import Foundation
import LessonChecks
import LessonDocument
import LessonEngine
import SiteRendering

struct ExportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Writes lessons as files that readers take away.",
    discussion: """
      Runs the lessons that changed, checks them, and writes each as a Jupyter notebook (ipynb), as Swift that runs without the tool (swift), \
      as Markdown with its checks (markdown); or the whole course, or the lessons that are named, as an electronic book (epub); or the whole course for paper \
      (pdf, which needs Chromium). Every file says where it is from, under which licence, and what \
      was checked. If anything in a lesson doesn't hold, nothing is written. A file that exists with another content stays as it is, unless you say \
      --overwrite.
      """)

  @OptionGroup var options: CourseOptions
  @OptionGroup var jobs: JobsOption
  @OptionGroup var runOptions: RunOptions

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case ipynb, swift, markdown, epub, pdf
  }

  @Option(help: "What to write.")
  var format: Format

  @Option(help: ArgumentHelp("Where the files go. (default: the current folder)", valueName: "dir"))
  var output = "."

  @Flag(help: "Replace files that exist.")
  var overwrite = false

  @Argument(help: ArgumentHelp("The lessons to export, by file, name or number. (default: all)", valueName: "lesson"))
  var lessons: [String] = []

  func validate() throws {
    guard format != .pdf || lessons.isEmpty else { throw ValidationError("--format pdf takes the whole course: call it without lessons.") }
  }

  func run() async throws {
    let timings = Timings()
    defer { runOptions.print(timings) }
    try await reportingFailures(options.printer) {
      let folder = try options.courseFolder(of: lessons)
      let (build, outcome) = try await runOptions.buildOfSoundLessons(in: folder, options, jobs, timings, otherwise: "nothing was written")
      if format == .pdf { return try writePaper(try build.files(of: outcome), named: folder) }
      if format == .epub { return try writeBook(outcome, build, named: folder) }
      let chosen = Set(try outcome.course.lessons(named: lessons, in: folder).map(\.name))
      for result in outcome.results where chosen.contains(result.document.name) {
        let export = LessonExport(result, outcome.course.settings)
        switch format {
        case .ipynb: try write(export.notebook)
        case .markdown: try write(export.completeMarkdown)
        case .swift:
          if export.scripts.isEmpty { print("\(result.document.file.path) has no cell to run") }
          for script in export.scripts { try write(script) }
        case .epub, .pdf: break
        }
      }
    }
  }

  private var target: URL { URL(filePath: output, directoryHint: .isDirectory) }

  private func write(_ file: SiteFile) throws(ToolFailure) {
    let place = try place(of: file.path, holding: file.bytes)
    do {
      try Data(file.bytes).write(to: place, options: .atomic)
    } catch {
      throw ToolFailure("\(CourseLoader.shown(place)) could not be written", details: error.localizedDescription)
    }
    print("wrote \(CourseLoader.shown(place))")
  }

  /// Where a file goes, whose folder is made if it has none.
  ///
  /// - Parameter content: nil if it isn't known yet.
  /// - Throws: If a file with another content is there, which may be a lesson.
  private func place(of path: String, holding content: [UInt8]? = nil) throws(ToolFailure) -> URL {
    let place = target.appending(path: path)
    if !overwrite, let old = FileManager.default.contents(atPath: place.path), [UInt8](old) != content {
      throw ToolFailure(
        "\(CourseLoader.shown(place)) is there already", help: "give another folder with --output, or replace it with --overwrite")
    }
    do {
      try FileManager.default.createDirectory(at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
    } catch {
      throw ToolFailure(
        "\(CourseLoader.shown(place.deletingLastPathComponent())) could not be made", details: error.localizedDescription)
    }
    return place
  }

  private func name(ofCourse folder: URL) -> String {
    folder.lastPathComponent == "Lessons" ? folder.deletingLastPathComponent().lastPathComponent : folder.lastPathComponent
  }

  /// The book of the course, or of the lessons that are named.
  private func writeBook(_ outcome: SiteBuild.Outcome, _ build: SiteBuild, named folder: URL) throws {
    let chosen = lessons.isEmpty ? nil : try outcome.course.lessons(named: lessons, in: folder)
    guard let book = try build.book(of: outcome, lessons: chosen.map { Set($0.map(\.name)) }) else {
      throw ToolFailure("the course has no lesson that a book may hold", help: "name the lessons to export")
    }
    let name = chosen?.count == 1 ? chosen?.first?.pageStem : nil
    try write(SiteFile(path: (name ?? self.name(ofCourse: folder)) + ".epub", bytes: book.archive()))
    for remark in book.leftOut { print(remark) }
  }

  /// Prints the page that holds the whole course.
  private func writePaper(_ files: [SiteFile], named folder: URL) throws {
    let program = try Chromium.find(toDo: "prints the pages")
    let scratch = FileManager.default.temporaryDirectory.appending(path: "lessons-paper-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: scratch) }
    try SiteWriter(folder: scratch.appending(path: "site").path).write(files)
    let paper = try place(of: "\(name(ofCourse: folder)).pdf")
    let process = Chromium.process(
      program, profile: scratch.appending(path: "profile"),
      ["--no-pdf-header-footer", "--print-to-pdf=\(paper.path)", scratch.appending(path: "site/print.html").absoluteString])
    try process.run()
    process.waitUntilExit()
    let begins = FileHandle(forReadingAtPath: paper.path).flatMap { try? $0.read(upToCount: 5) }
    guard process.terminationStatus == 0, begins.map({ $0 == Data("%PDF-".utf8) }) == true else {
      throw ToolFailure("`\(program)` printed no PDF", details: "it ended with \(process.terminationStatus)")
    }
    print("wrote \(CourseLoader.shown(paper))")
  }
}
