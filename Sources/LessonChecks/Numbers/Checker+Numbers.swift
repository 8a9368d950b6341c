import CellAnalysis
import CellOutputs
import Diagnostics
import LessonDocument
import LessonRunner

/// Compares numbers in the text with the expressions in the comments after them.
extension Checker {
  /// Checks the comments after numbers. Errors are added to the failures, and changes for `--accept` to the edits.
  mutating func checkNumbers() -> [NumberFinding] { document.numbers.checks.indices.map { check($0) } }

  private mutating func check(_ number: Int) -> NumberFinding {
    let check = document.numbers.checks[number]
    switch check.source {
    case .none(let reason): return .hasNoSource(reason: reason)
    case .expression(let index):
      let expression = document.expressions[index]
      // A comment without a number was reported when the lesson was read.
      guard !check.numbers.isEmpty, let value = run.expressions[index] else { return .notEvaluated }
      do throws(Problem) {
        let values = try numbers(value, of: expression, check)
        if let second = otherValues(of: expression, than: values, check) {
          fail(.outputNotRepeatable, of: .number(number), unsteadiness(of: expression, values, second))
          return .differs(values: values)
        }
        return compare(values, of: expression, with: number)
      } catch {
        fail(.numberNotEvaluated, of: .number(number), error)
        return .notEvaluated
      }
    }
  }

  /// The values of an expression. There are at most as many as numbers to compare them with.
  private func numbers(_ value: BoundValue, of expression: SwiftExpression, _ check: NumberCheck) throws(Problem) -> [Double] {
    func problem(_ message: String, help: String? = nil) -> Problem { Problem(message, at: expression.range, help: help) }
    switch value {
    case .numbers(let numbers, _):
      let count = numbers.elements.count
      guard count > 0 else { throw problem("`\(expression.code)` is an array without entries") }
      guard count <= check.numbers.count else {
        let before = check.numbers.count == 1 ? "there is 1 number" : "there are \(check.numbers.count) numbers"
        throw problem(
          "`\(expression.code)` has \(count) entries, but \(before) before this comment",
          help: "the numbers of an array must be in one sentence or table cell, after any earlier comment")
      }
      return numbers.elements
    case .tooLarge(let shape, _): throw problem("`\(expression.code)` has the shape \(shape): too large for numbers in the text")
    case .function(let signature): throw problem("`\(expression.code)` is a function, `\(signature.type)`, not a number", help: "call it")
    case .truth: throw problem("`\(expression.code)` is a `Bool`, which is neither a number nor an array of numbers")
    case .opaque(let type):
      throw problem("`\(expression.code)` is a `\(type)`, which is neither a number nor an array of numbers")
    }
  }

  /// What an expression came to when the lesson ran a second time, if that isn't the same as far as the numbers are printed.
  private func otherValues(of expression: SwiftExpression, than values: [Double], _ check: NumberCheck) -> [Double]? {
    guard case .ran(_, let expressions) = run.repetition, case .numbers(let second, _)? = expressions[expression.index] else { return nil }
    let isSame =
      second.elements.count == values.count
      && zip(check.numbers.suffix(values.count), zip(values, second.elements)).allSatisfy { number, pair in
        pair.0 == pair.1 || number.text(for: pair.0) == number.text(for: pair.1)
      }
    return isSame ? nil : second.elements
  }

  private func unsteadiness(of expression: SwiftExpression, _ first: [Double], _ second: [Double]) -> Problem {
    func text(_ values: [Double]) -> String { values.map(Self.text).joined(separator: ", ") }
    return Problem(
      "`\(expression.code)` differs from run to run", at: expression.range,
      notes: ["the lesson ran twice, and gave \(text(first)) and then \(text(second))"],
      help: "give random numbers a seed, and let no number in the text depend on the time")
  }

  private mutating func compare(_ values: [Double], of expression: SwiftExpression, with index: Int) -> NumberFinding {
    let check = document.numbers.checks[index]
    var holds = true
    if let power = check.numbers.suffix(values.count).first(where: \.isInPower) {
      fail(
        .numberNotEvaluated, of: .number(index),
        Problem(
          "`\(power.text)` is a part of a power, which isn't compared", at: power.range,
          help: "write the number out, with `e` for a power of ten (`2e3`), or as a formula with a check"))
      return .notEvaluated
    }
    for (entry, (number, value)) in zip(check.numbers.suffix(values.count), values).enumerated() where !number.rounds(value) {
      holds = false
      let subject = values.count == 1 ? "`\(expression.code)`" : "entry \(entry + 1) of `\(expression.code)`"
      guard value.isFinite else {
        fail(
          .numberNotEvaluated, of: .number(index),
          Problem("\(subject) is \(value), not \(number.text)", at: number.range, help: "correct the code or the sentence"))
        continue
      }
      let (exact, rounded) = (Self.text(value), number.text(for: value))
      let rounding = exact == rounded ? "" : ", rounded \(rounded)"
      fail(
        .numberDiffers, of: .number(index),
        Problem(
          "\(subject) is \(exact)\(rounding), not \(number.text)", at: number.range,
          help: "if the code is right, `lessons check --accept` writes \(rounded) here; if the sentence is, correct the code"))
      edits.append(Edit(range: number.range, replacement: rounded))
    }
    return holds ? .agrees(values: values) : .differs(values: values)
  }

  /// A value in Swift's notation; as a `Float` if it is exactly representable as one.
  static func text(_ value: Double) -> String {
    let text = Double(Float(value)) == value ? "\(Float(value))" : "\(value)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// Reports decimals and percentages in the text without a comment, in a lesson that requires one for each of them.
  ///
  /// - Parameter isSaidByCourse: Whether the course requires it, not the lesson.
  mutating func requireSources(_ findings: [NumberFinding], isSaidByCourse: Bool) {
    var covered: Set<Int> = []
    for (check, finding) in zip(document.numbers.checks, findings) {
      let count =
        switch finding {
        case .agrees(let values), .differs(let values): values.count
        case .hasNoSource: 1
        // The number of values is unknown. Count them all, since the failed evaluation is reported itself.
        case .notEvaluated: check.numbers.count
        }
      covered.formUnion(check.numbers.suffix(count).map(\.range.lowerBound))
    }
    let place = isSaidByCourse ? "`course.yml`" : "the front matter"
    for number in document.numbers.needingSource where !covered.contains(number.range.lowerBound) {
      fail(
        .numberWithoutSource, of: .lesson,
        Problem(
          "nothing says where `\(number.text)` comes from, and \(place) says `prose-numbers: checked`", at: number.range,
          help: "put `<!-- = expression -->` right after it, or `<!-- = none: reason -->`"))
    }
  }
}
