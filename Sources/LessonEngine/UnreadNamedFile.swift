import Diagnostics
import Foundation

/// Why a file that somebody names couldn't be read.
struct UnreadNamedFile {
  /// What is said of the file's name: `is a folder`.
  var what: String
  var help: String

  /// - Returns: nil if there is no such file.
  init?(_ place: String) {
    var state = stat()
    guard lstat(place, &state) == 0 else {
      // Whoever may not look into a folder doesn't learn what is in it.
      let folder = (place as NSString).deletingLastPathComponent
      guard FileManager.default.fileExists(atPath: folder), access(folder, X_OK) != 0 else { return nil }
      (what, help) = ("could not be read", "is it in a folder that you may read?")
      return
    }
    guard stat(place, &state) == 0 else {
      (what, help) = ("is a symbolic link to a file that isn't there", "correct or remove the link")
      return
    }
    switch state.st_mode & S_IFMT {
    case S_IFREG: (what, help) = ("could not be read", "is it a file that you may read?")
    case S_IFDIR: (what, help) = ("is a folder", "put a file in its place, or name one in it")
    default: (what, help) = ("is neither a file nor a folder", "put a file in its place")
    }
  }

  /// The problem of a file that an author names.
  ///
  /// - Parameters:
  ///   - path: The path as it is written, relative to the folder.
  ///   - range: Where it is written.
  ///   - candidates: The paths that may have been meant, if there is no such file.
  static func problem(_ path: String, in folder: URL, at range: Range<Int>, among candidates: @autoclosure () -> [String]) -> Problem {
    if let unread = UnreadNamedFile(folder.appending(path: path).standardizedFileURL.path) {
      return Problem("`\(path)` \(unread.what)", at: range, help: unread.help)
    }
    return Problem(
      "there is no file `\(path)` in \(CourseLoader.shown(folder))", at: range,
      help: suggestion(for: path, among: candidates()) ?? "its path is relative to that folder")
  }

  /// The failure of a file that the tool itself names; nil if there is no such file.
  static func failure(_ file: URL) -> ToolFailure? {
    UnreadNamedFile(file.path).map { ToolFailure("\(CourseLoader.shown(file)) \($0.what)", help: $0.help) }
  }
}
