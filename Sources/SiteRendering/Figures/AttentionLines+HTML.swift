import CellOutputs

extension AttentionLines {
  func html(alternative: String) -> HTML {
    let largest = weights.largestMagnitude
    let queryGroups = queries.indices.map { query -> HTML in
      let from = place(query, of: queries.count)
      let lines = keys.indices.compactMap { key -> HTML? in
        let share = NumberTable.percentage(self[query, key], scale: largest)
        guard share > 0 else { return nil }
        return "<line x1=\"\(from)\" x2=\"\(place(key, of: keys.count))\" y1=\"30\" y2=\"130\" style=\"--w:\(share)%\"/>"
      }
      let numbers = keys.indices.map { key -> HTML in
        "<text class=\"weight\" x=\"\(place(key, of: keys.count))\" y=\"170\">\(NumberTable.text(self[query, key], decimals: 2))</text>"
      }
      return """
        <g tabindex="0" role="img" aria-label="\(heard(query))"><text x="\(from)" y="20">\(queries[query])</text>\
        \(lines.joined())\(numbers.joined())</g>
        """
    }
    let keyTexts = keys.indices.map { "<text x=\"\(place($0, of: keys.count))\" y=\"150\">\(keys[$0])</text>" as HTML }
    let picture: HTML = """
      <div class="attention" role="group" aria-label="\(alternative)"><svg height="180">\
      \(keyTexts.joined())\(queryGroups.joined())</svg></div>
      """
    return FigureFrame(title: title, picture: picture, data: data).html
  }

  private func place(_ index: Int, of count: Int) -> String { PlotFrame.percent((Double(index) + 0.5) / Double(count)) }

  private func heard(_ query: Int) -> String {
    "\(queries[query]): " + keys.indices.map { "\(keys[$0]) \(NumberTable.text(self[query, $0], decimals: 2))" }
      .joined(separator: ", ")
  }

  var data: DataTable {
    DataTable(
      columns: ["query"] + keys,
      rows: queries.indices.map { query in [queries[query]] + keys.indices.map { shortText(self[query, $0]) } })
  }
}
