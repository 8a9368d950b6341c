/// What is wrong at a place in a text, before it is known which file the text is in.
///
/// Formulas and cells report a `Problem` in their own offsets. The code that extracted them from a file turns it into a
/// `Diagnostic`.
package struct Problem: Error, Sendable, Hashable, Codable {
  package enum Severity: String, Sendable, Hashable, Codable { case error, warning }

  package var severity: Severity
  /// One sentence, lower case at the start, without a full stop.
  package var message: String
  /// Byte offsets into the text; empty where something is missing.
  package var range: Range<Int>
  /// Further facts, one line each: both interpretations, the shapes, what was expected and what was found.
  package var notes: [String]
  /// How a text differs from the expected one.
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
