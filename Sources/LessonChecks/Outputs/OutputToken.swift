import Formulas
import Foundation
import LessonDocument

/// A piece of an output: a number, a scalar of anything else, or the `…` by which an author leaves something open.
enum OutputToken: Hashable {
  case number(PrintedNumber)
  /// Scalars, not characters: `é` may be one or two, and those are different texts.
  case scalar(Unicode.Scalar)
  case anything
}

/// A line of an output, recorded or given, and what it is made of.
struct OutputLine {
  /// As it stands in the lesson, or as the cell gave it.
  let text: String
  /// As a lesson records it: with a backslash before each `…` that the cell printed.
  let recordedText: String
  /// Whether a `…` in it stands for parts of a value that aren't shown.
  let hasElision: Bool
  private(set) var tokens: [OutputToken]
  /// Where each token stands in `text`, in characters.
  let places: [Range<Int>]

  /// Whether the author left the whole line open, so that it stands for any number of lines.
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

  /// The lines of a recorded output, in which `…` stands for anything and `\…` for itself.
  static func lines(recorded text: String) -> [OutputLine] {
    split(text).map { OutputLine($0, recordedText: $0, isRecorded: true) }
  }

  /// The lines of what a cell printed.
  static func lines(printed text: String) -> [OutputLine] {
    var lines = split(text).map { OutputLine($0, recordedText: $0.escapingEllipses(), isRecorded: false) }
    lines.markNumbers(.double)
    return lines
  }

  /// The lines of a value.
  ///
  /// - Parameter isWhole: Whether all of it is shown. Else its `…` need no backslash: a digest tells what they stand for.
  static func lines(of value: String, _ precision: Precision, isWhole: Bool) -> [OutputLine] {
    var lines = split(value).map {
      OutputLine(
        $0, recordedText: isWhole ? $0.escapingEllipses(exceptAfter: "0x") : $0, hasElision: !isWhole && $0.contains("…"),
        isRecorded: false)
    }
    lines.markNumbers(precision)
    return lines
  }

  /// No line at all for an empty text.
  private static func split(_ text: String) -> [String] {
    text.isEmpty ? [] : text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }
}

extension String {
  /// Whether both have the same scalars, as texts that only look alike don't.
  func isIdentical(to other: String) -> Bool { utf8.elementsEqual(other.utf8) }
}

// MARK: - What stands around a number

extension Precision {
  /// 4 units in the last place of the largest entry: what sums in another order may change of any.
  func noise(besides largest: Double) -> Double { 4 * (self == .single ? Double(Float(largest).ulp) : largest.ulp) }
}

extension [OutputLine] {
  /// Marks the numbers in quotation marks, because a string is a text whatever its digits are; and tells each number in square brackets
  /// how much noise the largest of them makes.
  fileprivate mutating func markNumbers(_ precision: Precision) {
    var depth = 0
    var entries: [(line: Int, token: Int)] = []
    var largest = 0.0
    for line in indices {
      let quoted = self[line].quotedTokens
      for (index, token) in self[line].tokens.enumerated() {
        switch token {
        case .number where quoted.contains(index): self[line].changeNumber(at: index) { $0.isQuoted = true }
        case .number(let number) where depth > 0:
          entries.append((line, index))
          largest = Swift.max(largest, abs(number.value))
        case .scalar("[") where !quoted.contains(index): depth += 1
        case .scalar("]") where depth > 0 && !quoted.contains(index):
          depth -= 1
          guard depth == 0 else { continue }
          let noise = precision.noise(besides: largest)
          for (line, token) in entries { self[line].changeNumber(at: token) { $0.noise = noise } }
          (entries, largest) = ([], 0)
        default: break
        }
      }
    }
  }
}

extension OutputLine {
  /// The tokens between quotation marks.
  fileprivate var quotedTokens: IndexSet {
    var quoted = IndexSet()
    var opening: Int?
    var isEscaped = false
    for (index, token) in tokens.enumerated() {
      let isQuote = token == .scalar("\"") && !isEscaped
      isEscaped = token == .scalar("\\") && !isEscaped
      guard isQuote else { continue }
      if let start = opening { quoted.insert(integersIn: start..<index) }
      opening = opening == nil ? index : nil
    }
    return quoted
  }

  fileprivate mutating func changeNumber(at index: Int, _ change: (inout PrintedNumber) -> Void) {
    guard case .number(var number) = tokens[index] else { return }
    change(&number)
    tokens[index] = .number(number)
  }
}

// MARK: - Taking a line apart

/// Finds the numbers of a line. A number stands alone: in `F1`, `v1.24.3`, `0x1F` and `12ms` the digits are part of a word.
private struct LineScanner {
  let characters: [Character]
  let isRecorded: Bool
  private var index = 0
  private var tokens: [OutputToken] = []
  private var places: [Range<Int>] = []

  static func pieces(of line: String, isRecorded: Bool) -> ([OutputToken], [Range<Int>]) {
    var scanner = LineScanner(line, isRecorded: isRecorded)
    while scanner.index < scanner.characters.count { scanner.readPiece() }
    return (scanner.tokens, scanner.places)
  }

  private init(_ line: String, isRecorded: Bool) {
    characters = Array(line.trimmingTrailingBlanks())
    self.isRecorded = isRecorded
  }

  private mutating func append(_ token: OutputToken, at place: Range<Int>) {
    tokens.append(token)
    places.append(place)
  }

  private var previous: Character { index == 0 ? "\n" : characters[index - 1] }

  private func character(at index: Int) -> Character? { index < characters.count ? characters[index] : nil }

  private mutating func readPiece() {
    let character = characters[index]
    if isRecorded, character == "\\" || character == "…" {
      readEllipsis()
    } else if let number = numeral() {
      if let token = number.token { append(token, at: index..<number.end) } else { appendScalars(until: number.end) }
      index = number.end
    } else if character.isWordLike {
      let end = endOfWord(from: index)
      appendScalars(until: end)
      index = end
    } else if character.isMinus, !previous.isWordLike, isNaN(at: index + 1) {
      // A NaN's sign means nothing, and which one 0/0 gives depends on the processor.
      index += 1
    } else {
      appendScalars(until: index + 1)
      index += 1
    }
  }

  private mutating func appendScalars(until end: Int) {
    for place in index..<end {
      for scalar in characters[place].unicodeScalars { append(.scalar(scalar), at: place..<place + 1) }
    }
  }

  /// `…` stands for anything, `\…` for itself, and `\\` before either for a backslash.
  private mutating func readEllipsis() {
    var end = index
    while character(at: end) == "\\" { end += 1 }
    guard character(at: end) == "…" else {
      end = max(end, index + 1)
      appendScalars(until: end)
      index = end
      return
    }
    let backslashes = end - index
    for pair in 0..<backslashes / 2 { append(.scalar("\\"), at: index + 2 * pair..<index + 2 * pair + 2) }
    let isItself = backslashes % 2 == 1
    append(isItself ? .scalar("…") : .anything, at: end - backslashes % 2..<end + 1)
    index = end + 1
  }

  /// The digits that begin here and where they end; without a token where they are no quantity: `1.10.0`, `0x1F`, 1e400.
  ///
  /// A sign belongs to them unless it follows an operand, as in `3-2`.
  private func numeral() -> (token: OutputToken?, end: Int)? {
    let first = characters[index]
    let isSigned = first.isMinus || first == "+"
    guard first.isDigit || isSigned || first == "." else { return nil }
    guard first.isDigit || !(previous.isWordLike || ")].".contains(previous)) else { return nil }
    var end = isSigned ? index + 1 : index
    var parts: [String] = [digits(from: &end)]
    while character(at: end) == ".", character(at: end + 1)?.isDigit == true {
      end += 1
      parts.append(digits(from: &end))
    }
    guard parts != [""] else { return nil }
    if parts.count > 2 {
      // Its sign is a dash.
      return first.isDigit ? (nil, endOfWord(from: end)) : nil
    }
    var exponent: String?
    if let e = character(at: end), e == "e" || e == "E" {
      var power = end + 1
      let sign = character(at: power).map { $0 == "-" || $0 == "+" ? String($0) : "" } ?? ""
      power += sign.count
      let digits = digits(from: &power)
      if !digits.isEmpty { (exponent, end) = (sign + digits, power) }
    }
    if character(at: end)?.isWordLike == true { return (nil, endOfWord(from: end)) }
    let number = PrintedNumber(
      text: String(characters[index..<end]), whole: parts[0], fraction: parts.count > 1 ? parts[1] : nil, exponent: exponent)
    return (number.map { .number($0) }, end)
  }

  private func digits(from end: inout Int) -> String {
    let start = end
    while character(at: end)?.isDigit == true { end += 1 }
    return String(characters[start..<end])
  }

  /// A word goes on over a point between digits, as in `v1.24.3`.
  private func endOfWord(from start: Int) -> Int {
    var end = start
    while let next = character(at: end) {
      let isPoint =
        next == "." && end > 0 && characters[end - 1].isDigit && character(at: end + 1)?.isDigit == true
      guard next.isWordLike || isPoint else { break }
      end += 1
    }
    return end
  }

  private func isNaN(at start: Int) -> Bool {
    start + 3 <= characters.count && String(characters[start..<start + 3]) == "nan"
      && character(at: start + 3)?.isWordLike != true
  }
}

extension Character {
  fileprivate var isDigit: Bool { ("0"..."9").contains(self) }

  fileprivate var isMinus: Bool { self == "-" || self == "−" }

  /// `F1` and `v2` are names, not numbers. Chinese and Japanese are written without spaces, so that a number may follow their words at once.
  fileprivate var isWordLike: Bool {
    self == "_" || isNumber || isLetter && !unicodeScalars.contains { $0.properties.isIdeographic || (0x3040...0x30FF).contains($0.value) }
  }
}

extension String {
  /// Blanks at a line's end can't be seen, so they don't count.
  fileprivate func trimmingTrailingBlanks() -> Substring {
    guard let last = lastIndex(where: { $0 != " " && $0 != "\t" && $0 != "\r" }) else { return "" }
    return self[...last]
  }
}
