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

  /// - Throws: If a symbolic link makes the cache the lessons' own folder, or one in it. A stranger's course may hold such a link.
  package func expectPlaceOfItsOwn(beside course: URL) throws(ToolFailure) {
    let lessons = course.resolvingSymlinksInPath().path
    guard (own.resolvingSymlinksInPath().path + "/").hasPrefix(lessons + "/") else { return }
    throw ToolFailure(
      "`\(url.lastPathComponent)` leads to the lessons, among which the tool would keep its files", help: "delete this link")
  }

  /// Removes what the tool keeps. Where a symbolic link led to another folder, that may hold files of others, which stay.
  package func remove() throws {
    for name in [runs, buildRecord].map(\.lastPathComponent) + ["pages", "libraries", ".gitignore"] {
      let kept = own.appending(path: name)
      if (try? FileManager.default.attributesOfItem(atPath: kept.path)) != nil { try FileManager.default.removeItem(at: kept) }
    }
    // These succeed only if nothing else is there, and on no symbolic link.
    rmdir(own.path)
    rmdir(url.path)
  }

  /// Makes the folder, with a file that lets Git ignore it. Failing to is no error: the cache only saves time.
  package func make() {
    try? FileManager.default.createDirectory(at: own, withIntermediateDirectories: true)
    let ignored = own.appending(path: ".gitignore")
    if !FileManager.default.fileExists(atPath: ignored.path) { try? Data("*\n".utf8).write(to: ignored, options: .atomic) }
  }
}
