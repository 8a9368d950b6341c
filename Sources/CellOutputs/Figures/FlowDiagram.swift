/// Boxes and the arrows between them: how data flows through a computation. Where each box stands is the page's affair.
public struct FlowDiagram: Codable, Sendable, Hashable {
  public var title: String
  public private(set) var boxes: [Box]
  /// Between boxes, by their places in `boxes`; without a circle.
  public private(set) var arrows: [Arrow]

  public struct Box: Codable, Sendable, Hashable {
    public var name: String
    /// The sizes of the value in the box; nil for an operation.
    public var shape: [Int]?
    /// What each size is called; empty where none has a name.
    public var sizeNames: [String]
    /// The numbers in the box, row by row, where it shows them; as many as the sizes say, of two axes at most.
    public var values: [Double]?
    /// The part of the whole that it belongs to, such as the encoder; empty if to none.
    public var group: String

    public init(name: String, shape: [Int]? = nil, sizeNames: [String] = [], values: [Double]? = nil, group: String = "") {
      self.name = name
      self.shape = shape
      self.sizeNames = sizeNames
      self.values = values
      self.group = group
    }

    /// A box is no table: up to so many numbers, in so many columns.
    public static let (mostValues, mostColumns) = (16, 8)

    /// What keeps the numbers of a box from being shown; nil if nothing does.
    public static func problem(shape: [Int], values: [Double]) -> String? {
      if shape.count > 2 { return "has the shape \(shape): show one matrix of it" }
      if values.count != shape.reduce(1, *) { return "has the shape \(shape), but \(values.count) values" }
      if values.isEmpty { return "has no values" }
      if values.count > mostValues || (shape.last ?? 1) > mostColumns {
        return "has the shape \(shape), and a box shows \(mostValues) numbers in \(mostColumns) columns at most"
      }
      return nil
    }
  }

  public struct Arrow: Codable, Sendable, Hashable {
    public var from: Int
    public var to: Int
    /// What happens on the way; may be empty.
    public var label: String

    public init(from: Int, to: Int, label: String = "") {
      self.from = from
      self.to = to
      self.label = label
    }
  }

  /// - Precondition: Each arrow joins two of the boxes, and no way along the arrows leads back.
  public init(title: String, boxes: [Box], arrows: [Arrow]) {
    let problem = Self.problem(boxes: boxes, arrows: arrows)
    precondition(problem == nil, "FlowDiagram: \(problem ?? "")")
    self.title = title
    self.boxes = boxes
    self.arrows = arrows
  }

  /// What keeps boxes and arrows from being a diagram; nil if nothing does.
  public static func problem(boxes: [Box], arrows: [Arrow]) -> String? {
    for arrow in arrows where !boxes.indices.contains(arrow.from) || !boxes.indices.contains(arrow.to) {
      return "an arrow leads from box \(arrow.from) to box \(arrow.to), but there are \(boxes.count)"
    }
    for box in boxes where !box.sizeNames.isEmpty && box.sizeNames.count != box.shape?.count {
      return "`\(box.name)` has the shape \(box.shape ?? []), but \(box.sizeNames.count) names of sizes"
    }
    for box in boxes {
      if let values = box.values, let problem = Box.problem(shape: box.shape ?? [], values: values) { return "`\(box.name)` \(problem)" }
    }
    // Boxes that nothing leads to any more are taken away, until none is left, or only circles are.
    var left = Set(boxes.indices)
    while let free = left.sorted().first(where: { box in !arrows.contains { $0.to == box && left.contains($0.from) } }) {
      left.remove(free)
    }
    guard let start = left.min() else { return nil }
    var circle = [start]
    while true {
      let next = arrows.first { $0.to == circle[circle.count - 1] && left.contains($0.from) }?.from ?? start
      if let first = circle.firstIndex(of: next) {
        let names = ([next] + circle[first...].reversed()).map { "`\(boxes[$0].name)`" }
        return "the arrows lead in a circle: \(names.joined(separator: " → "))"
      }
      circle.append(next)
    }
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    title = try container.decode(String.self, forKey: .title)
    boxes = try container.decode([Box].self, forKey: .boxes)
    arrows = try container.decode([Arrow].self, forKey: .arrows)
    let problem = Self.problem(boxes: boxes, arrows: arrows)
    try check(problem == nil, problem ?? "", in: decoder)
  }
}
