/// A call of a lesson's function whose value a formula needs.
///
/// The tool finds the calls as it evaluates the formulas, and a second run of the lesson's program answers them.
public struct FunctionCall: Codable, Sendable, Hashable {
  public var function: Function
  public var arguments: [NumericArray]

  /// Which function is meant, and where in the program it is asked.
  public enum Function: Codable, Sendable, Hashable {
    /// The variable or function of this name, as it is after the cell.
    case named(String, cell: Int)
    /// The value of a check comment's expression.
    case expression(Int)
  }

  public init(_ function: Function, _ arguments: [NumericArray]) {
    self.function = function
    self.arguments = arguments
  }
}

/// What a function of the lesson takes and gives, as far as a formula must know.
public struct FunctionSignature: Codable, Sendable, Hashable {
  public enum Operand: Codable, Sendable, Hashable { case number, array }

  public var parameters: [Operand]
  public var result: Operand
  /// As a Swift author writes it: `(Float) -> Float`.
  public var type: String

  public init(parameters: [Operand], result: Operand, type: String) {
    self.parameters = parameters
    self.result = result
    self.type = type
  }
}
