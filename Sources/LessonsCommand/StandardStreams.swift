import Diagnostics
// Glibc's `stdout` is a mutable variable, which nothing changes.
@preconcurrency import Foundation

/// Messages about the tool's work. `FileHandle` would end the process if they can't be written.
enum StandardError {
  /// Writes a text; drops it if it can't be written, since that can't be reported anywhere.
  static func write(_ text: String) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Foundation.write(STDERR_FILENO, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }
}

/// The results that the tool was asked for, written by `print`.
enum StandardOutput {
  /// Writes everything that has been printed.
  ///
  /// - Throws: `ToolFailure` if that fails, because a lost report must not look like a success.
  static func flush() throws(ToolFailure) {
    guard fflush(stdout) == 0, ferror(stdout) == 0 else { throw ToolFailure("the report could not be written") }
  }
}

package enum StandardStreams {
  /// Opens `/dev/null` for each standard stream that is closed, so that no file opened later takes its number.
  package static func reserve() {
    // Open it for reading only, so that writing still fails as on a closed stream.
    for stream in STDIN_FILENO...STDERR_FILENO where fcntl(stream, F_GETFD) < 0 { _ = open("/dev/null", O_RDONLY) }
  }
}
