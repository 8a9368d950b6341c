import CellAnalysis
import CellOutputs
import CourseConfiguration
import Formulas
import LaTeXSyntax
import LessonDocument
import LessonRunner

extension Checker {
  /// Evaluates wrong variants of every formula that agrees, at the recorded inputs and at those at which the lesson has run already.
  ///
  /// - Parameter same: Variants that are said to be the same as their formulas.
  package static func mutants(of document: Document, _ run: Run, same: Set<String> = []) -> MutantReport {
    var checker = Checker(document: document, run: run)
    let findings = checker.checkFormulas()
    var report = MutantReport()
    for formula in document.formulas {
      // Skip inequalities, since most variants of one also hold; and shapes, which can hardly be wrong in another way.
      guard case .agrees(let comparison) = findings[formula.index], let check = formula.check, check.expectation == .agree,
        !formula.isInOption,
        let syntax = formula.syntax, comparison.isEquality, comparison.relativeError != nil
      else { continue }
      let judge = MutantJudge(
        document: document, formula: formula, check: check, syntax: syntax, comparison: comparison,
        runs: [run] + checker.variedRuns(for: comparison, formula, check))
      let mutants = judge.mutants
      if !mutants.isEmpty { report.formulas += 1 }
      for mutant in mutants {
        var outcome = judge.outcome(of: mutant)
        if outcome == .survives, same.contains(mutant.plainLatex) {
          outcome = .equal
          report.listed.insert(mutant.plainLatex)
        }
        report.counts[mutant.operatorName, default: [:]][outcome, default: 0] += 1
        if outcome == .survives { report.survivors.append(.init(mutant: mutant, formula: formula.index, hint: judge.hint(for: mutant))) }
      }
    }
    return report
  }

  /// The runs at other inputs at which the formula agrees.
  mutating func variedRuns(for comparison: FormulaComparison, _ formula: LessonFormula, _ check: FormulaCheck) -> [Run] {
    guard case .holds? = comparison.variation, let syntax = formula.syntax else { return [] }
    return VariationCheck(document: document, run: run, formula: formula, check: check, reader: FormulaReader(syntax), inputs: variedInputs)
      .judgedRuns
  }
}

/// Judges the variants of one formula.
private struct MutantJudge {
  let syntax: SyntaxTree
  let comparison: FormulaComparison
  /// The formula at the recorded inputs and at others.
  private let contexts: [FormulaContext]
  private let function: FormulaFunction
  private let macros: Macros

  init(
    document: Document, formula: LessonFormula, check: FormulaCheck, syntax: SyntaxTree, comparison: FormulaComparison, runs: [Run]
  ) {
    self.syntax = syntax
    self.comparison = comparison
    macros = formula.macros
    contexts = runs.map { FormulaContext(document: document, run: $0, formula: formula, check: check) }
    function = FormulaFunction(syntax, in: contexts[0])
  }

  /// The variants, without duplicates.
  var mutants: [MutantReport.Mutant] {
    let parts = FormulaParts(syntax, symbols: comparison.symbols)
    var seen: Set<String> = [syntax.latex]
    return MutationOperator.all.flatMap { mutation in
      mutation.changes(parts).compactMap { change -> MutantReport.Mutant? in
        var bytes = parts.latex
        bytes.replaceSubrange(change.range, with: Array(change.replacement.utf8))
        let latex = String(decoding: bytes, as: UTF8.self)
        guard seen.insert(latex).inserted else { return nil }
        return .init(operatorName: mutation.name, latex: latex, original: parts.text(change.range), replacement: change.replacement)
      }
    }
  }

  func outcome(of mutant: MutantReport.Mutant) -> MutantReport.Outcome {
    guard let mutated = try? SyntaxTree.parse(mutant.latex, with: macros).tree else { return .refused }
    let reader = FormulaReader(mutated)
    for context in contexts {
      do throws(FormulaContext.Obstacle) {
        let (comparison, agrees) = try context.compare(reader)
        if !agrees || comparison.isIllConditioned { return .noticed }
      } catch {
        return .refused
      }
    }
    return function.isSame(as: mutated) ? .equal : .survives
  }

  /// A hint if two symbols have the same value.
  func hint(for mutant: MutantReport.Mutant) -> String? {
    func symbol(_ latex: String) -> FormulaComparison.Symbol? {
      comparison.symbols.first { $0.latex == latex.filter { $0 != "{" && $0 != "}" } || $0.latex == latex }
    }
    guard let first = symbol(mutant.original), let second = symbol(mutant.replacement), first.values == second.values,
      first.values.count == 1
    else { return nil }
    return "`\(first.latex)` and `\(second.latex)` are both \(Float(first.values[0]))"
  }
}
