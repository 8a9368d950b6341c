import Diagnostics
import FormulaStatements

/// What a part of a formula means: an operation on parts whose shapes are known before a number is computed.
package final class TypedExpression {
  package let kind: Kind
  package let shape: [Int]
  package let orientation: Orientation
  /// The bytes of the formula that it came from.
  package let range: Range<Int>
  /// The first index of each axis; empty where all are 1.
  package let bases: [Int]
  /// Whether its entries were made one by one: by a power or a function of a vector.
  package let isElementwise: Bool
  /// The variables that its value changes with.
  package let variables: Set<Int>
  /// Whether it takes more than a few steps to compute.
  package let isCostly: Bool
  let depth: Int
  /// How far each entry of a constant may be off by rounding; empty where all are exact.
  package let errors: [Double]

  /// The depth of trees is limited, so that walking one never overflows the stack.
  package static let depthLimit = 400
  package static let elementLimit = 1 << 24

  package init(
    _ kind: Kind, shape: [Int], orientation: Orientation = .column, bases: [Int] = [], isElementwise: Bool = false,
    errors: [Double] = [], at range: Range<Int>
  ) throws(Problem) {
    self.kind = kind
    self.shape = shape
    self.orientation = shape.count == 1 ? orientation : .column
    self.bases = bases
    self.isElementwise = isElementwise
    self.range = range
    self.errors = errors
    let parts = kind.parts
    self.depth = 1 + (parts.map(\.depth).max() ?? 0)
    self.variables = kind.variables
    self.isCostly = kind.isCostly || parts.contains(where: \.isCostly)
    guard depth <= Self.depthLimit else {
      throw Problem(
        "more than \(Self.depthLimit) operations within each other", at: range,
        help: "name a part of it and use the name")
    }
    var elements = 1
    for length in shape {
      let (product, overflow) = elements.multipliedReportingOverflow(by: length)
      guard !overflow, product <= Self.elementLimit else {
        throw Problem(
          "a value of \(describe(shape: shape)) entries is too large", at: range,
          help: "formulas are checked on at most \(Self.elementLimit) entries; try it on smaller data")
      }
      elements = product
    }
  }

  /// The orientation of a value with one axis, by which R3 distinguishes columns and rows.
  package enum Orientation {
    case column
    /// A row made by a transpose or a product.
    case row
    /// A vector the author declared a row: it is added to each row of a matrix.
    case declaredRow
    /// A part of a matrix: a column that may also stand as the row it is.
    case slice

    package var isRow: Bool { self == .row || self == .declaredRow }
  }

  package indirect enum Kind {
    /// A numeral, or numbers that the notation itself says.
    case constant([Double])
    /// A value that is known only when the formula is evaluated.
    case input(InputSlot)
    case index(IndexVariable)
    /// The entry that a function is being applied to.
    case element(ElementVariable)
    /// What a recurrence has computed so far.
    case stored(RecurrenceState)
    case sum([Addend])
    case negated(TypedExpression)
    case pairwise(Pairwise, TypedExpression, TypedExpression)
    case entrywise(EntrywiseFunction, TypedExpression)
    case matrixProduct(TypedExpression, TypedExpression, Sizes)
    /// A square matrix to a whole power; below 0, that of its inverse.
    case matrixPower(TypedExpression, TypedExpression)
    case transposed(TypedExpression)
    /// The same entries in another shape or orientation.
    case reshaped(TypedExpression)
    case entry(TypedExpression, [Subscript])
    case fold(Fold)
    /// A value for each value of its variables.
    case table([IndexVariable], TypedExpression)
    case softmax(TypedExpression)
    case reduced(Reduction, TypedExpression)
    case diagonalMatrix(TypedExpression)
    case diagonal(TypedExpression)
    /// Parts side by side along an axis.
    case joined([TypedExpression], axis: Int)
    case cases([Branch])
    /// A function of one entry, applied to every entry.
    case mapped(ElementVariable, TypedExpression, TypedExpression)
    case called(Name, TypedExpression)
    /// The result of a foreign function.
    case foreign(FunctionSlot, [TypedExpression])
    case delta(TypedExpression, TypedExpression)
    /// `I`, `\mathbf{1}` and `\mathbf{0}` before their size is known.
    case unsized(Unsized)
  }

  package struct Addend {
    package var isNegative: Bool
    package var value: TypedExpression

    package init(isNegative: Bool, value: TypedExpression) { (self.isNegative, self.value) = (isNegative, value) }
  }

  /// The sizes of a product of an m×k and a k×n matrix.
  package struct Sizes {
    package var m: Int
    package var k: Int
    package var n: Int

    package init(m: Int, k: Int, n: Int) { (self.m, self.k, self.n) = (m, k, n) }
  }

  package enum Pairwise: String {
    case times = "⊙"
    case divided = "/"
    case power = "^"
    case maximum = "max"
    case minimum = "min"
    case modulo = "mod"
    case binomial
    /// A product with a logarithm, in which 0 log 0 is 0.
    case timesLogarithm = "⊙ log"
  }

  package enum Subscript {
    case at(TypedExpression)
    case all
  }

  /// An index is folded over its range: `\sum`, `\prod`, `\max_j`.
  package struct Fold {
    package enum Operation: String {
      case sum = "∑"
      case product = "∏"
      case maximum = "max"
      case minimum = "min"
      case argmax, argmin, mean
    }
    package var operation: Operation
    package var variable: IndexVariable
    /// Bounds that change with another index.
    package var bounds: (lower: TypedExpression, upper: TypedExpression)?
    package var condition: Condition?
    package var body: TypedExpression

    package init(
      operation: Operation, variable: IndexVariable, bounds: (lower: TypedExpression, upper: TypedExpression)? = nil,
      condition: Condition? = nil, body: TypedExpression
    ) {
      (self.operation, self.variable, self.bounds, self.condition, self.body) = (operation, variable, bounds, condition, body)
    }
  }

  package struct Branch {
    package var condition: Condition
    package var value: TypedExpression

    package init(condition: Condition, value: TypedExpression) { (self.condition, self.value) = (condition, value) }
  }

  /// `I`, `\mathbf{1}` or `\mathbf{0}`, times a number.
  package struct Unsized {
    package enum Kind { case identity, ones, zeros }
    package var kind: Kind
    package var isTransposed = false
    package var factor: TypedExpression?

    package init(kind: Kind) { self.kind = kind }
  }
}

/// One entry of a vector or matrix, while an elementwise function is applied to it.
package final class ElementVariable {
  package let id: Int
  package init(id: Int) { self.id = id }
}

/// When a branch of `cases` holds, or which values an index takes.
package indirect enum Condition {
  case always
  case comparison(Relation, TypedExpression, TypedExpression)
  case oneOf(TypedExpression, [TypedExpression])
  case both(Condition, Condition)
  case either(Condition, Condition)
  case not(Condition)

  var parts: [TypedExpression] {
    switch self {
    case .always: []
    case .comparison(_, let a, let b): [a, b]
    case .oneOf(let a, let list): [a] + list
    case .both(let a, let b), .either(let a, let b): a.parts + b.parts
    case .not(let a): a.parts
    }
  }
}

extension TypedExpression.Kind {
  /// The parts that are computed to compute this.
  package var parts: [TypedExpression] {
    switch self {
    case .constant, .input, .index, .element, .stored: []
    case .sum(let addends): addends.map(\.value)
    case .negated(let a), .entrywise(_, let a), .transposed(let a), .reshaped(let a), .softmax(let a),
      .reduced(_, let a), .diagonalMatrix(let a), .diagonal(let a), .called(_, let a), .table(_, let a):
      [a]
    case .pairwise(_, let a, let b), .matrixProduct(let a, let b, _), .matrixPower(let a, let b),
      .delta(let a, let b), .mapped(_, let a, let b):
      [a, b]
    case .entry(let base, let subscripts):
      [base] + subscripts.compactMap { if case .at(let index) = $0 { index } else { nil } }
    case .fold(let fold):
      (fold.bounds.map { [$0.lower, $0.upper] } ?? []) + (fold.condition?.parts ?? []) + [fold.body]
    case .joined(let parts, _), .foreign(_, let parts): parts
    case .cases(let branches): branches.flatMap { $0.condition.parts + [$0.value] }
    case .unsized(let unsized): unsized.factor.map { [$0] } ?? []
    }
  }

  fileprivate var variables: Set<Int> {
    switch self {
    case .index(let variable): return [variable.id]
    case .element(let element): return [element.id]
    // What is stored changes as the recurrence goes on.
    case .stored(let storage): return [storage.variable.id]
    case .fold(let fold): return variablesOfParts.subtracting([fold.variable.id])
    case .table(let variables, _): return variablesOfParts.subtracting(variables.map(\.id))
    case .mapped(let element, _, _): return variablesOfParts.subtracting([element.id])
    case .constant, .input, .sum, .negated, .pairwise, .entrywise, .matrixProduct, .matrixPower, .transposed, .reshaped, .entry,
      .softmax, .reduced, .diagonalMatrix, .diagonal, .joined, .cases, .called, .foreign, .delta, .unsized:
      return variablesOfParts
    }
  }

  private var variablesOfParts: Set<Int> { parts.reduce(into: []) { $0.formUnion($1.variables) } }

  fileprivate var isCostly: Bool {
    switch self {
    case .fold, .table, .matrixProduct, .matrixPower, .softmax, .reduced, .mapped, .diagonalMatrix, .joined, .transposed,
      .foreign:
      true
    case .constant, .input, .index, .element, .stored, .sum, .negated, .pairwise, .entrywise, .reshaped, .entry, .diagonal,
      .cases, .called, .delta, .unsized:
      false
    }
  }
}
