/// What an axis of a chart shows: its name, its unit, and whether equal steps on it are equal differences or ratios.
///
///     "keys"
///     Axis("time", unit: "ms", scale: .log)
public struct Axis: Codable, Sendable, Hashable {
  public var name: String
  /// Empty for a plain number.
  public var unit: String
  public var scale: Scale

  public enum Scale: String, Codable, Sendable, Hashable {
    case linear
    /// Each step multiplies; only numbers above zero have a place.
    case log
  }

  public init(_ name: String, unit: String = "", scale: Scale = .linear) {
    self.name = name
    self.unit = unit
    self.scale = scale
  }

  /// Whether a number can be drawn.
  public func hasPlace(for value: Double) -> Bool { value.isFinite && (scale == .linear || value > 0) }
}

extension Axis: ExpressibleByStringLiteral {
  public init(stringLiteral name: String) { self.init(name) }
}
