import ArgumentParser
import Diagnostics
import Foundation
import LessonEngine
import SiteRendering

struct ImportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Makes a lesson of a Jupyter notebook, and says what it couldn't take over.",
    discussion: """
      Cells of Swift become cells that run; cells of other languages are shown. Outputs become the recorded ones, which `lessons check` compares. An existing \
      file is never touched.
      """)

  @OptionGroup var options: CourseOptions

  @Option(help: ArgumentHelp("The lesson's file. (default: the notebook's name with `.md`, in the folder of lessons)", valueName: "file"))
  var output: String?

  @Argument(help: ArgumentHelp("The notebook.", valueName: "file.ipynb"))
  var file: String

  func run() async throws {
    try await reportingFailures(options.printer) {
      let source = URL(filePath: file)
      guard let bytes = FileManager.default.contents(atPath: source.path) else {
        throw ToolFailure("`\(file)` could not be read", help: "is it a file that you may read?")
      }
      let notebook: Notebook
      do {
        notebook = try JSONDecoder().decode(Notebook.self, from: bytes)
      } catch {
        throw ToolFailure(
          "`\(file)` isn't a notebook of nbformat 4",
          help: source.pathExtension == "ipynb" ? "open it in Jupyter and save it again" : "`lessons import` takes notebooks, `.ipynb`")
      }
      let name = source.deletingPathExtension().lastPathComponent + ".md"
      let target = try output.map { URL(filePath: $0) } ?? options.courseFolder().appending(path: name)
      let (text, unmapped) = notebook.lesson()
      do {
        try Data(text.utf8).write(to: target, options: .withoutOverwriting)
      } catch CocoaError.fileWriteFileExists {
        throw ToolFailure("\(CourseLoader.shown(target)) is there already", help: "name another file with --output")
      } catch {
        throw ToolFailure("\(CourseLoader.shown(target)) could not be written", details: error.localizedDescription)
      }
      print("wrote \(CourseLoader.shown(target))")
      for line in unmapped { print("\(file): \(line)") }
    }
  }
}
