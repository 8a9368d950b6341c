import CellAnalysis
import CellOutputs
import Diagnostics
import Formulas
import Foundation
import LaTeXSyntax
import LessonDocument
import LessonRunner

/// Checks relations within sentences that have no comment: relations between numbers, and between values of the program.
///
/// A relation that can't be evaluated isn't a claim. Neither is a condition, as in "with `\beta = 0`, each key counts as much".
extension Checker {
  /// Checks the claims of the lesson. One that doesn't hold is a warning.
  mutating func checkInlineClaims() -> [InlineClaim] {
    var claims: [InlineClaim] = []
    for formula in document.formulas where !formula.isDisplay && formula.check == nil && !formula.isInOption {
      guard let syntax = formula.syntax else { continue }
      if let (claim, problem) = closedClaim(formula, syntax) ?? boundClaim(formula, syntax) {
        claims.append(claim)
        if let problem { fail(.inlineRelationDisagrees, of: .formula(formula.index), problem) }
      }
    }
    return claims
  }

  private typealias Judgment = (claim: InlineClaim, problem: Problem?)

  // MARK: Numbers and built-in functions

  private func closedClaim(_ formula: LessonFormula, _ syntax: SyntaxTree) -> Judgment? {
    let relations = syntax.relations
    guard !relations.isEmpty, relations.allSatisfy({ $0 == "=" || $0 == "≈" }) else { return nil }
    // A relation with an undefined name isn't a claim, so its problem isn't reported.
    guard let evaluation = try? FormulaEvaluation(of: syntax.withApproximateRelations, with: Bindings()),
      evaluation.statements.count == 1, let statement = evaluation.statements.first, evaluation.definitions.isEmpty,
      statement.name == nil, statement.members.count == relations.count + 1, let agreement = statement.agreement
    else { return nil }
    var claim = InlineClaim(.closed, formula, agreement)
    if let problem = inexactWhole(formula, statement, relations) {
      claim.holds = false
      return (claim, problem)
    }
    return (claim, agreement.agrees ? nil : warning(formula, agreement))
  }

  /// What is wrong with a whole number that equals another only when that is rounded: `2 = 5/2` is no rounding but an error.
  private func inexactWhole(
    _ formula: LessonFormula, _ statement: FormulaEvaluation.StatementResult, _ relations: [String]
  ) -> Problem? {
    let sides = statement.members.map { (latex: $0.latex.trimmingCharacters(in: .whitespaces), value: $0.value.scalar) }
    for (relation, (left, right)) in zip(relations, zip(sides, sides.dropFirst())) where relation == "=" {
      for (whole, other) in [(left, right), (right, left)] {
        guard let number = WrittenNumber(parsing: whole.latex.replacing("{,}", with: ",").replacing("\\,", with: "\u{2009}")),
          number.isWhole, let value = other.value, abs(value - number.value) > 1e-9 * max(abs(value), 1)
        else { continue }
        return Problem(
          "`\(other.latex)` is \(Self.text(value)), not \(whole.latex)",
          at: formula.latex.fileRange(of: 0..<formula.latex.text.utf8.count), severity: .warning,
          help: "correct it, or write `\\approx` if it is rounded")
      }
    }
    return nil
  }

  private func warning(_ formula: LessonFormula, _ agreement: Agreement) -> Problem {
    func trimmed(_ text: String) -> String { text.trimmingCharacters(in: .whitespaces) }
    let sides = zip(agreement.sides.map(trimmed), agreement.values).map { (latex: $0, value: $1) }
    let help = "correct it, or say with `<!-- check: … -->` what it means"
    let range = formula.latex.fileRange(of: 0..<formula.latex.text.utf8.count)
    guard sides.count == 2, sides.allSatisfy(\.value.isFinite) else {
      return Problem("the sides of this relation differ", at: range, severity: .warning, help: help)
    }
    for (stated, other) in [(sides[1], sides[0]), (sides[0], sides[1])] {
      guard let number = WrittenNumber(parsing: stated.latex.replacing("{,}", with: ",").replacing("\\,", with: "\u{2009}")) else {
        continue
      }
      return Problem(
        "`\(other.latex)` is \(number.text(for: other.value)), not \(stated.latex)", at: range, severity: .warning, help: help)
    }
    return Problem(
      "`\(sides[0].latex)` is \(Self.text(sides[0].value)), and `\(sides[1].latex)` is \(Self.text(sides[1].value))", at: range,
      severity: .warning, help: help)
  }

  // MARK: Values of the program

  /// Returns nil for a relation that can't be evaluated. Since no comment asks for its check, that is no error.
  private func boundClaim(_ formula: LessonFormula, _ syntax: SyntaxTree) -> Judgment? {
    // A left side that is no name, as in `a + b = c`, defines nothing.
    guard let (left, right) = syntax.sidesOfEquation, SyntaxTree.isOperation(right),
      let name = try? Name(parsing: SyntaxTree.latex(left)), isComputed(name, formula)
    else { return nil }
    guard let evaluation = try? FormulaEvaluation(of: syntax, with: variables(for: formula)), evaluation.statements.count == 1,
      let statement = evaluation.statements.first, statement.name == name, statement.bound != nil, let agreement = statement.agreement,
      agreement.outcome != .isIllConditioned, evaluation.definitions.allSatisfy({ $0.name == name }),
      !evaluation.uses.contains(where: { $0.target == .index })
    else { return nil }
    let claim = InlineClaim(.bound, formula, agreement)
    guard !agreement.agrees, agreement.values.count == 2 else { return (claim, nil) }
    let place = agreement.index.isEmpty ? "" : " at [\(agreement.index.map(String.init).joined(separator: ", "))]"
    let sides = agreement.sides.map { $0.trimmingCharacters(in: .whitespaces) }
    let problem = Problem(
      "`\(sides[0])` is \(Self.text(agreement.values[0]))\(place), and `\(sides[1])` is \(Self.text(agreement.values[1]))",
      at: formula.latex.fileRange(of: 0..<formula.latex.text.utf8.count), severity: .warning,
      help: "correct it, or say what it means: `<!-- check: { expect: disagree, because: … } -->`, or `none` for a condition"
    )
    return (claim, problem)
  }

  /// The bindings of names without a comment: the lesson's variables, with their values at the formula.
  private func variables(for formula: LessonFormula) -> Bindings {
    var bindings = Bindings()
    let (run, document, count) = (run, document, formula.cellsBefore)
    bindings.fallback = { name in
      for identifier in name.identifiers {
        guard let found = run.value(of: identifier, afterCells: count, in: document), case .numbers(let numbers, let type) = found.value
        else { continue }
        return ArrayValue(numbers, type: type, isComputed: !document.isWritten(identifier, in: found.cell))
      }
      return nil
    }
    return bindings
  }

  /// Whether a name means a variable that the program computes, not a literal.
  private func isComputed(_ name: Name, _ formula: LessonFormula) -> Bool {
    for identifier in name.identifiers {
      guard let found = run.value(of: identifier, afterCells: formula.cellsBefore, in: document), case .numbers = found.value else {
        continue
      }
      return !document.isWritten(identifier, in: found.cell)
    }
    return false
  }
}

extension SyntaxTree {
  /// Whether a side is more than a single name or number with its sign.
  fileprivate static func isOperation(_ nodes: [Node]) -> Bool {
    let parts = nodes.filter { if case .space = $0.kind { false } else { true } }
    let unsigned: ArraySlice<Node>
    if case .sign(let sign)? = parts.first?.kind, sign.glyph == "−" || sign.glyph == "-" || sign.glyph == "+" {
      unsigned = parts.dropFirst()
    } else {
      unsigned = parts[...]
    }
    guard unsigned.count == 1, let only = unsigned.first else { return unsigned.count > 1 }
    switch only.kind {
    case .letter, .number, .text, .styled, .accent, .sign, .function: return false
    case .group(let inner): return isOperation(inner)
    // A script that belongs to a name is no operation; a power is.
    case .scripts(_, _, let sup?, _, _):
      let exponent = if case .group(let inner) = sup.kind, inner.count == 1 { inner[0] } else { sup }
      if case .number = exponent.kind { return true }
      return (try? Name(parsing: latex(only)).identifiers.isEmpty) ?? true
    case .scripts: return false
    default: return true
    }
  }
}
