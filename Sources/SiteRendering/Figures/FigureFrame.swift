/// What every figure has: its title, the picture, and its data as text.
struct FigureFrame {
  var title: String
  var picture: HTML
  /// A remark on how to read the picture.
  var note = ""
  /// The data, folded under the picture.
  var data: DataTable?

  func html(_ localization: FigureLocalization) -> HTML {
    let caption: HTML = title.isEmpty ? .empty : "<figcaption>\(TypesetText(title).html)</figcaption>"
    let note: HTML = self.note.isEmpty ? .empty : "\n<p class=\"note\">\(self.note)</p>"
    let data = self.data.map { "\n" + $0.html(named: title, localization) } ?? .empty
    return "<figure class=\"figure\">\(caption)\n\(picture)\(note)\(data)</figure>"
  }
}

/// A figure's numbers, for those who don't see it and those who want them exactly.
struct DataTable {
  var columns: [String]
  var rows: [[String]]
  /// Attributes that name the languages of the columns' names and the rows'.
  var columnLanguage = HTML.empty
  var rowLanguage = HTML.empty

  /// A longer table would be heavier than all else on the page.
  private static let mostCells = 500

  func html(named name: String, _ localization: FigureLocalization) -> HTML {
    let content = rows.count * columns.count <= Self.mostCells ? table(named: localization.dataOf(name)) : listing
    return "<details class=\"data\"><summary>\(localization.data)</summary>\(content)</details>"
  }

  private func table(named name: String) -> HTML {
    let head = columns.enumerated().map { place, name -> HTML in
      "<th scope=\"col\"\(place == 0 ? .empty : columnLanguage)>\(TypesetText(name).html)</th>"
    }.joined()
    let body = rows.map { row -> HTML in
      "<tr><th scope=\"row\"\(rowLanguage)>\(TypesetText(row.first ?? "").html)</th>"
        + row.dropFirst().map { "<td>\(TypesetText($0).html)</td>" as HTML }.joined()
        + "</tr>"
    }
    let table: HTML = "<table><thead><tr>\(head)</tr></thead>\n<tbody>\n\(body.joined(separator: "\n"))\n</tbody></table>"
    return Scroller.html(table, name: name, mayScroll: true)
  }

  /// Values separated by commas, as other programs read them.
  private var listing: HTML {
    let lines = ([columns] + rows).map { $0.map(Self.quoted).joined(separator: ",") }
    return "<pre tabindex=\"0\">\(lines.joined(separator: "\n"))</pre>"
  }

  private static func quoted(_ field: String) -> String {
    let plain = field.replacing("−", with: "-")
    return plain.contains { ",\"\n".contains($0) } ? "\"\(plain.replacing("\"", with: "\"\""))\"" : plain
  }
}
