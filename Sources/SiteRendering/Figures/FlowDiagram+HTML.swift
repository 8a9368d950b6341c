import CellOutputs

extension FlowDiagram {
  func html(alternative: String, _ localization: FigureLocalization) -> HTML {
    let picture = FlowPicture(FlowLayout(self), of: self)
    return FigureFrame(title: title, picture: picture.html(title: title, alternative: alternative), data: data(localization))
      .html(localization)
  }

  func data(_ localization: FigureLocalization) -> DataTable {
    func text(_ index: Int) -> String {
      let box = boxes[index]
      return box.values != nil
        ? "\(box.name): \(box.valueTexts.joined(separator: ", "))" : box.shape == nil ? box.name : "\(box.name): \(box.shapeText)"
    }
    return DataTable(
      columns: [localization.from, localization.to, localization.onTheWay],
      rows: arrows.map { [text($0.from), text($0.to), $0.label] })
  }
}

/// A drawing with a size of its own: as wide as its place where that is narrower, and on a phone no smaller than its words can be read.
enum ScaledPicture {
  /// What the narrowest screen has room for, and the scale at which words can still be read.
  private static let (narrowest, leastScale) = (282.0, 0.66)

  static func html(_ content: HTML, width: Double, height: Double, title: String, alternative: String, style: HTML = "") -> HTML {
    let least = width * leastScale
    let minimum: HTML = least > narrowest ? ";--least:\(Int(least))px" : .empty
    // A rounding error is no pixel.
    let (wide, high) = (Int((width - 1e-6).rounded(.up)), Int((height - 1e-6).rounded(.up)))
    let svg: HTML = """
      <svg\(style.isEmpty ? .empty : " class=\"\(style)\"" as HTML) viewBox="0 0 \(wide) \(high)" \
      role="img" aria-label="\(alternative)" style="max-width:\(wide)px\(minimum)">\(content)</svg>
      """
    return Scroller.html("<div class=\"picture\">\(svg)</div>", name: title, mayScroll: least > narrowest)
  }
}

/// A layout as a drawing.
private struct FlowPicture {
  let layout: FlowLayout
  let diagram: FlowDiagram

  init(_ layout: FlowLayout, of diagram: FlowDiagram) {
    self.layout = layout
    self.diagram = diagram
  }

  func html(title: String, alternative: String) -> HTML {
    let content = layout.frames.map(frame) + layout.ways.indices.map(arrow) + layout.nodes.map(node)
    return ScaledPicture.html(content.joined(), width: layout.width, height: layout.height, title: title, alternative: alternative)
  }

  private func frame(_ frame: FlowLayout.Frame) -> HTML {
    """
    <rect class="frame" x="\(px(frame.left))" y="\(px(frame.top))" width="\(px(frame.right - frame.left))" \
    height="\(px(frame.bottom - frame.top))" rx="6"/>\
    <text class="size group" x="\(px(frame.nameX))" y="\(px(frame.top + 15))">\(TypesetText(frame.name).svg)</text>
    """
  }

  private func node(_ node: FlowLayout.Node) -> HTML {
    switch node.kind {
    case .bend: return .empty
    case .label(let label): return text(label, x: node.x, y: node.y + 13, role: " class=\"size\"")
    case .box(let index):
      let box = diagram.boxes[index]
      let role: HTML = box.shape == nil ? " class=\"operation\"" : .empty
      let rect: HTML = """
        <rect\(role) x="\(px(node.left))" y="\(px(node.y))" width="\(px(node.width))" height="\(px(node.height))" \
        rx="\(box.shape == nil ? 16 : 3)"/>
        """
      let name = text(box.name, x: node.x, y: node.y + (box.shape == nil ? 21 : 20), role: .empty)
      return rect + name
        + (box.isShapeWritten ? text(box.shapeText, x: node.x, y: node.y + 39, role: " class=\"size\"") : numbers(of: box, in: node))
    }
  }

  /// Row by row under the name, each column at the right of its place.
  private func numbers(of box: FlowDiagram.Box, in node: FlowLayout.Node) -> HTML {
    let left = node.x - Double(box.columns) * FlowDiagram.Box.columnWidth / 2
    return box.valueTexts.enumerated().map { index, text -> HTML in
      let x = left + Double(index % box.columns + 1) * FlowDiagram.Box.columnWidth - 4
      let y = node.y + 38 + Double(index / box.columns) * FlowLayout.lineHeight
      return "<text class=\"number\" text-anchor=\"end\" x=\"\(px(x))\" y=\"\(px(y))\">\(text)</text>"
    }.joined()
  }

  private func text(_ text: String, x: Double, y: Double, role: HTML) -> HTML {
    "<text\(role) x=\"\(px(x))\" y=\"\(px(y))\" text-anchor=\"middle\">\(TypesetText(text).svg)</text>"
  }

  private func arrow(_ index: Int) -> HTML {
    let way = layout.ways[index]
    var (x, y) = (layout.port(of: index, at: way.nodes[0], isEnd: false), bottom(of: way.nodes[0]))
    var path = "M\(px(x)) \(px(y))"
    for node in way.nodes.dropFirst() {
      let isEnd = node == way.nodes.last
      let endX = isEnd ? layout.port(of: index, at: node, isEnd: true) : layout.nodes[node].x
      let endY = layout.nodes[node].y - (isEnd && way.hasHead ? 6 : isEnd ? 1 : 0)
      let isStraight = abs(x - endX) < 0.5
      let turned = min(layout.edge(above: layout.nodes[node].layer) ?? endY, endY)
      let middle = (y + turned) / 2
      if !isStraight { path += "C\(px(x)) \(px(middle)) \(px(endX)) \(px(middle)) \(px(endX)) \(px(turned))" }
      if isStraight || turned < endY { path += "V\(px(endY))" }
      (x, y) = (endX, endY)
      if !isEnd {
        y = bottom(of: node)
        path += "V\(px(y))"
      }
    }
    let head: HTML = way.hasHead ? "<path class=\"head\" d=\"M\(px(x)) \(px(y + 6))l-4-8h8z\"/>" : .empty
    return "<path class=\"arrow\" d=\"\(path)\"/>\(head)"
  }

  private func bottom(of node: Int) -> Double { layout.nodes[node].y + layout.nodes[node].height + (isLabel(node) ? 1 : 0) }

  private func isLabel(_ node: Int) -> Bool { if case .label = layout.nodes[node].kind { true } else { false } }

  private func px(_ length: Double) -> String { PlotFrame.pixels(length) }
}
