/// A function of one number that is applied to every entry of a vector or matrix.
package enum EntrywiseFunction: String, CaseIterable {
  case exp, log, log2, log10, sqrt, tanh, sin, cos, tan, sinh, cosh, arctan, arcsin, arccos
  case relu, sigmoid, softplus, silu, erf, abs, sign, floor, ceil, round, factorial

  /// The function of a name in lower case.
  package init?(word: String) {
    switch word {
    case "ln": self = .log
    case "lg": self = .log10
    case "swish": self = .silu
    case "sgn": self = .sign
    case "atan": self = .arctan
    case "logistic": self = .sigmoid
    default: self.init(rawValue: word)
    }
  }
}
