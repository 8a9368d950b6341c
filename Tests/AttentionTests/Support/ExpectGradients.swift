import Attention
import Testing

/// Expects `gradients` to be those of Σ cotangent · function(inputs), by central differences in double precision.
///
/// In doubles, a step of 1e-5 errs by about 1e-10; what is left is the rounding of the library's `Float`s, whose
/// relative step is 1.2e-7, over some dozen operations.
func expectGradients(
  _ gradients: [Tensor], of inputs: [Tensor], cotangent: Tensor, relative: Float = 2e-5,
  sourceLocation: SourceLocation = #_sourceLocation, _ function: ([Reference]) -> Reference
) {
  let weights = cotangent.scalars.map(Double.init)
  func loss(_ inputs: [Reference]) -> Double {
    zip(function(inputs).values, weights).reduce(0) { $0 + $1.0 * $1.1 }
  }
  #expect(gradients.count == inputs.count, sourceLocation: sourceLocation)
  let references = inputs.map { Reference($0) }
  for (index, gradient) in gradients.enumerated() {
    let step = 1e-5
    var difference = references[index]
    for place in difference.values.indices {
      var (up, down) = (references, references)
      up[index].values[place] += step
      down[index].values[place] -= step
      difference.values[place] = (loss(up) - loss(down)) / (2 * step)
    }
    let expected = difference.tensor
    // Sums of larger terms may cancel: their rounding is measured against the largest gradient.
    let largest = abs(expected).max()
    expectClose(
      gradient, expected, relative: relative, absolute: relative * max(largest, 0.05), sourceLocation: sourceLocation)
  }
}

private func max(_ a: Float, _ b: Float) -> Float { a > b ? a : b }
