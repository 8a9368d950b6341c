import Foundation

/// What is kept from one call to the next, beside the lessons; git ignores it, and it may be deleted at any time.
package struct CacheFolder {
  package let url: URL
  /// What belongs to this course; another one beside it has its own.
  package let own: URL
  package let runs: URL
  /// What the last site was built from.
  package let buildRecord: URL

  package init(course: URL) {
    url = course.deletingLastPathComponent().appending(path: ".lessons-cache")
    own = url.appending(path: course.lastPathComponent)
    runs = own.appending(path: "runs")
    buildRecord = own.appending(path: "build")
  }
}
