import Formulas
import LaTeXSyntax

/// The parts of a formula that mutation operators change.
struct FormulaParts {
  typealias Node = SyntaxTree.Node

  let latex: [UInt8]
  let tree: SyntaxTree
  private let nodes: [Node]
  /// The shapes of the values that the formula reads from the code, by their LaTeX names.
  private let shapes: [String: [Int]]

  init(_ tree: SyntaxTree, symbols: [FormulaComparison.Symbol]) {
    self.tree = tree
    latex = Array(tree.latex.utf8)
    nodes = tree.descendants
    shapes = Dictionary(symbols.filter { $0.function == nil }.map { ($0.latex, $0.shape) }) { first, _ in first }
  }

  func text(_ range: Range<Int>) -> String { String(decoding: latex[range], as: UTF8.self) }
  func text(_ node: Node) -> String { text(node.range) }

  // MARK: - Names

  /// The names of values from the code, each with its scripts.
  var names: [Node] { nodes.filter { shapes[text($0)] != nil } }

  /// Letters without scripts whose values are matrices.
  var matrices: [Node] { names.filter { shapes[text($0)]?.count == 2 && $0.isLetter } }

  /// Other names with the same shape.
  func replacements(for name: Node) -> [String] {
    let own = text(name)
    return shapes.filter { $0.key != own && $0.value == shapes[own] }.keys.sorted()
  }

  // MARK: - Scripts

  var transposes: [(mark: Range<Int>, Void)] { superscripts { ["\\top", "T"].contains(text($0.contentsRange(in: latex))) } }

  var powers: [(mark: Range<Int>, Void)] { superscripts { if case .number = $0.content?.kind { true } else { false } } }

  private func superscripts(where isMeant: (Node) -> Bool) -> [(mark: Range<Int>, Void)] {
    nodes.compactMap { node in
      guard case .scripts(_, _, let sup?, 0, _) = node.kind, isMeant(sup), let caret = caret(before: sup) else { return nil }
      return (caret..<sup.range.upperBound, ())
    }
  }

  private func caret(before node: Node) -> Int? {
    latex[..<node.range.lowerBound].lastIndex(of: UInt8(ascii: "^"))
  }

  private var subscripts: [[Node]] {
    nodes.compactMap { node -> [Node]? in
      guard case .scripts(let base?, let sub?, _, _, _) = node.kind, !base.isBigOperator else { return nil }
      return sub.unwrapped
    }
  }

  var indices: [Node] {
    subscripts.flatMap { $0 }.filter { $0.isLetter && indexLetters.contains(text($0)) }
  }

  var indexPairs: [(first: Node, second: Node)] {
    subscripts.compactMap { $0.count == 2 && $0.allSatisfy(\.isLetter) ? ($0[0], $0[1]) : nil }
  }

  /// The letters that are used as indices.
  var indexLetters: Set<String> {
    Set(subscripts.flatMap { $0 }.filter(\.isLetter).map { text($0) }).intersection(["i", "j", "k", "l", "m", "r", "t", "s", "o", "p", "h"])
  }

  // MARK: - Big operators

  private var bigOperators: [(sub: Node?, sup: Node?)] {
    nodes.compactMap { node in
      guard case .scripts(let base?, let sub, let sup, _, _) = node.kind, base.isBigOperator else { return nil }
      return (sub, sup)
    }
  }

  var sumIndices: [Node] { bigOperators.compactMap { $0.sub?.unwrapped.first }.filter(\.isLetter) }

  var lowerBounds: [Node] {
    bigOperators.compactMap { $0.sub?.unwrapped }.compactMap { $0.count == 3 && $0[1].isSign("=") ? $0[2] : nil }
  }

  var upperBounds: [Node] { bigOperators.compactMap(\.sup) }

  // MARK: - Terms and factors

  func signs(_ glyph: String) -> [Node] { nodes.filter { $0.isSign(glyph) } }

  /// The offset after each relation.
  var rightSides: [Int] {
    tree.nodes.indices.filter { tree.nodes[$0].isRelation && $0 + 1 < tree.nodes.count }.map { tree.nodes[$0 + 1].range.lowerBound }
  }

  /// Each `+ x` and `- x` after the first term, up to the next sign of the row.
  var addedTerms: [Range<Int>] {
    tree.rows.flatMap { row -> [Range<Int>] in
      row.indices.compactMap { index in
        guard index > 0, row[index].isSign("+") || row[index].isSign("−"), !row[index - 1].isRelation, index + 1 < row.count else {
          return nil
        }
        let end = row[(index + 1)...].firstIndex { $0.isSign("+") || $0.isSign("−") || $0.isRelation || $0.isSign(",") } ?? row.count
        return row[index].range.lowerBound..<row[end - 1].range.upperBound
      }
    }
  }

  /// Factors beside another factor.
  var factors: [Node] {
    tree.rows.flatMap { row in
      row.indices.filter { index in
        guard row[index].isFactor else { return false }
        return index > 0 && row[index - 1].isFactor || index + 1 < row.count && row[index + 1].isFactor
      }.map { row[$0] }
    }
  }

  /// Pairs of adjacent factors.
  var neighbors: [(Node, Node)] {
    tree.rows.flatMap { row in
      zip(row, row.dropFirst()).filter { $0.isFactor && $1.isFactor && !$0.isBigOperator && text($0) != text($1) }.map { ($0, $1) }
    }
  }

  var roots: [(whole: Range<Int>, radicand: Range<Int>)] {
    nodes.compactMap { if case .root(let radicand, nil) = $0.kind { ($0.range, radicand.range) } else { nil } }
  }

  var fractions: [(numerator: Range<Int>, denominator: Range<Int>)] {
    nodes.compactMap { node in
      if case .fraction(let numerator, let denominator, _) = node.kind { (numerator.range, denominator.range) } else { nil }
    }
  }

  var functions: [Node] { nodes.filter { if case .function = $0.kind { true } else { false } } }

  /// The first node within the parentheses of each function's argument.
  var arguments: [Range<Int>] {
    tree.rows.flatMap { row in
      zip(row, row.dropFirst()).compactMap { function, argument -> Range<Int>? in
        guard case .function = function.kind, case .fenced(_, let body, _) = argument.kind, let first = body.first else { return nil }
        return first.range
      }
    }
  }
}

extension SyntaxTree.Node {
  fileprivate var isLetter: Bool { if case .letter = kind { true } else { false } }

  fileprivate func isSign(_ glyph: String) -> Bool { if case .sign(let sign) = kind { sign.glyph == glyph } else { false } }

  fileprivate var isRelation: Bool { if case .sign(let sign) = kind { sign.atomClass == .relation } else { false } }

  fileprivate var isBigOperator: Bool {
    switch kind {
    case .sign(let sign): sign.atomClass == .bigOperator
    case .function(_, let takesLimits): takesLimits
    case .scripts(let base?, _, _, _, _): base.isBigOperator
    case .letter, .number, .text, .group, .scripts, .fraction, .root, .fenced, .bigDelimiter, .accent, .brace, .stack, .styled, .colored,
      .sized, .space, .table, .phantom, .boxed, .tag, .negated, .classed, .ornamented, .highlighted, .rule, .link, .choice:
      false
    }
  }

  /// Whether it can be one of the factors of a product.
  fileprivate var isFactor: Bool {
    switch kind {
    case .letter, .number, .fraction, .root, .accent, .styled: true
    case .scripts(let base?, _, _, _, _): base.isFactor
    case .sign, .function, .text, .group, .scripts, .fenced, .bigDelimiter, .brace, .stack, .colored, .sized, .space, .table, .phantom,
      .boxed, .tag, .negated, .classed, .ornamented, .highlighted, .rule, .link, .choice:
      false
    }
  }

  /// The contents of a group, or the node itself.
  fileprivate var unwrapped: [SyntaxTree.Node] { if case .group(let nodes) = kind { nodes } else { [self] } }

  fileprivate var content: SyntaxTree.Node? { unwrapped.count == 1 ? unwrapped[0] : nil }

  fileprivate func contentsRange(in latex: [UInt8]) -> Range<Int> {
    guard let first = unwrapped.first, let last = unwrapped.last else { return range }
    return first.range.lowerBound..<last.range.upperBound
  }
}
