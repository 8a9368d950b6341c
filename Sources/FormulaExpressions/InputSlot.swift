import FormulaStatements

/// A value that a formula reads: its shape is known when the formula is read, the value itself only when it is evaluated.
///
/// A slot stands for what a name is bound to, or for what an earlier statement computes. Where reading needs the value itself, for the
/// bound of a sum or the size of an identity, it asks for `fixedValue()`: from then on the expression is that of this one value.
package final class InputSlot {
  package let name: Name
  package let type: InputType
  /// What the formula was read with.
  private let example: ArrayValue
  /// Whether what was read depends on the value itself.
  package private(set) var isFixed = false

  package init(name: Name, example: ArrayValue) {
    self.name = name
    self.example = example
    type = InputType(of: example)
  }

  package var shape: [Int] { type.shape }

  /// The value that the formula is read with. From here on, the expression is valid only for this value.
  package func fixedValue() -> ArrayValue {
    isFixed = true
    return example
  }

  /// Whether the expression can be evaluated with a value.
  package func admits(_ value: ArrayValue) -> Bool {
    guard InputType(of: value) == type else { return false }
    return !isFixed || zip(value.data, example.data).allSatisfy { $0.bitPattern == $1.bitPattern }
  }
}

/// What reading a formula needs to know of a value.
package struct InputType: Hashable {
  package var shape: [Int]
  package var isRow: Bool
  package var precision: Precision

  init(of value: ArrayValue) {
    shape = value.shape
    isRow = value.isRow
    precision = value.precision
  }
}

/// A foreign function that a formula calls. Its type is known when the formula is read, the function itself when it is evaluated.
package final class FunctionSlot {
  package let name: Name
  package let type: FunctionType
  /// Whether what was read depends on values of the function.
  package var isFixed = false

  package init(name: Name, example: ForeignFunction) {
    self.name = name
    type = FunctionType(of: example)
  }

  /// Whether the expression can be evaluated with a function. It can't be decided whether two functions are the same.
  package func admits(_ function: ForeignFunction) -> Bool { !isFixed && FunctionType(of: function) == type }
}

/// What reading a formula needs to know of a function.
package struct FunctionType: Hashable {
  /// How it is written where it is computed: `(Float) -> Float`.
  package var text: String
  package var parameters: [ForeignFunction.Operand]
  package var result: ForeignFunction.Operand
  package var precision: Precision

  init(of function: ForeignFunction) {
    (text, parameters, result, precision) = (function.type, function.parameters, function.result, function.precision)
  }
}

extension TypedExpression {
  /// Notes that what is read depends on the value of this expression.
  package func fixInputs() {
    var seen: Set<ObjectIdentifier> = []
    var pending = [self]
    while let part = pending.popLast() {
      guard seen.insert(ObjectIdentifier(part)).inserted else { continue }
      if case .input(let slot) = part.kind { _ = slot.fixedValue() }
      if case .foreign(let function, _) = part.kind { function.isFixed = true }
      pending += part.kind.parts
    }
  }
}
