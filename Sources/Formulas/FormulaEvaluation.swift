import Diagnostics
import FormulaExpressions
import FormulaParser
import FormulaStatements
import LaTeXSyntax

/// The result of a formula: the value of every side of every statement, and whether they agree.
///
///     let layout = try SyntaxTree(parsing: #"S = \frac{QK^\top}{\sqrt{d_k}}"#)
///     let evaluation = try FormulaEvaluation(of: layout, with: bindings)
///     evaluation.statements[0].value
package struct FormulaEvaluation: Sendable {
  /// In the order they are written.
  package var statements: [StatementResult]
  /// What the formula defines for later ones.
  package var definitions: [Definition]
  /// Every name that was read, and what it was found to be.
  package var uses: [NameUse]
  /// How parts were read that have another reading.
  package var remarks: [ReadingRemark]

  /// The bindings that nothing read.
  package let idle: Idle

  /// Whether all sides agree and all assertions hold.
  package var agrees: Bool {
    statements.allSatisfy { $0.agreement?.agrees ?? true && $0.assertions.allSatisfy(\.holds) }
  }

  /// The results of the statements that a reader sees.
  package struct Outcome: Sendable, Hashable {
    var values: [ArrayValue]
    var agreement: Agreement?
    var assertions: [ShapeAssertion]
  }

  package var outcomes: [Outcome] {
    statements.map { Outcome(values: $0.members.map(\.value), agreement: $0.agreement, assertions: $0.assertions) }
  }

  package struct StatementResult: Sendable {
    package var range: Range<Int>
    /// The left side as it is written, and what it names, if it is a name or a call.
    package var left: String
    package var name: Name?
    /// How the left side was read, if it is a product of bound names that could be taken for one name.
    package var readingOfLeft: String?
    /// What other statements define and this one reads.
    package var mentioned: Set<Name>
    /// Words that tell the branches of `cases` apart: `train`, `test`.
    package var label: String?
    /// The sides that were evaluated, from left to right. The left side is among them if it is bound or an expression.
    package var members: [Member]
    /// The value of the right side, or of the only side. Nil if the statement only defines or asserts.
    package var value: ArrayValue?
    /// What is bound to the left side.
    package var bound: ArrayValue?
    /// How far the sides agree; nil if there is only one.
    package var agreement: Agreement?
    package var assertions: [ShapeAssertion]
    /// The values of the free indices that its condition includes; nil without one. The other entries of its sides mean nothing.
    package var chosen: ChosenIndices?
    /// Whether the label of a brace states it, beside the formula's own statements.
    package var isLabel = false
    /// Whether all of its sides are written alike, so that it holds whatever they are.
    package var comparesNothing = false

    /// Whether its value is compared with anything, or its shape.
    var isCompared: Bool { agreement != nil || !assertions.isEmpty }
  }

  /// Names of the bindings that the formula doesn't have.
  package struct Idle: Sendable, Hashable {
    /// Names that a value is bound to.
    package var bound: Set<Name> = []
    /// Names of which something is declared: an index, a base, a row, a function applied to each entry, a family.
    package var declared: Set<Name> = []
    /// Places in `Bindings.given`.
    package var given: Set<Int> = []
    /// Whether the declarations of what `\otimes` means, and that 0 log 0 is 0, decide nothing.
    package var hasTensorProduct = false
    package var hasZeroLogZero = false
  }

  package struct Member: Sendable {
    package var range: Range<Int>
    package var latex: String
    package var value: ArrayValue
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
    package var holds: Bool
  }

  package struct Definition: Sendable, Hashable {
    package var name: Name
    /// Empty for a value.
    package var parameters: [Name]
    package var value: ArrayValue?
  }

  /// The sides of an agreement with what the formula must come to.
  package static let expectedSides = ["the formula", "the expected value"]

  /// Reads and computes a formula.
  ///
  /// - Parameters:
  ///   - tolerance: How far two sides may be apart and still agree.
  ///   - expected: What the formula must come to: the one statement that nothing else compares or reads.
  ///   - isReadLater: Whether a later formula reads a name that this one defines.
  /// - Throws: A `Problem` that marks the bytes of the formula at fault.
  package init(
    of syntax: SyntaxTree, with bindings: Bindings, tolerance: Tolerance = Tolerance(), equals expected: ArrayValue? = nil,
    isReadLater: (Name) -> Bool = { _ in false }
  ) throws(Problem) {
    let (formula, results) = try TypedFormula.reading(syntax, bindings, tolerance, comparedIn: expected?.precision ?? .double)
    try self.init(of: formula, results, tolerance: tolerance, equals: expected, isReadLater: isReadLater)
  }

  /// - Parameter results: The results of the formula's statements.
  init(
    of formula: TypedFormula, _ results: TypedFormula.Results, tolerance: Tolerance, equals expected: ArrayValue?,
    isReadLater: (Name) -> Bool
  ) throws(Problem) {
    (statements, definitions) = (results.statements, results.definitions)
    (uses, remarks, idle) = (formula.uses, formula.remarks, formula.idle)
    guard let expected else { return }
    let valued = statements.indices.filter { statements[$0].value != nil && !statements[$0].isLabel }
    let index = valued.count == 1 ? valued[0] : result(among: valued, isReadLater)
    guard let index, let value = statements[index].value else {
      throw Problem(
        "the formula has \(valued.count) values, and it is not said which one to compare",
        at: 0..<formula.syntax.latex.utf8.count, help: "bind the left sides instead: `where: { … }`")
    }
    let comparison = Comparison(relation: .equal, tolerance: tolerance, precision: formula.precision)
    guard Stance.areSame(value.shape, value.isRow ? .row : .column, expected.shape, .vector) else {
      throw Problem(
        "the sides have different shapes", at: statements[index].range,
        notes: [
          "\(Self.expectedSides[0]) is \(describe(shape: value.shape))",
          "\(Self.expectedSides[1]) is \(describe(shape: expected.shape))",
        ])
    }
    let (first, second) = (
      Comparison.Side(array: value, latex: Self.expectedSides[0]), Comparison.Side(array: expected, latex: Self.expectedSides[1])
    )
    let agreement = statements[index].chosen?.compare(first, second) { comparison($0, $1) } ?? comparison(first, second)
    statements[index].agreement = Agreement.worse(statements[index].agreement, agreement)
  }
}

// MARK: - What is compared

extension FormulaEvaluation {
  /// The statements that are compared with nothing, and that no compared statement reads (R14c).
  package func uncompared(isReadLater: (Name) -> Bool) -> [StatementResult] {
    let reached = comparedStatements(isReadLater)
    return statements.indices.filter { !reached.contains($0) }.map { statements[$0] }
  }

  /// The main statement of the formula: the only one that is not compared, or the only one that no other reads.
  private func result(among valued: [Int], _ isReadLater: (Name) -> Bool) -> Int? {
    let reached = comparedStatements(isReadLater)
    let open = valued.filter { !reached.contains($0) && !isReadByOthers($0) }
    let candidates = open.isEmpty ? valued.filter { !isReadByOthers($0) } : open
    return candidates.count == 1 ? candidates[0] : nil
  }

  private func isReadByOthers(_ index: Int) -> Bool {
    guard let name = statements[index].name else { return false }
    return statements.indices.contains { $0 != index && statements[$0].mentioned.contains(name) }
  }

  private func comparedStatements(_ isReadLater: (Name) -> Bool) -> Set<Int> {
    var pending = statements.indices.filter { statements[$0].isCompared || statements[$0].name.map(isReadLater) ?? false }
    var reached = Set(pending)
    while let reader = pending.popLast() {
      for (index, statement) in statements.enumerated() where index != reader {
        guard let name = statement.name, statements[reader].mentioned.contains(name) else { continue }
        if reached.insert(index).inserted { pending.append(index) }
      }
    }
    return reached
  }
}
