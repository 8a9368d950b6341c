import Diagnostics
import FormulaEvaluator
import FormulaExpressions
import FormulaParser
import FormulaStatements

/// A statement as it was read: its sides with their shapes. It can be evaluated with any values of its slots.
final class TypedStatement {
  let claim: Claim
  /// The words that tell which branch of `cases` was read.
  let label: String?
  let sides: Sides
  /// Each side for all values of its free indices.
  let tables: [TypedExpression]
  /// The number added to each index on the left side; nil if the left side doesn't have the free indices in their order.
  let shifts: [Int]?
  /// The coarsest format of the code's values that the formula has read so far.
  let precision: Precision
  /// What the lesson or the comment binds to what a given statement defines.
  let boundByCode: InputSlot?
  /// What later statements read under the name of the left side; nil before the first evaluation, and if it defines nothing.
  var output: SymbolTable.Value?

  init(
    claim: Claim, label: String?, sides: Sides, tables: [TypedExpression], precision: Precision, boundByCode: InputSlot?
  ) {
    self.claim = claim
    self.label = label
    self.sides = sides
    self.tables = tables
    shifts = sides.shifts
    self.precision = precision
    self.boundByCode = boundByCode
  }

  /// Whether later statements read the value of a side as it is, neither transposed nor filled in by several statements.
  var handsOnItsValue: Bool {
    guard output != nil else { return true }
    guard !claim.isTransposed, let shifts else { return false }
    if case .declared = claim.left { return shifts.allSatisfy { $0 == 0 } }
    return true
  }

  /// The sides of a statement as read, before a number is computed.
  struct Sides {
    var variables: [IndexVariable]
    /// What is evaluated, from left to right.
    var members: [Side] = []
    var assertions: [FormulaEvaluation.ShapeAssertion] = []
    /// Where the left side puts the values, if it is a name with indices.
    var places: [TypedExpression.Subscript] = []
    /// 1 for each value of the indices that the conditions include; nil if there are no conditions.
    var chosen: TypedExpression?
    /// What `\in [a, b]` says of the side before it.
    var intervals: [Interval] = []

    /// The number added to each index on the left side: 1 in `h_{t+1}`. Nil if the left side doesn't have the free indices
    /// in their order.
    var shifts: [Int]? {
      guard places.count == variables.count else {
        return places.isEmpty ? variables.map { _ in 0 } : nil
      }
      var shifts: [Int] = []
      for (place, variable) in zip(places, variables) {
        guard case .at(let typed) = place, let shift = typed.shift(of: variable) else { return nil }
        shifts.append(shift)
      }
      return shifts
    }
  }

  struct Interval {
    var side: Int
    var lower: TypedExpression
    var upper: TypedExpression
    var isOpen: (lower: Bool, upper: Bool)
    var latex: String
    var range: Range<Int>
  }

  struct Side {
    var typed: TypedExpression
    var latex: String
    var range: Range<Int>
    /// The relation before it.
    var relation: Relation?
    var isBound: Bool
    /// Whether it is a name of the code, and nothing else.
    var isName = false
    /// Whether it is a list in brackets, `[a, b, c]`, which doesn't say how it stands.
    var isList = false
    /// Whether it is computed of written whole numbers alone.
    var isWhole = false
    /// How it was read, as an indented tree with shapes.
    var reading = ""

    /// A name of the code beside a row that a product with a matrix makes, as in `o = v^\top A`, doesn't say how it stands.
    func stance(beside other: Side) -> Stance {
      if isList { return .either }
      return isName && other.typed.isRowOfProduct ? .vector : typed.stance
    }
  }
}

/// Statements that are computed together, one step after another.
struct TypedRecurrence {
  /// In the order in which one step computes them, each with what stands behind the index on its left side.
  var statements: [(statement: TypedStatement, offset: Int, state: RecurrenceState?)]
  /// The index that runs.
  var variable: IndexVariable
}

extension TypedExpression {
  /// Its values for all values of the given indices.
  func table(over variables: [IndexVariable]) throws(Problem) -> TypedExpression {
    guard !variables.isEmpty else { return self }
    return try TypedExpression(
      .table(variables, self), shape: variables.map(\.count) + shape, bases: variables.map(\.lowerBound), at: range)
  }
}

extension TypedExpression {
  /// The number added to an index: 1 in `t+1`; nil if it is anything else.
  fileprivate func shift(of variable: IndexVariable) -> Int? {
    if case .index(let own) = kind { return own === variable ? 0 : nil }
    guard case .sum(let addends) = kind else { return nil }
    var (shift, count) = (0, 0)
    for addend in addends {
      switch addend.value.kind {
      case .index(let own) where own === variable && !addend.isNegative: count += 1
      case .constant(let data):
        guard data.count == 1, let number = Int(exactly: data[0]) else { return nil }
        shift += addend.isNegative ? -number : number
      case .input(let slot):
        guard slot.type.shape.reduce(1, *) == 1, let number = Int(exactly: slot.fixedValue().data[0]) else { return nil }
        shift += addend.isNegative ? -number : number
      default: return nil
      }
    }
    return count == 1 ? shift : nil
  }
}
