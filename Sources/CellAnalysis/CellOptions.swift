import Diagnostics

/// The words after `swift` on a cell's fence: how it runs, and how it is shown.
package struct CellOptions: Sendable, Hashable {
  /// The words without a value, as written.
  package var words: [InfoWord] = []
  package var expectation: Expectation = .runs
  package var display: Display = .all
  /// Whether the cell runs in a scope of its own, so that its names may be declared again.
  package var isNested = false
  /// Whether the cell starts a new program, without the names declared before it.
  package var resetsProgram = false
  /// Whether the output differs from run to run, so that it isn't compared.
  package var isVolatile = false
  package var id: String?
  /// The relative tolerance of printed numbers.
  package var tolerance: Double?
  package var timeoutInSeconds: Double?
  /// A digest of the recorded values that are shown only in part; written by `--accept`.
  package var digest: RecordedDigest?

  /// The name of the program that the cell belongs to; nil for that of all cells without one.
  package var group: String?
  /// The lines to be highlighted, and the word's place in the file.
  package var marks: [ClosedRange<Int>] = []
  package var marksRange: Range<Int> = 0..<0
  /// The limit of what the cell prints.
  package var printedBytes: Int?
  /// Whether it is in an HTML comment, so that no page shows it.
  package var isInComment = false

  package struct RecordedDigest: Sendable, Hashable {
    package var text: String
    /// The whole word in the file.
    package var range: Range<Int>
  }

  package init() {}

  enum Key: String, CaseIterable {
    case id, tolerance, timeout, output, group, mark, digest

    /// Whether a value that can't be read leaves open which program the author means. The others change what is shown, compared or permitted.
    var choosesProgram: Bool { self == .group }
  }

  package static let keys = Key.allCases.map(\.rawValue)
}

extension CellOptions {
  /// Reads the words after `swift`.
  ///
  /// - Parameter words: The fence's info words after the first, with their places in the file.
  /// - Returns: The options; the problems with which the cell's program wouldn't be the author's; and the others.
  package static func parse(
    _ words: [(text: String, range: Range<Int>)]
  ) -> (options: CellOptions, ofProgram: [Problem], others: [Problem]) {
    var options = CellOptions()
    var (ofProgram, others): ([Problem], [Problem]) = ([], [])
    var given: Set<String> = []
    for word in words {
      do throws(Problem) {
        if let equals = word.text.firstIndex(of: "=") {
          let key = String(word.text[..<equals])
          let value = String(word.text[word.text.index(after: equals)...])
          try options.set(key, to: value, at: word.range)
          guard given.insert(key).inserted else {
            throw Problem("`\(key)` is given twice", at: word.range, help: "keep one of them")
          }
        } else {
          try options.add(word.text, at: word.range)
        }
      } catch {
        let key = Key(rawValue: String(word.text.prefix { $0 != "=" }))
        if let key, !key.choosesProgram, word.text.contains("=") {
          others.append(error)
          // Without its tolerance, an output may differ: that would only follow from this error.
          if key == .tolerance { options.isVolatile = true }
        } else {
          ofProgram.append(error)
        }
      }
    }
    return (options, ofProgram, others)
  }

  private mutating func add(_ word: String, at range: Range<Int>) throws(Problem) {
    guard let known = InfoWord(rawValue: word) else {
      if let key = Key(rawValue: word) { throw Problem("`\(word)` needs a value", at: range, help: Self.example(of: key)) }
      let words = InfoWord.allCases.map(\.rawValue)
      throw Problem(
        "unknown word `\(word)` on a cell", at: range,
        help: suggestion(for: word, among: words)
          ?? "the words are \(words.joined(separator: ", ")), and \(Self.keys.map { $0 + "=…" }.joined(separator: ", "))")
    }
    if let other = words.first(where: known.excluded.contains) {
      throw Problem("`\(word)` and `\(other.rawValue)` exclude each other", at: range, help: "keep one of them")
    }
    add(known)
  }

  private mutating func set(_ word: String, to value: String, at range: Range<Int>) throws(Problem) {
    guard let key = Key(rawValue: word) else { throw Self.problem(ofKey: word, value, at: range) }
    switch key {
    case .id:
      guard !value.isEmpty else { throw Problem("`id=` needs a name", at: range, help: Self.example(of: key)) }
      id = try AnchorName.checked(value, at: range)
    case .tolerance:
      let number = try Self.positive(value, of: key, at: range)
      guard number < 1 else {
        throw Problem(
          "`tolerance=\(value)` lets every number pass", at: range, help: "write a number below 1: it is relative to the number")
      }
      tolerance = number
    case .timeout: timeoutInSeconds = try Self.positive(value, of: key, at: range)
    case .output:
      let units = ["KB": 10, "MB": 20]
      guard let match = value.wholeMatch(of: /([0-9]{1,4})(KB|MB)/), let number = Int(match.1), number > 0,
        let shift = units[String(match.2)]
      else { throw Problem("`output=` needs a size, not `\(value)`", at: range, help: Self.example(of: key)) }
      printedBytes = number << shift
    case .group:
      guard !value.isEmpty else { throw Problem("`group=` needs a name", at: range, help: Self.example(of: key)) }
      group = try AnchorName.checked(value, at: range)
    case .mark:
      marks = try value.split(separator: ",", omittingEmptySubsequences: false).map { part throws(Problem) in
        guard let match = part.wholeMatch(of: /([0-9]{1,5})(?:-([0-9]{1,5}))?/), let first = Int(match.1),
          let last = Int(match.2 ?? match.1),
          first > 0, first <= last
        else { throw Problem("`\(part)` isn't a line or a range of lines", at: range, help: Self.example(of: key)) }
        return first...last
      }
      marksRange = range
    case .digest:
      guard value.count == 8, value.allSatisfy({ $0.isASCII && $0.isHexDigit }) else {
        throw Problem(
          "`\(value)` isn't a digest", at: range, help: "take `\(word)=` off, and let `lessons check --accept` write it")
      }
      digest = RecordedDigest(text: value, range: range)
    }
  }

  private static func problem(ofKey key: String, _ value: String, at range: Range<Int>) -> Problem {
    if key.isEmpty { return Problem("there is no key before this `=`", at: range, help: "write it without spaces, say, `timeout=20`") }
    if InfoWord(rawValue: key) != nil { return Problem("`\(key)` takes no value", at: range, help: "write `\(key)` alone") }
    return Problem(
      "unknown key `\(key)` on a cell", at: range,
      help: suggestion(for: key, among: keys, as: { "\($0)=\(value)" }) ?? "the keys are \(keys.joined(separator: ", "))")
  }

  private static func positive(_ text: String, of key: Key, at range: Range<Int>) throws(Problem) -> Double {
    guard let number = Double(text), number > 0, number.isFinite else {
      throw Problem("`\(key.rawValue)` needs a positive number, not `\(text)`", at: range, help: example(of: key))
    }
    return number
  }

  private static func example(of key: Key) -> String {
    switch key {
    case .id: "write, say, `id=scores`"
    case .tolerance: "write, say, `tolerance=1e-4`"
    case .timeout: "write, say, `timeout=20`"
    case .output: "write, say, `output=256KB`"
    case .group: "write, say, `group=server`"
    case .mark: "write, say, `mark=3,5-7`"
    case .digest: "take it off, and let `lessons check --accept` write it"
    }
  }
}
