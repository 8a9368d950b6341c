/// The members by which the lesson's runtime, and Swift itself, get at a value without naming them. A test holds them against what
/// `LessonRuntime` declares.
enum LessonRuntimeNames {
  /// Called where a value is shown, printed or put into a string.
  static let shownByMembers = displayableMembers.union([
    "description", "debugDescription", "customMirror", "customPlaygroundDisplayDescription", "errorDescription",
  ])
  /// What `Displayable` requires.
  static let displayableMembers: Set<String> = ["displayText", "displayed"]
  /// Called when a variable of the lesson is bound: what `FormulaOperand` requires.
  static let boundByMembers: Set<String> = ["numericArray", "extent", "isNumber"]
  /// The types of parameters and results with which a formula can call a function of the lesson.
  static let formulaTypes: Set<String> = ["Int", "Float", "Double", "Tensor", "[Float]", "[Double]", "[[Float]]", "[[Double]]"]
}
