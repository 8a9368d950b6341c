import CellAnalysis

extension DocumentParser {
  /// Puts the set-up cells of the course before the first cell of each program.
  ///
  /// - Parameter options: Those of the cell that comes next.
  mutating func beginProgram(of options: inout CellOptions) {
    guard !setUp.isEmpty, begunGroups.insert(options.group).inserted || options.resetsProgram else { return }
    for (number, cell) in setUp.enumerated() {
      var copy = cell
      copy.index = cells.count
      copy.options.group = options.group
      copy.options.resetsProgram = number == 0 && options.resetsProgram
      cells.append(copy)
    }
    // The set-up begins the program in its place.
    options.resetsProgram = false
  }
}
