/// Other values for the inputs of a lesson, to check its formulas not only at the recorded data.
///
/// The same variation gives the same values on every machine.
public struct Variation: Codable, Sendable, Hashable {
  /// Distinguishes variations with the same rules.
  public var seed: Int
  /// Whether what is large becomes small and what is small large, so that an order or a threshold among the recorded numbers doesn't last.
  public var changesOrder: Bool
  /// How the values of some inputs are chosen, by the index of the input; all others follow `Rule.free`.
  public var rules: [Int: Rule]

  public enum Rule: Codable, Sendable, Hashable {
    /// Each entry keeps its sign and gets another magnitude. Zeros become small numbers.
    case free
    /// The input keeps its recorded value.
    case keep
    /// Zeros and ones stay, and other entries change.
    case keepZerosAndOnes
    /// Like `free`, but each entry is positive.
    case positive
    /// The input gets another value that has a property of the recorded one.
    case having(Property)
  }

  /// A property of the recorded value that may decide whether a formula holds.
  public enum Property: String, Codable, Sendable, Hashable, CaseIterable {
    case zeroPattern, unitInterval, rowsSumToOne, unitRows, zeroMean, ascending, symmetric, permutation, orthogonal, order
  }

  /// - Parameter changesOrder: By itself every second variation does, the first among them.
  public init(seed: Int, changesOrder: Bool? = nil, rules: [Int: Rule] = [:]) {
    self.seed = seed
    self.changesOrder = changesOrder ?? !seed.isMultiple(of: 2)
    self.rules = rules
  }

  /// A seed for a random number generator, different from the recorded one.
  public func seed(insteadOf recorded: Int, input: Int) -> Int {
    rules[input] == .keep ? recorded : recorded &+ 1000 &* seed
  }

  /// Another value for an input, with the same shape and with infinities and NaNs at the same places.
  public func values(insteadOf recorded: NumericArray, input: Int) -> [Double] {
    var random = Random(seed: seed, input: input)
    let entries = recorded.elements
    let columns = max(recorded.shape.last ?? 1, 1)
    switch rules[input] ?? .free {
    case .keep: return entries
    case .free: return free(entries, &random)
    case .positive: return free(entries, &random).map { $0.isFinite ? abs($0) : $0 }
    case .keepZerosAndOnes: return zip(entries, free(entries, &random)).map { $0 == 0 || $0 == 1 ? $0 : $1 }
    case .having(let property): return values(like: entries, columns: columns, having: property, &random)
    }
  }

  private func free(_ entries: [Double], _ random: inout Random) -> [Double] {
    let finite = entries.filter(\.isFinite)
    let scale = finite.lazy.map(abs).filter { $0 > 0 }.max() ?? 1
    let hasNegative = finite.contains { $0 < 0 }
    let isNegative = hasNegative && !finite.contains { $0 > 0 }
    // Drawn for each entry, so that no entry's value depends on what the others are.
    let draws = entries.map { _ in Draw(&random) }
    let magnitudes = changesOrder ? Self.reordered(entries, draws, scale) : zip(entries, draws).map { $1.magnitude(insteadOf: $0, scale) }
    return zip(zip(entries, draws), magnitudes).map { recorded, magnitude in
      let (entry, draw) = recorded
      guard entry.isFinite else { return entry }
      let isBelow = entry == 0 ? isNegative || hasNegative && draw.sign < 0 : entry < 0
      return Self.rounded(magnitude) * (isBelow ? -1 : 1)
    }
  }

  /// What is drawn for an entry, whether it is needed or not.
  private struct Draw {
    let factor, small, sign: Double

    init(_ random: inout Random) {
      factor = random.factor()
      small = random.uniform(0.1, 0.4)
      sign = random.uniform(-1, 1)
    }

    /// - Parameter scale: What zeros are small beside.
    func magnitude(insteadOf entry: Double, _ scale: Double) -> Double { entry == 0 ? scale * small : abs(entry) * factor }
  }

  /// Magnitudes of which the smallest is where the recorded one was largest, and so on; they reach beyond the recorded ones on both sides.
  private static func reordered(_ entries: [Double], _ draws: [Draw], _ scale: Double) -> [Double] {
    var magnitudes = zip(entries, draws).map { $0 == 0 ? scale * $1.small : abs($0) * $1.factor.squareRoot() }
    let places = entries.indices.filter { entries[$0].isFinite }
    guard places.count > 1 else {
      // A single number has no order; a large one becomes small, and a small one large.
      for place in places where entries[place] != 0 {
        let (magnitude, small) = (abs(entries[place]), draws[place].small)
        magnitudes[place] = magnitude >= 1 ? magnitude * small : magnitude / (2 * small)
      }
      return magnitudes
    }
    let descending = places.sorted { (abs(entries[$1]), $0) < (abs(entries[$0]), $1) }
    let ascending = places.map { magnitudes[$0] }.sorted()
    for (rank, place) in descending.enumerated() {
      let part = Double(rank) / Double(places.count - 1)
      magnitudes[place] = ascending[rank] * (smallestStretch + part * (largestStretch - smallestStretch))
    }
    return magnitudes
  }

  /// By how much the smallest and the largest magnitude change besides, where the order changes.
  private static let smallestStretch = 0.35
  private static let largestStretch = 1.5

  private func values(
    like entries: [Double], columns: Int, having property: Property, _ random: inout Random
  ) -> [Double] {
    let free = free(entries, &random)
    let starts = Array(stride(from: 0, to: entries.count, by: columns))
    func mapRows(_ change: ([Double]) -> [Double]) -> [Double] { starts.flatMap { change(Array(free[$0..<$0 + columns])) } }
    switch property {
    case .zeroPattern: return zip(entries, free).map { $0 == 0 ? 0 : $1 }
    case .unitInterval: return entries.map { _ in Self.rounded(random.uniform(0.05, 0.95)) }
    case .rowsSumToOne:
      return mapRows { row in
        let sum = row.reduce(0) { $0 + abs($1) }
        return row.map { abs($0) / sum }
      }
    case .unitRows:
      return mapRows { row in
        let norm = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return row.map { $0 / norm }
      }
    case .zeroMean:
      let mean = free.reduce(0, +) / Double(free.count)
      return free.map { $0 - mean }
    case .ascending: return mapRows { $0.sorted() }
    case .symmetric:
      return free.indices.map { free[max($0 / columns, $0 % columns) * columns + min($0 / columns, $0 % columns)] }
    case .permutation:
      let order = starts.shuffled(using: &random)
      return order.flatMap { entries[$0..<$0 + columns] }
    case .orthogonal: return Self.orthogonal(size: columns, &random)
    // Drawn anew, with an order that lasts.
    case .order: return Self.inOrder(of: entries, free)
    }
  }

  /// Values sorted as other ones are.
  private static func inOrder(of entries: [Double], _ values: [Double]) -> [Double] {
    var ordered = values
    let sorted = values.sorted()
    for (rank, place) in entries.indices.sorted(by: { (entries[$0], $0) < (entries[$1], $1) }).enumerated() {
      ordered[place] = sorted[rank]
    }
    return ordered
  }

  /// The product of random plane rotations.
  private static func orthogonal(size: Int, _ random: inout Random) -> [Double] {
    var matrix = (0..<size * size).map { $0 / size == $0 % size ? 1.0 : 0.0 }
    for row in 0..<size {
      for other in 0..<row {
        // Compute the rotation from the tangent of half the angle, without trigonometric functions.
        let t = random.uniform(0.2, 0.8)
        let (cosine, sine) = ((1 - t * t) / (1 + t * t), 2 * t / (1 + t * t))
        for column in 0..<size {
          let (a, b) = (matrix[row * size + column], matrix[other * size + column])
          matrix[row * size + column] = cosine * a - sine * b
          matrix[other * size + column] = sine * a + cosine * b
        }
      }
    }
    return matrix
  }

  /// The value rounded to three significant digits, so that messages can show it.
  private static func rounded(_ value: Double) -> Double {
    guard value != 0, value.isFinite, value.isNormal else { return value }
    var unit = 1.0
    while abs(value) / unit >= 1000 { unit *= 10 }
    while abs(value) / unit < 100 { unit /= 10 }
    return unit >= 1 ? (value / unit).rounded() * unit : (value / unit).rounded() / (1 / unit).rounded()
  }
}

extension Variation.Property {
  /// Whether a value has the property. Values that aren't finite have none.
  public func holds(of value: NumericArray) -> Bool {
    let entries = value.elements
    guard !entries.isEmpty, entries.allSatisfy(\.isFinite) else { return false }
    let columns = max(value.shape.last ?? 1, 1)
    let rows = stride(from: 0, to: entries.count, by: columns).map { Array(entries[$0..<$0 + columns]) }
    func isNear(_ a: Double, _ b: Double) -> Bool { abs(a - b) < 1e-5 }
    func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
    let isSquare = value.shape.count == 2 && value.shape[0] == value.shape[1] && columns > 1
    switch self {
    case .zeroPattern: return entries.contains(0)
    case .unitInterval: return entries.allSatisfy { (0...1).contains($0) }
    case .rowsSumToOne: return columns > 1 && rows.allSatisfy { $0.allSatisfy { $0 >= 0 } && isNear($0.reduce(0, +), 1) }
    case .unitRows: return columns > 1 && rows.allSatisfy { isNear(dot($0, $0), 1) }
    case .zeroMean: return columns > 1 && isNear(entries.reduce(0, +), 0)
    case .symmetric: return isSquare && rows.indices.allSatisfy { i in rows.indices.allSatisfy { rows[i][$0] == rows[$0][i] } }
    case .ascending: return columns > 1 && rows.allSatisfy { zip($0, $0.dropFirst()).allSatisfy(<) }
    case .order: return Set(entries).count > 1
    case .permutation:
      return isSquare && entries.allSatisfy { $0 == 0 || $0 == 1 } && rows.allSatisfy { $0.reduce(0, +) == 1 }
        && (0..<columns).allSatisfy { column in rows.reduce(0) { $0 + $1[column] } == 1 }
    case .orthogonal:
      return isSquare
        && rows.indices.allSatisfy { i in rows.indices.allSatisfy { j in isNear(dot(rows[i], rows[j]), i == j ? 1 : 0) } }
    }
  }
}

/// SplitMix64 (Steele, Lea and Flood 2014), which gives the same numbers everywhere.
private struct Random: RandomNumberGenerator {
  private var state: UInt64

  init(seed: Int, input: Int) {
    state = UInt64(bitPattern: Int64(seed)) &* 0x9E37_79B9_7F4A_7C15 ^ UInt64(bitPattern: Int64(input)) &* 0xD1B5_4A32_D192_ED03
    _ = next()
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func uniform(_ lower: Double, _ upper: Double) -> Double {
    lower + (upper - lower) * Double(next() >> 11) * 0x1p-53
  }

  /// A factor from 0.5 to 2, and not near 1, equally often below and above 1.
  mutating func factor() -> Double {
    let magnitude = uniform(1.15, 2)
    return next() & 1 == 0 ? magnitude : 1 / magnitude
  }
}
