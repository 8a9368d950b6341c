import Attention
import Testing

/// Expects two tensors to agree, and shows both if they do not.
///
/// The default tolerances allow a few roundings of `Float`, whose relative step is 1.2e-7.
func expectClose(
  _ actual: Tensor, _ expected: Tensor, relative: Float = 2e-6, absolute: Float = 1e-6,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(
    actual.isClose(to: expected, relativeTolerance: relative, absoluteTolerance: absolute),
    "shape \(actual.shape), expected \(expected.shape)\n\(actual)\nexpected\n\(expected)",
    sourceLocation: sourceLocation)
}
