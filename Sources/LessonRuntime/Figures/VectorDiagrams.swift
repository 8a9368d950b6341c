import CellOutputs

/// Vectors as arrows in a plane, and angles between them.
///
///     vectorDiagram("A query and two keys", .vector("q", [2, 1]), .vector("k", [1, 2]), .turning("r", [[1, 0], [0, 1]]), .angle("q", "k"))
///
/// - Parameters:
///   - x: What the first entries are; both axes have the same unit.
///   - y: What the second entries are.
public func vectorDiagram(_ title: String, x: Axis = "", y: Axis = "", _ parts: VectorPart...) -> FigureValue {
  vectorDiagram(title, x: x, y: y, parts: parts)
}

/// The same for parts that are computed.
public func vectorDiagram(_ title: String, x: Axis = "", y: Axis = "", parts: [VectorPart]) -> FigureValue {
  let vectors = parts.compactMap { if case .vector(let vector) = $0.kind { vector } else { nil } }
  require(!vectors.isEmpty, "vectorDiagram: there is nothing to draw: no vector is given")
  let angles = parts.compactMap { part -> VectorDiagram.Angle? in
    guard case .angle(let first, let second) = part.kind else { return nil }
    func place(_ name: String) -> Int {
      let place = vectors.firstIndex { $0.name == name }
      require(
        place != nil,
        "vectorDiagram: an angle at `\(name)`, but the vectors are \(vectors.map { "`\($0.name)`" }.joined(separator: ", "))")
      return place ?? 0
    }
    return VectorDiagram.Angle(first: place(first), second: place(second))
  }
  require(x.scale == .linear && y.scale == .linear, "vectorDiagram: arrows begin at zero, which has no place on a logarithmic axis")
  let problem = VectorDiagram.problem(vectors: vectors, angles: angles)
  require(problem == nil, "vectorDiagram: \(problem ?? "")")
  return FigureValue(.vectors(VectorDiagram(title: title, x: x, y: y, vectors: vectors, angles: angles)))
}

/// A vector, or an angle between two.
public struct VectorPart: Sendable {
  enum Kind: Sendable {
    case vector(VectorDiagram.Vector)
    case angle(String, String)
  }

  var kind: Kind

  /// - Parameter entries: Two numbers: an array, or a vector of the library that is taught.
  public static func vector(_ name: String, _ entries: some AxisValues) -> VectorPart { turning(name, [entries.axisValues()]) }

  /// A vector that turns, or grows: all but the last of its positions are drawn faintly.
  ///
  /// - Parameter positions: Two numbers each.
  public static func turning(_ name: String, _ positions: [some AxisValues]) -> VectorPart {
    let tips = positions.map { entries -> VectorDiagram.Tip in
      let numbers = entries.axisValues()
      require(numbers.count == 2, "vectorDiagram: a vector in a plane has two entries, but `\(name)` has \(numbers.count)")
      return VectorDiagram.Tip(x: numbers[0], y: numbers[1])
    }
    return VectorPart(kind: .vector(VectorDiagram.Vector(name: name, tips: tips)))
  }

  /// The angle between two vectors, by their names.
  public static func angle(_ first: String, _ second: String) -> VectorPart { VectorPart(kind: .angle(first, second)) }
}
