import CellOutputs

/// What the site says in its figures; their titles, names and units are the author's.
struct FigureLocalization: Sendable {
  /// What tells the language of an axis.
  var markedWords = MarkedWords.none
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
  /// How to read the colors of a map in which each row has a scale of its own.
  var scalePerRow: String
  /// What an arrow of a flow diagram stands for.
  var onTheWay: String
  var vector: String
  /// Of the angles in a diagram of rotations.
  var radians: String
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
