/// A type as a Swift author writes it: `[Float]`, `Int?`, `[String: Tensor]`.
func typeName(of type: Any.Type) -> String {
  if let sugared = type as? any SugaredType.Type { return sugared.writtenName }
  return String(describing: type)
}

/// The types for which Swift has a shorter spelling than their name.
private protocol SugaredType {
  static var writtenName: String { get }
}

extension Array: SugaredType {
  fileprivate static var writtenName: String { "[\(typeName(of: Element.self))]" }
}

extension Optional: SugaredType {
  fileprivate static var writtenName: String { "\(typeName(of: Wrapped.self))?" }
}

extension Dictionary: SugaredType {
  fileprivate static var writtenName: String { "[\(typeName(of: Key.self)): \(typeName(of: Value.self))]" }
}
