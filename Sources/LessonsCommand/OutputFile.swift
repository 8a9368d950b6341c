import Diagnostics
import Foundation
import LessonEngine

/// A file that a command was asked to write.
enum OutputFile {
  /// Writes the file whole, or not at all. A symbolic link stays one; what is no regular file, such as `/dev/null`, is written to and stays
  /// what it is.
  ///
  /// - Parameter help: What to do if the file is there.
  /// - Throws: If a file is there that isn't to be overwritten, or if it can't be written.
  static func write(_ bytes: Data, to place: URL, overwriting: Bool, help: String? = nil) throws(ToolFailure) {
    do {
      if isDevice(place) {
        let file = try FileHandle(forWritingTo: place)
        try file.write(contentsOf: bytes)
        try file.close()
      } else if overwriting {
        let target = place.resolvingSymlinksInPath()
        // A link to a file that isn't there yet isn't resolved, and would be replaced.
        let isLink = (try? FileManager.default.destinationOfSymbolicLink(atPath: target.path)) != nil
        try bytes.write(to: target, options: isLink ? [] : .atomic)
      } else {
        try writeBeside(bytes, place)
      }
    } catch CocoaError.fileWriteFileExists {
      throw ToolFailure("\(CourseLoader.shown(place)) is there already", help: help)
    } catch CocoaError.fileNoSuchFile where !FileManager.default.fileExists(atPath: place.deletingLastPathComponent().path) {
      throw ToolFailure(
        "there is no folder \(CourseLoader.shown(place.deletingLastPathComponent()))", help: "make it first, or name another one")
    } catch {
      throw ToolFailure("\(CourseLoader.shown(place)) could not be written", details: error.localizedDescription)
    }
  }

  /// Writes the file under another name, and gives it its own only if no file has that.
  private static func writeBeside(_ bytes: Data, _ place: URL) throws {
    if (try? FileManager.default.attributesOfItem(atPath: place.path)) != nil { throw CocoaError(.fileWriteFileExists) }
    let unfinished = place.deletingLastPathComponent().appending(path: ".\(UUID().uuidString)")
    do {
      try bytes.write(to: unfinished, options: .withoutOverwriting)
      try FileManager.default.moveItem(at: unfinished, to: place)
    } catch {
      try? FileManager.default.removeItem(at: unfinished)
      throw error
    }
  }

  /// Whether it is a device or a pipe. What is moved to its place would replace it.
  private static func isDevice(_ place: URL) -> Bool {
    var state = stat()
    guard stat(place.path, &state) == 0 else { return false }
    return ![S_IFREG, S_IFDIR].contains(state.st_mode & S_IFMT)
  }
}
