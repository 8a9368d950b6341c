import Diagnostics

/// The words after `swift` on a cell's fence: how it runs, and how it is shown.
package struct CellOptions: Sendable, Hashable {
  /// What must come of running the cell.
  package enum Expectation: String, Sendable, Hashable {
    case runs
    /// Shown and highlighted only.
    case notRun = "norun"
    /// Must not compile.
    case doesNotCompile = "fail"
    /// Must compile with a warning, and runs.
    case warns = "warn"
    /// Must trap.
    case traps = "crash"
  }

  package enum Display: String, Sendable, Hashable {
    case all
    /// Neither code nor output, until a reader unfolds it.
    case hidden = "hide"
    /// The code folded, the output shown.
    case foldedCode = "fold"
    /// The code without its output.
    case codeOnly = "silent"
  }

  package var expectation: Expectation = .runs
  package var display: Display = .all
  /// Runs in a scope of its own, so that its names may be declared again.
  package var isNested = false
  /// Starts a new program: earlier names are gone.
  package var resetsProgram = false
  /// Its output differs from run to run, so it isn't compared.
  package var isVolatile = false
  package var id: String?
  /// How far a printed number may be from the recorded one, relative to it.
  package var tolerance: Double?
  package var timeoutInSeconds: Double?
  /// Stands for those values in the recorded outputs of which not all is shown; written by `--accept`.
  package var digest: RecordedDigest?

  package struct RecordedDigest: Sendable, Hashable {
    package var text: String
    /// The whole word in the file.
    package var range: Range<Int>
  }

  package init() {}

  static let words = ["hide", "fold", "silent", "norun", "fail", "warn", "crash", "nest", "reset", "volatile"]
  static let keys = ["id", "tolerance", "timeout", "digest"]
}

extension CellOptions {
  /// Reads the words after `swift`.
  ///
  /// - Parameter info: The fence's info words after the first, with their places in the file.
  static func parse(_ words: [(text: String, range: Range<Int>)]) -> (CellOptions, [Problem]) {
    var options = CellOptions()
    var problems: [Problem] = []
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
        problems.append(error)
      }
    }
    return (options, problems)
  }

  private mutating func add(_ word: String, at range: Range<Int>) throws(Problem) {
    switch word {
    case "nest": isNested = true
    case "reset": resetsProgram = true
    case "volatile": isVolatile = true
    default:
      if let value = Expectation(rawValue: word), value != .runs {
        guard expectation == .runs || expectation == value else {
          throw Problem(
            "`\(word)` and `\(expectation.rawValue)` exclude each other", at: range, help: "keep one of them")
        }
        expectation = value
      } else if let value = Display(rawValue: word), value != .all {
        guard display == .all || display == value else {
          throw Problem("`\(word)` and `\(display.rawValue)` exclude each other", at: range, help: "keep one of them")
        }
        display = value
      } else if Self.keys.contains(word) {
        throw Problem("`\(word)` needs a value", at: range, help: Self.example(of: word))
      } else {
        let nearest = nearestName(to: word, among: Self.words)
        throw Problem(
          "unknown word `\(word)` on a cell", at: range,
          help: nearest.map { "did you mean `\($0)`?" }
            ?? "the words are \(Self.words.joined(separator: ", ")), and \(Self.keys.map { $0 + "=…" }.joined(separator: ", "))")
      }
    }
  }

  private mutating func set(_ key: String, to value: String, at range: Range<Int>) throws(Problem) {
    switch key {
    case "id":
      guard !value.isEmpty else { throw Problem("`id=` needs a name", at: range, help: Self.example(of: key)) }
      id = try AnchorName.checked(.init(text: value, range: range))
    case "tolerance":
      let number = try Self.positive(value, of: key, at: range)
      guard number < 1 else {
        throw Problem(
          "`tolerance=\(value)` lets every number pass", at: range, help: "write a number below 1: it is relative to the number")
      }
      tolerance = number
    case "timeout": timeoutInSeconds = try Self.positive(value, of: key, at: range)
    case "digest":
      guard value.count == 8, value.allSatisfy({ $0.isASCII && $0.isHexDigit }) else {
        throw Problem(
          "`\(value)` is no digest", at: range, help: "take `\(key)=` off, and let `lessons check --accept` write it")
      }
      digest = RecordedDigest(text: value, range: range)
    case "":
      throw Problem("there is no key before this `=`", at: range, help: "write it without spaces, say, `timeout=20`")
    case _ where Self.words.contains(key):
      throw Problem("`\(key)` takes no value", at: range, help: "write `\(key)` alone")
    default:
      let nearest = nearestName(to: key, among: Self.keys)
      throw Problem(
        "unknown key `\(key)` on a cell", at: range,
        help: nearest.map { "did you mean `\($0)=\(value)`?" } ?? "the keys are \(Self.keys.joined(separator: ", "))")
    }
  }

  private static func positive(_ text: String, of key: String, at range: Range<Int>) throws(Problem) -> Double {
    guard let number = Double(text), number > 0, number.isFinite else {
      throw Problem("`\(key)` needs a positive number, not `\(text)`", at: range, help: example(of: key))
    }
    return number
  }

  private static func example(of key: String) -> String {
    if key == "digest" { return "take it off, and let `lessons check --accept` write it" }
    let values = ["id": "scores", "tolerance": "1e-4", "timeout": "20"]
    return "write, say, `\(key)=\(values[key, default: "…"])`"
  }
}
