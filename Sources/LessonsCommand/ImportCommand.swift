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

  @Option(help: ArgumentHelp("The lesson's file. (default: the file's name with `.md`, in the folder of lessons)", valueName: "file"))
  var output: String?

  @Flag(help: "Replace a file that exists.")
  var overwrite = false

  @Argument(help: ArgumentHelp("The notebook (`.ipynb`) or the Markdown (`.md`, `.qmd`, `.markdown`).", valueName: "file"))
  var file: String

  func run() async throws {
    try await reportingFailures(options.printer) {
      let source = URL(filePath: file)
      var isFolder: ObjCBool = false
      if FileManager.default.fileExists(atPath: source.path, isDirectory: &isFolder), isFolder.boolValue {
        throw ToolFailure("`\(file)` is a folder", help: "name a file in it")
      }
      guard let bytes = FileManager.default.contents(atPath: source.path) else {
        throw ToolFailure("`\(file)` could not be read", help: "is it a file that you may read?")
      }
      let (text, remarks) = try lesson(of: bytes, source)
      let name = source.deletingPathExtension().lastPathComponent + ".md"
      let target = try output.map { URL(filePath: $0) } ?? options.courseFolder().appending(path: name)
      guard target.standardizedFileURL.resolvingSymlinksInPath() != source.standardizedFileURL.resolvingSymlinksInPath() else {
        throw ToolFailure("`\(file)` would replace itself", help: "name another file with --output")
      }
      try OutputFile.write(
        Data(text.utf8), to: target, overwriting: overwrite, help: "name another file with --output, or replace it with --overwrite")
      print("wrote \(CourseLoader.shown(target))")
      for remark in remarks { print(remark) }
    }
  }

  /// The lesson's text, and what it lacks.
  private func lesson(of bytes: Data, _ source: URL) throws(ToolFailure) -> (text: String, remarks: [String]) {
    switch source.pathExtension.lowercased() {
    case "md", "qmd", "markdown":
      // Foundation's initializer would leave out a mark at the beginning.
      guard let text = String(validating: bytes, as: UTF8.self) else {
        throw ToolFailure("`\(file)` isn't text in UTF-8", help: "save it as UTF-8")
      }
      let lesson = MarkdownImport(text)
      return (lesson.text, lesson.remarks.map { "\(file):\($0.line): \($0.text)" })
    default:
      let notebook: Notebook
      do {
        // Editors of Windows begin a text with a mark that JSON doesn't have.
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        notebook = try JSONDecoder().decode(Notebook.self, from: bytes.starts(with: mark) ? bytes.dropFirst(mark.count) : bytes)
      } catch let error as Notebook.OtherFormat {
        throw ToolFailure(
          "`\(file)` is a notebook of nbformat \(error.format), and `lessons import` takes nbformat 4",
          help: "`jupyter nbconvert --to notebook` writes it anew, and so does Jupyter when you save it")
      } catch {
        let isJSON = (try? JSONSerialization.jsonObject(with: bytes)) != nil
        throw ToolFailure(
          isJSON ? "`\(file)` isn't a notebook of nbformat 4" : "`\(file)` isn't JSON, which notebooks are",
          help: source.pathExtension == "ipynb"
            ? "open it in Jupyter and save it again" : "`lessons import` takes notebooks, `.ipynb`, and Markdown, `.md` and `.qmd`")
      }
      let (text, unmapped) = notebook.lesson()
      return (text, unmapped.map { "\(file): \($0)" })
    }
  }
}
