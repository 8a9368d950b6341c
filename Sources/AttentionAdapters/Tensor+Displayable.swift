import Attention
import CellOutputs
import LessonRuntime

extension Tensor: Displayable {
  public var displayText: String { description }

  public func displayed(asType type: String) -> DisplayedValue {
    shown(text: description, decimals: decimals(in: description), type: type)
  }

  /// The tensor to be shown with so many decimal places, instead of as many as it needs up to four.
  public func shown(decimals: Int) -> TensorWithDecimals { TensorWithDecimals(tensor: self, decimals: decimals) }

  fileprivate func shown(text: String, decimals: Int, type: String) -> DisplayedValue {
    let shape = "[\(shape.map(String.init).joined(separator: ", "))]"
    let numbers = NumericArray(self)
    // A large tensor's numbers would only burden the page, which shows its text.
    let content: DisplayedValue.Content = count <= 4096 ? .numbers(numbers, decimals: decimals) : .text
    return DisplayedValue(text: text, type: "\(type) \(shape)", content: content, digest: text.contains("…") ? digest : nil)
  }
}

/// A tensor that is shown with a number of decimal places that the author chose.
public struct TensorWithDecimals: Displayable, Sendable {
  public var tensor: Tensor
  public var decimals: Int

  public var displayText: String { tensor.description(decimals: decimals) }

  public func displayed(asType type: String) -> DisplayedValue {
    tensor.shown(text: displayText, decimals: decimals, type: "Tensor")
  }
}

extension Tensor {
  private var digest: ValueDigest {
    ValueDigest { digest in
      for size in shape { digest.add(UInt64(size)) }
      for scalar in scalars { digest.add(Double(scalar)) }
    }
  }
}

/// The decimal places of the numbers in a tensor's description, which all have the same.
private func decimals(in text: String) -> Int {
  guard let point = text.firstIndex(of: ".") else { return 0 }
  return text[point...].dropFirst().prefix { $0.isNumber }.count
}
