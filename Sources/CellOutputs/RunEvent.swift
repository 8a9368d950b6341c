/// Something that happened in a lesson program. Events are in the order in which they happened.
///
/// Each event carries the number of bytes printed before it. So the output of a cell can be told from that of its neighbors, and be
/// placed between the right values.
public struct RunEvent: Codable, Sendable, Hashable {
  public var kind: Kind
  /// Bytes written to standard output and to standard error before this event; -1 if the number isn't known, because the program closed
  /// or replaced the stream.
  public var outputOffset: Int
  public var errorOffset: Int

  public enum Kind: Codable, Sendable, Hashable {
    /// A statement of a cell begins. Cells and statements count from 0.
    case statement(cell: Int, index: Int)
    /// The value of a cell's last expression.
    case displayed(cell: Int, value: DisplayedValue)
    /// The value before a `// =>` comment.
    case recorded(cell: Int, statement: Int, value: DisplayedValue)
    /// The value of a variable of the lesson after the cell.
    case bound(cell: Int, name: String, value: BoundValue)
    /// The evaluation of a check comment's Swift expression begins.
    case expression(Int)
    /// The value of that expression.
    case evaluated(expression: Int, value: BoundValue)
    /// The result of one of the calls that the tool ordered; nil if the arguments don't fit the function's types.
    case answered(call: Int, value: NumericArray?)
    case cellEnded(cell: Int)
    /// A cell begins to run again on the way to a later cell.
    case passing(cell: Int)
    case programEnded
  }

  public init(_ kind: Kind, outputOffset: Int, errorOffset: Int) {
    self.kind = kind
    self.outputOffset = outputOffset
    self.errorOffset = errorOffset
  }
}

/// The value of a name or an expression of the lesson, as far as formulas can use it.
public enum BoundValue: Codable, Sendable, Hashable {
  case numbers(NumericArray, type: String)
  /// More numbers than are sent; only the shape is known.
  case tooLarge(shape: [Int], type: String)
  /// A function of numbers or arrays, whose values the tool can ask for.
  case function(FunctionSignature)
  /// A `Bool`, which a formula can't use.
  case truth(Bool)
  /// Another value that a formula can't use.
  case opaque(type: String)
}
