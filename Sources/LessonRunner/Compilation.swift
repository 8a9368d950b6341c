import Diagnostics

/// What came of compiling a program.
struct Compilation {
  enum End: Hashable {
    case succeeded, failed
    case timedOut(seconds: Double)
  }

  var end: End
  var messages: [CompilerMessage]
  /// All that the compiler printed.
  var text: String

  var isSuccess: Bool { end == .succeeded }

  /// What kept the compiler from judging the program: it crashed, or took too long; nil if it said what is wrong.
  func failure(isNamed: Bool) -> Problem? {
    switch end {
    case .succeeded: return nil
    case .timedOut(let seconds):
      return Problem(
        "the compiler didn't end within \(Measure.seconds(seconds))", at: 0..<0,
        help: "break up the longest expressions, and give their parts types")
    case .failed:
      if isNamed { return nil }
      let tail = text.split(separator: "\n").suffix(8).joined(separator: "\n")
      return Problem(
        "the compiler itself failed here, without an error of the code", at: 0..<0, notes: tail.isEmpty ? [] : [tail],
        help: "write this cell in another way; its last words are above")
    }
  }
}
