import Diagnostics
import Foundation

/// Why a file that an author names couldn't be read.
enum UnreadNamedFile {
  /// - Parameters:
  ///   - path: The path as it is written, relative to the folder.
  ///   - range: Where it is written.
  ///   - candidates: The paths that may have been meant, if there is no such file.
  static func problem(_ path: String, in folder: URL, at range: Range<Int>, among candidates: @autoclosure () -> [String]) -> Problem {
    let place = folder.appending(path: path).standardizedFileURL.resolvingSymlinksInPath().path
    switch (try? FileManager.default.attributesOfItem(atPath: place))?[.type] as? FileAttributeType {
    case .typeRegular: return Problem("`\(path)` could not be read", at: range, help: Self.help)
    case .typeDirectory: return Problem("`\(path)` is a folder", at: range, help: "name a file in it")
    case nil, .typeSymbolicLink:
      // Whoever may not look into a folder doesn't learn what is in it.
      let parent = (place as NSString).deletingLastPathComponent
      if FileManager.default.fileExists(atPath: parent), access(parent, X_OK) != 0 {
        return Problem("`\(path)` could not be read", at: range, help: "is it in a folder that you may read?")
      }
      return Problem(
        "there is no file `\(path)` in \(CourseLoader.shown(folder))", at: range,
        help: suggestion(for: path, among: candidates()) ?? "its path is relative to that folder")
    default: return Problem("`\(path)` isn't a file with text", at: range, help: "put the text in its place")
    }
  }

  static let help = "is it a file that you may read?"
}
