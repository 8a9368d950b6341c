import CourseConfiguration
import Formulas
import LessonChecks
import LessonDocument
import LessonRunner

/// Every word that the site says of its own accord, in one language. What an author wrote stays in the author's.
///
/// A language is one table: the compiler tells which of its words are missing.
struct Localization: Sendable {
  enum Noun: Sendable { case check, cell, formula, lesson, minute, number, otherPage, output, relation, value }

  var language: Language
  /// `3 formulas`.
  var counted: @Sendable (Int, Noun) -> HTML
  /// `3 of 4 formulas`.
  var some: @Sendable (Int, Int, Noun) -> HTML
  /// What ends a sentence, and what stands between two parts of one.
  var fullStop: HTML
  var colon: HTML
  var listSeparator: HTML
  /// Between two parts of a sentence, and between two sentences.
  var comma: HTML
  var sentenceGap: HTML

  /// The words of the frame that every page has.
  var frame: PageWords
  /// Of the files that readers take away: the code of a lesson, and the lesson with its outputs.
  var downloadedScript: HTML
  /// Of a lesson with several programs, all but the first.
  var downloadedOtherScript: HTML
  var downloadedNotebook: HTML
  var downloadedMarkdown: HTML
  var alerts: [String: HTML]
  /// The words of `formulas.js`, by their names there.
  var live: [String: String]
  /// The words of `questions.js`, by their names there.
  var questions: [String: String]
  /// What unfolds to the answer of a question, and to an output that the reader guesses first.
  var answer: HTML
  var showOutput: HTML
  var optionHolds: HTML
  /// Of an option that states something.
  var optionIsFalse: HTML
  /// Of a preview of a lesson with errors.
  var optionNotEvaluated: HTML
  /// - Parameter place: The entry that differs most; nil for a number.
  var optionDiffers: @Sendable (_ value: String, _ answer: String, _ place: String?) -> HTML
  /// The number that a reader has to find.
  var codeGives: @Sendable (_ answer: String) -> HTML
  var optionsExecuted: @Sendable (_ questions: Int, _ options: Int) -> Note

  // MARK: Landing page and the whole course

  var lessonNumber: @Sendable (String) -> HTML
  var readingTime: @Sendable (Int) -> HTML
  /// The part of the course with the pages for those who write lessons.
  var forAuthors: HTML
  /// Where what the landing page shows comes from.
  var fromLesson: @Sendable (HTML) -> HTML
  /// `12 cells in 3 lessons ran. 4 outputs compared …`
  var courseState: @Sendable (_ cells: HTML, _ pages: [HTML], _ outputs: HTML, _ formulas: HTML, _ checked: Int) -> HTML
  /// Which formulas were compared, and how many numbers in sentences; empty where there are none but display formulas.
  var variants: @Sendable (VariantRecord.Count) -> HTML
  var variantsNotCounted: HTML
  var courseText: @Sendable (_ inline: Int, _ claims: Int, _ numbers: Int) -> HTML
  var allHolds: HTML
  /// - Parameter list: Formulas, outputs and cells that were left out.
  var leftOut: @Sendable (_ list: HTML) -> HTML
  var notHolding: @Sendable (_ checks: HTML) -> HTML
  var nothingToCheck: HTML
  /// - Parameter counts: Outputs, formulas, numbers in the text.
  var checkedCount: @Sendable (_ counts: [HTML]) -> Note
  var pageNotFound: HTML
  var wholeCourse: HTML
  var howChecksWork: HTML
  var howChecksWorkSummary: HTML
  /// The page on the checks is prose: it has a template for each language.
  var checksTemplate: ThemeTemplate

  // MARK: Lists

  /// What a screen reader says of the box of a task.
  var done: HTML
  var toDo: HTML

  // MARK: Cells

  /// What unfolds a cell's code. The names are those of a figure or of what the code declares; empty where there are none.
  var code: @Sendable (_ names: HTML) -> HTML
  var setUpCode: @Sendable (_ names: HTML) -> HTML
  var printed: HTML
  var recordedOnce: HTML
  var stopsAsItShould: HTML
  var doesNotCompileAsItShould: HTML
  var warnsAsItShould: HTML
  var failed: HTML
  var notReached: HTML

  var figures: FigureLocalization

  // MARK: Checks

  /// A verdict, which the eye finds first, and what follows it.
  typealias Note = (verdict: HTML, details: HTML)

  var asRecorded: Note
  var asRecordedWithin: @Sendable (_ tolerance: String) -> Note
  var notAsRecorded: Note
  var notRecorded: Note
  var notCompared: Note
  /// Of a cell that is only shown.
  var notRun: Note
  var cellFailed: Note
  var stopsAsExpected: Note
  var failsAsExpected: Note
  var warnsAsExpected: Note
  var valuesAsRecorded: @Sendable (_ values: HTML) -> Note
  var valuesNotAsRecorded: @Sendable (_ values: HTML) -> Note

  /// Of an inequality.
  var holds: Note
  var agrees: @Sendable (_ comparison: HTML) -> Note
  var disagrees: @Sendable (_ comparison: HTML) -> Note
  var disagreesAsExpected: @Sendable (_ comparison: HTML, _ reason: HTML) -> Note
  /// What a formula that agrees came to at other inputs: a sentence, empty where there is nothing to say.
  var atOtherInputs: @Sendable (VariationOutcome) -> HTML
  var notEvaluated: @Sendable (_ reason: HTML) -> Note
  /// Of a display formula that no comment asks to check.
  var notChecked: Note
  var cannotBeEvaluated: @Sendable (_ why: HTML) -> Note
  /// What a formula was compared with, and how far apart the two are.
  var comparison: @Sendable (_ other: HTML, _ relativeError: String?, _ allowance: HTML) -> HTML
  /// What allows an error that rounding doesn't explain, after a comparison: empty for rounding.
  var within: @Sendable (Agreement.Allowance) -> HTML
  var illConditioned: @Sendable (_ other: HTML) -> HTML
  var withCode: @Sendable (_ code: HTML?) -> HTML
  var bothSides: HTML
  var inShape: HTML
  var inShapes: @Sendable (_ stated: HTML, _ found: HTML) -> HTML
  var whatWasCompared: HTML
  var theFormula: HTML
  /// The two sides of an identity.
  var sides: (HTML, HTML)
  var comparedValues: @Sendable (_ first: (HTML, String), _ second: (HTML, String)) -> HTML
  var allHold: @Sendable (_ size: String, _ index: String) -> HTML
  var allEqual: @Sendable (_ size: String, _ index: String) -> HTML
  var largestAt: @Sendable (_ size: String, _ index: String) -> HTML
  var mayDiffer: @Sendable (Agreement.Allowance) -> HTML
  var itsCell: HTML
  var aNumber: HTML
  var symbols: HTML
  var formula: HTML
  var note: @Sendable (Int) -> HTML
  var table: HTML

  // MARK: Numbers of what the text refers to

  var figureNumber: @Sendable (Int) -> HTML
  var tableNumber: @Sendable (Int) -> HTML
  var cellNumber: @Sendable (Int) -> HTML

  // MARK: Citations

  /// What stands above the list of the works that a lesson cites.
  var references: HTML
  var and: HTML
  /// What follows the first of several authors: ` et al.`
  var andOthers: HTML
  var noYear: String
  var citationSeparator: HTML
  var inBrackets: @Sendable (HTML) -> HTML
  /// The name of a link from a work to a place where the text cites it.
  var backToText: @Sendable (Int) -> HTML

  // MARK: What was checked on a page

  var checkedHere: HTML
  var outputsAsRecorded: @Sendable (_ outputs: HTML) -> Note
  var codeValuesAsRecorded: @Sendable (_ values: HTML) -> Note
  var madeToFail: @Sendable (_ cells: HTML) -> Note
  /// - Parameters:
  ///   - relativeError: The largest of those that agree within rounding; nil if none of them is an equation.
  ///   - stated: How many agree within a tolerance, or to the digits written.
  var formulasAgree: @Sendable (_ formulas: HTML, _ relativeError: Double?, _ stated: Int) -> Note
  var formulasAtOtherInputs: @Sendable (_ formulas: HTML) -> Note
  var claimsHold: @Sendable (_ relations: HTML) -> Note
  var numbersComputed: @Sendable (_ numbers: HTML) -> Note
  /// The list of them at a lesson's end.
  var numbersInText: HTML
  var formulasDisagree: @Sendable (_ formulas: HTML, _ places: HTML) -> Note
  var formulasNotEvaluated: @Sendable (_ formulas: HTML, _ places: HTML) -> Note
  var formulasNotChecked: @Sendable (_ formulas: HTML) -> Note
  var cellsNotRun: @Sendable (_ cells: HTML) -> Note
  var checksNotHolding: @Sendable (_ checks: HTML, _ list: HTML) -> Note
  var failureInLine: @Sendable (_ line: Int, _ message: String) -> HTML
  /// A formula that is too long to be quoted.
  var formulaInSection: @Sendable (_ section: HTML) -> HTML
  /// What stands above the list of them.
  var uncheckedFormulas: HTML
  /// Of a formula that is only shown.
  var uncheckedFormula: HTML

  // MARK: What the landing page says of the course

  var howLong: HTML
  /// - Parameter hours: Of all lessons, in halves.
  var courseTime: @Sendable (_ hours: Double, _ lessons: HTML) -> HTML
  var whereToBegin: HTML
  var beginWith: @Sendable (_ lesson: HTML) -> HTML
  var sourceCode: HTML
  var license: HTML
}

extension Localization {
  /// The words for a BCP 47 tag; English where there is no table.
  static func of(language: String) -> Localization { Language(tag: language).map(of) ?? .english }

  /// The words in each language.
  static let all = Language.allCases.map(of)

  private static func of(_ language: Language) -> Localization {
    switch language {
    case .english: .english
    case .chinese: .chinese
    }
  }

  /// `Figure 3`
  func number(of caption: Block.Caption) -> HTML {
    switch caption.kind {
    case .figure: figureNumber(caption.number)
    case .table: tableNumber(caption.number)
    }
  }

  /// A reason as a sentence: Markdown with formulas.
  func sentence(_ text: String) -> HTML {
    let (text, end) = closed(text)
    return InlineMarkdown.html(text) + end
  }

  /// A reason as a sentence where no markup can be: in a hint.
  func plainSentence(_ text: String) -> HTML {
    let (text, end) = closed(text)
    return "\(text)" + end
  }

  private func closed(_ text: String) -> (text: String, end: HTML) {
    let text = text.trimmingSuffix(while: \.isWhitespace)
    return (String(text), text.last.map { ".!?…。！？".contains($0) } ?? true ? .empty : fullStop)
  }
}

extension StringProtocol {
  fileprivate func trimmingSuffix(while isTrimmed: (Character) -> Bool) -> SubSequence {
    var end = endIndex
    while end > startIndex, isTrimmed(self[index(before: end)]) { end = index(before: end) }
    return self[..<end]
  }
}
