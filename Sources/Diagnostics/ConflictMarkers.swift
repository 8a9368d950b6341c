/// Finds the markers that a version control system leaves in a file when a merge failed.
package enum ConflictMarkers {
  /// - Parameter shown: Listings, which may show such lines to a reader.
  package static func problems(in file: SourceFile, except shown: [Range<Int>] = []) -> [Problem] {
    var problems: [Problem] = []
    /// Where the current conflict began.
    var opening: Range<Int>?
    func close(atLine line: Int? = nil) {
      guard let start = opening else { return }
      let notes = line.map { ["it ends in line \($0)"] } ?? []
      problems.append(Problem("a merge left a conflict here", at: start, notes: notes, help: help))
      opening = nil
    }
    for number in 1...file.lineCount {
      let range = file.rangeOfLine(number)
      guard let sign = sign(of: file.slice(range)), !shown.contains(where: { $0.contains(range.lowerBound) }) else { continue }
      if sign.opens {
        close()
        opening = range
      } else if opening != nil {
        close(atLine: number)
      } else if sign.hasLabel {
        problems.append(Problem("a merge left the end of a conflict here", at: range, help: help))
      }
    }
    close()
    return problems
  }

  private static let help = "keep what is right of both sides, and take out the lines of `<<<<<<<`, `=======` and `>>>>>>>`"

  /// Whether a line is a marker: the same character seven times at its beginning, alone or before a name. Seven `>` alone may also
  /// be nested quotations.
  private static func sign(of line: Substring) -> (opens: Bool, hasLabel: Bool)? {
    guard let first = line.utf8.first, first == UInt8(ascii: "<") || first == UInt8(ascii: ">") else { return nil }
    let rest = line.utf8.drop { $0 == first }
    guard line.utf8.count - rest.count == 7, rest.isEmpty || rest.first == UInt8(ascii: " ") else { return nil }
    return (first == UInt8(ascii: "<"), !rest.allSatisfy { $0 == UInt8(ascii: " ") })
  }
}
