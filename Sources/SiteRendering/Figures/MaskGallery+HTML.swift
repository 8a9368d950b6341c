import CellOutputs

extension MaskGallery {
  /// The largest side of a mask with lines. Lines would hide the squares of a larger one.
  private static let mostLines = 32

  func html(alternative: String, _ localization: FigureLocalization) -> HTML {
    let pictures = masks.map { mask -> HTML in
      let size = localization.maskSize(mask.queries, mask.keys, mask.seen)
      return """
        <li><svg viewBox="0 0 \(mask.keys) \(mask.queries)" role="img" aria-label="\(mask.name): \(size)">\
        <path d="\(mask.squares)"/>\(lines(of: mask))</svg><p>\(TypesetText(mask.name).html)</p></li>
        """
    }
    let list: HTML = "<ul class=\"masks\">\(pictures.joined())</ul>"
    return FigureFrame(title: title, picture: list, note: localization.howToReadMasks, data: data(localization)).html(localization)
  }

  /// Lines between the squares, so that these can be counted.
  private func lines(of mask: Picture) -> HTML {
    guard max(mask.queries, mask.keys) <= Self.mostLines else { return .empty }
    let lines =
      (1..<max(mask.keys, 1)).map { "M\($0) 0v\(mask.queries)" } + (1..<max(mask.queries, 1)).map { "M0 \($0)h\(mask.keys)" }
    return "<path class=\"grid\" d=\"\(lines.joined())\"/>"
  }

  func data(_ localization: FigureLocalization) -> DataTable {
    DataTable(
      columns: [localization.mask, localization.query, localization.keysSeen],
      rows: masks.flatMap { mask in
        (0..<mask.queries).map { query in
          [mask.name, String(query + 1), mask.runs(ofQuery: query).map(\.text).joined(separator: " ")]
        }
      })
  }
}

extension MaskGallery.Picture {
  /// Keys side by side that a query may see.
  fileprivate struct Run {
    var keys: Range<Int>
    /// Counted from 1: `2–4`.
    var text: String { keys.count == 1 ? "\(keys.upperBound)" : "\(keys.lowerBound + 1)–\(keys.upperBound)" }
  }

  fileprivate func runs(ofQuery query: Int) -> [Run] {
    var runs: [Run] = []
    for key in 0..<keys where self[query, key] {
      if let last = runs.last, last.keys.upperBound == key {
        runs[runs.count - 1].keys = last.keys.lowerBound..<key + 1
      } else {
        runs.append(Run(keys: key..<key + 1))
      }
    }
    return runs
  }

  /// A path with one rectangle for each run.
  fileprivate var squares: String {
    (0..<queries).flatMap { query in
      runs(ofQuery: query).map { "M\($0.keys.lowerBound) \(query)h\($0.keys.count)v1h-\($0.keys.count)z" }
    }.joined()
  }
}
