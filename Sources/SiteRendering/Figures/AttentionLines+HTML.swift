import CellOutputs

extension AttentionLines {
  /// Distances from the top in pixels.
  private struct Rows {
    var queries = 14
    var lines = 24
    // On the ends of the lines, so that no place is kept for what only a pointer shows.
    var upperNumbers = 38
    var lowerNumbers = 136
    var keys = 156
    var height = 162

    /// With room for every second token to stand a line further out, where the screen is narrow.
    static let staggered = Rows(queries: 29, lines: 39, upperNumbers: 53, lowerNumbers: 151, keys: 171, height: 192)
  }

  private static let lineHeight = 116
  /// What the narrowest screen leaves for the tokens, and what a weight needs.
  private static let (narrowest, numberWidth) = (224, 32)

  private var labelWidth: Int { textWidth(queries + keys) * 5 / 4 + 8 }
  private var count: Int { max(queries.count, keys.count) }
  private var isStaggered: Bool { count * labelWidth > Self.narrowest }
  private var rows: Rows { isStaggered ? .staggered : Rows() }

  /// Each token with its lines and its numbers; a key's stay hidden until it is pointed at, since they are the queries' again.
  func html(alternative: String, _ localization: FigureLocalization) -> HTML {
    let largest = max(weights.largestMagnitude, 1e-30)
    let queryTokens = queries.indices.map { query -> HTML in
      token(
        queries[query], kind: "query", index: query, word: localization.query, language: localization.markedWords.attribute(queries),
        at: place(query, of: queries.count), y: rows.queries,
        others: keys.indices.map { ($0, keys[$0], place($0, of: keys.count), self[query, $0]) }, largest: largest)
    }
    let keyTokens = keys.indices.map { key -> HTML in
      token(
        keys[key], kind: "key", index: key, word: localization.key, language: localization.markedWords.attribute(keys),
        at: place(key, of: keys.count), y: rows.keys,
        others: queries.indices.map { ($0, queries[$0], place($0, of: queries.count), self[$0, key]) },
        largest: largest)
    }
    let width = count * max(isStaggered ? labelWidth * 4 / 9 : labelWidth, Self.numberWidth)
    // The last token's name may reach beyond its place.
    let edge: HTML = isStaggered ? "--edge:\(labelWidth / 4)px" : .empty
    let minimum: HTML = width > Self.narrowest ? ";min-width:\(width + 60)px" : .empty
    let style: HTML = isStaggered || width > Self.narrowest ? " style=\"\(edge)\(minimum)\"" : .empty
    let choices: HTML = choices.map { " data-kind=\"\($0.kind)\"" } ?? .empty
    let picture: HTML = """
      <div class="attention" role="group" aria-label="\(alternative)"\(choices)\(style)>\
      <svg height="\(rows.height)"><text class="row" x="-14" y="\(rows.queries)">\(localization.queries)</text>\
      <text class="row" x="-14" y="\(rows.keys)">\(localization.keys)</text>
      \(queryTokens.joined(separator: "\n"))
      \(keyTokens.joined(separator: "\n"))</svg></div>
      """
    return FigureFrame(
      title: title, picture: Scroller.html(picture, name: title, mayScroll: width > Self.narrowest), data: data(localization)
    ).html(localization)
  }

  private func token(
    _ text: String, kind: String, index: Int, word: String, language: HTML, at place: String, y: Int,
    others: [(index: Int, text: String, place: String, weight: Double)], largest: Double
  ) -> HTML {
    let lines = others.compactMap { other -> HTML? in
      let share = NumberTable.percentage(other.weight, scale: largest)
      guard share > 0 else { return nil }
      let ends = kind == "query" ? (place, other.place) : (other.place, place)
      return "<line x1=\"\(ends.0)\" x2=\"\(ends.1)\" y2=\"100%\" style=\"--w:\(PlotFrame.shortest(Double(share) / 100, decimals: 2))\"/>"
    }
    let numbers = others.map { other -> HTML in
      "<tspan x=\"\(other.place)\">\(decimalText(other.weight, decimals: 2))</tspan>"
    }
    let row = kind == "query" ? rows.lowerNumbers : rows.upperNumbers
    let heard = others.map { "\($0.text) \(decimalText($0.weight, decimals: 2))" }.joined(separator: ", ")
    let low: HTML = isStaggered && !index.isMultiple(of: 2) ? " class=\"low\"" : .empty
    return """
      <g class="\(kind)" tabindex="0" role="img" aria-label="\(word) \(text): \(heard)">\
      <text\(low)\(language) x="\(place)" y="\(y)">\(TypesetText(text).svg)</text><svg y="\(rows.lines)" height="\(Self.lineHeight)">\(lines.joined())</svg>\
      <text class="number" y="\(row)">\(numbers.joined())</text></g>
      """
  }

  private func place(_ index: Int, of count: Int) -> String { PlotFrame.percent((Double(index) + 0.5) / Double(count)) }

  /// With a choice, its name comes first: the page takes the names and the weights from here.
  func data(_ localization: FigureLocalization) -> DataTable {
    if let choices {
      return DataTable(
        columns: [choices.kind, localization.query] + keys,
        rows: choices.names.indices.flatMap { choice in
          queries.indices.map { query in
            [choices.names[choice], queries[query]] + keys.indices.map { shortText(weight(ofChoice: choice, query, $0)) }
          }
        }, columnLanguage: localization.markedWords.attribute(keys))
    }
    return DataTable(
      columns: [localization.query] + keys,
      rows: queries.indices.map { query in [queries[query]] + keys.indices.map { shortText(self[query, $0]) } },
      columnLanguage: localization.markedWords.attribute(keys), rowLanguage: localization.markedWords.attribute(queries))
  }
}
