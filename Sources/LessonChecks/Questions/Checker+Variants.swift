import Diagnostics
import LaTeXSyntax
import LessonDocument

/// Options that are made of the marked one by a common mistake, as the wrong variants are that `--mutants` tries.
extension Checker {
  /// Checks that an option is what its comment says. What isn't is written anew when it is accepted.
  ///
  /// - Returns: Whether it is another formula.
  mutating func checkVariant(_ option: Question.Option, of question: Question, _ formulas: [FormulaFinding]) -> Bool {
    guard let (mistake, comment) = option.variant else { return false }
    func report(_ message: String, help: String) {
      fail(.optionNotEvaluated, of: .lesson, Problem(message, at: mistake.range, help: help))
    }
    guard let operation = MutationOperator.all.first(where: { $0.name == mistake.text }) else {
      let names = MutationOperator.all.map { "`\($0.name)`" }.joined(separator: ", ")
      report("`\(mistake.text)` isn't a mistake that can be made", help: "write one of \(names)")
      return false
    }
    guard !option.isMarked, case .formula(let index)? = question.options.first(where: \.isMarked)?.claim,
      let check = document.formulas[index].check, let syntax = document.formulas[index].syntax
    else {
      report(
        option.isMarked
          ? "the marked option can't be a variant" : "the marked option has no formula to make a variant of",
        help: "take `variant` out")
      return false
    }
    switch formulas[index] {
    case .agrees, .disagrees, .disagreesAsExpected: break
    // Why the marked option has no value is reported, and without its names' values a variant isn't known as one.
    case .cannotBeEvaluated, .notChecked: return false
    }
    let marked = document.formulas[index]
    let parts = FormulaParts(syntax, symbols: formulas[index].comparison?.symbols ?? [])
    let variants = operation.changes(parts).compactMap { change -> SyntaxTree? in
      var bytes = parts.latex
      bytes.replaceSubrange(change.range, with: Array(change.replacement.utf8))
      // A change after which it is no formula any more is no variant.
      return try? SyntaxTree.parse(String(decoding: bytes, as: UTF8.self), with: marked.macros).tree
    }.filter { $0.latex != syntax.latex }
    guard let first = variants.first else {
      report("the marked option has no place for the mistake `\(mistake.text)`", help: "choose another one")
      return false
    }
    let context = FormulaContext(document: document, run: run, formula: marked, check: check)
    func isVariant(_ written: SyntaxTree) -> Bool {
      variants.contains { $0.latex == written.latex } || variants.contains { FormulaFunction($0, in: context).isSame(as: written) }
    }
    let fresh = "$\(first.latex)$"
    switch option.claim {
    case nil:
      fail(
        .optionDiffers, of: .lesson,
        Problem("this option is still to be written", at: mistake.range, help: "`lessons check --accept` writes \(fresh)"))
      edits.append(Edit(range: comment.lowerBound..<comment.lowerBound, replacement: fresh + " "))
    case .expression:
      report("this option is executed by its expression, so that it isn't a variant", help: "take one of the two comments out")
    case .formula(let own):
      let formula = document.formulas[own]
      guard let written = formula.syntax, !isVariant(written) else { return false }
      fail(
        .optionDiffers, of: .formula(own),
        Problem(
          "the marked option with the mistake `\(mistake.text)` is another formula", at: formula.range,
          help: "`lessons check --accept` writes \(fresh)"))
      edits.append(Edit(range: formula.range, replacement: fresh))
      return true
    }
    return false
  }
}
