import ArgumentParser
import CourseConfiguration
import Diagnostics
import Foundation
import LessonChecks
import LessonDocument
import LessonEngine
import LessonRunner
import SiteRendering

struct ExportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Writes lessons as files that readers take away.",
    discussion: """
      Runs the lessons that changed, checks them, and writes each as a Jupyter notebook (ipynb), as Swift programs (swift), \
      as Markdown with its checks (markdown); or the whole course, or the lessons that are named, as an electronic book (epub); or the whole course for paper \
      (pdf, which needs Chromium). Every file says where it is from, under which license, and what \
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

  @Option(help: ArgumentHelp("Where the files go.", valueName: "dir"))
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
      let name = name(of: outcome.course, in: folder)
      if format == .pdf { return try writePaper(try build.files(of: outcome), of: outcome.course, named: name) }
      if format == .epub { return try writeBook(outcome, build, in: folder, named: name) }
      let chosen = Set(try outcome.course.lessons(named: lessons, in: folder).map(\.name))
      let results = outcome.results.filter { chosen.contains($0.document.name) }
      let files = results.flatMap { self.files(of: LessonExport($0, outcome.course.settings), $0.document) }
      // What is in the way of one is told before any is written.
      let sources = self.sources(of: outcome.course)
      let places = try files.map { try place(of: $0, avoiding: sources) }
      for (file, place) in zip(files, places) { try write(file, to: place) }
    }
  }

  private func files(of export: LessonExport, _ document: Document) -> [SiteFile] {
    switch format {
    case .ipynb:
      for remark in export.notebookRemarks { print(remark) }
      return [export.notebook]
    case .markdown: return [export.completeMarkdown]
    case .swift:
      if export.scripts.isEmpty { print("\(document.file.path) has no cell to run") }
      return export.scripts
    case .epub, .pdf: return []
    }
  }

  private var target: URL { URL(filePath: output, directoryHint: .isDirectory) }

  private func write(_ file: SiteFile, to place: URL) throws(ToolFailure) {
    do {
      try FileManager.default.createDirectory(at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
    } catch {
      throw ToolFailure(
        "\(CourseLoader.shown(place.deletingLastPathComponent())) could not be made", details: error.localizedDescription)
    }
    try OutputFile.write(Data(file.bytes), to: place, overwriting: true)
    print("wrote \(CourseLoader.shown(place))")
  }

  /// The lessons' files, which no export replaces.
  private func sources(of course: Course) -> Set<String> { Set(course.lessons.map { Self.resolved(URL(filePath: $0.file.path)) }) }

  private static func resolved(_ place: URL) -> String { place.standardizedFileURL.resolvingSymlinksInPath().path }

  /// Where a file goes.
  ///
  /// - Parameters:
  ///   - file: Without bytes if they aren't known yet.
  ///   - sources: The lessons' files.
  /// - Throws: If a lesson is there, or a file with another content that isn't to be replaced.
  private func place(of file: SiteFile, avoiding sources: Set<String>) throws(ToolFailure) -> URL {
    let place = target.appending(path: file.path)
    let standing = Self.resolved(place)
    if sources.contains(standing) {
      throw ToolFailure("\(CourseLoader.shown(place)) is a lesson of the course", help: "give another folder with --output")
    }
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: standing, isDirectory: &isFolder), isFolder.boolValue {
      throw ToolFailure("\(CourseLoader.shown(place)) is a folder", help: "give another folder with --output")
    }
    if !overwrite, let old = contentsOfRegularFile(place.path), [UInt8](old) != file.bytes {
      throw ToolFailure(
        "\(CourseLoader.shown(place)) is there already", help: "give another folder with --output, or replace it with --overwrite")
    }
    return place
  }

  /// The name of the file that holds the whole course: its title without punctuation; that of its folder if it has none.
  private func name(of course: Course, in folder: URL) -> String {
    let named = folder.lastPathComponent == "Lessons" ? folder.deletingLastPathComponent() : folder
    let title = MarkdownImport.headingID(course.settings.title.prefix(60)).split(separator: "-").joined(separator: "-")
    return course.settings.title == CourseSettings().title || title.isEmpty ? named.lastPathComponent : title
  }

  /// The book of the course, or of the lessons that are named.
  private func writeBook(_ outcome: SiteBuild.Outcome, _ build: SiteBuild, in folder: URL, named courseName: String) throws {
    let chosen = lessons.isEmpty ? nil : try outcome.course.lessons(named: lessons, in: folder)
    guard let book = try build.book(of: outcome, lessons: chosen.map { Set($0.map(\.name)) }) else {
      throw ToolFailure("the course has no lesson that a book may hold", help: "name the lessons to export")
    }
    let name = chosen?.count == 1 ? chosen?.first?.pageStem : nil
    let file = try SiteFile(path: (name ?? courseName) + ".epub", bytes: book.archive())
    try write(file, to: place(of: file, avoiding: sources(of: outcome.course)))
    for remark in book.leftOut { print(remark) }
  }

  private func writePaper(_ files: [SiteFile], of course: Course, named name: String) throws {
    // Printing takes a while: what is in its way is told before.
    let place = try place(of: SiteFile(path: "\(name).pdf", bytes: []), avoiding: sources(of: course))
    let paper = CoursePaper(files, title: course.settings.title)
    let (bytes, isNumbered) = try paper.printed(by: try Chromium.find(toDo: "prints the pages"))
    try write(SiteFile(path: "\(name).pdf", bytes: bytes), to: place)
    if !isNumbered { print("its contents have no page numbers: this Chromium doesn't say where a lesson begins") }
  }
}
