/// Compares what a cell gave with what was recorded: numbers within a tolerance, all other text exactly, `…` for anything.
struct OutputComparison {
  /// How far a number may be from the recorded one, relative to the larger of the two.
  var relativeTolerance = 1e-4
  var absoluteTolerance = 1e-6
  /// Whether the texts are values of a `Float` or a `Double`. Swift writes those with the digits that tell them from all others,
  /// so that the last one says nothing of a rounding.
  var isUnrounded = false

  init(relativeTolerance: Double? = nil) {
    if let relativeTolerance { self.relativeTolerance = relativeTolerance }
  }

  func matches(recorded: String, actual: String) -> Bool {
    // So it is nearly always, and to take texts apart is slow.
    if recorded == actual { return true }
    return matches(OutputToken.tokens(of: recorded), OutputToken.tokens(of: actual))
  }

  func matches(_ pattern: [OutputToken], _ tokens: [OutputToken]) -> Bool {
    // Wildcard matching with one point to fall back to: linear for texts without `…`, quadratic at worst.
    var (p, t) = (0, 0)
    var fallback: (p: Int, t: Int)?
    while t < tokens.count {
      if p < pattern.count, pattern[p] == .anything {
        fallback = (p, t)
        p += 1
      } else if p < pattern.count, matches(pattern[p], tokens[t]) {
        p += 1
        t += 1
      } else if let (lastP, lastT) = fallback {
        fallback = (lastP, lastT + 1)
        p = lastP + 1
        t = lastT + 1
      } else {
        return false
      }
    }
    return pattern[p...].allSatisfy { $0 == .anything }
  }

  /// The places in which two lines differ, in characters; none where nothing of them is the same.
  func differences(recorded: String, actual: String) -> (recorded: [Range<Int>], actual: [Range<Int>]) {
    var (old, new) = (OutputToken.pieces(of: recorded)[...], OutputToken.pieces(of: actual)[...])
    let isAligned = old.count == new.count
    func isSame(_ a: OutputToken.Piece, _ b: OutputToken.Piece) -> Bool {
      a.token == .anything || matches(a.token, b.token)
    }
    while let a = old.first, let b = new.first, isSame(a, b) { (old, new) = (old.dropFirst(), new.dropFirst()) }
    while let a = old.last, let b = new.last, isSame(a, b) { (old, new) = (old.dropLast(), new.dropLast()) }
    if isAligned {
      let changed = zip(old, new).filter { !isSame($0, $1) }
      (old, new) = (changed.map(\.0)[...], changed.map(\.1)[...])
    }
    let (gone, come) = (Self.joined(old.map(\.place)), Self.joined(new.map(\.place)))
    let isAll = gone == [0..<recorded.count] && come == [0..<actual.count]
    return isAll ? ([], []) : (gone, come)
  }

  private static func joined(_ ranges: [Range<Int>]) -> [Range<Int>] {
    ranges.reduce(into: []) { joined, range in
      if let last = joined.last, last.upperBound == range.lowerBound {
        joined[joined.count - 1] = last.lowerBound..<range.upperBound
      } else {
        joined.append(range)
      }
    }
  }

  private func matches(_ recorded: OutputToken, _ actual: OutputToken) -> Bool {
    guard recorded != actual, case .number(let a) = recorded, case .number(let b) = actual else {
      return recorded == actual
    }
    // Two whole numbers are counts or sizes: those agree in every digit or they don't.
    if let a = a.wholeDigits, let b = b.wholeDigits { return a == b }
    // A sign is no rounding.
    if (a.value < 0 && b.value > 0) || (a.value > 0 && b.value < 0) { return false }
    let rounding = isUnrounded ? 0 : a.halfLastDigit
    let allowed = max(relativeTolerance * max(abs(a.value), abs(b.value)), absoluteTolerance, rounding)
    return abs(a.value - b.value) <= allowed
  }
}

/// A piece of an output: a number, digits that are none, a character of anything else, or `…`.
enum OutputToken: Hashable {
  case number(PrintedNumber)
  /// What has digits and is no quantity: `1.10.0`, `2024.09.02`, `007`; also a number beyond all that `Double` can hold.
  case digits(String)
  case character(Character)
  case anything

  struct PrintedNumber: Hashable {
    var value: Double
    /// With its sign if it is negative; nil if it was printed with a point or an exponent.
    var wholeDigits: String?
    /// Half a unit of the last printed digit: what rounding to print may have changed. 0 in `Float = 1.0`, which isn't rounded.
    var halfLastDigit: Double
  }

  /// A token and where it stands, in characters.
  typealias Piece = (token: OutputToken, place: Range<Int>)

  static func tokens(of text: String) -> [OutputToken] { pieces(of: text).map(\.token) }

  /// The places are right in a text of one line: in others spaces at the lines' ends are left out.
  static func pieces(of text: String) -> [Piece] {
    var pieces: [Piece] = []
    var place = 0
    // Spaces at a line's end can't be seen, so they don't count.
    var rest = text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { String($0).trimmingTrailing() }.joined(separator: "\n")[...]
    var previous: Character = "\n"
    var isUnrounded = false
    while let character = rest.first {
      if previous == "\n" { isUnrounded = rest.hasPrefix("Float = ") || rest.hasPrefix("Double = ") }
      if character == "…" {
        pieces.append((.anything, place..<place + 1))
      } else if let (token, length) = leadingDigits(of: rest, after: previous, isUnrounded: isUnrounded) {
        pieces.append((token, place..<place + length))
        previous = "0"
        rest = rest.dropFirst(length)
        place += length
        continue
      } else if "-−".contains(character), !previous.isWordLike, rest.dropFirst().prefixMatch(of: /nan\b/) != nil {
        // A NaN's sign means nothing, and which one 0/0 gives depends on the processor.
      } else {
        pieces.append((.character(character), place..<place + 1))
      }
      previous = character
      rest = rest.dropFirst()
      place += 1
    }
    return pieces
  }

  /// Digits at the beginning of a text, and what they are; a sign belongs to them unless it follows an operand, as in `3-2`.
  private static func leadingDigits(
    of text: Substring, after previous: Character, isUnrounded: Bool
  ) -> (OutputToken, length: Int)? {
    guard let first = text.first, first.isNumber || "-−+.".contains(first) else { return nil }
    guard first.isNumber || !(previous.isWordLike || ")].".contains(previous)) else { return nil }
    guard let match = text.prefixMatch(of: /[-−+]?(\d+(?:\.\d+)*|\.\d+)([eE][-+]?\d+)?/) else { return nil }
    let parts = match.1.split(separator: ".", omittingEmptySubsequences: false)
    if parts.count > 2 {
      // Its sign is a dash.
      return first.isNumber ? (.digits(String(match.1)), match.1.count) : nil
    }
    guard !previous.isWordLike else { return nil }
    if let next = text[match.range.upperBound...].first, next.isWordLike { return nil }
    let written = String(match.0).replacing("−", with: "-").replacing(/^\+/, with: "")
    guard let value = Double(written) else { return nil }
    let isWhole = parts.count == 1 && match.2 == nil
    if !value.isFinite || isWhole && match.1.count > 1 && match.1.hasPrefix("0") { return (.digits(written), match.0.count) }
    let decimals = parts.count == 1 ? 0 : parts[1].count
    let exponent = match.2.flatMap { Int($0.dropFirst()) } ?? 0
    let number = PrintedNumber(
      value: value, wholeDigits: isWhole ? (value == 0 ? "0" : written) : nil,
      halfLastDigit: isWhole || isUnrounded ? 0 : 0.5 * power(10, exponent - decimals))
    return (.number(number), match.0.count)
  }

  private static func power(_ base: Double, _ exponent: Int) -> Double {
    let magnitude = (0..<min(abs(exponent), 400)).reduce(1.0) { product, _ in product * base }
    return exponent < 0 ? 1 / magnitude : magnitude
  }
}

extension Character {
  /// `F1` and `v2` are names, not numbers.
  fileprivate var isWordLike: Bool { isLetter || isNumber || self == "_" }
}

extension String {
  fileprivate func trimmingTrailing() -> String {
    guard let last = lastIndex(where: { $0 != " " && $0 != "\t" && $0 != "\r" }) else { return "" }
    return String(self[...last])
  }
}
