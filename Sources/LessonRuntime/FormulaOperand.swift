import CellOutputs

/// A value that a formula can compute with: a number, or regularly nested numbers.
public protocol FormulaOperand {
  /// The numbers; nil if the nesting is ragged.
  func numericArray() -> NumericArray?
  /// The number of elements, and their shape if the nesting is regular. It doesn't visit the numbers.
  var extent: (count: Int, shape: [Int]) { get }
  /// Whether every value is a single number.
  static var isNumber: Bool { get }
}

extension FormulaOperand {
  public static var isNumber: Bool { true }

  public var extent: (count: Int, shape: [Int]) { (1, []) }
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
    var parts: [NumericArray] = []
    parts.reserveCapacity(count)
    for element in self {
      guard let part = element.numericArray() else { return nil }
      parts.append(part)
    }
    guard parts.allSatisfy({ $0.shape == parts[0].shape }) else { return nil }
    return NumericArray(shape: [count] + (parts.first?.shape ?? []), elements: parts.flatMap(\.elements))
  }

  public static var isNumber: Bool { false }

  public var extent: (count: Int, shape: [Int]) {
    let extents = Element.isNumber ? [] : map(\.extent)
    return (Element.isNumber ? count : extents.reduce(0) { $0 + $1.count }, [count] + (extents.first?.shape ?? []))
  }
}

/// The largest number of elements that is sent. A formula over more can be checked in a smaller example.
private let elementLimit = 1 << 18

/// Everything about a value that a formula can use.
func boundValue<Value>(of value: Value) -> BoundValue {
  let type = typeName(of: Value.self)
  if let truth = value as? Bool { return .truth(truth) }
  guard let operand = value as? any FormulaOperand else { return .opaque(type: type) }
  let extent = operand.extent
  guard extent.count <= elementLimit else { return .tooLarge(shape: extent.shape, type: type) }
  guard let numbers = operand.numericArray() else { return .opaque(type: type) }
  return .numbers(numbers, type: type)
}
