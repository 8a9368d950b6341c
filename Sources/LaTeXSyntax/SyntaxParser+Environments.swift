import Diagnostics

/// Everything with rows: `\begin{aligned} … \end{aligned}`, `\substack`, and `\\` at the top level.
extension SyntaxParser {
  private typealias Cell = SyntaxTree.Cell

  /// Environments, and what stands behind their name: nothing, a column specification, a number of columns.
  enum EnvironmentArgument { case none, optionalColumn, columns, count }

  static let environments: [String: EnvironmentArgument] = {
    var table: [String: EnvironmentArgument] = ["array": .columns, "darray": .columns, "subarray": .columns]
    for name in ["matrix", "pmatrix", "bmatrix", "Bmatrix", "vmatrix", "Vmatrix"] {
      table[name] = EnvironmentArgument.none
      table[name + "*"] = .optionalColumn
    }
    for name in ["align", "gather", "multline", "eqnarray", "equation", "flalign"] {
      table[name] = EnvironmentArgument.none
      table[name + "*"] = EnvironmentArgument.none
    }
    for name in ["aligned", "gathered", "split", "smallmatrix", "math", "displaymath"] {
      table[name] = EnvironmentArgument.none
    }
    for name in ["cases", "dcases", "rcases", "drcases"] { table[name] = EnvironmentArgument.none }
    for name in ["alignat", "alignat*", "alignedat"] { table[name] = .count }
    return table
  }()

  /// Environments that only say "display this"; their content takes their place.
  private static let transparent: Set<String> = ["equation", "equation*", "math", "displaymath"]

  mutating func appendEnvironment(to nodes: inout [Node]) throws(Problem) {
    let begin = take()
    let (name, nameRange) = try rawArgument(of: begin)
    guard let argument = Self.environments[name] else { throw unknownEnvironment(name, at: nameRange) }
    let opener = Opener.environment(name, range(from: begin.range.lowerBound))

    if Self.transparent.contains(name) {
      nodes += try nested { parser throws(Problem) in try parser.rowsOrList(in: opener) }
      try takeEnd(of: name, opener)
      return
    }
    let columns = try columns(argument, of: begin)
    let table = try nested { parser throws(Problem) in
      try parser.rows(after: nil, environment: name, columns: columns, in: opener)
    }
    try takeEnd(of: name, opener)
    try checkWidth(of: table)
    let node = Node(.table(table), range(from: begin.range.lowerBound))
    try nodes.append(scripts(on: node))
  }

  private mutating func takeEnd(of name: String, _ opener: Opener) throws(Problem) {
    guard token.isCommand("end") else { throw misplaced(in: opener) }
    let (endName, range) = try rawArgument(of: take())
    guard endName == name else {
      throw Problem(
        "`\\begin{\(name)}` ends with `\\end{\(shortened(endName))}`", at: range, help: "write `\\end{\(name)}`")
    }
  }

  /// `\substack{a \\ b}`
  mutating func substack(of owner: Token) throws(Problem) -> Kind {
    guard token.isCharacter("{") else { throw missingArgument(of: owner) }
    let opener = Opener.brace(take())
    let table = try nested { parser throws(Problem) in
      try parser.rows(after: nil, environment: "substack", in: opener)
    }
    guard token.isCharacter("}") else { throw misplaced(in: opener) }
    take()
    return .table(table)
  }

  /// Rows up to what ends them; `first` is a cell already read, behind which `\\` stands.
  mutating func rows(
    after first: SyntaxTree.Cell?, environment: String, columns: String = "", in opener: Opener
  ) throws(Problem) -> SyntaxTree.Table {
    var table = SyntaxTree.Table(environment: environment, rows: [], columns: columns)
    var row: [Cell] = []
    if let first { row.append(first) } else { try row.append(cell(in: opener, startsRow: &table)) }
    while true {
      if token.isCharacter("&"), allowsColumns(opener) {
        take()
        try row.append(cell(in: opener))
      } else if endsRow(token) {
        take()
        table.rows.append(row)
        if token.isCharacter("*"), token.range.lowerBound == end { take() }
        if let gap = try optionalLength() { table.gaps[table.rows.count - 1] = gap }
        row = [try cell(in: opener, startsRow: &table)]
      } else {
        // What follows the last `\\` is a row only if there is something in it.
        if row.count > 1 || !(row.first?.nodes.isEmpty ?? true) || table.rows.isEmpty { table.rows.append(row) }
        return table
      }
    }
  }

  private func allowsColumns(_ opener: Opener) -> Bool {
    if case .environment(let name, _) = opener { return !Self.transparent.contains(name) }
    return false
  }

  private mutating func cell(in opener: Opener) throws(Problem) -> SyntaxTree.Cell {
    let start = token.range.lowerBound
    if token.isCommand("multicolumn"), allowsColumns(opener) { return try wideCell(in: opener) }
    let nodes = try list(in: opener)
    return Cell(nodes: nodes, range: range(from: start))
  }

  /// `\multicolumn{2}{c}{…}`
  private mutating func wideCell(in opener: Opener) throws(Problem) -> SyntaxTree.Cell {
    let owner = take()
    let (number, numberRange) = try rawArgument(of: owner)
    guard let span = Int(number.filter { !$0.isWhitespace }), (1...Self.mostColumns).contains(span) else {
      throw Problem("`\\multicolumn` takes a number of columns from 1 to \(Self.mostColumns)", at: numberRange)
    }
    let (text, range) = try rawArgument(of: owner)
    guard let columns = Self.columns(text), columns.count(where: { $0 != "|" }) == 1 else {
      throw unknownColumns(text, at: range, help: "write one of `l`, `c` and `r`, and `|` for a line")
    }
    let content = try argument(of: owner)
    let nodes = if case .group(let nodes) = content.kind { nodes } else { [content] }
    guard token.isCharacter("&") || endsRow(token) || token.isCommand("end") else {
      throw Problem("`\\multicolumn` is the whole of its cell", at: token.range, help: "write `&` or `\\\\` before this")
    }
    var cell = Cell(nodes: nodes, range: self.range(from: owner.range.lowerBound))
    (cell.span, cell.columns) = (span, columns)
    return cell
  }

  private static let mostColumns = 100

  /// The first cell of a row, before which lines may be drawn and words may stand.
  private mutating func cell(in opener: Opener, startsRow table: inout SyntaxTree.Table) throws(Problem) -> SyntaxTree.Cell {
    let row = table.rows.count
    while case .environment = opener {
      if token.isCommand("hline") || token.isCommand("hdashline") {
        take()
        table.lines.insert(row)
      } else if token.isCommand("cline") {
        table.partialLines[row, default: []].formUnion(try columnRange(of: take()))
      } else if token.isCommand("intertext") || token.isCommand("shortintertext") {
        let owner = take()
        let start = token.range.lowerBound
        let words = try words(in: .roman, of: owner)
        guard table.interludes.updateValue(Node(words, start..<end), forKey: row) == nil else {
          throw Problem("a second `\(name(of: owner))` above the same row", at: owner.range, help: "write both texts into one")
        }
      } else {
        break
      }
    }
    return try cell(in: opener)
  }

  /// The columns of `\cline{2-3}`, from 0.
  private mutating func columnRange(of owner: Token) throws(Problem) -> Range<Int> {
    let (text, range) = try rawArgument(of: owner)
    let bounds = text.split(separator: "-").map { Int($0.filter { !$0.isWhitespace }) }
    guard bounds.count == 2, let first = bounds[0], let last = bounds[1], 1 <= first, first <= last, last <= Self.mostColumns else {
      throw Problem("`\\cline` takes the first and the last column of a line, such as `2-3`", at: range)
    }
    return first - 1..<last
  }

  private func unknownColumns(_ text: String, at range: Range<Int>, help: String) -> Problem {
    Problem("unknown column specification `\(shortened(text))`", at: range, help: help)
  }

  private mutating func columns(_ argument: EnvironmentArgument, of begin: Token) throws(Problem) -> String {
    switch argument {
    case .none:
      return ""
    case .count:
      _ = try rawArgument(of: begin)
      return ""
    case .optionalColumn:
      guard token.isCharacter("[") else { return "" }
      let bracket = take()
      guard case .character(let column) = token.kind, "lcr".unicodeScalars.contains(column) else {
        throw Problem("a column is `l`, `c` or `r`", at: token.range)
      }
      take()
      guard token.isCharacter("]") else { throw misplaced(in: .bracket(bracket)) }
      take()
      return String(column)
    case .columns:
      // `[t]`: where the table stands on its line.
      if token.isCharacter("[") { _ = try optionalArgument() }
      let (text, range) = try rawArgument(of: begin)
      guard let columns = Self.columns(text), columns.contains(where: { $0 != "|" }) else {
        throw unknownColumns(text, at: range, help: "write `l`, `c` or `r` for each column, and `|` for a line")
      }
      return columns
    }
  }

  /// The columns and lines of a specification. Repetitions, `*{3}{c}`, are written out, and what is to stand between columns, `@{…}`, is left out.
  private static func columns(_ text: String) -> String? {
    var columns = ""
    var rest = text.filter { !$0.isWhitespace }[...]
    func group() -> Substring? {
      guard rest.first == "{" else { return nil }
      var level = 0
      for index in rest.indices {
        if rest[index] == "{" { level += 1 }
        if rest[index] == "}" { level -= 1 }
        guard level == 0 else { continue }
        let group = rest[rest.index(after: rest.startIndex)..<index]
        rest = rest[rest.index(after: index)...]
        return group
      }
      return nil
    }
    while let letter = rest.popFirst(), columns.count <= 1000 {
      switch letter {
      case "l", "c", "r": columns.append(letter)
      case "|", ":": if columns.last != "|" { columns.append("|") }
      case "@", "!", ">", "<": guard group() != nil else { return nil }
      case "p", "m", "b":
        guard group() != nil else { return nil }
        columns.append("l")
      case "*":
        guard let count = group().flatMap({ Int($0) }), (0...100).contains(count), let part = group(), !part.contains("*") else {
          return nil
        }
        rest = String(repeating: String(part), count: count) + rest
      default: return nil
      }
    }
    return columns.count <= 1000 ? columns : nil
  }

  /// An array has the columns it declares.
  private func checkWidth(of table: SyntaxTree.Table) throws(Problem) {
    let declared = table.columns.count { $0 != "|" }
    guard case .columns? = Self.environments[table.environment],
      let row = table.rows.first(where: { $0.reduce(0) { $0 + $1.span } > declared }),
      let surplus = row.indices.first(where: { row[...$0].reduce(0) { $0 + $1.span } > declared })
    else { return }
    throw Problem(
      "a row of \(row.reduce(0) { $0 + $1.span }) cells in an array of \(declared) column\(declared == 1 ? "" : "s")",
      at: row[surplus].range)
  }

  private func unknownEnvironment(_ name: String, at range: Range<Int>) -> Problem {
    let nearest = name.utf8.count <= 40 ? nearestName(to: name, among: Self.environments.keys) : nil
    return Problem(
      "unknown environment `\(shortened(name))`", at: range, help: nearest.map { "did you mean `\($0)`?" })
  }
}
