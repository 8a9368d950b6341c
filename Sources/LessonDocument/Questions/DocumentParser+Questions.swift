import CellAnalysis
import Diagnostics

/// Questions to the reader, and predictions of an output.
extension DocumentParser {
  /// The question that is being read, and the option of it.
  struct OpenQuestion {
    var answer: SwiftExpression.Index?
    var isInOption = false
    /// The expression behind the option.
    var expression: SwiftExpression.Index?
    /// The mistake by which it is made of the marked option, and the comment.
    var variant: (mistake: LocatedText, comment: Range<Int>)?
  }

  // MARK: - Questions

  /// Reads the blocks after `[!QUESTION]`: what is asked, and the options, a list of tasks.
  mutating func question(title: [Inline], _ nodes: [MarkdownNode], at range: Range<Int>) -> Block {
    let outer = openQuestion
    openQuestion = OpenQuestion()
    defer { openQuestion = outer }
    var question = Question(index: questionCount, range: range, title: title, prompt: [], options: [])
    questionCount += 1
    for node in nodes {
      if case .list = node.kind, question.options.isEmpty, node.children.contains(where: { task(of: $0) != nil }) {
        question.options = node.children.map { option($0) }
      } else {
        question.prompt += blocks([node])
      }
    }
    question.answer = openQuestion?.answer
    requireAnswer(to: question)
    for option in question.options { finish(option, answer: question.answer) }
    return .question(question)
  }

  private mutating func option(_ node: MarkdownNode) -> Question.Option {
    openQuestion?.isInOption = true
    openQuestion?.expression = nil
    openQuestion?.variant = nil
    let first = formulas.count
    let start = prepared.fileOffset(line: node.startLine, column: node.startColumn)
    let box = task(of: node)
    let item = item(node)
    if box == nil {
      problems.append(
        Problem("this option has no box", at: start..<start, help: "begin it with `[ ]`, or with `[x]` if it is the one that holds"))
    }
    for index in first..<formulas.count { formulas[index].isInOption = true }
    let range = box?.range ?? start..<start
    defer { openQuestion?.isInOption = false }
    return Question.Option(
      range: range, isMarked: item.isDone ?? false, content: item.content, claim: claim(formulas[first...].map(\.index), at: range),
      variant: openQuestion?.variant)
  }

  /// What is executed of an option: the expression behind it, or its formula with a check, or its only formula.
  private mutating func claim(_ inner: [Int], at range: Range<Int>) -> Question.Claim? {
    let checked = inner.filter { formulas[$0].check != nil }
    if let expression = openQuestion?.expression {
      guard let also = checked.first else { return .expression(expression) }
      problems.append(
        Problem(
          "this option has an expression and a formula with a check", at: formulas[also].check?.range ?? range,
          help: "take one of the two comments out"))
      return nil
    }
    let candidates = checked.isEmpty ? inner : checked
    // It is written when it is accepted, which the checker says.
    if candidates.isEmpty, openQuestion?.variant != nil { return nil }
    guard candidates.count == 1 else {
      problems.append(
        Problem(
          candidates.isEmpty ? "nothing of this option can be executed" : "this option has several formulas", at: range,
          help: candidates.isEmpty
            ? "write a formula in it, or `<!-- = expression -->` after it"
            : "put `<!-- check -->` after the one to execute, or `<!-- = expression -->` after the option"))
      return nil
    }
    // Why it can't be read has been reported.
    return formulas[candidates[0]].syntax == nil ? nil : .formula(candidates[0])
  }

  private mutating func requireAnswer(to question: Question) {
    let marked = question.options.filter(\.isMarked)
    func report(_ message: String, at range: Range<Int>, help: String) { problems.append(Problem(message, at: range, help: help)) }
    if question.options.isEmpty {
      guard question.answer == nil else { return }
      report(
        "this question has no options", at: question.range,
        help: "write a list whose items begin with `[ ]`, and one with `[x]`; or `<!-- answer: expression -->` for a number to be typed")
    } else if question.options.count == 1 {
      report("this question has one option only", at: question.options[0].range, help: "add an option that doesn't hold")
    } else if marked.isEmpty {
      report("no option of this question is marked", at: question.range, help: "write `[x]` before the one that holds")
    } else if marked.count > 1 {
      report("two options of this question are marked", at: marked[1].range, help: "write `[ ]` before all but the one that holds")
    }
  }

  /// Gives the formula of an option its check: whether it agrees is what the reader has to find.
  private mutating func finish(_ option: Question.Option, answer: SwiftExpression.Index?) {
    guard case .formula(let index)? = option.claim else { return }
    var check = formulas[index].check ?? FormulaCheck(range: formulas[index].range)
    if check.equals == nil { check.equals = answer }
    check.expectation = option.isMarked ? .agree : .disagree
    formulas[index].check = check
  }

  private nonisolated(unsafe) static let answerPattern = /\s*answer\s*:\s*(.*?)\s*/.dotMatchesNewlines()

  private nonisolated(unsafe) static let variantPattern = /\s*variant\s*:\s*(.*?)\s*/.dotMatchesNewlines()

  /// Reads a comment of a question: `answer: expression`; behind an option, `= expression` or `variant: mistake`.
  ///
  /// - Returns: Whether the comment is one.
  mutating func readQuestionComment(_ item: PreparedMarkdown.Item) throws(Problem) -> Bool {
    guard let open = openQuestion else { return false }
    if !open.isInOption {
      guard let found = item.body.text.wholeMatch(of: Self.answerPattern) else { return false }
      guard !found.1.isEmpty else {
        throw Problem("nothing follows `answer:`", at: item.range, help: "write the Swift expression that gives the answer")
      }
      guard open.answer == nil else {
        throw Problem("this question has an answer already", at: item.range, help: "take one of the two comments out")
      }
      let start = item.body.text.utf8.distance(from: item.body.text.startIndex, to: found.1.startIndex)
      let answer = try addExpression(String(found.1), at: item.body.fileRange(of: start..<start + found.1.utf8.count))
      openQuestion?.answer = answer
      return true
    }
    if let found = item.body.text.wholeMatch(of: Self.variantPattern) {
      guard open.variant == nil else {
        throw Problem("this option is a variant already", at: item.range, help: "take one of the two comments out")
      }
      let start = item.body.text.utf8.distance(from: item.body.text.startIndex, to: found.1.startIndex)
      let mistake = LocatedText(text: String(found.1), range: item.body.fileRange(of: start..<start + found.1.utf8.count))
      openQuestion?.variant = (mistake, item.range)
      return true
    }
    let comment = NumberComment(item.body)
    guard comment.isMeant, case .expression(let code, let range) = try comment.content() else { return false }
    guard open.expression == nil else {
      throw Problem("this option has an expression already", at: item.range, help: "take one of the two comments out")
    }
    // A number right before the comment is compared with its value, too.
    if numbers.followsNumber(item.range) {
      guard try readNumberComment(item) else { return false }
      openQuestion?.expression = expressions.count - 1
    } else {
      let expression = try addExpression(code, at: range)
      openQuestion?.expression = expression
    }
    return true
  }

  private mutating func addExpression(_ code: String, at range: Range<Int>) throws(Problem) -> SwiftExpression.Index {
    if var strange = StrangeCharacters.problems(in: code).first {
      strange.range = range.lowerBound + strange.range.lowerBound..<range.lowerBound + strange.range.upperBound
      throw strange
    }
    expressions.append(SwiftExpression(index: expressions.count, code: code, range: range, cellsBefore: cells.count))
    return expressions.count - 1
  }

  // MARK: - Predictions

  /// Requires that a cell with an output follows each prediction, in the same part of the text.
  mutating func requireOutputs(afterPredictionsIn blocks: [Block]) {
    var waiting: Range<Int>?
    func report(_ range: Range<Int>) -> Problem {
      Problem(
        "no output follows this prediction", at: range,
        help: "put it before a cell that has an `output` fence; its output is hidden until the reader has guessed")
    }
    for block in blocks {
      if case .alert(.predict, _, _) = block {
        if let waiting { problems.append(report(waiting)) }
        waiting = predictions.isEmpty ? nil : predictions.removeFirst()
      } else if let range = waiting, let index = block.cellIndex {
        waiting = nil
        let cell = cells[index]
        if cell.recorded == nil {
          problems.append(report(range))
        } else if cell.options.display == .hidden {
          problems.append(
            Problem("the cell after this prediction is hidden", at: range, help: "show it, or take the prediction out"))
        }
      }
    }
    if let waiting { problems.append(report(waiting)) }
  }
}

extension Block {
  /// The cell that it is, with or without a caption.
  package var cellIndex: Int? {
    switch self {
    case .cell(let index): index
    case .captioned(_, let block): block.cellIndex
    default: nil
    }
  }
}
