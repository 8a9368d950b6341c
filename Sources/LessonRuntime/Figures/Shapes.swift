import CellOutputs

/// How matrices fit together, as rectangles true to their sizes.
///
///     shapeDiagram("Scores", .matrix("Q", q, "m", "d_k"), "·", .matrix("Kᵀ", k.transposed(), "d_k", "n"), "=", .matrix("S", s, "m", "n"))
public func shapeDiagram(_ title: String, _ parts: ShapeDiagram.Part...) -> FigureValue {
  require(!parts.isEmpty, "shapeDiagram: there is nothing to draw: no matrix is given")
  for case .matrix(let name, let rows, let columns, _, _) in parts {
    require(rows > 0 && columns > 0, "shapeDiagram: a matrix of \(rows) × \(columns) has no rectangle: `\(name)`")
  }
  return FigureValue(.shapes(ShapeDiagram(title: title, parts: parts)))
}

extension ShapeDiagram.Part: ExpressibleByStringLiteral {
  public init(stringLiteral sign: String) { self = .sign(sign) }
}
