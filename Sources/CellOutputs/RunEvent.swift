/// One thing that happened in a lesson program, in the order in which it happened.
///
/// Each event carries how many bytes had been printed before it, so that what a cell prints can be told apart from
/// what its neighbours print, and stands between the right values.
public struct RunEvent: Codable, Sendable, Hashable {
  public var kind: Kind
  /// Bytes written to standard output and to standard error before this event; -1 when that could not be known, because the
  /// program closed or replaced the stream.
  public var outputOffset: Int
  public var errorOffset: Int

  public enum Kind: Codable, Sendable, Hashable {
    /// A statement of a cell begins; both are counted from 0.
    case statement(cell: Int, index: Int)
    /// The value of a cell's last expression.
    case displayed(cell: Int, value: DisplayedValue)
    /// The value before a `// =>` comment.
    case recorded(cell: Int, statement: Int, value: DisplayedValue)
    /// A variable of the lesson has this value after the cell.
    case bound(cell: Int, name: String, value: BoundValue)
    /// A Swift expression of a check comment begins to be evaluated, where the comment stands.
    case expression(Int)
    /// The value of that expression.
    case evaluated(expression: Int, value: BoundValue)
    /// What a function gave for one of the calls that the tool asked for; nil if the arguments don't fit its types.
    case answered(call: Int, value: NumericArray?)
    case cellEnded(cell: Int)
    /// A cell begins to run again in a run that is only about a later one.
    case passing(cell: Int)
    case programEnded
  }

  public init(_ kind: Kind, outputOffset: Int, errorOffset: Int) {
    self.kind = kind
    self.outputOffset = outputOffset
    self.errorOffset = errorOffset
  }
}

/// What a name or an expression of the lesson stands for, as far as a formula can use it.
public enum BoundValue: Codable, Sendable, Hashable {
  case numbers(NumericArray, type: String)
  /// More numbers than are sent: only the shape is known.
  case tooLarge(shape: [Int], type: String)
  /// A function of numbers or arrays: its values are asked for.
  case function(FunctionSignature)
  /// A value that a formula can't use.
  case opaque(type: String)
}
