import CellOutputs

/// A value that a formula can compute with: a number, or numbers in a regular nesting.
public protocol FormulaOperand {
  var shape: [Int]? { get }
  /// nil for a ragged nesting.
  func numericArray() -> NumericArray?
}

extension FormulaOperand where Self: BinaryInteger {
  public var shape: [Int]? { [] }
  public func numericArray() -> NumericArray? { NumericArray(Double(self)) }
}

extension Int: FormulaOperand {}
extension Int32: FormulaOperand {}
extension Int64: FormulaOperand {}
extension UInt8: FormulaOperand {}
extension UInt64: FormulaOperand {}

extension Float: FormulaOperand {
  public var shape: [Int]? { [] }
  public func numericArray() -> NumericArray? { NumericArray(Double(self)) }
}

extension Double: FormulaOperand {
  public var shape: [Int]? { [] }
  public func numericArray() -> NumericArray? { NumericArray(self) }
}

extension Array: FormulaOperand where Element: FormulaOperand {
  public var shape: [Int]? {
    guard let first else { return [0] }
    guard let inner = first.shape, allSatisfy({ $0.shape == inner }) else { return nil }
    return [count] + inner
  }

  public func numericArray() -> NumericArray? {
    guard let shape else { return nil }
    return NumericArray(shape: shape, elements: flatMap { $0.numericArray()?.elements ?? [] })
  }
}

/// More numbers are not sent: a formula over them is checked in a smaller example.
private let elementLimit = 1 << 18

/// What a formula can use of a value.
func boundValue<Value>(of value: Value) -> BoundValue {
  let type = typeName(of: Value.self)
  guard let operand = value as? any FormulaOperand, let shape = operand.shape else { return .opaque(type: type) }
  guard shape.reduce(1, *) <= elementLimit else { return .tooLarge(shape: shape, type: type) }
  return operand.numericArray().map { .numbers($0, type: type) } ?? .opaque(type: type)
}
