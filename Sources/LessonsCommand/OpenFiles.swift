import ArgumentParser
import Foundation

/// How many files this process may have open at a time. Where they are too few, the runtime of the tool's own language ends it without a
/// word, so this is asked before anything else.
package enum OpenFiles {
  /// For the tool itself, and for a lesson: its program's files, the compiler's pipes, the data that is read.
  private static let ofTool = 32
  private static let ofLesson = 16
  private static let enough = 1024

  static var roomForLessons: Int { (limit - ofTool) / ofLesson }

  /// Takes as many as are needed if the system gives them, and ends the process if it doesn't.
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
