/// A call of a lesson's function whose value a formula needs.
///
/// The tool finds the calls while it evaluates the formulas. A second run of the lesson's program answers them.
public struct FunctionCall: Codable, Sendable, Hashable {
  public var function: Function
  public var arguments: [NumericArray]

  /// The function, and the place in the program at which it is called.
  public enum Function: Codable, Sendable, Hashable {
    /// The variable or function with this name, as it is after the cell.
    case named(String, cell: Int)
    /// The constant with this name that the cell declares, as it is after another cell: what a closure captures may have changed.
    case constant(String, cell: Int, after: Int)
    /// The value of a check comment's expression.
    case expression(Int)
  }

  public init(_ function: Function, _ arguments: [NumericArray]) {
    self.function = function
    self.arguments = arguments
  }
}

/// The parameters and the result of a lesson's function, as far as formulas need them.
public struct FunctionSignature: Codable, Sendable, Hashable {
  public enum Operand: Codable, Sendable, Hashable { case number, array }

  public var parameters: [Operand]
  public var result: Operand
  /// The type as a Swift author writes it: `(Float) -> Float`.
  public var type: String

  public init(parameters: [Operand], result: Operand, type: String) {
    self.parameters = parameters
    self.result = result
    self.type = type
  }
}
