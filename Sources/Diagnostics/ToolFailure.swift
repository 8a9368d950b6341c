/// A failure of the machine, not of a lesson: no compiler, a folder that can't be written.
package struct ToolFailure: Error, Sendable, Hashable {
  /// One sentence without a full stop.
  package var message: String
  /// The output of another program, unchanged.
  package var details: String
  /// What to do, as an instruction.
  package var help: String?

  package init(_ message: String, details: String = "", help: String? = nil) {
    self.message = message
    self.details = details
    self.help = help
  }
}
