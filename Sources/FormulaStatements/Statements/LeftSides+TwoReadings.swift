import Diagnostics
import LaTeXSyntax

/// Left sides that a reader and the rules could read in two ways: they are refused, with what decides between them.
extension LeftSides {
  // MARK: An index or a variable (R7)

  /// Refuses `w_i = …` where the lesson happens to have a whole number `i`: one entry would be compared, and a reader sees a statement of all.
  /// What the check itself binds or declares decides. The length of the axis is no such number: the n of `h_n`, of n states, is the last.
  func requireOwnIndices(in nodes: [SyntaxTree.Node]) throws(Problem) {
    let bound = Self.boundIndices(in: nodes)
    var shared: (name: Name, value: Double, range: Range<Int>, length: Int?)?
    scanner.scan(nodes) { found in
      // What a given definition has in its subscript is its parameter.
      guard let indices = found.indices, let base = found.name, scope.subscriptFunction(base) == nil,
        let shape = scope.boundShape(base), !shape.isEmpty
      else { return }
      var axis = 0
      scanner.scan([indices], isIndex: true) { index in
        let length = shape.indices.contains(axis) ? shape[axis] : nil
        if shared == nil, let name = index.name, index.symbol.isLetter, !bound.contains(name), let value = wholeVariable(name),
          value != length.map(Double.init)
        {
          shared = (name, value, index.symbol.range, length)
        }
        axis += 1
      }
    }
    guard let (name, value, range, length) = shared else { return }
    throw Problem(
      "`\(name)` on the left is an index, or the lesson's variable `\(name)`", at: range,
      notes: ["one reading: every `\(name)`", "another: `\(name)` is \(value.text)"],
      help: "for every one write `index: { \(name): 1...\(length.map(String.init) ?? "n") }`, for that one `where: { \(name): \(name) }`")
  }

  /// The value of a variable of the lesson that may be an index, where the check says nothing about its name.
  private func wholeVariable(_ name: Name) -> Double? {
    guard scope.indices[name] == nil, !scope.isDeclared(name), let number = scope.fixedNumber(name), number == number.rounded()
    else { return nil }
    return number
  }

  // MARK: A value or a product (R5)

  /// Refuses `L(\theta) = …` where L is bound to a value: L times θ, or the value of a function at θ; and `A(1, 2) = …`.
  func requireNoCall(_ symbol: Symbol, _ name: Name, _ arguments: [[SyntaxTree.Node]]) throws(Problem) {
    guard let end = arguments.last?.last?.range.upperBound else { return }
    let written = arguments.map { SyntaxTree.canonicalLaTeX(of: $0) }.joined(separator: ", ")
    let range = symbol.range.lowerBound..<end
    if arguments.count == 1, !symbol.isWord, Symbol(wholeOf: arguments[0]) != nil {
      throw Problem(
        "`\(name)(\(written))` on the left is a value or a product", at: range,
        notes: [
          "one reading: the value of a function at `\(written)`, which `\(name)` is bound to", "another: `\(name)` times `\(written)`",
        ],
        help: "write `\(name)` for the value, or `\(name) \\cdot \(written)` for the product")
    }
    let areNumbers = arguments.allSatisfy { nodes in
      if nodes.count == 1, case .number = nodes[0].kind { true } else { false }
    }
    if arguments.count > 1, areNumbers {
      throw Problem(
        "`\(name)(\(written))` on the left is an entry or a value", at: range,
        notes: ["one reading: an entry of `\(name)`", "another: the value of a function, which `\(name)` is bound to"],
        help: "write `\(name)_{\(written)}` for the entry, or `\(name)` for the value")
    }
  }

  // MARK: A name or a product (R2)

  /// What `StatementScope.requireOneReading` demands of a left side that is one bound name.
  func requireOneReading(ofLeft nodes: [SyntaxTree.Node]) throws(Problem) {
    guard let symbol = Symbol(wholeOf: nodes),
      symbol.candidates.contains(where: { scope.isBound($0.name, symbol, takesSup: $0.takesSup) })
    else { return }
    try scope.requireOneReading(of: symbol, nodes[...], at: symbol.range)
  }
}

extension Symbol {
  /// Whether it is a single letter without scripts.
  fileprivate var isLetter: Bool { count == 1 && sub == nil && !isWord }
}
