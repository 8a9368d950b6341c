import Diagnostics
import LaTeXSyntax

/// What is known of the names around a statement. It decides what a left side defines, which letters are indices, and which statements
/// need each other.
package protocol StatementScope: AnyObject {
  /// Index variables whose values are declared.
  var indices: [Name: ClosedRange<Int>] { get }
  /// Names with an index in brackets above, and the bracket that it begins with.
  var families: [Name: String] { get }
  /// Functions that are declared to be applied to each entry of their argument.
  var elementwise: Set<Name> { get }

  /// Whether the check itself binds the name, as opposed to the lesson's code.
  func isDeclared(_ name: Name) -> Bool
  /// The first index of a name: 1 unless the check says another.
  func base(of name: Name) -> Int
  /// The shape of a name of which the check declares only the shape.
  func declaredShape(_ name: Name) -> [Int]?
  /// The shape that is known of a bound name.
  ///
  /// - Parameter asksFallback: Whether the lesson's variables are asked as well.
  func boundShape(_ name: Name, asksFallback: Bool) -> [Int]?
  /// Whether a value is bound to the name.
  func hasValue(_ name: Name, asksFallback: Bool) -> Bool
  /// The number that is bound to the name. The formula must be read again where it is another one.
  func fixedNumber(_ name: Name) -> Double?
  /// Whether a value is bound to the name that a symbol would have.
  func isBound(_ name: Name, _ symbol: Symbol, takesSup: Bool) -> Bool
  /// Whether a function of the lesson is bound to the name that a symbol would have.
  func isForeignFunction(_ name: Name, _ symbol: Symbol, takesSup: Bool) -> Bool
  /// Whether a name that is bound with its subscript, such as `x_i`, has one value for each `i`.
  func isFamily(_ name: Name, _ symbol: Symbol) -> Bool
  /// The definition of a function `f(x)` that is known already.
  func function(_ name: Name) -> Function?
  /// The definition of a function whose argument is a subscript: `R` for `R_m`.
  func subscriptFunction(_ name: Name) -> Function?

  /// Notes that a bound name was read.
  func noteUse(of name: Name)
  /// Notes that a given definition of the name was read.
  func noteUse(ofGiven name: Name)
}

extension StatementScope {
  package func boundShape(_ name: Name) -> [Int]? { boundShape(name, asksFallback: true) }
  func hasValue(_ name: Name) -> Bool { hasValue(name, asksFallback: true) }

  /// Refuses `q k` with a space, a brace or a color between the letters where `qk` is bound, and q and k are as well.
  package func requireOneReading(of symbol: Symbol, _ nodes: ArraySlice<SyntaxTree.Node>, at range: Range<Int>) throws(Problem) {
    guard symbol.isRun else { return }
    var parts: [[SyntaxTree.Node]] = []
    for node in nodes.prefix(symbol.count) {
      if let last = parts.last?.last, last.range.upperBound == node.range.lowerBound, last.isBareLetter, node.isBareLetter {
        parts[parts.count - 1].append(node)
      } else {
        parts.append([node])
      }
    }
    guard parts.count > 1, parts.allSatisfy(areBoundNames) else { return }
    let names = parts.map { SyntaxTree.canonicalLaTeX(of: $0) }
    let whole = symbol.name(sub: true, sup: true)
    throw Problem(
      "`\(names.joined(separator: " "))` is one name or a product", at: range,
      notes: ["one reading: the name `\(whole)`", "another: the product of \(names.map { "`\($0)`" }.joined(separator: ", "))"],
      help: "write `\(whole)` without anything between its letters, or `\(names.joined(separator: " \\cdot "))`")
  }

  private func areBoundNames(_ nodes: [SyntaxTree.Node]) -> Bool {
    var areBound = true
    SymbolScanner { name, symbol, takesSup in self.isBound(name, symbol, takesSup: takesSup) }
      .scan(nodes) { found in if !found.isIndex { areBound = areBound && found.name != nil } }
    return areBound
  }
}

extension SyntaxTree.Node {
  /// Whether nothing is written around a letter: the range of `{q}` is that of its group.
  fileprivate var isBareLetter: Bool {
    switch kind {
    case .letter(let glyph): range.count == glyph.utf8.count
    case .sign(let sign): range.count == sign.command.utf8.count
    case .scripts(let base?, _, _, _, _): base.isBareLetter
    default: false
    }
  }
}
