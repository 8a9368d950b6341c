import CellOutputs

/// A type that defines how its values are shown. Values of other types are shown as `ValueText` writes them.
///
///     struct Token: Displayable {
///       var text: String
///       var displayText: String { "⟨\(text)⟩" }
///     }
public protocol Displayable {
  /// The text of the value, whether it is shown by itself or as part of another. Lines are separated by `\n`.
  var displayText: String { get }

  /// The value as a cell shows it, with the data behind it if there are any. `type` is its static type as an author writes it.
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
  // The sign of a NaN is meaningless, and for 0/0 it depends on the processor.
  let shown = ValueText.shown(value)
  let text = shown.text.replacing("-nan", with: "nan").redacted
  // State the number of elements if readers can't count them.
  let count = (value as? any ShownCollection).flatMap { ValueText.isLarge(value) ? $0.elementCount : nil }
  return DisplayedValue(
    text: text, type: count.map { "\(type) [\($0)]" } ?? type, digest: shown.isWhole ? nil : ValueDigest(of: value))
}

/// A text that is shown in quotation marks, as in Swift.
private protocol QuotedText: CustomDebugStringConvertible {}

extension String: QuotedText {}
extension Substring: QuotedText {}
extension Character: QuotedText {}
