import LaTeXSyntax

/// Groups that don't show: `{…}`, `\textcolor{red}{…}`, and what a box or a brace holds (R6a).
extension SyntaxTree {
  /// A row in which every group that changes nothing has given way to what it holds.
  ///
  /// A reader doesn't see the braces. So a group of factors is those factors, and one that begins with a sign goes on
  /// with the row: `x y {\color{red} + 1}` is xy + 1. What is left is a group with two readings, such as the sum in
  /// `{x + y} w`; the expression parser refuses it.
  static func withoutGroups(_ nodes: [Node]) -> [Node] {
    var row: [Node] = []
    for (index, node) in nodes.enumerated() {
      let next = index + 1 < nodes.count ? nodes[index + 1] : nil
      row += shown(node, between: row.last, and: next) ?? [node]
    }
    return row
  }

  /// What a reader sees of a group, if that means the same; nil for what is no group.
  private static func shown(_ node: Node, between before: Node?, and after: Node?) -> [Node]? {
    switch node.kind {
    case .group(let content):
      guard let first = content.first else { return [] }
      switch openness(of: content) {
      case .closed: return content
      case .openToTheRight: return after.map(ends) ?? true ? content : nil
      case .open:
        // It goes on with what stands before it: `z \textcolor{blue}{= x y}`.
        if isSign(first) || Relation(first) != nil { return content }
        return (before.map(begins) ?? true) && (after.map(ends) ?? true) ? content : nil
      }
    case .scripts(let base?, let sub, let sup, let primes, let placement):
      // `{ab}^2` looks like ab², and so it is read.
      guard case .group(let content) = base.kind, let last = content.last, openness(of: content) == .closed,
        let raised = scripted(last, sub, sup, primes, placement, last.range.lowerBound..<node.range.upperBound)
      else { return nil }
      return content.dropLast() + [raised]
    default:
      return nil
    }
  }

  private enum Openness {
    /// Factors, or a list: beside other factors they stay what they are.
    case closed
    /// A big operator takes all that follows as its scope.
    case openToTheRight
    /// A sum or a relation.
    case open
  }

  private static func openness(of content: [Node]) -> Openness {
    if content.contains(where: { isSign($0) || Relation($0) != nil }) { return .open }
    return content.contains(where: isBigOperator) ? .openToTheRight : .closed
  }

  private static func isSign(_ node: Node) -> Bool {
    guard case .sign(let sign) = node.kind else { return false }
    return ["+", "−", "±", "∓", "mod"].contains(sign.glyph)
  }

  private static func isBigOperator(_ node: Node) -> Bool {
    switch node.kind {
    case .sign(let sign): return sign.atomClass == .bigOperator
    case .scripts(let base?, _, _, _, _):
      guard let symbol = Symbol(wholeOf: [base]), symbol.isWord else { return isBigOperator(base) }
      switch Builtin(word: symbol.base.word) {
      case .extremum, .extremumIndex, .reduction(.mean): return true
      default: return false
      }
    default: return false
    }
  }

  /// Whether a sum may begin behind the node.
  private static func begins(_ node: Node) -> Bool {
    if case .sign(let sign) = node.kind, sign.glyph == "+" || sign.atomClass == .open { return true }
    return separates(node)
  }

  /// Whether a sum ends before the node.
  private static func ends(_ node: Node) -> Bool {
    if isSign(node) { return true }
    if case .sign(let sign) = node.kind, sign.atomClass == .close, sign.glyph != "!" { return true }
    return separates(node)
  }

  private static func separates(_ node: Node) -> Bool {
    if Relation(node) != nil { return true }
    switch node.kind {
    case .space: return true
    // Words between formulas, as opposed to a function's name.
    case .text(let words, _): return trimmed(words) != words || LinkingWords.linksFormulas(words)
    case .sign(let sign):
      return sign.atomClass == .punctuation || sign.atomClass == .relation || sign.glyph == "." || isBar(sign)
    default: return false
    }
  }
}
