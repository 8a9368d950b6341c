/// The functions that a formula may use without defining them (R9).
package enum Builtin: Equatable {
  case entrywise(EntrywiseFunction)
  /// Of the entries of a vector, or over an index: `\max_j`.
  case reduction(Reduction)
  /// `\max` and `\min`: over an index, or of a list.
  case extremum(isMaximum: Bool)
  case extremumIndex(isMaximum: Bool)
  case softmax, diag, concat, logSoftmax

  /// Whether it makes no difference if a number divides the argument or the value.
  package var isLinear: Bool {
    switch self {
    case .reduction(let reduction): [.trace, .rowSums, .columnSums, .total, .mean].contains(reduction)
    case .diag, .concat: true
    default: false
    }
  }

  package init?(word written: String) {
    let word = written.lowercased().filter { $0 != " " && $0 != "-" && $0 != "_" }
    // `Softmax` and `ReLU` are functions; `LN`, `MAX` and the like are names of the author's own.
    let capitals = written.count { $0.isUppercase }
    guard capitals <= 1 && !(written.dropFirst().contains { $0.isUppercase }) || ["ReLU", "SiLU"].contains(written)
    else { return nil }
    if let function = EntrywiseFunction(word: word) {
      self = .entrywise(function)
      return
    }
    switch word {
    case "softmax": self = .softmax
    case "logsoftmax": self = .logSoftmax
    case "diag": self = .diag
    case "concat", "cat": self = .concat
    case "max": self = .extremum(isMaximum: true)
    case "min": self = .extremum(isMaximum: false)
    case "argmax": self = .extremumIndex(isMaximum: true)
    case "argmin": self = .extremumIndex(isMaximum: false)
    case "det": self = .reduction(.determinant)
    case "tr", "trace": self = .reduction(.trace)
    case "rowsum": self = .reduction(.rowSums)
    case "colsum": self = .reduction(.columnSums)
    case "rowmax": self = .reduction(.rowMaxima)
    case "sum": self = .reduction(.total)
    case "mean", "avg": self = .reduction(.mean)
    case "logsumexp": self = .reduction(.logSumExp)
    default: return nil
    }
  }
}
