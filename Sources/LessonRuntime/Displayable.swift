import CellOutputs

/// A type that says how a cell shows its values. Without it a value is shown by its `description`.
public protocol Displayable {
  /// The value as shown; `type` is its static type as a Swift author writes it.
  func displayed(asType type: String) -> DisplayedValue
}

/// What a cell shows for a value.
func displayedValue<Value>(of value: Value) -> DisplayedValue {
  let type = typeName(of: Value.self)
  if let value = value as? any Displayable { return value.displayed(asType: type) }
  if let text = value as? String { return DisplayedValue(text: text.debugDescription, type: type) }
  // A NaN's sign means nothing, and which one 0/0 gives depends on the processor.
  let text = String(describing: value).replacing("-nan", with: "nan")
  return DisplayedValue(text: text, type: type)
}
