import Diagnostics

/// A fence of Swift in a lesson: its code, how it is run and shown, and the output recorded for it.
package struct Cell: Sendable {
  /// Its place among the lesson's cells, from 0.
  package var index: Int
  /// The whole fence in the file.
  package var range: Range<Int>
  package var code: ExtractedText
  package var options: CellOptions
  /// The file offset at which the words on its fence end.
  package var wordsEnd: Int
  /// The code's top-level statements; empty for a cell that doesn't run.
  package var statements: [CellStatement]
  package var recorded: RecordedOutput?
  /// The colors of its whole code; nil if they aren't known.
  package var colors: SwiftColors?
  /// The number of the program that it belongs to, from 0.
  package var program = 0
  /// The file that contains the cell, if it isn't the lesson's own: the set-up of the course.
  package var source: SourceFile?
  /// Where an output fence would be inserted, and the prefix of its lines (`> ` in a quotation).
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

  /// The file offset of a line and column of the code, both from 1.
  package func fileOffset(line: Int, column: Int) -> Int {
    code.fileOffset(of: min(code.offset(ofLine: line) + column - 1, code.text.utf8.count))
  }
}

/// The fence after a cell with the output that the author last accepted.
package struct RecordedOutput: Sendable {
  /// The whole fence in the file, without the line ending of its last line.
  package var range: Range<Int>
  package var text: ExtractedText
  /// The prefix of its lines after the first.
  package var linePrefix: String

  package init(range: Range<Int>, text: ExtractedText, linePrefix: String) {
    self.range = range
    self.text = text
    self.linePrefix = linePrefix
  }
}
