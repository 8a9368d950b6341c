/// Which lines of a recorded output still hold by the rules of `OutputComparison`, and which were removed or added: as few as possible.
struct LineAlignment {
  enum Step {
    /// A recorded line that holds. A line that is just `…` matches one line or several.
    case kept(OutputLine, given: OutputLine)
    case removed(OutputLine)
    case added(OutputLine)
  }

  private(set) var steps: [Step] = []

  /// The largest table of pairs for which unchanged lines are looked for between the first and the last changed line.
  private static let comparedPairs = 100_000

  init(_ old: [OutputLine], _ new: [OutputLine], _ comparison: OutputComparison) {
    func holds(_ a: OutputLine, _ b: OutputLine) -> Bool { comparison.matches(a, b) }
    // Exclude `…`, because it may match more lines than the one beside it.
    func isItself(_ pair: (OutputLine, OutputLine)) -> Bool { !pair.0.isAnything && holds(pair.0, pair.1) }
    let start = zip(old, new).prefix(while: isItself).count
    let end = min(
      zip(old.reversed(), new.reversed()).prefix(while: isItself).count, min(old.count, new.count) - start)

    steps = zip(old, new).prefix(start).map { .kept($0, given: $1) }
    steps += Self.steps(Array(old[start..<old.count - end]), Array(new[start..<new.count - end]), holds)
    steps += zip(old.suffix(end), new.suffix(end)).map { .kept($0, given: $1) }
  }

  /// The recorded output with the added lines, and without the removed ones.
  var accepted: String {
    steps.compactMap { step in
      switch step {
      case .kept(let line, _), .added(let line): line.recordedText
      case .removed: nil
      }
    }.joined(separator: "\n")
  }

  /// The recorded lines in which `…` matches anything although the cell printed exactly that text. Each comes with its number, from 1, and
  /// with its text with each `…` escaped.
  func looseEllipses(_ comparison: OutputComparison) -> [(line: Int, text: String)] {
    var line = 0
    var found: [(line: Int, text: String)] = []
    for step in steps {
      switch step {
      case .added: break
      case .removed: line += 1
      case .kept(let recorded, let given):
        line += 1
        if recorded.tokens.contains(.anything), given.hasPrintedEllipsis, comparison.matchesLiterally(recorded, given) {
          found.append((line, given.recordedText))
        }
      }
    }
    return found
  }

  /// Whether the output will show, once accepted, that parts of a value are left out, so that it needs a digest. If the author left open
  /// more than those parts, no digest is possible.
  func showsElision(_ comparison: OutputComparison) -> Bool {
    steps.contains { step in
      switch step {
      case .removed: false
      case .added(let line): line.hasElision
      case .kept(let recorded, let given): given.hasElision && comparison.matchesLiterally(recorded, given)
      }
    }
  }

  /// A note on an added line that looks the same as a removed one, with the differing scalars.
  var lookAlike: String? {
    for case (.removed(let old), .added(let new)) in zip(steps, steps.dropFirst()) {
      guard old.text == new.text, let (a, b) = zip(old.text, new.text).first(where: { !String($0).isIdentical(to: String($1)) })
      else { continue }
      return "they only look alike: `\(a)` is recorded as \(a.codePoints), and was printed as \(b.codePoints)"
    }
    return nil
  }

  private static func steps(
    _ old: [OutputLine], _ new: [OutputLine], _ holds: (OutputLine, OutputLine) -> Bool
  ) -> [Step] {
    guard old.count * new.count <= comparedPairs else {
      return old.map { .removed($0) } + new.map { .added($0) }
    }
    // Minimum edit cost of each pair of suffixes; in `inside`, the recorded line before is a `…` that may match further lines.
    // Changing a line costs as much as removing or adding one, so that a `…` doesn't match the replacement of another line.
    // Keeping a line costs −1, so that of alignments with the same number of changes, the one that keeps the most lines wins.
    let change = old.count + 1
    let free = Array(repeating: Array(repeating: 0, count: new.count + 1), count: old.count + 1)
    var cost = free
    var inside = free
    func costOfKeeping(_ i: Int, _ j: Int) -> Int? {
      guard i < old.count, j < new.count, holds(old[i], new[j]) else { return nil }
      return (old[i].isAnything ? inside : cost)[i + 1][j + 1] - 1
    }
    for i in (0...old.count).reversed() {
      for j in (0...new.count).reversed() {
        if i == old.count || j == new.count {
          cost[i][j] = (old.count - i + new.count - j) * change
        } else {
          cost[i][j] = min(cost[i + 1][j + 1], cost[i + 1][j], cost[i][j + 1]) + change
          if let kept = costOfKeeping(i, j) { cost[i][j] = min(cost[i][j], kept) }
        }
        inside[i][j] = j < new.count ? min(cost[i][j], inside[i][j + 1]) : cost[i][j]
      }
    }

    var steps: [Step] = []
    var (i, j) = (0, 0)
    while i < old.count || j < new.count {
      if costOfKeeping(i, j) == cost[i][j] {
        steps.append(.kept(old[i], given: new[j]))
        let isAnything = old[i].isAnything
        (i, j) = (i + 1, j + 1)
        while isAnything, cost[i][j] > inside[i][j] { j += 1 }
        continue
      }
      let left = cost[i][j] - change
      let isChanged = i < old.count && j < new.count && cost[i + 1][j + 1] == left
      let isRemoved = isChanged || i < old.count && cost[i + 1][j] == left
      if isRemoved {
        steps.append(.removed(old[i]))
        i += 1
      }
      if isChanged || !isRemoved {
        steps.append(.added(new[j]))
        j += 1
      }
    }
    return steps
  }
}

extension Character {
  /// The scalars of the character: `U+0065 U+0301`.
  fileprivate var codePoints: String {
    unicodeScalars.map { scalar in
      let digits = String(scalar.value, radix: 16, uppercase: true)
      return "U+" + String(repeating: "0", count: max(4 - digits.count, 0)) + digits
    }.joined(separator: " ")
  }
}
