/// What is wrong at a place in a text, said before it is known in which file that text stands.
///
/// A formula or a cell reports a `Problem` in its own offsets; whoever took it out of a file makes a
/// `Diagnostic` of it.
package struct Problem: Error, Sendable, Hashable, Codable {
  package enum Severity: String, Sendable, Hashable, Codable { case error, warning }

  package var severity: Severity
  /// One sentence without a full stop, beginning in lower case.
  package var message: String
  /// Byte offsets into the text; empty where something is missing.
  package var range: Range<Int>
  /// Further facts, a line each: the two readings, the shapes, what was expected and what came.
  package var notes: [String]
  /// How a text differs from what it should be.
  package var difference: TextDifference?
  /// What the author can do, as an instruction.
  package var help: String?

  package init(
    _ message: String, at range: Range<Int>, severity: Severity = .error, notes: [String] = [],
    difference: TextDifference? = nil, help: String? = nil
  ) {
    self.severity = severity
    self.message = message
    self.range = range
    self.notes = notes
    self.difference = difference
    self.help = help
  }
}
