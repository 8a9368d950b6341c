import Attention
import CellOutputs
import LessonRuntime

extension Tensor: FormulaArgument {
  public init?(numbers: NumericArray) {
    self.init(shape: numbers.shape, scalars: numbers.elements.map(Float.init))
  }

  public func numericArray() -> NumericArray? { NumericArray(self) }

  public static var isNumber: Bool { false }

  public var extent: (count: Int, shape: [Int]) { (count, shape) }
}

extension NumericArray {
  init(_ tensor: Tensor) { self.init(shape: tensor.shape, elements: tensor.scalars.map(Double.init)) }
}

extension Tensor: LessonInputValue {
  public func replacingNumbers(by numbers: inout ArraySlice<Double>) -> Tensor {
    let own = numbers.prefix(count)
    numbers = numbers.dropFirst(count)
    return Tensor(shape: shape, scalars: own.map(Float.init))
  }
}
