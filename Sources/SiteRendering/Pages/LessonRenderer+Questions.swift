import CellAnalysis
import Diagnostics
import LessonChecks
import LessonDocument
import LessonRunner

/// Questions, with what came of executing their options, and predictions. All of it is there without scripts, the answers folded;
/// `questions.js` lets a reader choose first.
extension LessonRenderer {
  static func questionID(_ index: Int) -> String { "question.\(index + 1)" }

  func question(_ question: Question) -> HTML {
    let id = Self.questionID(question.index)
    let kind = localization.alerts["question"] ?? .empty
    let title = question.title.isEmpty ? kind : "\(kind)\(localization.colon)\(html(question.title))"
    // Options tell nothing that would give the answer away.
    var plain = self
    plain.isInOption = true
    plain.symbols = PageSymbols([])
    let options = question.options.map { option -> HTML in
      // Not every screen reader takes a formula for the name of a button.
      let texts = option.content.depthFirst.flatMap { block in block.texts.flatMap { $0 } }
      let name: HTML =
        texts.formulas.isEmpty ? .empty : " data-name=\"\(texts.plainText { document.formulas[$0].latex.text })\""
      return "<li\(name)>\(plain.item(option.content, isTight: true))</li>"
    }.joined(separator: "\n")
    let list: HTML = options.isEmpty ? .empty : "\n<ol class=\"options\">\n\(options)\n</ol>"
    let content: HTML = "\n\(html(question.prompt))\(list)\n\(answer(to: question, plain))"
    // The key tells a question that has changed from the one that a reader answered.
    return """
      <div class="alert question" id="\(self.id(id))" role="group" aria-labelledby="\(self.id(id)).title" \
      data-key="\(id)-\(String(describing: Fingerprint(of: content.markup.utf8)))">\
      <p class="title" id="\(self.id(id)).title">\(title)</p>\(content)
      </div>
      """
  }

  /// What each option gives; or the number that is sought.
  ///
  /// - Parameter plain: Renders options.
  private func answer(to question: Question, _ plain: LessonRenderer) -> HTML {
    guard report.questions.indices.contains(question.index) else { return .empty }
    let finding = report.questions[question.index]
    let content: HTML
    if let number = finding.answer {
      content = "<p><data value=\"\(String(number))\">\(localization.codeGives(shortText(number, digits: 4)))</data></p>"
    } else {
      let items = zip(question.options, finding.options).enumerated().map { index, each -> HTML in
        let (option, finding) = each
        guard finding.holds else { return "<li class=\"wrong\">\(words(finding, of: option))</li>" }
        // On paper the answer is the option that holds: its letter and its words.
        return """
          <li class="right" value="\(index + 1)"><span class="option">\(plain.item(option.content, isTight: true))</span> \
          <span>\(words(finding, of: option))</span></li>
          """
      }
      content = "<ol>\n\(items.joined(separator: "\n"))\n</ol>"
    }
    return "<details class=\"answer\"><summary>\(localization.answer)</summary>\n\(content)\n</details>"
  }

  private func words(_ finding: OptionFinding, of option: Question.Option) -> HTML {
    switch finding {
    case .differs(let value, _, _) where isNumber(value, alienTo: option): localization.optionIsFalse
    case .holds: localization.optionHolds
    case .isFalse: localization.optionIsFalse
    case .differs(let value, let answer, let place):
      localization.optionDiffers(
        shortText(value, digits: 4), shortText(answer, digits: 4), place.isEmpty ? nil : place.map(String.init).joined(separator: ", "))
    case .notEvaluated: localization.optionNotEvaluated
    }
  }

  /// Whether a number was written for the words of an option, which don't name it, such as the place of a token: then it tells a reader nothing.
  private func isNumber(_ value: Double, alienTo option: Question.Option) -> Bool {
    guard case .expression(let index)? = option.claim, document.expressions[index].isLiteral else { return false }
    let texts = option.content.depthFirst.flatMap { block in block.texts.flatMap { $0 } }
    let words = texts.plainText { document.formulas[$0].latex.text }
    return !words.split { !($0.isLetter || $0.isNumber || $0 == ".") }.contains(Substring(shortText(abs(value), digits: 4)))
  }

  /// Hides an output until the reader has guessed.
  func predicted(_ output: HTML, of cell: Int) -> HTML {
    "\n<details class=\"predicted\" data-key=\"\(cellID(cell))-\(String(describing: Fingerprint(of: output.markup.utf8)))\"><summary>\(localization.showOutput)</summary>\(output)\n</details>"
  }

  /// Whether a reader of the page has something to answer.
  var asks: Bool {
    document.blocks.depthFirst.contains {
      switch $0 {
      case .question, .alert(.predict, _, _): true
      default: false
      }
    }
  }

  /// Where `questions.js` says what the reader has answered, with its words.
  var answers: HTML {
    guard asks, case .ownPage = placement else { return .empty }
    let words = localization.questions.sorted { $0.key < $1.key }.map { " data-\($0.key)=\"\($0.value)\"" as HTML }.joined()
    return "<div class=\"answers\" id=\"page.questions\" data-page=\"answers.\(document.name)\"\(words)></div>"
  }
}
