/// The members through which the lesson's runtime, and Swift itself, read a value without naming them in the code. A test compares them
/// with the declarations of `LessonRuntime`.
enum LessonRuntimeNames {
  /// Members called when a value is shown, printed or interpolated into a string.
  static let shownByMembers = displayableMembers.union([
    "description", "debugDescription", "customMirror", "customPlaygroundDisplayDescription", "errorDescription",
  ])
  /// The requirements of `Displayable`.
  static let displayableMembers: Set<String> = ["displayText", "displayed"]
  /// Members called when a variable of the lesson is bound: the requirements of `FormulaOperand`.
  static let boundByMembers: Set<String> = ["numericArray", "extent", "isNumber"]
  /// The parameter and result types of the lesson's functions that formulas can call.
  static let formulaTypes: Set<String> = ["Int", "Float", "Double", "Tensor", "[Float]", "[Double]", "[[Float]]", "[[Double]]"]
}
