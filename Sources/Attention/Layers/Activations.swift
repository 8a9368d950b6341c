// Functions applied to each element between two matrix products. Without one, the two would amount to a single product.

/// The positive part: x if positive, otherwise 0; NaN stays.
public func relu(_ x: Tensor) -> Tensor { x.mapped { larger(0, $0) } }

/// A smooth step from 0 to 1: 1 / (1 + e⁻ˣ).
public func sigmoid(_ x: Tensor) -> Tensor { x.mapped { 1 / (1 + exp(-$0)) } }

/// x · sigmoid(x): a smooth variant of `relu`, used in SwiGLU.
///
/// - Source: Hendrycks and Gimpel 2016, "Gaussian Error Linear Units", section 2.
public func silu(_ x: Tensor) -> Tensor { x.mapped { $0 / (1 + exp(-$0)) } }

/// x · Φ(x), where Φ is the probability that a normally distributed number is below x.
///
/// - Source: Hendrycks and Gimpel 2016, "Gaussian Error Linear Units", section 2.
public func gelu(_ x: Tensor) -> Tensor { x.mapped { 0.5 * $0 * (1 + erf($0 * Float(0.5).squareRoot())) } }

/// `gelu` with tanh in place of the error function, as in GPT-2. It differs by less than 0.0005.
///
/// - Source: Hendrycks and Gimpel 2016, "Gaussian Error Linear Units", section 2.
public func approximateGELU(_ x: Tensor) -> Tensor {
  let rootOf2OverPi = (2 / Float.pi).squareRoot()
  return x.mapped { 0.5 * $0 * (1 + tanh(rootOf2OverPi * ($0 + 0.044715 * $0 * $0 * $0))) }
}
