import Diagnostics
import Foundation

/// Files that are kept between calls, beside the lessons. Git ignores them, and they can be deleted at any time.
package struct CacheFolder {
  package let url: URL
  /// The files of this course. A course beside it has a folder of its own.
  package let own: URL
  package let runs: URL
  /// The record of the last build.
  package let buildRecord: URL

  package init(course: URL) {
    url = course.deletingLastPathComponent().appending(path: ".lessons-cache")
    own = url.appending(path: course.lastPathComponent)
    runs = own.appending(path: "runs")
    buildRecord = own.appending(path: "build")
  }

  /// Makes sure that the folder is the tool's, where it writes and deletes. A stranger's course may have a symbolic link in its place.
  ///
  /// - Throws: If a link leads among the lessons, or to a folder that the tool hasn't made.
  package func expectOwnFolder(beside course: URL) throws(ToolFailure) {
    guard (try? FileManager.default.destinationOfSymbolicLink(atPath: url.path)) != nil else { return }
    let lessons = course.resolvingSymlinksInPath().path
    let isAmongLessons = (own.resolvingSymlinksInPath().path + "/").hasPrefix(lessons + "/")
    let isForeign = FileManager.default.fileExists(atPath: own.path) && contentsOfRegularFile(ignored.path) != Self.ignoringAll
    guard isAmongLessons || isForeign else { return }
    throw ToolFailure(
      "the link `\(url.lastPathComponent)` leads to \(isAmongLessons ? "the lessons" : "a folder that the tool hasn't made")",
      help: "delete this link: the tool keeps its files in such a folder")
  }

  /// Makes the folder, with a file that lets Git ignore it. Failing to is no error: the cache only saves time.
  package func make() {
    try? FileManager.default.createDirectory(at: own, withIntermediateDirectories: true)
    if !FileManager.default.fileExists(atPath: ignored.path) { try? Self.ignoringAll.write(to: ignored, options: .atomic) }
  }

  private var ignored: URL { own.appending(path: ".gitignore") }
  private static let ignoringAll = Data("*\n".utf8)
}
