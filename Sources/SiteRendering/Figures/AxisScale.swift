import CellOutputs
import Foundation

/// Maps a number to its place on an axis: from 0 at the low end to 1 at the high end.
struct AxisScale {
  let axis: Axis
  let low: Double
  let high: Double
  let ticks: Ticks

  /// Where the axis ends.
  enum Ends {
    /// The axis ends with the numbers, as where each place is a position or a time.
    case tight
    /// A little more than the numbers need, so that none stands on the edge.
    case padded
    /// The axis ends at round numbers.
    case round
  }

  /// - Parameters:
  ///   - values: The numbers to be shown; those without a place are passed over.
  ///   - count: About as many ticks as there is room for.
  init(_ axis: Axis, values: [Double], ends: Ends, ticks count: Int) {
    let places = values.filter { Self.hasPlace($0, on: axis) }
    let (least, greatest) = (places.min() ?? 1, places.max() ?? 1)
    var (low, high) = Self.widened(least, greatest, on: axis)
    func ticks() -> Ticks {
      if axis.scale == .linear {
        let degrees = axis.unit == "°" ? Ticks.degrees(from: low, to: high, about: count) : nil
        return degrees ?? .linear(from: low, to: high, about: count)
      }
      let isDoubling = least < greatest && places.allSatisfy { log2($0) == log2($0).rounded() }
      return isDoubling
        ? .powersOfTwo(from: low, to: high, about: count) : .logarithmic(from: low, to: high, about: count)
    }
    if ends == .padded {
      let share = 0.03
      (low, high) =
        axis.scale == .linear
        ? (low - (high - low) * share, high + (high - low) * share)
        : (low * pow(low / high, share), high * pow(high / low, share))
    }
    if ends == .round {
      if axis.scale == .linear {
        // The axis begins at zero, unless all numbers are far from it.
        if low > 0, low < 0.4 * high { low = 0 }
        if high < 0, high > 0.4 * low { high = 0 }
        let step = RoundStep(near: (high - low) / Double(count - 1)).value
        low = (low / step + 1e-9).rounded(.down) * step
        high = (high / step - 1e-9).rounded(.up) * step
      } else {
        (low, high) = (low / 1.15, high * 1.15)
      }
    }
    self.axis = axis
    self.low = low
    self.high = high
    self.ticks = ticks()
  }

  /// Widens a range that is too narrow for an axis. Numbers that are all equal are in its middle.
  private static func widened(_ low: Double, _ high: Double, on axis: Axis) -> (Double, Double) {
    if axis.scale == .log { return high / low > 1.000001 ? (low, high) : (low / 3, high * 3) }
    if high - low > max(abs(low), abs(high)) * 1e-9, high - low > 1e-290 { return (low, high) }
    let margin = low == 0 ? 1 : max(abs(low) / 2, 1e-280)
    return (low - margin, high + margin)
  }

  /// Whether a number can be drawn: beyond these bounds, differences and powers are no longer numbers.
  static func hasPlace(_ value: Double, on axis: Axis) -> Bool {
    axis.hasPlace(for: value) && abs(value) < 1e290 && (axis.scale == .linear || value > 1e-290)
  }

  /// nil for a number that can't be drawn.
  func place(of value: Double) -> Double? {
    guard Self.hasPlace(value, on: axis) else { return nil }
    if axis.scale == .linear { return (value - low) / (high - low) }
    return log(value / low) / log(high / low)
  }

  var name: String { axis.titleWithUnit }
}

extension Axis {
  /// `time (ms)`
  var titleWithUnit: String { unit.isEmpty ? name : name.isEmpty ? unit : "\(name) (\(unit))" }
}
