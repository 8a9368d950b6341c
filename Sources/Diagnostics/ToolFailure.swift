/// The machine, not a lesson, keeps the tool from going on: no compiler, a folder that can't be written.
package struct ToolFailure: Error, Sendable, Hashable {
  /// One sentence without a full stop.
  package var message: String
  /// What another program said, in its own words.
  package var details: String
  /// What to do, as an instruction.
  package var help: String?

  package init(_ message: String, details: String = "", help: String? = nil) {
    self.message = message
    self.details = details
    self.help = help
  }
}
