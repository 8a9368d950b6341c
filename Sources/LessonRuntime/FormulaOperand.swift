import CellOutputs

/// A value that a formula can compute with: a number, or numbers in a regular nesting.
public protocol FormulaOperand {
  /// nil for a ragged nesting, as are the numbers.
  func numericArray() -> NumericArray?
  /// Whether every value is a single number.
  static var isNumber: Bool { get }
}

extension FormulaOperand {
  public static var isNumber: Bool { true }
}

extension FormulaOperand where Self: BinaryInteger {
  public func numericArray() -> NumericArray? { NumericArray(Double(self)) }
}

extension Int: FormulaOperand {}
extension Int32: FormulaOperand {}
extension Int64: FormulaOperand {}
extension UInt8: FormulaOperand {}
extension UInt64: FormulaOperand {}

extension Float: FormulaOperand {
  public func numericArray() -> NumericArray? { NumericArray(Double(self)) }
}

extension Double: FormulaOperand {
  public func numericArray() -> NumericArray? { NumericArray(self) }
}

extension Array: FormulaOperand where Element: FormulaOperand {
  public func numericArray() -> NumericArray? {
    let parts = compactMap { $0.numericArray() }
    guard parts.count == count, parts.allSatisfy({ $0.shape == parts[0].shape }) else { return nil }
    return NumericArray(shape: [count] + (parts.first?.shape ?? []), elements: parts.flatMap(\.elements))
  }

  public static var isNumber: Bool { false }
}

/// More numbers are not sent: a formula over them is checked in a smaller example.
private let elementLimit = 1 << 18

/// What a formula can use of a value.
func boundValue<Value>(of value: Value) -> BoundValue {
  let type = typeName(of: Value.self)
  guard let numbers = (value as? any FormulaOperand)?.numericArray() else { return .opaque(type: type) }
  guard numbers.elements.count <= elementLimit else { return .tooLarge(shape: numbers.shape, type: type) }
  return .numbers(numbers, type: type)
}
