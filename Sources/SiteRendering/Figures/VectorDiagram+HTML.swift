import CellOutputs
import Foundation

extension VectorDiagram {
  func html(alternative: String, _ localization: FigureLocalization) -> HTML {
    let picture = VectorPicture(self)
    let drawing = ScaledPicture.html(
      picture.content, width: picture.width, height: picture.height, title: title, alternative: alternative, style: "plane")
    return FigureFrame(title: title, picture: drawing, data: data(localization)).html(localization)
  }

  func data(_ localization: FigureLocalization) -> DataTable {
    DataTable(
      columns: [localization.vector, x.titleWithUnit.isEmpty ? "x" : x.titleWithUnit, y.titleWithUnit.isEmpty ? "y" : y.titleWithUnit],
      rows: vectors.flatMap { vector in vector.tips.map { [vector.name, shortText($0.x), shortText($0.y)] } })
  }
}

/// Arrows from zero, in a plane whose two axes have one unit. Lengths are in pixels.
struct VectorPicture {
  private(set) var content = HTML.empty
  private(set) var width = 0.0
  private(set) var height = 0.0

  private let diagram: VectorDiagram
  private let unit: Double
  private let low: VectorDiagram.Tip
  private let high: VectorDiagram.Tip
  private var left = 0.0
  private var top = 0.0
  /// What names may not lie on.
  private var taken: [Area] = []

  private static let side = 300.0

  struct Area {
    var left: Double
    var top: Double
    var right: Double
    var bottom: Double

    func overlap(_ other: Area) -> Double {
      max(min(right, other.right) - max(left, other.left), 0) * max(min(bottom, other.bottom) - max(top, other.top), 0)
    }
  }

  init(_ diagram: VectorDiagram) {
    self.diagram = diagram
    let tips = diagram.vectors.flatMap(\.tips) + [.init(x: 0, y: 0)]
    let (xs, ys) = (tips.map(\.x), tips.map(\.y))
    let span = max((xs.max() ?? 0) - (xs.min() ?? 0), (ys.max() ?? 0) - (ys.min() ?? 0))
    let room = span > 0 ? span : 1
    // Names stand around the arrows.
    let margin = room * 0.14
    low = .init(x: (xs.min() ?? 0) - margin, y: (ys.min() ?? 0) - margin)
    high = .init(x: (xs.max() ?? 0) + margin, y: (ys.max() ?? 0) + margin)
    unit = Self.side / (room + 2 * margin)
    draw()
  }

  private func x(_ value: Double) -> Double { left + (value - low.x) * unit }
  private func y(_ value: Double) -> Double { top + (high.y - value) * unit }

  private mutating func draw() {
    let count = 7
    let step = RoundStep(near: (max(high.x - low.x, high.y - low.y)) / Double(count)).value
    func ticks(_ low: Double, _ high: Double) -> Ticks { .linear(from: low, to: high, about: max(Int((high - low) / step) + 1, 2)) }
    let (across, up) = (ticks(low.x, high.x), ticks(low.y, high.y))
    left = Double(textWidth(up.labels)) + 10
    top = diagram.y.name.isEmpty ? 8 : 26
    width = left + (high.x - low.x) * unit + 12
    height = top + (high.y - low.y) * unit + (diagram.x.name.isEmpty ? 22 : 42)
    drawPlane(across: across, up: up)
    for angle in diagram.angles.indices { draw(diagram.angles[angle], number: angle) }
    for (number, vector) in diagram.vectors.enumerated() { draw(vector, style: SeriesMarks.style(number)) }
    for angle in diagram.angles.indices { name(diagram.angles[angle], number: angle) }
    for (number, vector) in diagram.vectors.enumerated() { name(vector, style: SeriesMarks.style(number)) }
  }

  private mutating func drawPlane(across: Ticks, up: Ticks) {
    let bottom = y(low.y)
    let lines =
      across.values.map { "M\(px(x($0))) \(px(y(high.y)))V\(px(bottom))" }
      + up.values.map { "M\(px(x(low.x))) \(px(y($0)))H\(px(x(high.x)))" }
    content += "<path class=\"grid\" d=\"\(lines.joined())\"/>"
    content += "<path class=\"zero\" d=\"M\(px(x(0))) \(px(y(high.y)))V\(px(bottom))M\(px(x(low.x))) \(px(y(0)))H\(px(x(high.x)))\"/>"
    for (value, label) in zip(across.values, across.labels) {
      taken.append(Area(left: x(value) - 10, top: bottom + 3, right: x(value) + 10, bottom: bottom + 20))
      content += "<text class=\"tick\" x=\"\(px(x(value)))\" y=\"\(px(bottom + 16))\">\(label)</text>"
    }
    taken.append(Area(left: 0, top: 0, right: left - 2, bottom: height))
    for (value, label) in zip(up.values, up.labels) {
      content += "<text class=\"up\" x=\"\(px(left - 6))\" y=\"\(px(y(value) + 4.5))\">\(label)</text>"
    }
    if !diagram.x.name.isEmpty {
      content +=
        "<text class=\"tick\" x=\"\(px((x(low.x) + x(high.x)) / 2))\" y=\"\(px(bottom + 35))\">\(TypesetText(diagram.x.titleWithUnit).svg)</text>"
    }
    if !diagram.y.name.isEmpty { content += "<text class=\"first\" x=\"0\" y=\"14\">\(TypesetText(diagram.y.titleWithUnit).svg)</text>" }
  }

  private mutating func draw(_ vector: VectorDiagram.Vector, style: String) {
    var drawing = HTML.empty
    for (index, tip) in vector.tips.enumerated() {
      let isLast = index == vector.tips.count - 1
      let role: HTML = isLast ? "vector" : "vector faint"
      let (endX, endY) = (x(tip.x), y(tip.y))
      let length = hypot(endX - x(0), endY - y(0))
      guard length > 0.5 else {
        drawing += "<path class=\"\(role)\" d=\"M\(px(endX)) \(px(endY))h0\"/>"
        continue
      }
      let (dx, dy) = ((endX - x(0)) / length, (endY - y(0)) / length)
      let head = min(10, length)
      // The shaft ends within the head, so that the tip is sharp.
      let (neckX, neckY) = (endX - dx * head, endY - dy * head)
      drawing += """
        <path class="\(role)" d="M\(px(x(0))) \(px(y(0)))L\(px(neckX)) \(px(neckY))"/>\
        <path class="tip\(isLast ? .empty : " faint" as HTML)" d="M\(px(endX)) \(px(endY))L\(px(neckX - dy * 4.5)) \(px(neckY + dx * 4.5))\
        L\(px(neckX + dy * 4.5)) \(px(neckY - dx * 4.5))z"/>
        """
      for share in stride(from: 0.15, through: 1, by: 0.1) {
        let (atX, atY) = (x(0) + (endX - x(0)) * share, y(0) + (endY - y(0)) * share)
        taken.append(Area(left: atX - 5, top: atY - 5, right: atX + 5, bottom: atY + 5))
      }
    }
    if vector.tips.count > 1 { drawing += "<path class=\"turn\" d=\"\(turn(vector.tips))\"/>" }
    content += "<g class=\"\(style)\">\(drawing)</g>"
  }

  /// From tip to tip: around zero where the length stays, else straight.
  private func turn(_ tips: [VectorDiagram.Tip]) -> String {
    var path = "M\(px(x(tips[0].x))) \(px(y(tips[0].y)))"
    for (from, to) in zip(tips, tips.dropFirst()) {
      let (a, b) = (hypot(from.x, from.y), hypot(to.x, to.y))
      let end = "\(px(x(to.x))) \(px(y(to.y)))"
      let isLeft = from.x * to.y - from.y * to.x > 0
      path += abs(a - b) <= 0.01 * max(a, b) ? "A\(px(a * unit)) \(px(a * unit)) 0 0 \(isLeft ? 0 : 1) \(end)" : "L\(end)"
    }
    return path
  }

  /// The radius of an angle's arc, the direction in which it begins, and by how much it turns from there.
  private func arc(of angle: VectorDiagram.Angle, number: Int) -> (radius: Double, start: Double, turn: Double) {
    func direction(_ index: Int) -> Double { atan2(diagram.vectors[index].tip.y, diagram.vectors[index].tip.x) }
    let start = direction(angle.first)
    let turn = direction(angle.second) - start
    return (30 + 16 * Double(number % 4), start, turn > .pi ? turn - 2 * .pi : turn <= -.pi ? turn + 2 * .pi : turn)
  }

  /// An arc between two arrows.
  private mutating func draw(_ angle: VectorDiagram.Angle, number: Int) {
    let (radius, start, turn) = arc(of: angle, number: number)
    func at(_ direction: Double) -> String { "\(px(x(0) + radius * cos(direction))) \(px(y(0) - radius * sin(direction)))" }
    content += "<path class=\"angle\" d=\"M\(at(start))A\(px(radius)) \(px(radius)) 0 0 \(turn > 0 ? 0 : 1) \(at(start + turn))\"/>"
  }

  /// The degrees of an angle, outside its arc.
  private mutating func name(_ angle: VectorDiagram.Angle, number: Int) {
    let (radius, start, turn) = arc(of: angle, number: number)
    let (dx, dy) = (cos(start + turn / 2), -sin(start + turn / 2))
    label(
      "\(shortText(diagram.degrees(of: angle).rounded()))°", near: (x(0) + radius * dx, y(0) + radius * dy), away: (dx, dy), role: "size")
  }

  private mutating func name(_ vector: VectorDiagram.Vector, style: String) {
    let (endX, endY) = (x(vector.tip.x), y(vector.tip.y))
    let length = hypot(endX - x(0), endY - y(0))
    let away = length < 0.5 ? (0, -1) : ((endX - x(0)) / length, (endY - y(0)) / length)
    label(vector.name, near: (endX, endY), away: away, role: "\(style) name")
  }

  /// Puts a text beside a point: further along the way where there is room, else to a side where it lies on as little as possible;
  /// the degrees of an angle stay within it.
  private mutating func label(_ text: String, near point: (Double, Double), away: (Double, Double), role: String) {
    let textWidth = TypesetText(text).width * 1.12
    var best: (cost: Double, area: Area) = (.infinity, Area(left: 0, top: 0, right: 0, bottom: 0))
    for distance in [8.0, 18, 30, 44, 60, 80] {
      for turn in role == "size" ? [0.0] : [0, 45, -45, 90, -90, 135, -135, 180] {
        let (c, s) = (cos(turn * .pi / 180), sin(turn * .pi / 180))
        let (dx, dy) = (away.0 * c - away.1 * s, away.0 * s + away.1 * c)
        let (atX, atY) = (point.0 + dx * (distance + textWidth / 2), point.1 + dy * (distance + 8))
        let area = Area(left: atX - textWidth / 2, top: atY - 8.5, right: atX + textWidth / 2, bottom: atY + 8.5)
        let outside = max(-area.left, 0) + max(area.right - width, 0) + max(-area.top, 0) + max(area.bottom - height + 20, 0)
        let cost = taken.reduce(0) { $0 + $1.overlap(area) * 4 } + outside * 40 + abs(turn) / 9 + distance
        if cost < best.cost { best = (cost, area) }
      }
    }
    taken.append(best.area)
    content += """
      <text class="\(role)" x="\(px((best.area.left + best.area.right) / 2))" y="\(px(best.area.top + 13.5))">\(TypesetText(text).svg)</text>
      """
  }

  private func px(_ length: Double) -> String { PlotFrame.pixels(length) }
}
