import CellAnalysis
import Formulas
import LessonDocument

/// A line of an output, recorded or given, with its tokens.
struct OutputLine {
  /// The text as it is in the lesson, or as the cell printed it.
  let text: String
  /// The text as a lesson records it: with a backslash before each `…` that the cell printed.
  let recordedText: String
  /// Whether it contains a `…` for parts of a value that aren't shown.
  let hasElision: Bool
  private(set) var tokens: [OutputToken]
  /// The range of each token in `text`, in characters.
  let places: [Range<Int>]

  /// Whether the author left the whole line open, so that it matches any number of lines.
  var isAnything: Bool { tokens == [.anything] }
  /// Whether the cell printed a `…` in it.
  var hasPrintedEllipsis: Bool { !recordedText.isIdentical(to: text) }

  private init(_ text: String, recordedText: String, hasElision: Bool = false, isRecorded: Bool) {
    self.text = text
    self.recordedText = recordedText
    self.hasElision = hasElision
    (tokens, places) = LineScanner.pieces(of: text, isRecorded: isRecorded)
  }

  static let empty = OutputLine("", recordedText: "", isRecorded: true)

  /// The lines of a recorded output, in which `…` matches anything and `\…` matches itself.
  static func lines(recorded text: String) -> [OutputLine] {
    split(text).map { OutputLine($0, recordedText: $0, isRecorded: true) }
  }

  /// The lines of printed text.
  static func lines(printed text: String) -> [OutputLine] {
    var lines = split(text).map { OutputLine($0, recordedText: $0.escapingEllipses(), isRecorded: false) }
    lines.markNumbers(.double)
    return lines
  }

  /// The lines of a value.
  ///
  /// - Parameter isWhole: Whether the value is shown in full. If not, its `…` needs no backslash, because a digest covers what it hides.
  static func lines(of value: String, _ precision: Precision, isWhole: Bool) -> [OutputLine] {
    var lines = split(value).map {
      OutputLine(
        $0, recordedText: isWhole ? $0.escapingEllipses(exceptAfter: "0x") : $0, hasElision: !isWhole && $0.contains("…"),
        isRecorded: false)
    }
    lines.markNumbers(precision)
    return lines
  }

  /// Changes the number in one of the tokens.
  mutating func changeNumber(at index: Int, _ change: (inout PrintedNumber) -> Void) {
    guard case .number(var number) = tokens[index] else { return }
    change(&number)
    tokens[index] = .number(number)
  }

  /// The lines of a text; none for an empty text.
  private static func split(_ text: String) -> [String] {
    text.isEmpty ? [] : text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }
}

extension String {
  /// Whether both have the same scalars. Texts that only look alike don't.
  func isIdentical(to other: String) -> Bool { utf8.elementsEqual(other.utf8) }
}
