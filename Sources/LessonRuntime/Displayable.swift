import CellOutputs

/// A type that says how its values are shown. Without it a value is shown as `ValueText` writes it.
///
///     struct Token: Displayable {
///       var text: String
///       var displayText: String { "⟨\(text)⟩" }
///     }
public protocol Displayable {
  /// What is shown of the value, by itself or within others; lines are separated by `\n`.
  var displayText: String { get }

  /// The value as a cell shows it, with the data behind it where there is some; `type` is its static type as an author writes it.
  func displayed(asType type: String) -> DisplayedValue
}

extension Displayable {
  public func displayed(asType type: String) -> DisplayedValue { DisplayedValue(text: displayText, type: type) }
}

/// What a cell shows for a value.
func displayedValue<Value>(of value: Value) -> DisplayedValue {
  let type = typeName(of: Value.self)
  if let value = value as? any Displayable { return value.displayed(asType: type) }
  if let text = value as? any QuotedText { return DisplayedValue(text: text.debugDescription, type: type) }
  // A NaN's sign means nothing, and which one 0/0 gives depends on the processor.
  let shown = ValueText.shown(value)
  let text = shown.text.replacing("-nan", with: "nan").redacted
  // The number of elements is told where it can't be counted.
  let count = (value as? any ShownCollection).flatMap { ValueText.isLarge(value) ? $0.elementCount : nil }
  return DisplayedValue(
    text: text, type: count.map { "\(type) [\($0)]" } ?? type, digest: shown.isWhole ? nil : ValueDigest(of: value))
}

/// A text that stands in quotation marks, as in Swift.
private protocol QuotedText: CustomDebugStringConvertible {}

extension String: QuotedText {}
extension Substring: QuotedText {}
extension Character: QuotedText {}
