#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// How many values fall between each edge and the next; a value on an edge counts above it, the last edge below it.
public struct Histogram: Codable, Sendable, Hashable {
  public var title: String
  public var x: Axis
  /// Ascending, one more than `counts`; empty if there is no value to count.
  public private(set) var edges: [Double]
  public private(set) var counts: [Int]
  /// Values that are in no bin: not finite, or without a place on a logarithmic axis.
  public var leftOut: Int

  /// Counts `values` in bins of equal width on the axis, from the smallest to the largest.
  ///
  /// - Precondition: `bins` is positive.
  public init(title: String, x: Axis, values: [Double], bins: Int) {
    precondition(bins > 0, "Histogram: \(bins) bins")
    let places = values.filter(x.hasPlace)
    self.title = title
    self.x = x
    leftOut = values.count - places.count
    guard let least = places.min(), let greatest = places.max() else {
      edges = []
      counts = []
      return
    }
    edges = Self.edges(from: least, to: greatest, bins: bins, scale: x.scale)
    counts = Array(repeating: 0, count: edges.count - 1)
    for place in places { counts[bin(of: place)] += 1 }
  }

  /// A half to either side if all values are equal. Fewer bins where the numbers between the two are fewer.
  private static func edges(from least: Double, to greatest: Double, bins: Int, scale: Axis.Scale) -> [Double] {
    if least == greatest {
      let margin = max(abs(least) * 0.5, 0.5)
      return scale == .linear ? [least - margin, least + margin] : [least / 2, least * 2]
    }
    let inner = (1..<bins).map { step -> Double in
      let share = Double(step) / Double(bins)
      // Each end by its share, so that no difference overflows.
      return scale == .linear
        ? least * (1 - share) + greatest * share
        : exp(log(least) * (1 - share) + log(greatest) * share)
    }
    return inner.filter { $0 > least && $0 < greatest }.reduce(into: [least]) { edges, edge in
      if edge > edges[edges.count - 1] { edges.append(edge) }
    } + [greatest]
  }

  /// The last bin whose lower edge isn't above the value.
  private func bin(of value: Double) -> Int {
    var (low, high) = (0, counts.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if edges[middle] <= value { low = middle } else { high = middle }
    }
    return low
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    title = try container.decode(String.self, forKey: .title)
    x = try container.decode(Axis.self, forKey: .x)
    edges = try container.decode([Double].self, forKey: .edges)
    counts = try container.decode([Int].self, forKey: .counts)
    leftOut = try container.decode(Int.self, forKey: .leftOut)
    try check(
      edges.count == counts.count + 1 || (edges.isEmpty && counts.isEmpty),
      "\(edges.count) edges around \(counts.count) bins", in: decoder)
    try check(
      edges.allSatisfy(x.hasPlace) && zip(edges, edges.dropFirst()).allSatisfy { $0 < $1 }, "edges don't ascend",
      in: decoder)
    try check(leftOut >= 0 && counts.allSatisfy { $0 >= 0 }, "a count is negative", in: decoder)
  }
}
