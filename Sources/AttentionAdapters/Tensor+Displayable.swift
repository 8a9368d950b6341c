import Attention
import CellOutputs
import LessonRuntime

extension Tensor: Displayable {
  public var displayText: String { description }

  public func displayed(asType type: String) -> DisplayedValue {
    shown(text: description, decimals: decimals(in: description), type: type)
  }

  /// The tensor, shown with this number of decimal places. The default is as many as its numbers need, up to four.
  public func shown(decimals: Int) -> TensorWithDecimals { TensorWithDecimals(tensor: self, decimals: decimals) }

  fileprivate func shown(text: String, decimals: Int, type: String) -> DisplayedValue {
    let shape = "[\(shape.map(String.init).joined(separator: ", "))]"
    let numbers = NumericArray(self)
    // The numbers of a large tensor would only make the page larger, so send just the text.
    let content: DisplayedValue.Content = count <= 4096 ? .numbers(numbers, decimals: decimals) : .text
    return DisplayedValue(text: text, type: "\(type) \(shape)", content: content, digest: text.contains("…") ? digest : nil)
  }
}

/// A tensor that is shown with the number of decimal places chosen by the author.
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

/// The number of decimal places in a tensor's description, which is the same for all of its numbers.
private func decimals(in text: String) -> Int {
  guard let point = text.firstIndex(of: ".") else { return 0 }
  return text[point...].dropFirst().prefix { $0.isNumber }.count
}
