import CellOutputs

/// How data flows through a computation: boxes, and arrows between them. The page places the boxes, from the top down.
///
///     let x = Box("X", X, "n", "d"), q = Box("Q", Q, "n", "d_k"), k = Box("K", K, "n", "d_k")
///     let s = Box("scores", S, "n", "n")
///     flowDiagram("Where scores come from", .arrow(x, to: q, k, label: "projection"), .arrow(q, k, to: s))
///
/// A box that a tensor is in shows its shape; a box with a name alone is an operation. Boxes of one `group` share a frame.
public func flowDiagram(_ title: String, _ arrows: Arrows...) -> FigureValue { flowDiagram(title, arrows: arrows) }

/// The same for arrows that are computed.
public func flowDiagram(_ title: String, arrows: [Arrows]) -> FigureValue {
  var boxes: [Box] = []
  func place(of box: Box) -> Int {
    if let place = boxes.firstIndex(where: { $0 === box }) { return place }
    boxes.append(box)
    return boxes.count - 1
  }
  let joined = arrows.flatMap { arrow in
    arrow.ends.map { FlowDiagram.Arrow(from: place(of: $0.from), to: place(of: $0.to), label: arrow.label) }
  }
  require(!boxes.isEmpty, "flowDiagram: there is nothing to draw: no arrow is given")
  let contents = boxes.map(\.content)
  let problem = FlowDiagram.problem(boxes: contents, arrows: joined)
  require(problem == nil, "flowDiagram: \(problem ?? "")")
  return FigureValue(.flow(FlowDiagram(title: title, boxes: contents, arrows: joined)))
}

/// A box of a flow diagram: a value with its shape or its numbers, or an operation. Two boxes are two, even if they have the same name.
public final class Box: Sendable {
  let content: FlowDiagram.Box

  /// An operation, or a value whose shape doesn't matter.
  ///
  /// - Parameter group: What it belongs to, such as `"encoder"`.
  public init(_ name: String, group: String = "") { content = FlowDiagram.Box(name: name, group: group) }

  /// A value of this shape.
  ///
  /// - Parameter sizeNames: What each size is called, or none.
  public init(_ name: String, shape: [Int], sizeNames: [String] = [], group: String = "") {
    require(shape.allSatisfy { $0 >= 0 }, "Box: a size of `\(name)` is negative: \(shape)")
    require(
      sizeNames.isEmpty || sizeNames.count == shape.count,
      "Box: `\(name)` has the shape \(shape), but \(counted(sizeNames.count, "name")) of sizes")
    content = FlowDiagram.Box(name: name, shape: shape, sizeNames: sizeNames, group: group)
  }

  /// A value with its numbers: one, a vector or a matrix.
  ///
  /// - Parameter values: 16 numbers at most, in 8 columns at most.
  public init(_ name: String, showing values: NumericArray, group: String = "") {
    let problem = FlowDiagram.Box.problem(shape: values.shape, values: values.elements)
    require(problem == nil, "Box: `\(name)` \(problem ?? "")")
    content = FlowDiagram.Box(name: name, shape: values.shape, values: values.elements, group: group)
  }

  /// - Parameter values: An array or a range of numbers, 8 at most.
  public convenience init(_ name: String, showing values: some AxisValues, group: String = "") {
    let numbers = values.axisValues()
    self.init(name, showing: NumericArray(shape: [numbers.count], elements: numbers), group: group)
  }
}

/// Arrows from each of some boxes to each of others.
public struct Arrows: Sendable {
  var ends: [(from: Box, to: Box)]
  var label: String

  /// - Parameter label: What happens on the way.
  public static func arrow(_ from: Box..., to: Box..., label: String = "") -> Arrows { arrows(from, to: to, label: label) }

  /// The same for boxes that are computed.
  public static func arrows(_ from: [Box], to: [Box], label: String = "") -> Arrows {
    Arrows(ends: from.flatMap { from in to.map { (from, $0) } }, label: label)
  }

  /// An arrow from each box to the next.
  public static func chain(_ boxes: Box...) -> Arrows { Arrows(ends: Array(zip(boxes, boxes.dropFirst())), label: "") }
}
