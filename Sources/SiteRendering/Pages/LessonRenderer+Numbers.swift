import CellAnalysis
import LessonChecks
import LessonDocument

/// Numbers in the text that have a source: quietly marked where they stand, and listed at the lesson's end.
extension LessonRenderer {
  /// A number with its source as a hint; as it is where its comment doesn't speak of it.
  func number(check index: Int, fromLast: Int, _ content: HTML) -> HTML {
    let source = document.numbers.checks[index].source
    switch (source, report.numbers[index]) {
    case (.none(let reason), _):
      guard fromLast == 0 else { return content }
      return "<span class=\"sourced\" title=\"\(localization.plainSentence(reason))\">\(content)</span>"
    case (.expression(let expression), .agrees(let values)), (.expression(let expression), .differs(let values)):
      guard fromLast < values.count else { return content }
      let value = values[values.count - 1 - fromLast]
      let source = document.expressions[expression]
      return "<data class=\"sourced\" value=\"\(String(value))\" title=\"= \(source.code)\"\(needed(source))>\(content)</data>"
    case (.expression, .hasNoSource), (.expression, .notEvaluated): return content
    }
  }

  /// The numbers of the text with their sources; empty where there are none.
  var numberList: HTML {
    let items = zip(document.numbers.checks, report.numbers).compactMap { check, finding -> HTML? in
      switch (check.source, finding) {
      case (.none(let reason), _):
        guard let number = check.numbers.last else { return nil }
        return "<li>\(shown(number)): \(localization.sentence(reason))</li>"
      case (.expression(let index), .agrees(let values)), (.expression(let index), .differs(let values)):
        let numbers = check.numbers.suffix(values.count).map(shown).joined(separator: localization.listSeparator.markup)
        return "<li>\(numbers) = <code>\(document.expressions[index].code)</code></li>"
      case (.expression, .hasNoSource), (.expression, .notEvaluated): return nil
      }
    }
    guard !items.isEmpty else { return .empty }
    return """

      <details class="numbers"><summary>\(localization.numbersInText)</summary>
      <ul>
      \(items.joined(separator: "\n"))
      </ul>
      </details>
      """
  }

  private func shown(_ number: WrittenNumber) -> HTML { "\(number.text)\(number.isPercentage ? "%" : "")" }

  /// How many numbers in the text are what their expressions give.
  var numberNote: CheckNote? {
    let values = report.numbers.map { finding -> (agreeing: Int, all: Int) in
      switch finding {
      case .agrees(let values): (values.count, values.count)
      case .differs(let values): (0, values.count)
      case .hasNoSource, .notEvaluated: (0, 0)
      }
    }
    let (agreeing, all) = values.reduce((0, 0)) { ($0.0 + $1.agreeing, $0.1 + $1.all) }
    guard all > 0 else { return nil }
    return CheckNote(
      state: agreeing == all ? .agrees : .disagrees, localization.numbersComputed(localization.some(agreeing, all, .number)))
  }

  /// How many relations within sentences hold that have no comment.
  var claimNote: CheckNote? {
    let holding = report.claims.count(where: \.holds)
    guard !report.claims.isEmpty else { return nil }
    return CheckNote(
      state: holding == report.claims.count ? .agrees : .disagrees,
      localization.claimsHold(localization.some(holding, report.claims.count, .relation)))
  }
}
