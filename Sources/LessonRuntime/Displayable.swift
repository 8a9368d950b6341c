import CellOutputs

/// A type that says how a cell shows its values. Without it a value is shown as `ValueText` writes it.
public protocol Displayable {
  /// The value as shown; `type` is its static type as a Swift author writes it.
  func displayed(asType type: String) -> DisplayedValue
}

/// What a cell shows for a value.
func displayedValue<Value>(of value: Value) -> DisplayedValue {
  let type = typeName(of: Value.self)
  if let value = value as? any Displayable { return value.displayed(asType: type) }
  if let text = value as? any QuotedText { return DisplayedValue(text: text.debugDescription, type: type) }
  // A NaN's sign means nothing, and which one 0/0 gives depends on the processor.
  let text = ValueText.text(of: value).replacing("-nan", with: "nan").steady
  // The number of elements is told where it can't be counted.
  let count = (value as? any ShownCollection).flatMap { ValueText.isLarge(value) ? $0.elementCount : nil }
  return DisplayedValue(text: text, type: count.map { "\(type) [\($0)]" } ?? type)
}

/// A text that stands in quotation marks, as in Swift.
private protocol QuotedText: CustomDebugStringConvertible {}

extension String: QuotedText {}
extension Substring: QuotedText {}
extension Character: QuotedText {}
