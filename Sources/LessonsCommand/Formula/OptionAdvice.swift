import Diagnostics

/// The advice of messages about formulas names keys of a lesson's check comment. Here it names the options that do the same.
enum OptionAdvice {
  static func text(_ text: String) -> String {
    text
      // Neither a formula that isn't checked nor a function of the lesson's code can be given here.
      .replacing(/[;,] or show the formula unchecked: `expect: none` with `because: …`/, with: "")
      .replacing(/; for a Swift function `where: [^`]*`/, with: "")
      .replacing(/(?: to the code's value)? in the check comment/, with: "")
      .replacing(", by `where`", with: " (\(onlyInLessons))")
      .replacing(/`where: \{ (?:'([^`]*)'|([^`]*?))(?:: [^`]*)? \}`/) { option("with", "\(name($0.1 ?? $0.2 ?? ""))=…") }
      .replacing(/`index: \{ ?([^`]*?): ([^`]*?) ?\}`/) { option("with", "\(name($0.1))=\($0.2)") }
      .replacing(/`elementwise: \[([^`]*)\]`/) { option("elementwise", String($0.1)) }
      .replacing("`elementwise`", with: "`--elementwise`")
      .replacing(/`otimes: (\w+)`/) { option("otimes", String($0.1)) }
      .replacing("`zero-log-zero: 0`", with: "`--zero-log-zero`")
      .replacing(/`(?:given|family|base|row|elementwise|expect): [^`]*`/) { "\($0.0) (\(onlyInLessons))" }
  }

  private static let onlyInLessons = "only in a lesson's check comment"

  private static func name(_ text: Substring) -> String { text == "…" ? "name" : String(text) }

  /// An option as it is typed in a shell.
  private static func option(_ name: String, _ value: String) -> String {
    let isPlain = value.allSatisfy { $0.isLetter || $0.isNumber || "_=….,".contains($0) }
    let mark = isPlain ? "" : value.contains("'") ? "\"" : "'"
    return "`--\(name) \(mark)\(value)\(mark)`"
  }
}

extension Problem {
  /// The problem with advice that names the options of `lessons formula`.
  var namingOptions: Problem {
    var problem = self
    problem.message = OptionAdvice.text(message)
    problem.notes = notes.map(OptionAdvice.text)
    problem.help = help.map(OptionAdvice.text)
    return problem
  }
}
