import Formulas

extension Precision {
  private nonisolated(unsafe) static let doublePattern = /\bDouble\b/
  private nonisolated(unsafe) static let singlePattern = /\b(Float|Tensor)\b/
  private nonisolated(unsafe) static let integerPattern = /\bU?Int\d*\b/

  /// The precision of the numbers in a Swift type, or in a function's result: `[Float]`, `Tensor [3, 2]`, `(Tensor) -> Double`.
  ///
  /// - Parameter unknown: The precision for a type that isn't known.
  init(ofType type: String, unknown: Precision) {
    let result = type.split(separator: "->").last ?? Substring(type)
    self =
      if result.contains(Self.doublePattern) {
        .double
      } else if result.contains(Self.singlePattern) {
        .single
      } else if result.contains(Self.integerPattern) {
        .double
      } else {
        unknown
      }
  }
}
