#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Vectors as arrows in a plane whose two axes have one unit, and angles between them.
public struct VectorDiagram: Codable, Sendable, Hashable {
  public var title: String
  public var x: Axis
  public var y: Axis
  public private(set) var vectors: [Vector]
  /// Pairs of vectors, by their places in `vectors`, between which the angle is drawn.
  public private(set) var angles: [Angle]

  public struct Vector: Codable, Sendable, Hashable {
    public var name: String
    /// Where it points, in its order if it turns: the last is where it has come to.
    public private(set) var tips: [Tip]

    public init(name: String, tips: [Tip]) {
      self.name = name
      self.tips = tips
    }

    /// Where it points in the end.
    public var tip: Tip { tips[tips.count - 1] }
  }

  public struct Tip: Codable, Sendable, Hashable {
    public var x: Double
    public var y: Double

    public init(x: Double, y: Double) {
      self.x = x
      self.y = y
    }
  }

  public struct Angle: Codable, Sendable, Hashable {
    public var first: Int
    public var second: Int

    public init(first: Int, second: Int) {
      self.first = first
      self.second = second
    }
  }

  /// - Precondition: Each vector has a tip, all tips are finite, and the angles are between two of the vectors.
  public init(title: String, x: Axis, y: Axis, vectors: [Vector], angles: [Angle]) {
    let problem = Self.problem(vectors: vectors, angles: angles)
    precondition(problem == nil, "VectorDiagram: \(problem ?? "")")
    self.title = title
    self.x = x
    self.y = y
    self.vectors = vectors
    self.angles = angles
  }

  /// What keeps vectors and angles from being a diagram; nil if nothing does.
  public static func problem(vectors: [Vector], angles: [Angle]) -> String? {
    for vector in vectors {
      if vector.tips.isEmpty { return "the vector `\(vector.name)` points nowhere" }
      for tip in vector.tips where !(abs(tip.x) < 1e100 && abs(tip.y) < 1e100) {
        return "the vector `\(vector.name)` has no place in a plane: (\(tip.x), \(tip.y))"
      }
    }
    for angle in angles {
      guard vectors.indices.contains(angle.first), vectors.indices.contains(angle.second) else {
        return "an angle is between vectors \(angle.first) and \(angle.second), but there are \(vectors.count)"
      }
      for vector in [vectors[angle.first], vectors[angle.second]] where vector.tip.x == 0 && vector.tip.y == 0 {
        return "the vector `\(vector.name)` is zero, and has no angle with another"
      }
    }
    return nil
  }

  /// From 0 to 180.
  public func degrees(of angle: Angle) -> Double {
    let (a, b) = (vectors[angle.first].tip, vectors[angle.second].tip)
    return abs(atan2(a.x * b.y - a.y * b.x, a.x * b.x + a.y * b.y)) * 180 / .pi
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    title = try container.decode(String.self, forKey: .title)
    x = try container.decode(Axis.self, forKey: .x)
    y = try container.decode(Axis.self, forKey: .y)
    vectors = try container.decode([Vector].self, forKey: .vectors)
    angles = try container.decode([Angle].self, forKey: .angles)
    let problem = Self.problem(vectors: vectors, angles: angles)
    try check(problem == nil, problem ?? "", in: decoder)
  }
}
