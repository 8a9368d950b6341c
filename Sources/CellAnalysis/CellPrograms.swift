/// The programs of a lesson. All cells belong to one, except that `reset` begins a new one, and the cells with `group=NAME` form one of their own.
extension [Cell] {
  /// The cells with the numbers of their programs, in the order in which the programs begin.
  package var numberedByProgram: [Cell] {
    var current: [String?: Int] = [:]
    var count = 0
    return map { cell in
      var cell = cell
      if let known = current[cell.options.group], !cell.options.resetsProgram {
        cell.program = known
      } else {
        cell.program = count
        current[cell.options.group] = count
        count += 1
      }
      return cell
    }
  }

  /// The program of what follows a number of cells: that of the cell before it, or else the first.
  package func program(after count: Int) -> Int { (prefix(count).last ?? first)?.program ?? 0 }

  package var programCount: Int { (map(\.program).max() ?? 0) + 1 }
}
