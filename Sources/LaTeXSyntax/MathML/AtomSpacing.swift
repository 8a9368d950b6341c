/// The space that TeX leaves between neighbors (The TeXbook, chapter 18).
enum AtomSpacing {
  typealias AtomClass = SyntaxTree.AtomClass

  /// The space in eighteenths of an em: 0, thin 3, medium 4, thick 5. In scripts only that about operators is left.
  static func between(_ left: AtomClass, _ right: AtomClass, inScript: Bool) -> Int {
    switch table[index(left)][index(right)] {
    case "1": 3
    case "a": inScript ? 0 : 3
    case "b": inScript ? 0 : 4
    case "c": inScript ? 0 : 5
    default: 0
    }
  }

  /// Binary signs with nothing to join become ordinary: the minus of `-x`, `(-1)`, `a = -b`.
  static func resolvingBinaries(_ classes: [AtomClass], after previous: AtomClass?) -> [AtomClass] {
    var resolved = classes
    var previous = previous
    for i in resolved.indices {
      switch (previous, resolved[i]) {
      case (nil, .binary), (.binary, .binary), (.bigOperator, .binary), (.relation, .binary), (.open, .binary),
        (.punctuation, .binary):
        resolved[i] = .ordinary
      case (.binary, .relation), (.binary, .close), (.binary, .punctuation):
        if i > 0 { resolved[i - 1] = .ordinary }
      default:
        break
      }
      previous = resolved[i]
    }
    if resolved.last == .binary { resolved[resolved.count - 1] = .ordinary }
    return resolved
  }

  /// A row a left neighbor, a column a right one: 1 is thin, also in scripts; a, b, c are thin, medium and thick
  /// outside of scripts only.
  private static let table = [
    //  Ord, Op, Bin, Rel, Open, Close, Punct, Inner
    "01bc000a",  // Ord
    "110c000a",  // Op
    "bb00b00b",  // Bin
    "cc00c00c",  // Rel
    "00000000",  // Open
    "01bc000a",  // Close
    "aa0aaaaa",  // Punct
    "a1bca0aa",  // Inner
  ].map(Array.init)

  private static func index(_ atomClass: AtomClass) -> Int {
    switch atomClass {
    case .ordinary: 0
    case .bigOperator: 1
    case .binary: 2
    case .relation: 3
    case .open: 4
    case .close: 5
    case .punctuation: 6
    case .inner: 7
    }
  }
}
