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

  /// Makes the folder, with a file that lets Git ignore it. Failing to is no error: the cache only saves time.
  package func make() {
    try? FileManager.default.createDirectory(at: own, withIntermediateDirectories: true)
    let ignored = own.appending(path: ".gitignore")
    if !FileManager.default.fileExists(atPath: ignored.path) { try? Data("*\n".utf8).write(to: ignored, options: .atomic) }
  }
}
