/// Matrices, cases and aligned equations. What MathML Core has no attribute for is done by classes, in `math.css`.
extension MathMLWriter {
  /// The fences that an environment brings along.
  static let fences: [String: (open: String, close: String)] = [
    "pmatrix": ("(", ")"), "bmatrix": ("[", "]"), "Bmatrix": ("{", "}"), "vmatrix": ("|", "|"), "Vmatrix": ("‖", "‖"),
    "pmatrix*": ("(", ")"), "bmatrix*": ("[", "]"), "Bmatrix*": ("{", "}"), "vmatrix*": ("|", "|"),
    "Vmatrix*": ("‖", "‖"), "cases": ("{", ""), "dcases": ("{", ""), "rcases": ("", "}"), "drcases": ("", "}"),
  ]

  func table(_ table: SyntaxTree.Table, _ style: Style) -> MathMLElement {
    let element = grid(table, style)
    guard let fences = Self.fences[table.environment] else { return element }
    let open = fences.open.isEmpty ? "" : fence(fences.open).markup
    let close = fences.close.isEmpty ? "" : fence(fences.close, isClosing: true).markup
    return MathMLElement("mrow", open + element.markup + close)
  }

  private func grid(_ table: SyntaxTree.Table, _ style: Style) -> MathMLElement {
    let kind = Kind(table.environment)
    let cellStyle = style.with(kind.size(in: style))
    var rows = ""
    for (index, row) in table.rows.enumerated() {
      rows += interlude(above: index, in: table, style)
      var cells = ""
      var nextColumn = 0
      for cell in row {
        let column = nextColumn
        nextColumn += cell.span
        // The relation of `a &= b` keeps its space: something ordinary stands left of it.
        let previous: AtomClass? = kind == .aligned && column % 2 == 1 ? .ordinary : nil
        var content = rowContent(cell.nodes, cellStyle, after: previous)
        // TeX deepens the row's strut, which is three tenths of an em.
        if column == 0, let gap = table.gaps[index], gap > 0 {
          content += MathMLElement("mspace", [("depth", length(gap + 0.3))], "").markup
        }
        var classes =
          cell.columns.isEmpty ? classes(of: column, in: table.columns) : classes(of: 0, in: cell.columns)
        let columns = column..<nextColumn
        if table.partialLines[index]?.isDisjoint(with: columns) == false { classes.append("line-above") }
        if index == table.rows.count - 1, table.partialLines[index + 1]?.isDisjoint(with: columns) == false { classes.append("line-below") }
        let span = cell.span > 1 ? [("columnspan", "\(cell.span)")] : []
        cells += MathMLElement("mtd", Self.classAttribute(classes) + span, content).markup
      }
      var lines: [String] = []
      if table.lines.contains(index) { lines.append("line-above") }
      if index == table.rows.count - 1, table.lines.contains(index + 1) { lines.append("line-below") }
      rows += MathMLElement("mtr", Self.classAttribute(lines), cells).markup
    }
    rows += interlude(above: table.rows.count, in: table, style)
    var attributes = [("class", kind.rawValue)]
    if cellStyle.size == .display { attributes.append(("displaystyle", "true")) }
    let grid = MathMLElement("mtable", attributes, rows)
    return kind == .smallmatrix ? MathMLElement("mstyle", [("scriptlevel", "1")], grid.markup) : grid
  }

  /// The words of `\intertext`, in a row of their own.
  private func interlude(above row: Int, in table: SyntaxTree.Table, _ style: Style) -> String {
    guard let words = table.interludes[row] else { return "" }
    let span = table.width > 1 ? [("columnspan", "\(table.width)")] : []
    return MathMLElement("mtr", MathMLElement("mtd", [("class", "left")] + span, rowContent(contents(of: words), style.with(.text)))).markup
  }

  private static func classAttribute(_ classes: [String]) -> [(name: String, value: String)] {
    classes.isEmpty ? [] : [("class", classes.joined(separator: " "))]
  }

  /// How a table is set; the name is its class on the page.
  private enum Kind: String {
    case aligned, gathered, multline
    case equationArray = "eqnarray"
    case cases, matrix, array, smallmatrix, substack

    init(_ environment: String) {
      self =
        switch environment.hasSuffix("*") ? String(environment.dropLast()) : environment {
        case "align", "aligned", "split", "alignat", "alignedat", "flalign": .aligned
        case "gather", "gathered": .gathered
        case "multline": .multline
        case "eqnarray": .equationArray
        case "cases", "dcases", "rcases", "drcases": .cases
        case "smallmatrix": .smallmatrix
        case "array", "darray": .array
        case "substack", "subarray": .substack
        default: .matrix
        }
    }

    func size(in style: Style) -> Style.Size {
      switch self {
      case .aligned, .gathered, .multline, .equationArray: .display
      case .cases, .matrix, .array: max(style.size, .text)
      case .smallmatrix: .script
      case .substack: style.size
      }
    }
  }

  /// The alignment of an array's column, and the line before it.
  private func classes(of column: Int, in columns: String) -> [String] {
    guard !columns.isEmpty else { return [] }
    var names: [String] = []
    let specifications = columns.split(separator: "|", omittingEmptySubsequences: false)
    var index = 0
    for (part, specification) in specifications.enumerated() {
      for (offset, letter) in specification.enumerated() {
        if index == column || columns.count == 1 {
          if letter != "c" { names.append(letter == "l" ? "left" : "right") }
          if part > 0, offset == 0 { names.append("line-before") }
          // A bar behind the last column has no column to stand before.
          let isLast = offset == specification.count - 1 && part + 1 == specifications.count - 1
          if isLast, specifications[part + 1].isEmpty { names.append("line-after") }
          return names
        }
        index += 1
      }
    }
    return []
  }
}
