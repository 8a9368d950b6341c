import CellOutputs

/// Points joined to lines: how one quantity follows another.
///
///     lineChart(title: "Largest weight", x: Axis("n, keys", scale: .log), y: "weight",
///       .line("scaled", x: [4, 16, 64], y: scaled), .line("unscaled", x: [4, 16, 64], y: unscaled))
///
/// A point that isn't finite, or not above zero on a logarithmic axis, leaves a gap.
public func lineChart(title: String, x: Axis, y: Axis, _ series: Series...) -> FigureValue {
  lineChart(title: title, x: x, y: y, series: series)
}

/// Points joined to lines, for series that are computed.
public func lineChart(title: String, x: Axis, y: Axis, series: [Series]) -> FigureValue {
  requireNumbers(in: series, of: "lineChart")
  return FigureValue(.chart(Chart(title: title, kind: .line, x: x, y: y, series: series)))
}

/// Points alone: how two quantities go together. A `.line` among the series is drawn as a line, as for a fit.
///
///     scatterChart(title: "A noisy sine", x: "x", y: "y", .points("data", x: xs, y: ys), .line("sine", x: grid, y: sine))
public func scatterChart(title: String, x: Axis, y: Axis, _ series: Series...) -> FigureValue {
  scatterChart(title: title, x: x, y: y, series: series)
}

/// Points alone, for series that are computed.
public func scatterChart(title: String, x: Axis, y: Axis, series: [Series]) -> FigureValue {
  requireNumbers(in: series, of: "scatterChart")
  return FigureValue(.chart(Chart(title: title, kind: .scatter, x: x, y: y, series: series)))
}

private func requireNumbers(in series: [Series], of chart: String) {
  require(series.contains { !$0.x.isEmpty }, "\(chart): there is nothing to draw: no series has a number")
}

extension Series {
  /// Points joined in the order in which they are given.
  ///
  /// - Parameters:
  ///   - x: An array, a range, a stride, or a vector of the library that is taught.
  ///   - y: As many numbers as `x`.
  public static func line(_ name: String, x: some AxisValues, y: some AxisValues) -> Series {
    series(name, .line, x: x, y: y)
  }

  /// Points that are not joined.
  ///
  /// - Parameters:
  ///   - x: An array, a range, a stride, or a vector of the library that is taught.
  ///   - y: As many numbers as `x`.
  public static func points(_ name: String, x: some AxisValues, y: some AxisValues) -> Series {
    series(name, .points, x: x, y: y)
  }

  /// A value that holds until the next point, and then jumps: drawn with upright edges.
  public static func steps(_ name: String, x: some AxisValues, y: some AxisValues) -> Series {
    series(name, .steps, x: x, y: y)
  }

  /// A line to compare the others with, such as the truth or a limit: dashed, and in the background.
  public static func reference(_ name: String, x: some AxisValues, y: some AxisValues) -> Series {
    series(name, .reference, x: x, y: y)
  }

  private static func series(_ name: String, _ mark: Mark, x: some AxisValues, y: some AxisValues) -> Series {
    let (x, y) = (x.axisValues(), y.axisValues())
    require(x.count == y.count, "the series `\(name)` has \(x.count) numbers for x, but \(y.count) for y")
    return Series(name: name, mark: mark, x: x, y: y)
  }
}

/// Bars on zero: the groups side by side at each label.
///
///     barChart(title: "Entropy by head", x: "head", y: Axis("entropy", unit: "bits"), labels: ["1", "2"],
///       Bars("trained", [0.9, 1.7]), Bars("random", [2.0, 2.0]))
///
/// - Parameters:
///   - labels: What stands under each place on the x axis.
///   - groups: Each with as many values as there are labels.
public func barChart(title: String, x: Axis, y: Axis, labels: [String], _ groups: Bars...) -> FigureValue {
  require(
    !labels.isEmpty && !groups.isEmpty,
    "barChart: there is nothing to draw: \(counted(groups.count, "group")), \(counted(labels.count, "label"))")
  for group in groups {
    require(
      group.values.count == labels.count,
      "barChart: `\(group.name)` has \(counted(group.values.count, "value")) for \(counted(labels.count, "label"))")
  }
  require(y.scale == .linear, "barChart: a bar stands on zero, which has no place on a logarithmic axis")
  return FigureValue(.bars(BarChart(title: title, x: x, y: y, labels: labels, groups: groups)))
}

extension Bars {
  /// - Parameter values: An array, or a vector of the library that is taught: a value for each label of the chart.
  public init(_ name: String, _ values: some AxisValues) {
    self.init(name: name, values: values.axisValues())
  }
}

/// How often which value comes: a bar for each of `bins` equal parts of the axis, from the smallest value to the largest.
///
///     histogram(scores, title: "Scores before scaling", x: "score", bins: 30)
public func histogram(_ values: some AxisValues, title: String, x: Axis, bins: Int = 20) -> FigureValue {
  require((1...1000).contains(bins), "histogram: the number of bins must be from 1 to 1000, but it is \(bins)")
  let values = values.axisValues()
  require(!values.isEmpty, "histogram: there is nothing to draw: no value is given")
  return FigureValue(.histogram(Histogram(title: title, x: x, values: values, bins: bins)))
}

// Lessons name these types, but import only this module.
public typealias Axis = CellOutputs.Axis
public typealias Series = CellOutputs.Series
public typealias Bars = CellOutputs.Bars
