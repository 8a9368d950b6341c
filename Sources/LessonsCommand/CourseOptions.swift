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
      let exists = FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder)
      // Without a name it would be this folder.
      guard exists, isFolder.boolValue, !course.isEmpty else {
        let isFile = exists && !isFolder.boolValue
        throw ValidationError(
          "\(isFile ? "`\(course)` is a file" : "There is no folder `\(course)`"); --course names the folder that holds the "
            + "lessons' Markdown files.")
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
    throw ToolFailure("there is no folder `Lessons` here or above", help: Self.helpOutsideOfACourse())
  }

  private static func helpOutsideOfACourse() -> String {
    let present = (try? FileManager.default.contentsOfDirectory(atPath: ".")) ?? []
    if present.contains(where: { $0.hasSuffix(".md") && $0 != "README.md" }) {
      return "if the Markdown files here are the lessons, say `--course .`"
    }
    return "call the tool inside a course, name one with `--course DIR`, or begin one: `mkdir Lessons && lessons new first`"
  }
}
