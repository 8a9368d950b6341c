/// How much work checking one formula may take.
package struct WorkLimits: Sendable {
  /// Scalar operations: a few seconds.
  var operations = 200_000_000
  /// Calls of one function that is defined by itself.
  package var calls = 10_000

  /// Tests set smaller limits, which show the same refusals sooner.
  @TaskLocal package static var current = WorkLimits()
}
