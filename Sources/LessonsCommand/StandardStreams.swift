import Diagnostics
// Glibc's `stdout` is a variable, which nobody changes.
@preconcurrency import Foundation

/// What the tool says of its work. `FileHandle` would end the process where this can't be written.
enum StandardError {
  /// What can't be written is dropped: there is nobody to tell.
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

/// What the tool was asked for, as `print` writes it.
enum StandardOutput {
  /// Sees to it that all that was printed is written.
  ///
  /// - Throws: `ToolFailure` if any of it couldn't be: a report that is lost must not look like a success.
  static func flush() throws(ToolFailure) {
    guard fflush(stdout) == 0, ferror(stdout) == 0 else { throw ToolFailure("the report could not be written") }
  }
}

package enum StandardStreams {
  /// Takes the places of streams that were closed, so that no file that is opened later is taken for one of them.
  package static func reserve() {
    // What can only be read can't be written: to the tool the stream is as closed as it was.
    for stream in STDIN_FILENO...STDERR_FILENO where fcntl(stream, F_GETFD) < 0 { _ = open("/dev/null", O_RDONLY) }
  }
}
