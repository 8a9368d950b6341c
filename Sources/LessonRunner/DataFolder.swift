import Diagnostics
import Foundation
import LessonDocument

/// The files that a lesson's cells may read: the folder beside the lesson that has its name. Each run works in a copy, so that cells
/// can't change the originals.
package struct DataFolder: Sendable {
  package struct File: Sendable, Hashable {
    /// The path relative to the folder: `words/small.txt`.
    package var path: String
    package var location: URL
    package var size: Int
    /// Whether cells can execute it.
    package var isExecutable: Bool
  }

  /// Why the lesson's files can't be used.
  struct Obstacle: Error, Hashable {
    var message: String
    var help: String
  }

  /// The files, ordered by path; empty if there is no such folder.
  package private(set) var files: [File] = []
  private(set) var obstacle: Obstacle?

  /// `Lessons/06-worked-example` for `Lessons/06-worked-example.md`.
  package init(of document: Document) {
    let course = URL(filePath: document.file.path).deletingLastPathComponent().resolvingSymlinksInPath()
    let folder = course.appending(path: document.fileStem)
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder), isFolder.boolValue else { return }
    do throws(Obstacle) {
      let place = try Self.location(of: folder, in: course)
      let paths: [String]
      do {
        paths = try FileManager.default.subpathsOfDirectory(atPath: place.path).sorted()
      } catch {
        throw Obstacle(message: "the folder \(folder.path) could not be read: \(error.localizedDescription)", help: Self.readingHelp)
      }
      for path in paths where !path.split(separator: "/").contains(where: { $0.hasPrefix(".") }) {
        if let file = try Self.file(path, below: place, in: course) { files.append(file) }
      }
    } catch {
      files = []
      obstacle = error
    }
  }

  private static let readingHelp = "may you read all that is in the lesson's folder?"

  /// Returns nil for a folder.
  private static func file(_ path: String, below folder: URL, in course: URL) throws(Obstacle) -> File? {
    let place = folder.appending(path: path)
    let location = try location(of: place, in: course)
    var status = stat()
    guard lstat(location.path, &status) == 0, status.st_mode & S_IFMT != S_IFLNK else {
      throw Obstacle(message: "\(place.path) is a broken link", help: "put the file itself there")
    }
    switch status.st_mode & S_IFMT {
    case S_IFDIR:
      if location.path == place.path { return nil }
      throw Obstacle(
        message: "\(place.path) is a link to a folder, which a lesson's data can't hold",
        help: "put the folder itself there, or links to its files")
    case S_IFREG:
      guard access(location.path, R_OK) == 0 else {
        throw Obstacle(message: "\(place.path) could not be read: \(String(cString: strerror(errno)))", help: readingHelp)
      }
      return File(path: path, location: location, size: Int(status.st_size), isExecutable: status.st_mode & S_IXUSR != 0)
    default: throw Obstacle(message: "\(place.path) is neither a file nor a folder", help: "keep only these in the lesson's folder")
    }
  }

  /// The target of a path. It may pass through symbolic links that stay in the course.
  private static func location(of place: URL, in course: URL) throws(Obstacle) -> URL {
    let location = place.resolvingSymlinksInPath()
    guard (location.path + "/").hasPrefix(course.path + "/") else {
      throw Obstacle(
        message: "\(place.path) is a link that leads out of the course, to \(location.path)",
        help: "put the file itself there: a course is one folder")
    }
    return location
  }

  var bytes: Int { files.reduce(0) { $0 + $1.size } }

  func copy(to folder: URL) throws(ToolFailure) {
    do {
      for file in files {
        let place = folder.appending(path: file.path)
        try FileManager.default.createDirectory(at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
        try FileManager.default.copyItem(at: file.location, to: place)
        // Reset the attributes that aren't inputs of the run.
        try FileManager.default.setAttributes(
          [.posixPermissions: file.isExecutable ? 0o755 : 0o644, .modificationDate: Date(timeIntervalSince1970: 0)],
          ofItemAtPath: place.path)
      }
    } catch {
      throw ToolFailure("the lesson's data could not be copied", details: error.localizedDescription)
    }
  }
}
