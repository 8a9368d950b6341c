import CellAnalysis
import Diagnostics
import Foundation
import LessonDocument
import LessonRunner

/// Finds the source files that lessons include. They are in the package, or the repository, that contains the course.
struct IncludedFiles: Sendable {
  let root: URL

  init(ofCourse course: URL) {
    let start = course.standardizedFileURL.resolvingSymlinksInPath()
    var folder = start
    root = {
      while folder.path != "/" {
        let signs = ["Package.swift", ".git"].map { folder.appending(path: $0).path }
        if signs.contains(where: FileManager.default.fileExists) { return folder }
        folder.deleteLastPathComponent()
      }
      return start
    }()
  }

  /// The lesson with what its included files hold.
  func found(in lesson: Document) -> Document {
    var lesson = lesson
    for index in lesson.includes.indices { lesson.includes[index].found = found(lesson.includes[index]) }
    return lesson
  }

  private func found(_ include: Include) -> Include.Found {
    let path = include.path
    let file = root.appending(path: path.text).standardizedFileURL.resolvingSymlinksInPath()
    guard file.path.hasPrefix(root.path + "/"), !path.text.hasPrefix("/") else {
      return .problem(
        Problem(
          "`\(path.text)` isn't in \(CourseLoader.shown(root))", at: path.range, help: "only files of the course's own package are included"
        ))
    }
    guard let bytes = contentsOfRegularFile(file.path) else {
      return .problem(UnreadNamedFile.problem(path.text, in: root, at: path.range, among: files(like: path.text)))
    }
    guard String(validating: bytes, as: UTF8.self) != nil else {
      return .problem(Problem("`\(path.text)` isn't UTF-8 text", at: path.range, help: "include source code only"))
    }
    let source: String
    do {
      source = try SourceFile(reading: [UInt8](bytes), path: path.text).text
    } catch {
      // No lesson could hold it.
      return .problem(Problem("`\(path.text)`: \(error.problem.message)", at: path.range, help: error.problem.help))
    }
    let region = SourceRegion(of: source, path: path.text)
    guard let text = region.text(named: include.region?.text) else {
      let name = include.region?.text ?? ""
      let names = region.names
      return .problem(
        Problem(
          "`\(path.text)` has no region or declaration `\(name)`", at: include.region?.range ?? path.range,
          help: suggestion(for: name, among: names)
            ?? (names.isEmpty
              ? "mark it: `ANCHOR: \(name)` … `ANCHOR_END: \(name)` in comments" : "it has \(names.prefix(12).joined(separator: ", "))")))
    }
    return .text(text)
  }

  /// The files with the same ending, by their paths.
  private func files(like path: String) -> [String] {
    let ending = (path as NSString).pathExtension
    var found: [String] = []
    let walk = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil, options: [.skipsHiddenFiles])
    for case let file as URL in walk ?? .init() where file.pathExtension == ending {
      found.append(String(file.resolvingSymlinksInPath().path.dropFirst(root.path.count + 1)))
      if found.count > 5_000 { break }
    }
    return found
  }
}
