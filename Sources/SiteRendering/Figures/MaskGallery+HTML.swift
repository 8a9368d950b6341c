import CellOutputs

extension MaskGallery {
  func html(alternative: String) -> HTML {
    let pictures = masks.map { mask -> HTML in
      let path = (0..<mask.queries * mask.keys).compactMap { index -> String? in
        mask[index / mask.keys, index % mask.keys] ? "M\(index % mask.keys) \(index / mask.keys)h1v1h-1z" : nil
      }
      let sides = "\(mask.queries) queries, \(mask.keys) keys, \(mask.seen) seen"
      return """
        <li><svg viewBox="0 0 \(mask.keys) \(mask.queries)" role="img" aria-label="\(mask.name): \(sides)">\
        <path d="\(path.joined())"/></svg><p>\(mask.name)</p></li>
        """
    }
    return FigureFrame(title: title, picture: "<ul class=\"masks\">\(pictures.joined())</ul>", data: data).html
  }

  var data: DataTable {
    DataTable(
      columns: ["mask", "query", "keys seen"],
      rows: masks.flatMap { mask in
        (0..<mask.queries).map { query in
          let seen = (0..<mask.keys).filter { mask[query, $0] }.map { String($0 + 1) }
          return [mask.name, String(query + 1), seen.isEmpty ? "none" : seen.joined(separator: " ")]
        }
      })
  }
}
