/// Which lines of a recorded output still hold, by the rules of `OutputComparison`, and which went or came: as few as can be.
struct LineAlignment {
  enum Step: Equatable {
    /// A recorded line that holds; one that is `…` alone stands for one line or several.
    case kept(String)
    case removed(String)
    case added(String)
  }

  private(set) var steps: [Step] = []

  /// Beyond so many pairs of lines none are sought that stayed the same between the first and the last that changed.
  private static let comparedPairs = 100_000

  init(recorded: String, actual: String, _ comparison: OutputComparison) {
    let old = Self.lines(of: recorded)
    let new = Self.lines(of: actual)
    func holds(_ a: Line, _ b: Line) -> Bool { a.text == b.text || comparison.matches(a.tokens, b.tokens) }
    // Not a `…`: it may stand for more lines than the one across from it.
    func isItself(_ pair: (Line, Line)) -> Bool { !pair.0.isAnything && holds(pair.0, pair.1) }
    let start = zip(old, new).prefix(while: isItself).count
    let end = min(
      zip(old.reversed(), new.reversed()).prefix(while: isItself).count, min(old.count, new.count) - start)

    steps = old[..<start].map { .kept($0.text) }
    steps += Self.steps(Array(old[start..<old.count - end]), Array(new[start..<new.count - end]), holds)
    steps += old[(old.count - end)...].map { .kept($0.text) }
  }

  /// The recorded output with the lines that came, and without those that went.
  var accepted: String {
    steps.compactMap { step in
      switch step {
      case .kept(let line), .added(let line): line
      case .removed: nil
      }
    }.joined(separator: "\n")
  }

  private struct Line {
    let text: String
    let tokens: [OutputToken]
    var isAnything: Bool { tokens == [.anything] }
  }

  private static func lines(of text: String) -> [Line] {
    text.isEmpty
      ? []
      : text.split(separator: "\n", omittingEmptySubsequences: false)
        .map { Line(text: String($0), tokens: OutputToken.tokens(of: String($0))) }
  }

  private static func steps(_ old: [Line], _ new: [Line], _ holds: (Line, Line) -> Bool) -> [Step] {
    guard old.count * new.count <= comparedPairs else {
      return old.map { .removed($0.text) } + new.map { .added($0.text) }
    }
    // What is to be paid from each pair of places to the ends; in `inside`, where the line before is a `…` that may go on.
    // To change a line is one change, as it is to remove or to add one, so that a `…` takes in no line that came for another.
    // Of alignments with as many changes, the one that keeps the most lines costs the least.
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
        steps.append(.kept(old[i].text))
        let isAnything = old[i].isAnything
        (i, j) = (i + 1, j + 1)
        while isAnything, cost[i][j] > inside[i][j] { j += 1 }
        continue
      }
      let left = cost[i][j] - change
      let isChanged = i < old.count && j < new.count && cost[i + 1][j + 1] == left
      let isRemoved = isChanged || i < old.count && cost[i + 1][j] == left
      if isRemoved {
        steps.append(.removed(old[i].text))
        i += 1
      }
      if isChanged || !isRemoved {
        steps.append(.added(new[j].text))
        j += 1
      }
    }
    return steps
  }
}
