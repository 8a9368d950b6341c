// What stands between two matrix products, element by element: without it, they would be one.

/// The positive part: x where positive, else 0; NaN stays.
public func relu(_ x: Tensor) -> Tensor { x.mapped { larger(0, $0) } }

/// A step with a soft edge, from 0 to 1: 1 / (1 + e⁻ˣ).
public func sigmoid(_ x: Tensor) -> Tensor { x.mapped { 1 / (1 + exp(-$0)) } }

/// x · sigmoid(x): the smooth relative of `relu` in SwiGLU.
///
/// - Source: Hendrycks and Gimpel 2016, "Gaussian Error Linear Units", section 2.
public func silu(_ x: Tensor) -> Tensor { x.mapped { $0 / (1 + exp(-$0)) } }

/// x · Φ(x), where Φ is the chance that a normally distributed number lies below x.
///
/// - Source: Hendrycks and Gimpel 2016, "Gaussian Error Linear Units", section 2.
public func gelu(_ x: Tensor) -> Tensor { x.mapped { 0.5 * $0 * (1 + erf($0 * Float(0.5).squareRoot())) } }

/// `gelu` with tanh in place of the error function, as GPT-2 has it; it differs by less than 0.0005.
///
/// - Source: Hendrycks and Gimpel 2016, "Gaussian Error Linear Units", section 2.
public func approximateGELU(_ x: Tensor) -> Tensor {
  let rootOf2OverPi = (2 / Float.pi).squareRoot()
  return x.mapped { 0.5 * $0 * (1 + tanh(rootOf2OverPi * ($0 + 0.044715 * $0 * $0 * $0))) }
}
