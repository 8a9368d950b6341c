import Diagnostics

/// The result of compiling a program.
struct Compilation {
  enum End: Hashable {
    case succeeded, failed
    case timedOut(seconds: Double)
  }

  var end: End
  var messages: [CompilerMessage]
  /// Everything that the compiler printed.
  var text: String

  var isSuccess: Bool { end == .succeeded }

  /// Whether the compiler refuses to cross from one actor to another, or a type or function that belongs to one.
  var hasIsolationErrors: Bool {
    messages.contains { $0.severity == .error && $0.text.contains(/MainActor|[Mm]ain actor|actor-isolated/) }
  }

  /// Whether the compiler gave up, because an expression has too many possible types or all of it takes too long.
  var isTooHard: Bool {
    if case .timedOut = end { return true }
    return messages.contains { $0.severity == .error && $0.isOfTooLongSearch }
  }

  /// Whether a name doesn't exist, so that a similar one may be meant.
  var lacksNames: Bool {
    messages.contains { $0.severity == .error && RootCauses.MissingName($0.text) != nil }
  }

  /// What kept the compiler from judging the program: it crashed, or took too long; nil if it reported what is wrong.
  ///
  /// - Parameter isNamed: Whether an error in the author's code was reported.
  func failure(isNamed: Bool) -> Problem? {
    switch end {
    case .succeeded: return nil
    case .timedOut(let seconds):
      return Problem(
        "the compiler didn't end within \(Measure.seconds(seconds))", at: 0..<0,
        help: "break up the longest expressions, and give their parts types")
    case .failed:
      if isNamed { return nil }
      let notes = lastWords.isEmpty ? [] : [lastWords]
      if text.contains("undefined symbol") || text.contains("undefined reference to") || text.contains("Undefined symbols") {
        return Problem(
          "the lesson's program uses a function that isn't there", at: 0..<0, notes: notes,
          help: "what is declared without a body, say with `@_silgen_name`, must be in a library that the lesson links")
      }
      if hasCrashed {
        return Problem(
          "the compiler itself failed here, without an error of the code", at: 0..<0, notes: notes,
          help: "write this cell in another way; its last words are above")
      }
      return Problem("the compiler refuses the lesson's program, and names no line of it", at: 0..<0, notes: notes)
    }
  }

  /// Throws if the failure isn't caused by a lesson: the compiler didn't find a module or a library.
  func requireLibrary() throws(ToolFailure) {
    guard end == .failed, !messages.contains(where: { $0.severity == .error && $0.place != nil }) else { return }
    if let module = text.firstMatch(of: /error: (?:no such module|missing required module) '(\S+)'/).map({ String($0.1) }) {
      throw ToolFailure("the compiler doesn't find the module `\(module)`, which every lesson needs", details: lastWords, help: Self.remedy)
    }
    if Self.signsOfBrokenLibrary.contains(where: text.contains) {
      throw ToolFailure("the compiler can't use what every lesson needs", details: lastWords, help: Self.remedy)
    }
  }

  private static let remedy =
    "no lesson is the cause: check `libraries` in course.yml, if it is set; otherwise delete \(SwiftProduct.scratchName) beside Package.swift, so "
    + "that the lessons' library is built again, and check that Swift is installed completely"

  /// Messages of the compiler and the linker about missing libraries, which no author's code can cause.
  private static let signsOfBrokenLibrary = [
    "cannot find -l", "library not found for", "unable to load standard library", "cannot be imported by the Swift",
    "failed to load module",
    "could not build C module", "could not build module", "unable to load underlying module", "malformed compiled module",
    "malformed module", "no such file or directory", "No such file or directory", "cannot open file", "unable to find",
  ]

  private var lastWords: String { text.split(separator: "\n").suffix(8).joined(separator: "\n") }

  /// Whether the compiler crashed. It then asks for a bug report.
  private var hasCrashed: Bool {
    text.contains("Stack dump:") || text.contains("submit a bug report") || text.contains("failed to produce diagnostic")
      || !text.contains("error:")
  }
}
