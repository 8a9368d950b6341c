import ArgumentParser
import Diagnostics
import Foundation
import LessonEngine
import SiteRendering

struct ImportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Makes a lesson of a Jupyter notebook or of another tool's Markdown, and says what it couldn't take over.",
    discussion: """
      Of a notebook, cells of Swift become cells that run; cells of other languages are shown. Outputs become the recorded ones, which `lessons check` compares. \
      Of Markdown, what Quarto, MyST and Jupyter Book, mdoc, DocC, MkDocs, Docusaurus and Obsidian have of their own becomes what a lesson has instead: cells and \
      their options, boxes, formulas, references, front matter. What `lessons export` wrote becomes the same lesson again. An existing file isn't replaced, \
      unless you say --overwrite.
      """)

  @OptionGroup var options: CourseOptions

  @Option(
    help: ArgumentHelp(
      "The lesson's file, or a folder for it. (default: the file's name with `.md`, in the folder of lessons)", valueName: "file"))
  var output: String?

  @Flag(help: "Replace a file that exists.")
  var overwrite = false

  @Argument(help: ArgumentHelp("The notebook (`.ipynb`) or the Markdown (`.md`, `.markdown`, `.qmd`, `.Rmd`).", valueName: "file"))
  var file: String

  func run() async throws {
    try await reportingFailures(options.printer) {
      let source = URL(filePath: file)
      let bytes = try InputFile.bytes(of: file)
      let (text, remarks) = try lesson(of: bytes, source)
      let target = try target(of: source)
      guard target.standardizedFileURL.resolvingSymlinksInPath() != source.standardizedFileURL.resolvingSymlinksInPath() else {
        throw ToolFailure("`\(file)` would replace itself", help: "name another file with --output")
      }
      try OutputFile.write(
        Data(text.utf8), to: target, overwriting: overwrite, help: "name another file with --output, or replace it with --overwrite")
      let shown = CourseLoader.shown(target)
      print("wrote \(shown)")
      for remark in remarks { print(remark) }
      if target.lastPathComponent == "README.md" {
        print("\(shown) isn't a lesson, since it is called README.md: name another file with --output")
      }
    }
  }

  /// Where the lesson is written. In a folder, it has the file's name.
  private func target(of source: URL) throws -> URL {
    let name = source.deletingPathExtension().lastPathComponent + ".md"
    guard let output else { return try options.courseFolder().appending(path: name) }
    guard !output.isEmpty else { throw ToolFailure("the name after --output is empty", help: "name a file or a folder") }
    let place = URL(filePath: output)
    var isFolder: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: output, isDirectory: &isFolder)
    guard output.hasSuffix("/") || exists && isFolder.boolValue else { return place }
    do {
      try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    } catch {
      throw ToolFailure("\(CourseLoader.shown(place)) could not be made", details: error.localizedDescription)
    }
    return place.appending(path: name)
  }

  /// The lesson's text, and what it lacks.
  private func lesson(of bytes: Data, _ source: URL) throws(ToolFailure) -> (text: String, remarks: [String]) {
    switch source.pathExtension.lowercased() {
    case "md", "qmd", "markdown", "rmd":
      // Foundation's initializer would leave out a mark at the beginning.
      guard let text = String(validating: bytes, as: UTF8.self) else {
        throw ToolFailure("`\(file)` isn't text in UTF-8", help: "save it as UTF-8")
      }
      let lesson = MarkdownImport(text)
      return (lesson.text, lesson.remarks.map { "\(file):\($0.line): \($0.text)" })
    default:
      let (text, unmapped) = try NotebookFile.notebook(bytes, file).lesson()
      return (text, unmapped.map { "\(file): \($0)" })
    }
  }
}
