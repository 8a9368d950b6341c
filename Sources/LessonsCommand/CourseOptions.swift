import ArgumentParser
import Diagnostics
import Foundation

/// What every command can be told.
struct CourseOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The folder of lessons. (default: Lessons, here or in the nearest folder above)", valueName: "dir"))
  var course: String?

  @Option(help: "When to print in color.")
  var color = ColorChoice.auto

  enum ColorChoice: String, ExpressibleByArgument, CaseIterable {
    case auto, always, never

    /// Whether to color what is written to a stream: by itself, only for people.
    func isUsed(on stream: Int32) -> Bool {
      switch self {
      case .always: true
      case .never: false
      case .auto: ProcessInfo.processInfo.environment["NO_COLOR"] == nil && isatty(stream) == 1
      }
    }
  }

  var printer: DiagnosticPrinter { DiagnosticPrinter(usesColor: color.isUsed(on: STDERR_FILENO)) }

  /// The course's folder, found from where the tool is called.
  func courseFolder() throws -> URL {
    var isFolder: ObjCBool = false
    if let course {
      let folder = URL(filePath: course)
      guard FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder), isFolder.boolValue else {
        throw ValidationError("There is no folder `\(course)`; --course names the one that holds the lessons' Markdown files.")
      }
      return folder.standardizedFileURL
    }
    var here = URL(filePath: FileManager.default.currentDirectoryPath)
    while true {
      let candidate = here.appending(path: "Lessons")
      if FileManager.default.fileExists(atPath: candidate.path, isDirectory: &isFolder), isFolder.boolValue {
        return candidate.standardizedFileURL
      }
      if here.path == "/" { break }
      here.deleteLastPathComponent()
    }
    throw ToolFailure(
      "there is no folder `Lessons` here or above", help: "call the tool inside a course, or name one with `--course DIR`")
  }
}
