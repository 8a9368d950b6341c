import Diagnostics

/// The advice of messages about formulas names keys of a lesson's check comment. `lessons formula` has other words for most of them.
enum Advice {
  /// With the options of the command.
  static func namingOptions(_ text: String) -> String {
    withoutLessons(text)
      .replacing(binding) { option("with", "\(name($0.1 ?? $0.2 ?? ""))=…") }
      .replacing(range) { option("with", "\($0.1)=\($0.2)") }
      .replacing(/`elementwise: \[([^`]*)\]`/) { option("elementwise", String($0.1)) }
      .replacing("`elementwise`", with: "`--elementwise`")
      .replacing(/`otimes: (\w+)`/) { option("otimes", String($0.1)) }
      .replacing("`zero-log-zero: 0`", with: "`--zero-log-zero`")
      .replacing(/`(?:given|family|base|row|elementwise|expect): [^`]*`/) { "\($0.0) (\(onlyInLessons))" }
  }

  /// With the keys of a case in a file, as far as they are others.
  static func namingKeys(_ text: String) -> String {
    withoutLessons(text)
      .replacing(binding) { "`bind: { \(name($0.1 ?? $0.2 ?? "")): … }`" }
      .replacing(range) { "`bind: { \($0.1): { range: [\($0.2.replacing("...", with: ", "))] } }`" }
      .replacing(/`base: \{ ([^`]*?): ([^`]*?) \}`/) { "`bind: { \($0.1): { indexBase: \($0.2) } }`" }
      .replacing(/`row: \[([^`]*)\]`/) { "`bind: { \($0.1): { row: true } }`" }
      .replacing(/`(?:elementwise: true|expect: [^`]*)`/) { "\($0.0) (\(onlyInLessons))" }
  }

  private nonisolated(unsafe) static let binding = /`where: \{ (?:'([^`]*)'|([^`]*?))(?:: [^`]*)? \}`/
  private nonisolated(unsafe) static let range = /`index: \{ ?([^`]*?): ([^`]*?) ?\}`/

  private static let onlyInLessons = "only in a lesson's check comment"

  /// Neither a formula that isn't checked nor a function of a lesson's code can be given to the command.
  private static func withoutLessons(_ text: String) -> String {
    text
      .replacing(/[;,] or show the formula unchecked: `expect: none` with `because: …`/, with: "")
      .replacing(/; for a Swift function `where: [^`]*`/, with: "")
      .replacing(/(?: to the code's value)? in the check comment/, with: "")
      .replacing(", by `where`", with: " (\(onlyInLessons))")
  }

  private static func name(_ text: Substring) -> String { text == "…" ? "name" : String(text) }

  /// An option as it is typed in a shell.
  private static func option(_ name: String, _ value: String) -> String {
    let isPlain = value.allSatisfy { $0.isLetter || $0.isNumber || "_=….,".contains($0) }
    let mark = isPlain ? "" : value.contains("'") ? "\"" : "'"
    return "`--\(name) \(mark)\(value)\(mark)`"
  }
}

extension Problem {
  /// The problem with its advice in other words.
  func advising(_ words: (String) -> String) -> Problem {
    var problem = self
    problem.message = words(message)
    problem.notes = notes.map(words)
    problem.help = help.map(words)
    return problem
  }
}
