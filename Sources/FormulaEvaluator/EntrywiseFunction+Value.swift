import FormulaExpressions
import FormulaStatements
import Foundation

extension EntrywiseFunction {
  package func callAsFunction(_ x: Double) -> Double {
    switch self {
    case .exp: Foundation.exp(x)
    case .log: Foundation.log(x)
    case .log2: Foundation.log2(x)
    case .log10: Foundation.log10(x)
    case .sqrt: x.squareRoot()
    case .tanh: Foundation.tanh(x)
    case .sin: Foundation.sin(x)
    case .cos: Foundation.cos(x)
    case .tan: Foundation.tan(x)
    case .sinh: Foundation.sinh(x)
    case .cosh: Foundation.cosh(x)
    case .arctan: Foundation.atan(x)
    case .arcsin: Foundation.asin(x)
    case .arccos: Foundation.acos(x)
    case .relu: x > 0 ? x : x.isNaN ? x : 0
    // Each branch keeps exp from overflowing.
    case .sigmoid: x >= 0 ? 1 / (1 + Foundation.exp(-x)) : Foundation.exp(x) / (1 + Foundation.exp(x))
    case .softplus: Swift.max(x, 0) + Foundation.log1p(Foundation.exp(-Swift.abs(x)))
    case .silu: x == -.infinity ? 0 : x * EntrywiseFunction.sigmoid(x)
    case .erf: Foundation.erf(x)
    case .abs: Swift.abs(x)
    case .sign: x > 0 ? 1 : x < 0 ? -1 : x
    case .floor: x.rounded(.down)
    case .ceil: x.rounded(.up)
    // Half away from zero, as Swift rounds.
    case .round: x.rounded()
    // Not by the gamma function, which is exact for no number. Beyond 170 it is larger than any `Double`.
    case .factorial: x >= 0 && x <= 170 && x == x.rounded() ? (0..<Int(x)).reduce(1) { $0 * Double($1 + 1) } : .nan
    }
  }
}
