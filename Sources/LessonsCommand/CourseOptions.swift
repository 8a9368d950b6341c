import ArgumentParser
import Diagnostics
import Foundation
import LessonRunner

/// The options of every command.
struct CourseOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The folder of lessons. (default: Lessons, here or in the nearest folder above)", valueName: "dir"))
  var course: String?

  @Flag(help: "Take drafts for lessons: those with `draft: true` in their front matter.")
  var drafts = false

  @Option(help: "When to print in color.")
  var color = ColorChoice.auto

  enum ColorChoice: String, ExpressibleByArgument, CaseIterable {
    case auto, always, never

    /// Whether to color text written to a stream. By default only terminals get color.
    func isUsed(on stream: Int32) -> Bool {
      switch self {
      case .always: true
      case .never: false
      case .auto: ProcessInfo.processInfo.environment["NO_COLOR"] == nil && isatty(stream) == 1
      }
    }
  }

  var printer: DiagnosticPrinter { DiagnosticPrinter(usesColor: color.isUsed(on: STDERR_FILENO)) }

  /// The course's folder: the one named by the option, or else the folder of lessons that are named by their files, or else the one found
  /// from the working directory.
  ///
  /// - Throws: If there is none, or if its cache would be in a folder of others.
  func courseFolder(of lessons: [String] = []) throws -> URL {
    let folder = try foundFolder(of: lessons)
    try CacheFolder(course: folder).expectOwnFolder(beside: folder)
    return folder
  }

  private func foundFolder(of lessons: [String]) throws -> URL {
    var isFolder: ObjCBool = false
    if let course {
      let folder = URL(filePath: course)
      let exists = FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder)
      // An empty name would mean the working directory.
      guard exists, isFolder.boolValue, !course.isEmpty else {
        let isFile = exists && !isFolder.boolValue
        throw ValidationError(
          "\(isFile ? "`\(course)` is a file" : "There is no folder `\(course)`"); --course names the folder that holds the "
            + "lessons' Markdown files.")
      }
      return folder.standardizedFileURL
    }
    if let folder = try Self.course(ofFiles: lessons) { return folder }
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

  /// The course that contains lessons named by their paths; nil if no paths are given.
  private static func course(ofFiles lessons: [String]) throws(ValidationError) -> URL? {
    var found: (folder: URL, lesson: String)?
    for lesson in lessons {
      guard let folder = course(ofFile: lesson) else { continue }
      if let found, found.folder != folder {
        throw ValidationError("`\(found.lesson)` and `\(lesson)` are of two courses; name lessons of one.")
      }
      found = (folder, lesson)
    }
    return found?.folder
  }

  private static func course(ofFile lesson: String) -> URL? {
    let place = URL(filePath: lesson).standardizedFileURL
    var isFolder: ObjCBool = false
    guard lesson.contains("/"), FileManager.default.fileExists(atPath: place.path, isDirectory: &isFolder) else { return nil }
    guard isFolder.boolValue || place.pathExtension == "md" else { return nil }
    let folder = isFolder.boolValue ? place : place.deletingLastPathComponent()
    let isCourse =
      folder.lastPathComponent == "Lessons" || FileManager.default.fileExists(atPath: folder.appending(path: "course.yml").path)
    return isCourse ? URL(filePath: folder.path) : nil
  }

  private static func helpOutsideOfACourse() -> String {
    let present = (try? FileManager.default.contentsOfDirectory(atPath: ".")) ?? []
    if present.contains(where: { $0.hasSuffix(".md") && $0 != "README.md" }) {
      return "if the Markdown files here are the lessons, say `--course .`"
    }
    return "call the tool inside a course, name one with `--course DIR`, or begin one: `lessons new --course`"
  }
}
