import CellOutputs

extension TableFigure {
  /// Without colors, since each column has a unit of its own.
  func html(_ localization: FigureLocalization) -> HTML {
    let texts = columns.map(\.texts)
    let head = columns.map { column -> HTML in
      "<th scope=\"col\"\(column.role)>\(TypesetText(column.heading).html)</th>"
    }
    let body = (0..<rowCount).map { row -> HTML in
      let cells = columns.indices.map { column -> HTML in
        let text = TypesetText(texts[column][row]).html
        return column == 0
          ? "<th scope=\"row\"\(columns[column].role)>\(text)</th>" : "<td\(columns[column].role)>\(text)</td>"
      }
      return "<tr>\(cells.joined())</tr>"
    }
    let letters = columns.reduce(0) { $0 + $1.letters }
    let table: HTML = """
      <table class="quantities" style="--letters:\(letters)"><thead><tr>\(head.joined())</tr></thead>
      <tbody>
      \(body.joined(separator: "\n"))
      </tbody></table>
      """
    return FigureFrame(title: title, picture: Scroller.html(table, name: title, mayScroll: letters > 30)).html(localization)
  }
}

extension TableFigure {
  /// About how many letters wide a column of texts is.
  static func letters(of texts: [String]) -> Int { texts.map { textWidth([$0]) / 8 + 2 }.reduce(0, max) }
}

extension TableFigure.Column {
  var letters: Int { TableFigure.letters(of: [heading] + texts) }

  /// `memory (MiB)`
  var heading: String { unit.isEmpty ? name : name.isEmpty ? unit : "\(name) (\(unit))" }

  fileprivate var role: HTML { if case .numbers = cells { " class=\"right\"" } else { .empty } }

  fileprivate var texts: [String] {
    switch cells {
    case .words(let words): words
    case .numbers(let numbers, let decimals):
      numbers.map { number in decimals.map { decimalText(number, decimals: $0) } ?? shortText(number) }
    }
  }
}
