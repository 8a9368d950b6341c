extension FigureLocalization {
  static let english = FigureLocalization(
    data: "Data", dataOf: { "\($0): data" }, values: "values", noValues: "No values.",
    notDrawn: { $0 == 1 ? "One point has no place on these axes." : "\($0) points have no place on these axes." },
    notCounted: { "Not counted: \($0) \($0 == 1 ? "value" : "values") without a place on the axis." },
    series: "series", from: "from", to: "to", count: "count", matrix: "matrix", rows: "rows", columns: "columns",
    scalePerRow: "Each row has its own color scale, up to its largest value.", onTheWay: "on the way", vector: "vector",
    radians: "radians",
    query: "query", queries: "queries", key: "key", keys: "keys", mask: "mask", keysSeen: "keys seen",
    howToReadMasks: "A row is a query, a column a key; colored where the query may see the key.",
    maskSize: { "\($0) queries, \($1) keys, \($2) of \($0 * $1) seen" },
    matrixSize: { "\($0): \($1) rows, \($2) columns" },
    spoken: { $1 })
}
