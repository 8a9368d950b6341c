/// Compares the output of a run with the recorded one. Text is compared exactly, scalar by scalar. A number holds if the printed number,
/// rounded to the recorded digits, equals it, or if the two differ by at most a tolerance.
struct OutputComparison {
  /// The largest difference of two numbers, relative to the larger one.
  let relativeTolerance: Double
  /// Whether the cell itself sets the tolerance, which then also applies to formatted numbers.
  let isCellsOwn: Bool
  /// Whether the cell or the course sets the tolerance.
  private let isAuthors: Bool

  static let usualTolerance = 1e-6

  /// - Parameter cell: The tolerance that the cell sets.
  /// - Parameter course: The tolerance that the course sets.
  init(cell: Double? = nil, course: Double? = nil) {
    relativeTolerance = cell ?? course ?? Self.usualTolerance
    isCellsOwn = cell != nil
    isAuthors = cell != nil || course != nil
  }

  func matches(_ recorded: [OutputLine], _ given: [OutputLine]) -> Bool {
    // Most lines are identical.
    if recorded.elementsEqual(given, by: { $0.text.isIdentical(to: $1.text) }) { return true }
    // `…` stands for something that was printed.
    if given.allSatisfy(\.text.isEmpty) { return false }
    return matches(Self.tokens(of: recorded), Self.tokens(of: given))
  }

  func matches(_ recorded: OutputLine, _ given: OutputLine) -> Bool {
    recorded.text.isIdentical(to: given.text) || matches(recorded.tokens, given.tokens)
  }

  /// Whether a recorded line matches if every `…` in it is taken literally.
  func matchesLiterally(_ recorded: OutputLine, _ given: OutputLine) -> Bool {
    let literal = recorded.tokens.map { $0 == .anything ? .scalar("…") : $0 }
    return matches(literal, given.tokens)
  }

  private static func tokens(of lines: [OutputLine]) -> [OutputToken] {
    Array(lines.map(\.tokens).joined(separator: [.scalar("\n")]))
  }

  private func matches(_ pattern: [OutputToken], _ tokens: [OutputToken]) -> Bool {
    // Wildcard matching with one backtracking point: linear for texts without `…`, quadratic at worst.
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

  private func matches(_ recorded: OutputToken, _ given: OutputToken) -> Bool {
    guard case .number(let a) = recorded, case .number(let b) = given else { return recorded == given }
    return matches(a, b)
  }

  private func matches(_ recorded: PrintedNumber, _ given: PrintedNumber) -> Bool {
    if recorded.text.isIdentical(to: given.text) { return true }
    if given.isQuoted || recorded.form == .whole || given.form == .whole { return false }
    let isFormatted = recorded.form == .formatted || given.form == .formatted
    if isFormatted && !isCellsOwn { return false }
    let difference = abs(recorded.value - given.value)
    if given.noise > 0, difference <= given.noise { return true }
    // Rounding never changes a sign, even of a zero.
    guard recorded.sign == given.sign else { return false }
    // Swift writes `.0` after a whole value, which is exact, unless the author allows more.
    if recorded.unit == 0, given.unit == 0, !isAuthors { return false }
    if difference <= relativeTolerance * max(abs(recorded.value), abs(given.value)) { return true }
    // Only 0 agrees with 0. A half may be rounded up or down, and a binary fraction is rarely an exact half.
    return recorded.value != 0 && difference <= 0.5 * recorded.unit * (1 + 1e-9)
  }
}

// MARK: - Where two lines differ

extension OutputComparison {
  /// The ranges of characters in which two lines differ; empty if they have nothing in common.
  func differences(_ recorded: OutputLine, _ given: OutputLine) -> (recorded: [Range<Int>], given: [Range<Int>]) {
    var (old, new) = (Array(zip(recorded.tokens, recorded.places))[...], Array(zip(given.tokens, given.places))[...])
    let isAligned = old.count == new.count
    func isSame(_ a: OutputToken, _ b: OutputToken) -> Bool { a == .anything || matches(a, b) }
    while let a = old.first, let b = new.first, isSame(a.0, b.0) { (old, new) = (old.dropFirst(), new.dropFirst()) }
    while let a = old.last, let b = new.last, isSame(a.0, b.0) { (old, new) = (old.dropLast(), new.dropLast()) }
    if isAligned {
      let changed = zip(old, new).filter { !isSame($0.0, $1.0) }
      (old, new) = (changed.map(\.0)[...], changed.map(\.1)[...])
    }
    let (gone, come) = (Self.joined(old.map(\.1)), Self.joined(new.map(\.1)))
    let isAll = gone == [0..<recorded.text.count] && come == [0..<given.text.count]
    return isAll ? ([], []) : (gone, come)
  }

  private static func joined(_ ranges: [Range<Int>]) -> [Range<Int>] {
    ranges.reduce(into: []) { joined, range in
      if let last = joined.last, last.upperBound >= range.lowerBound {
        joined[joined.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
      } else {
        joined.append(range)
      }
    }
  }
}
