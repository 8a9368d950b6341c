import CellOutputs

/// What the site says in its figures; their titles, names and units are the author's.
struct FigureLocalization: Sendable {
  /// What unfolds to a figure's numbers.
  var data: String
  /// The data of the figure with this title, as a screen reader calls them.
  var dataOf: @Sendable (_ title: String) -> String
  /// A table of numbers without a title.
  var values: String
  var noValues: String
  /// Points that have no place on the axes.
  var notDrawn: @Sendable (Int) -> String
  /// Values that have no place on the axis of a histogram.
  var notCounted: @Sendable (Int) -> String
  var series: String
  var from: String
  var to: String
  var count: String
  var matrix: String
  var rows: String
  var columns: String
  /// `rows 1 to 32`.
  var ends: @Sendable (_ axis: String, _ first: String, _ last: String) -> String
  var query: String
  var queries: String
  var key: String
  var keys: String
  var mask: String
  var keysSeen: String
  var howToReadMasks: String
  /// How large a mask is, and how many keys its queries see.
  var maskSize: @Sendable (_ queries: Int, _ keys: Int, _ seen: Int) -> String
  /// A matrix and its sizes.
  var matrixSize: @Sendable (_ name: String, _ rows: String, _ columns: String) -> String
  /// What a reader hears who doesn't see a figure; `recorded` is what the lesson records of it, in English.
  var spoken: @Sendable (_ figure: Figure, _ recorded: String) -> String
}

extension FigureLocalization {
  static let english = FigureLocalization(
    data: "Data", dataOf: { "\($0): data" }, values: "values", noValues: "No values.",
    notDrawn: { $0 == 1 ? "One point has no place on these axes." : "\($0) points have no place on these axes." },
    notCounted: { "Not counted: \($0) \($0 == 1 ? "value" : "values") without a place on the axis." },
    series: "series", from: "from", to: "to", count: "count", matrix: "matrix", rows: "rows", columns: "columns",
    ends: { "\($0) \($1) to \($2)" },
    query: "query", queries: "queries", key: "key", keys: "keys", mask: "mask", keysSeen: "keys seen",
    howToReadMasks: "A row is a query, a column a key; coloured where the query may see the key.",
    maskSize: { "\($0) queries, \($1) keys, \($2) of \($0 * $1) seen" },
    matrixSize: { "\($0): \($1) rows, \($2) columns" },
    spoken: { $1 })

  static let chinese = FigureLocalization(
    data: "数据", dataOf: { "\($0)：数据" }, values: "数值", noValues: "没有数值。",
    notDrawn: { "有 \($0) 个点不在坐标轴范围内。" },
    notCounted: { "有 \($0) 个值不在坐标轴范围内，未计入。" },
    series: "系列", from: "从", to: "到", count: "个数", matrix: "矩阵", rows: "行", columns: "列",
    ends: { "\($0)：\($1) 到 \($2)" },
    query: "查询", queries: "查询", key: "键", keys: "键", mask: "掩码", keysSeen: "可见的键",
    howToReadMasks: "每行一个查询，每列一个键；有颜色处表示该查询可以看到该键。",
    maskSize: { "\($0) 个查询，\($1) 个键，可见 \($2) 处" },
    matrixSize: { "\($0)：\($1) 行，\($2) 列" },
    spoken: { figure, _ in ChineseSpokenFigure(figure: figure).text })
}
