import Diagnostics

/// What a formula came to: the value of every side of every statement, and whether they agree.
///
///     let layout = try Layout(parsing: #"S = \frac{QK^\top}{\sqrt{d_k}}"#)
///     let evaluation = try FormulaEvaluation(of: layout, with: bindings)
///     evaluation.statements[0].value
package struct FormulaEvaluation: Sendable {
  /// In the order they are written.
  package var statements: [StatementResult]
  /// What the formula defines for later ones.
  package var definitions: [Definition]
  /// Every name that was read, and what it was found to be.
  package var uses: [Use]
  /// How parts were read that have another reading.
  package var remarks: [Remark]

  /// Whether all sides agree and all assertions hold.
  package var agrees: Bool {
    statements.allSatisfy { $0.agreement?.agrees ?? true && $0.assertions.allSatisfy(\.holds) }
  }

  package struct StatementResult: Sendable {
    package var range: Range<Int>
    /// The left side as it is written, and what it names, if it is a name or a call.
    package var left: String
    package var name: Name?
    /// Words that tell the branches of `cases` apart: `train`, `test`.
    package var label: String?
    /// The sides that were evaluated, from left to right. The left side is among them if it is bound or an expression.
    package var members: [Member]
    /// What the right side came to, or the only side. Nil if the statement only defines or asserts.
    package var value: Quantity?
    /// What is bound to the left side.
    package var bound: Quantity?
    /// How far the sides agree; nil if there is only one.
    package var agreement: Agreement?
    package var assertions: [ShapeAssertion]
    /// Whether the label of a brace states it, beside the formula's own statements.
    package var isLabel = false
  }

  /// How a part was read that has another reading.
  package struct Remark: Sendable, Hashable {
    package var range: Range<Int>
    package var text: String
  }

  package struct Member: Sendable {
    package var range: Range<Int>
    package var latex: String
    package var value: Quantity
    /// How it was read, as an indented tree with shapes.
    package var reading: String
    /// Whether it is the code's value of a name, as opposed to one computed here.
    package var isBound: Bool
  }

  package struct ShapeAssertion: Sendable, Hashable {
    package var range: Range<Int>
    package var latex: String
    package var expected: [Int]
    package var found: [Int]
    package var holds: Bool {
      expected == found || expected.filter { $0 != 1 } == found && found.count < expected.count
    }
  }

  package struct Definition: Sendable, Hashable {
    package var name: Name
    /// Empty for a value.
    package var parameters: [Name]
    package var value: Quantity?
  }

  package struct Use: Sendable, Hashable {
    package enum Target: Sendable, Hashable {
      case index
      case function
      case value(shape: [Int])
    }

    package var range: Range<Int>
    package var name: Name
    package var target: Target
  }

  /// Reads and computes a formula.
  ///
  /// - Parameters:
  ///   - tolerance: How far two sides may be apart and still agree.
  ///   - expected: What the formula must come to; it must then be a single statement.
  /// - Throws: A `Problem` that marks the bytes of the formula at fault.
  package init(
    of layout: Layout, with bindings: Bindings, tolerance: Tolerance = Tolerance(), equals expected: Quantity? = nil
  ) throws(Problem) {
    let reader = FormulaReader(layout, bindings, tolerance)
    try reader.read()
    statements = reader.results
    definitions = reader.definitions
    remarks = reader.scope.remarks
    uses = reader.scope.uses.sorted {
      ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
    }
    guard let expected else { return }
    let valued = statements.indices.filter { statements[$0].value != nil && !statements[$0].isLabel }
    guard valued.count == 1, let value = statements[valued[0]].value else {
      throw Problem(
        "the formula has \(valued.count) values, and it is not said which one to compare",
        at: 0..<layout.latex.utf8.count, help: "bind the left sides instead: `where: { … }`")
    }
    let index = valued[0]
    let agreement = try Agreement.of(
      value, "the formula", expected, "the expected value", .equal, tolerance, at: statements[index].range)
    statements[index].agreement = Agreement.worse(statements[index].agreement, agreement)
  }
}
