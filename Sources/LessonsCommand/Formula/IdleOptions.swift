import Formulas
import LaTeXSyntax

/// Options of `lessons formula` that decide nothing. One with a misspelled name would seem to.
struct IdleOptions {
  /// A sentence for each.
  let remarks: [String]

  init(_ bindings: Bindings, in evaluation: FormulaEvaluation) {
    let idle = evaluation.idle
    func options(_ option: String, _ names: some Sequence<Name>) -> [String] {
      names.map(\.latex).sorted().map { "`--\(option) \($0)\(option == "with" ? "=…" : "")` does nothing: the formula has no `\($0)`" }
    }
    remarks =
      options("with", idle.bound.union(idle.declared.intersection(bindings.indices.keys)))
      + options("elementwise", idle.declared.intersection(bindings.elementwise))
      + (idle.hasTensorProduct ? ["`--otimes` does nothing: the formula has no `\\otimes` between arrays"] : [])
      + (idle.hasZeroLogZero ? ["`--zero-log-zero` does nothing: the formula has no product with a logarithm"] : [])
  }
}
