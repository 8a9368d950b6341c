/// How much of the machine a lesson may use.
package struct Limits: Sendable, Hashable {
  /// Wall time of one cell, unless its fence says `timeout=`.
  package var secondsPerCell = 10.0
  package var processorSeconds = 120
  /// What one cell may print.
  package var printedBytesPerCell = 1 << 16
  /// Any file the program writes, its output and its events among them.
  package var fileBytes = 1 << 26
  package var memoryBytes = 1 << 32

  package init() {}
}
