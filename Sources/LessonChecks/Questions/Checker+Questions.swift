import CellAnalysis
import CellOutputs
import Diagnostics
import LessonDocument
import LessonRunner

/// Executes the options of questions: the marked one must hold, and no other.
extension Checker {
  /// Checks the questions. Errors are added to the failures.
  mutating func checkQuestions(_ formulas: [FormulaFinding]) -> [QuestionFinding] {
    document.questions.map { question in
      if question.options.isEmpty { return QuestionFinding(options: [], answer: number(of: question)) }
      let isRewritten = question.options.map { checkVariant($0, of: question, formulas) }
      let findings = question.options.map { check($0, of: question, formulas) }
      judge(question, findings, isRewritten)
      return QuestionFinding(options: findings)
    }
  }

  /// - Parameter isRewritten: Of each option, whether it was reported as another formula than its comment says. What it gives is of no interest then.
  private mutating func judge(_ question: Question, _ findings: [OptionFinding], _ isRewritten: [Bool]) {
    let othersHold = zip(question.options, findings).contains { !$0.isMarked && $1.holds }
    for (index, (option, finding)) in zip(question.options, findings).enumerated() {
      switch finding {
      case .holds where isRewritten[index]: continue
      case .holds where !option.isMarked:
        let isMarkedOneTrue = zip(question.options, findings).contains { $0.isMarked && $1.holds }
        fail(
          .optionHolds, of: subject(of: option),
          Problem(
            isMarkedOneTrue ? "this option holds, too" : "this option holds, but isn't marked", at: option.range,
            help: isMarkedOneTrue
              ? "change it, or the numbers of the lesson, so that only the marked option holds"
              : "write `[x]` before it, and `[ ]` before the others"))
      case .differs, .isFalse:
        guard option.isMarked else { continue }
        fail(
          .optionFails, of: subject(of: option),
          Problem(
            othersHold ? "the marked option doesn't hold" : "no option of this question holds: the marked one \(Self.words(finding))",
            at: option.range, notes: othersHold ? [Self.words(finding)] : [], help: "correct it, the answer or the code"))
      case .holds, .notEvaluated: continue
      }
    }
  }

  private static func words(_ finding: OptionFinding) -> String {
    switch finding {
    case .differs(let value, let answer, let place):
      "gives \(text(value))\(place.isEmpty ? "" : " at [\(place.map(String.init).joined(separator: ", "))]"), and the code gives \(text(answer))"
    case .isFalse: "is false"
    case .holds, .notEvaluated: ""
    }
  }

  private func subject(of option: Question.Option) -> CheckSubject {
    if case .formula(let index)? = option.claim { .formula(index) } else { .lesson }
  }

  private mutating func check(_ option: Question.Option, of question: Question, _ formulas: [FormulaFinding]) -> OptionFinding {
    switch option.claim {
    case nil: return .notEvaluated  // Which was reported when the lesson was read.
    case .formula(let index):
      switch formulas[index] {
      case .agrees: return .holds
      case .disagrees(let comparison), .disagreesAsExpected(let comparison, _):
        guard comparison.sides.count > 1 else { return .isFalse }
        return comparison.isEquality
          ? .differs(value: comparison.sides[0].value, answer: comparison.sides[1].value, place: comparison.place) : .isFalse
      case .cannotBeEvaluated, .notChecked: return .notEvaluated
      }
    case .expression(let index):
      do throws(Problem) {
        if option.isMarked { try requireComparison(of: document.expressions[index], with: question.answer) }
        return try compare(index, with: question.answer)
      } catch {
        fail(.optionNotEvaluated, of: .lesson, error)
        return .notEvaluated
      }
    }
  }

  /// Requires that something is computed of the marked option or of the answer, and isn't compared with itself.
  private func requireComparison(of expression: SwiftExpression, with answer: SwiftExpression.Index?) throws(Problem) {
    let answer = answer.map { document.expressions[$0] }
    if let answer, answer.code.filter({ !$0.isWhitespace }) == expression.code.filter({ !$0.isWhitespace }) {
      throw Problem(
        "the answer is this expression, so nothing is compared", at: expression.range,
        help: "give the option in another form than the answer: as the number that the reader sees, say")
    }
    let isWritten = expression.isLiteral || ["true", "false"].contains(expression.code)
    if isWritten, answer?.isLiteral ?? true {
      throw Problem(
        "nothing of this option is computed", at: expression.range,
        help: "write an expression that the lesson's code decides, or compute the answer: `<!-- answer: expression -->`")
    }
  }

  private func compare(_ index: SwiftExpression.Index, with answer: SwiftExpression.Index?) throws(Problem) -> OptionFinding {
    let expression = document.expressions[index]
    // That an expression failed is reported.
    guard let value = run.expressions[index] else { return .notEvaluated }
    if case .truth(let isTrue) = value, answer == nil { return isTrue ? .holds : .isFalse }
    let found = try array(value, expression)
    guard let answer else {
      throw Problem(
        "`\(expression.code)` is a value, and nothing says what it must be", at: expression.range,
        help: "write `<!-- answer: expression -->` before the options, or an expression that is true or false")
    }
    guard let given = run.expressions[answer] else { return .notEvaluated }
    let expected = try array(given, document.expressions[answer])
    guard found.shape == expected.shape else {
      throw Problem(
        "`\(expression.code)` has the shape \(found.shape), but the answer has \(expected.shape)", at: expression.range,
        notes: ["the answer is `\(document.expressions[answer].code)`"], help: "give an option of the answer's shape")
    }
    return Self.compare(found, expected)
  }

  /// Values agree if they differ by no more than single precision explains, relative to the answer's largest entry.
  private static func compare(_ found: NumericArray, _ expected: NumericArray) -> OptionFinding {
    let largest = expected.elements.reduce(0) { $1.isFinite ? max($0, abs($1)) : $0 }
    var worst: (difference: Double, index: Int) = (0, 0)
    for (index, (x, y)) in zip(found.elements, expected.elements).enumerated() where x != y && !(x.isNaN && y.isNaN) {
      let difference = abs(x - y).isFinite ? abs(x - y) : .infinity
      if difference > worst.difference { worst = (difference, index) }
    }
    guard worst.difference > 1e-5 * largest else { return .holds }
    return .differs(value: found.elements[worst.index], answer: expected.elements[worst.index], place: place(worst.index, found.shape))
  }

  /// The index of an element in an array of some shape, counted from 1.
  private static func place(_ index: Int, _ shape: [Int]) -> [Int] {
    var rest = index
    var place: [Int] = []
    for size in shape.reversed() {
      place.append(rest % size + 1)
      rest /= size
    }
    return place.reversed()
  }

  private func array(_ value: BoundValue, _ expression: SwiftExpression) throws(Problem) -> NumericArray {
    let what: String
    switch value {
    case .numbers(let array, _): return array
    case .tooLarge(let shape, _): what = "has the shape \(shape), too large to be compared"
    case .function(let signature): what = "is a function, `\(signature.type)`"
    case .truth: what = "is a `Bool`, and the answer isn't"
    case .opaque(let type): what = "is a `\(type)`, which is neither a number nor an array of numbers"
    }
    throw Problem("`\(expression.code)` \(what)", at: expression.range, help: "give numbers, or what is true or false")
  }

  /// The number that a reader has to type.
  private mutating func number(of question: Question) -> Double? {
    guard let answer = question.answer, let value = run.expressions[answer] else { return nil }
    let expression = document.expressions[answer]
    do throws(Problem) {
      let array = try array(value, expression)
      guard array.elements.count == 1, let number = array.elements.first, number.isFinite else {
        throw Problem(
          "`\(expression.code)` isn't one number, which a reader could type", at: expression.range,
          help: "give one number, or options: a list whose items begin with `[ ]` and `[x]`")
      }
      return number
    } catch {
      fail(.optionNotEvaluated, of: .lesson, error)
      return nil
    }
  }
}
