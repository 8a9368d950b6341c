import Diagnostics

/// A fence of Swift in a lesson: its code, how it is to be run and shown, and what it printed when it was last accepted.
package struct Cell: Sendable {
  /// Its place among the lesson's cells, from 0.
  package var index: Int
  /// The whole fence in the file.
  package var range: Range<Int>
  package var code: ExtractedText
  package var options: CellOptions
  /// Where the words on its fence end.
  package var wordsEnd: Int
  /// The code's top-level statements; empty for a cell that doesn't run.
  package var statements: [CellStatement]
  package var recorded: RecordedOutput?
  /// Where an output fence would be inserted, and what its lines would begin with (`> ` in a quotation).
  package var insertionPoint: Int
  package var linePrefix: String

  package init(
    index: Int, range: Range<Int>, code: ExtractedText, options: CellOptions, wordsEnd: Int, statements: [CellStatement],
    insertionPoint: Int, linePrefix: String
  ) {
    self.index = index
    self.range = range
    self.code = code
    self.options = options
    self.wordsEnd = wordsEnd
    self.statements = statements
    self.insertionPoint = insertionPoint
    self.linePrefix = linePrefix
  }

  /// The line of the file on which a line of the code, counted from 1, stands.
  package func fileOffset(line: Int, column: Int) -> Int {
    code.fileOffset(of: min(code.offset(ofLine: line) + column - 1, code.text.utf8.count))
  }
}

/// The fence after a cell that says what the cell gave when an author last accepted it.
package struct RecordedOutput: Sendable {
  /// The whole fence in the file, without the line ending of its last line.
  package var range: Range<Int>
  package var text: ExtractedText
  /// What its lines after the first begin with.
  package var linePrefix: String

  package init(range: Range<Int>, text: ExtractedText, linePrefix: String) {
    self.range = range
    self.text = text
    self.linePrefix = linePrefix
  }
}
