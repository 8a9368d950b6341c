import Diagnostics
import FormulaEvaluator
import FormulaExpressions
import FormulaStatements
import LaTeXSyntax

/// What the names of a formula stand for, and what the author declared about them.
package struct Bindings: Sendable {
  package enum Entry: Sendable {
    case value(ArrayValue)
    /// Only the shape is known: the formula itself says what the entries are.
    case shape([Int])
    case function(ForeignFunction)
  }

  package enum TensorProduct: String, Sendable, Codable { case outer, elementwise, kronecker }

  package var entries: [Name: Entry] = [:]
  /// Index variables and the values they take, the last included.
  package var indices: [Name: ClosedRange<Int>] = [:]
  /// The first index of a name, if it is not 1.
  package var bases: [Name: Int] = [:]
  /// Names with an index in brackets above, and the bracket that it begins with: `[` for `x^{[l]}`.
  package private(set) var families: [Name: String] = [:]
  /// Functions applied to each entry of their argument.
  package var elementwise: Set<Name> = []
  /// Whether the author declared the whole formula elementwise, so that a vector may be divided by a vector.
  package var isElementwise = false
  /// What `\otimes` means; nil if that is not declared.
  package var tensorProduct: TensorProduct?
  /// Whether 0 log 0 is 0, the limit of x log x.
  package var isZeroLogZero = false
  package var given: [GivenDefinition] = []
  /// Resolves names without an entry: the lesson's variables.
  package var fallback: @Sendable (Name) -> ArrayValue? = { _ in nil }
  /// Resolves names without an entry and without a value: the lesson's functions.
  package var functionFallback: @Sendable (Name) -> ForeignFunction? = { _ in nil }

  package init() {}

  /// The value of a name: that of its entry or, if it has no entry, that of the lesson's variable.
  package func value(of name: Name) -> ArrayValue? {
    switch entries[name] {
    case .value(let array)?: array
    case .shape?, .function?: nil
    case nil: fallback(name)
    }
  }

  /// The function that a name without a value stands for.
  package func function(of name: Name) -> ForeignFunction? {
    switch entries[name] {
    case .function(let function)?: function
    case .value?, .shape?: nil
    case nil: functionFallback(name)
    }
  }

  /// Declares that a name such as `x^{[l]}` stands for one value of each l.
  ///
  /// - Returns: The name without the brackets.
  @discardableResult package mutating func declareFamily(_ latex: String) throws(Problem) -> Name {
    let nodes = SyntaxTree.normalized(try SyntaxTree(parsing: latex).nodes)
    guard let symbol = Symbol(wholeOf: nodes), let open = symbol.sup?.bracketed?.open else {
      throw Problem(
        "`\(latex)` isn't a name with an index in brackets", at: 0..<latex.utf8.count,
        help: "write, say, `family: ['x^{[l]}']`")
    }
    let name = symbol.name(sub: true, sup: false)
    families[name] = open
    return name
  }

  /// Takes back what `declareFamily` declared.
  package mutating func withdrawFamily(_ name: Name) { families[name] = nil }

  /// Binds a name written in LaTeX.
  package mutating func bind(_ latex: String, to array: ArrayValue) throws(Problem) {
    entries[try Name(parsing: latex)] = .value(array)
  }
}

extension Bindings {
  /// What is declared of names, beside their values: it decides how a formula is read.
  package struct Declarations: Equatable {
    enum Kind: Equatable {
      case value
      case shape([Int])
      case function
    }

    var entries: [Name: Kind]
    var indices: [Name: ClosedRange<Int>]
    var bases: [Name: Int]
    var families: [Name: String]
    var elementwise: Set<Name>
    var isElementwise: Bool
    var tensorProduct: TensorProduct?
    var isZeroLogZero: Bool
    var given: [GivenDefinition]
  }

  package var declarations: Declarations {
    Declarations(
      entries: entries.mapValues { entry in
        switch entry {
        case .value: .value
        case .shape(let shape): .shape(shape)
        case .function: .function
        }
      }, indices: indices, bases: bases, families: families, elementwise: elementwise, isElementwise: isElementwise,
      tensorProduct: tensorProduct, isZeroLogZero: isZeroLogZero, given: given)
  }
}
