import Foundation

/// What is kept from one call to the next, beside the lessons; git ignores it, and it may be deleted at any time.
struct CacheFolder {
  let url: URL
  /// The runs of this course; another course beside it has its own.
  let runs: URL
  /// What the last site was built from.
  let buildRecord: URL

  init(course: URL) {
    url = course.deletingLastPathComponent().appending(path: ".lessons-cache")
    let own = url.appending(path: course.lastPathComponent)
    runs = own.appending(path: "runs")
    buildRecord = own.appending(path: "build")
  }
}
