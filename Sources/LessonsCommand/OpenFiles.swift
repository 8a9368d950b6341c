import ArgumentParser
import Foundation

/// The limit on open files of this process. With too low a limit, Swift's runtime would end the process without a message, so it is
/// checked first.
package enum OpenFiles {
  /// The number of files for the tool itself, and for each lesson: its program's files, the compiler's pipes, its data.
  private static let ofTool = 32
  private static let ofLesson = 16
  private static let enough = 1024

  static var roomForLessons: Int { (limit - ofTool) / ofLesson }

  /// How many connections the preview has at once. Each open page of a browser has one or two.
  static var roomForConnections: Int { max(4, min(100, (limit - ofTool) / 4)) }

  /// Raises the limit if possible, and ends the process if it stays too low.
  package static func require() {
    var limits = rlimit()
    if getrlimit(resource, &limits) == 0, limits.rlim_cur < enough {
      limits.rlim_cur = min(limits.rlim_max, rlim_t(enough))
      setrlimit(resource, &limits)
    }
    guard limit < ofTool + ofLesson else { return }
    StandardError.write(
      """
      lessons: error: this process may open only \(limit) files at a time, and \(ofTool + ofLesson) are needed
        = help: allow more, say with `ulimit -n 256`

      """)
    _exit(ExitCode.toolFails.rawValue)
  }

  private static var limit: Int {
    var limits = rlimit()
    guard getrlimit(resource, &limits) == 0 else { return enough }
    return Int(min(limits.rlim_cur, rlim_t(1 << 20)))
  }

  #if canImport(Glibc)
    private static let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
  #else
    private static let resource = RLIMIT_NOFILE
  #endif
}
