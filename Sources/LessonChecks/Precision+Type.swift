import Formulas

extension Precision {
  /// The precision of the numbers in a Swift type, or in a function's result: `[Float]`, `Tensor [3, 2]`, `(Tensor) -> Double`.
  ///
  /// - Parameter unknown: The precision for a type that isn't known.
  init(ofType type: String, unknown: Precision) {
    let result = type.split(separator: "->").last ?? Substring(type)
    self =
      if result.contains(/\bDouble\b/) {
        .double
      } else if result.contains(/\b(Float|Tensor)\b/) {
        .single
      } else if result.contains(/\bU?Int\d*\b/) {
        .double
      } else {
        unknown
      }
  }
}
