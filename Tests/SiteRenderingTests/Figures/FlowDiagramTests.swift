import CellOutputs
import Foundation
import Testing

@testable import SiteRendering

@Suite struct FlowDiagramTests {
  private typealias Arrow = FlowDiagram.Arrow

  private static func diagram(_ count: Int, _ arrows: [(Int, Int)], groups: [String] = [], label: String = "") -> FlowDiagram {
    FlowDiagram(
      title: "F",
      boxes: (0..<count).map {
        .init(name: "box \($0)", shape: $0.isMultiple(of: 3) ? [2, $0] : nil, group: groups.isEmpty ? "" : groups[$0])
      },
      arrows: arrows.map { Arrow(from: $0.0, to: $0.1, label: label) })
  }

  @Test func `names in its data are typeset as in the picture`() {
    let diagram = FlowDiagram(title: "F", boxes: ["a", "h_n"].map { .init(name: $0) }, arrows: [Arrow(from: 0, to: 1, label: "W_K")])
    let data = diagram.data(.english).html(named: "F", .english).markup
    #expect(data.contains("<td>h<sub>n</sub></td><td>W<sub>K</sub></td>"))
  }

  private static let diagrams: [FlowDiagram] = [
    diagram(1, [(0, 0)].filter { $0.0 != $0.1 }),
    diagram(2, [(0, 1)]),
    diagram(2, [(0, 1), (0, 1)], label: "twice"),
    // Attention: an input, its projections, scores, weights, context.
    diagram(7, [(0, 1), (0, 2), (0, 3), (1, 4), (2, 4), (4, 5), (5, 6), (3, 6)]),
    diagram(7, [(0, 1), (0, 2), (0, 3), (1, 4), (2, 4), (4, 5), (5, 6), (3, 6)], label: "a label"),
    // A block with residual connections.
    diagram(8, [(0, 1), (1, 2), (2, 3), (0, 3), (3, 4), (4, 5), (5, 6), (3, 6), (6, 7)]),
    // An encoder and a decoder, and three heads.
    diagram(6, [(0, 1), (1, 2), (2, 4), (3, 4), (4, 5), (2, 5)], groups: ["encoder", "encoder", "encoder", "d", "d", "d"]),
    diagram(8, [(0, 1), (0, 2), (0, 3), (1, 4), (2, 5), (3, 6), (4, 7), (5, 7), (6, 7)], groups: ["", "a", "b", "c", "a", "b", "c", ""]),
    diagram(30, (0..<30).flatMap { a in (a + 1..<30).filter { ($0 * 7 + a * 3) % 11 == 0 }.map { (a, $0) } }),
  ]

  @Test(arguments: diagrams) func `no two boxes, labels or frames overlap`(diagram: FlowDiagram) {
    let layout = FlowLayout(diagram)
    let solid = layout.nodes.filter { !$0.isBend }
    for (index, a) in solid.enumerated() {
      for b in solid[(index + 1)...] where a.layer == b.layer { #expect(a.right < b.left || b.right < a.left) }
    }
    for (index, a) in layout.frames.enumerated() {
      for b in layout.frames[(index + 1)...] { #expect(a.right < b.left || b.right < a.left || a.bottom < b.top || b.bottom < a.top) }
    }
  }

  @Test(arguments: diagrams) func `every arrow leads downwards, and everything is within the picture`(diagram: FlowDiagram) {
    let layout = FlowLayout(diagram)
    for way in layout.ways {
      for (a, b) in zip(way.nodes, way.nodes.dropFirst()) {
        #expect(layout.nodes[a].y + layout.nodes[a].height < layout.nodes[b].y)
        #expect(layout.nodes[b].layer == layout.nodes[a].layer + 1)
      }
    }
    for node in layout.nodes {
      #expect(node.left >= 0 && node.right <= layout.width && node.y >= 0 && node.y + node.height <= layout.height)
    }
    for frame in layout.frames { #expect(frame.left >= 0 && frame.right <= layout.width && frame.bottom <= layout.height) }
  }

  @Test func `a frame holds the boxes of its group, and no other`() {
    let diagram = Self.diagrams[7]
    let layout = FlowLayout(diagram)
    #expect(layout.frames.map(\.name) == ["a", "b", "c"])
    for frame in layout.frames {
      for node in layout.nodes {
        guard case .box(let box) = node.kind else { continue }
        let isInside = node.left >= frame.left && node.right <= frame.right && node.y >= frame.top && node.y + node.height <= frame.bottom
        #expect(isInside == (diagram.boxes[box].group == frame.name))
      }
    }
  }

  @Test func `an arrow beside the boxes of a group stays off the frame's edges`() {
    // A block whose residual connections begin outside and inside.
    let arrows = [(0, 1), (1, 2), (2, 3), (0, 3), (3, 4), (4, 5), (5, 6), (3, 6), (6, 7)]
    let layout = FlowLayout(Self.diagram(8, arrows, groups: ["", "block", "block", "block", "block", "block", "block", ""]))
    let bends = layout.nodes.filter(\.isBend)
    #expect(bends.count >= 4)
    for frame in layout.frames {
      for bend in bends where bend.y + bend.height > frame.top && bend.y < frame.bottom {
        #expect(abs(bend.x - frame.left) > 8 && abs(bend.x - frame.right) > 8)
      }
    }
  }

  @Test(arguments: ["head 1", "three ways to be cheaper", "one of four blocks of a model with a long name"])
  func `no arrow runs through the name of a group`(name: String) {
    let three = Self.diagram(5, [(0, 1), (0, 2), (0, 3), (1, 4), (2, 4), (3, 4)], groups: ["", name, name, name, ""])
    let lanes = Self.diagram(
      8, [(0, 1), (0, 2), (0, 3), (1, 4), (2, 5), (3, 6), (4, 7), (5, 7), (6, 7)],
      groups: ["", name, "b", name + "!", name, "b", name + "!", ""])
    let residual = Self.diagram(5, [(0, 1), (1, 2), (0, 2), (2, 3), (3, 4)], groups: ["", name, name, name, ""])
    for diagram in [three, lanes, residual] {
      let markup = Figure.flow(diagram).html(alternative: "", .english).markup
      let ways = markup.matches(of: /class="arrow" d="([^"]+)"/).map { Self.points(on: $0.output.1) }
      let names = markup.matches(of: /class="size group" x="([\d.]+)" y="([\d.]+)">([^<]+)</).map(\.output)
      #expect(ways.count == diagram.arrows.count && names.count == Set(diagram.boxes.map(\.group)).count - 1)
      for found in names {
        let (left, bottom) = (Double(found.1) ?? 0, Double(found.2) ?? 0)
        let right = left + TypesetText(String(found.3)).width
        for way in ways {
          #expect(!way.contains { $0.x > left - 4 && $0.x < right + 4 && $0.y > bottom - 13 && $0.y < bottom + 4 }, "\(found.3)")
        }
      }
      let layout = FlowLayout(diagram)
      for frame in layout.frames {
        #expect(frame.nameX >= frame.left + 7 && frame.nameX + TypesetText(frame.name).width <= frame.right - 7)
      }
    }
  }

  /// Points close to one another on a path of `M`, `V` and `C`.
  private static func points(on path: Substring) -> [(x: Double, y: Double)] {
    var found: [(x: Double, y: Double)] = []
    for step in path.matches(of: /([MVC])([^MVC]+)/) {
      let numbers = step.output.2.split(separator: " ").compactMap { Double($0) }
      guard let from = found.last else {
        found = [(numbers[0], numbers[1])]
        continue
      }
      let isCurve = step.output.1 == "C"
      let xs = isCurve ? [from.x, numbers[0], numbers[2], numbers[4]] : Array(repeating: from.x, count: 4)
      let ys = isCurve ? [from.y, numbers[1], numbers[3], numbers[5]] : [from.y, from.y, numbers[0], numbers[0]]
      for t in stride(from: 0.01, through: 1, by: 0.01) {
        func at(_ c: [Double]) -> Double {
          let u = 1 - t
          return u * u * u * c[0] + 3 * u * u * t * c[1] + 3 * u * t * t * c[2] + t * t * t * c[3]
        }
        found.append((at(xs), at(ys)))
      }
    }
    return found
  }

  @Test func `a chain is straight, and a fork symmetric`() {
    let chain = FlowLayout(Self.diagram(4, [(0, 1), (1, 2), (2, 3)]))
    for node in chain.nodes { #expect(abs(node.x - chain.nodes[0].x) < 0.5) }
    let fork = FlowLayout(
      FlowDiagram(title: "", boxes: ["x", "a", "b"].map { .init(name: $0) }, arrows: [Arrow(from: 0, to: 1), Arrow(from: 0, to: 2)]))
    #expect(abs(fork.nodes[1].x + fork.nodes[2].x - 2 * fork.nodes[0].x) < 1)
  }

  @Test func `a label that arrows share is written once`() {
    let arrows = [Arrow(from: 0, to: 2, label: "QKᵀ"), Arrow(from: 1, to: 2, label: "QKᵀ")]
    let diagram = FlowDiagram(title: "F", boxes: ["Q", "K", "S"].map { .init(name: $0) }, arrows: arrows)
    let markup = Figure.flow(diagram).html(alternative: "told", .english).markup
    let picture = markup.prefix(upTo: markup.range(of: "<details")?.lowerBound ?? markup.endIndex)
    #expect(picture.matches(of: /QKᵀ/).count == 1)
    #expect(picture.matches(of: /class="head"/).count == 1)
  }

  @Test func `it is told, has its data, and no name breaks out of it`() {
    let diagram = FlowDiagram(
      title: "<F>", boxes: [.init(name: "d_k <script>", shape: [2, 3], sizeNames: ["n", "d_k"]), .init(name: "f", group: "<g>")],
      arrows: [Arrow(from: 0, to: 1, label: "<l>")])
    let markup = Figure.flow(diagram).html(alternative: "told <b>", .english).markup
    #expect(markup.contains("role=\"img\" aria-label=\"told &lt;b&gt;\""))
    #expect(
      markup.contains(
        "<tr><th scope=\"row\">d<sub>k</sub> &lt;script&gt;: n\u{A0}×\u{A0}d<sub>k</sub>\u{A0}=\u{A0}2\u{A0}×\u{A0}3</th><td>f</td><td>&lt;l&gt;</td></tr>"
      )
    )
    for tag in ["<script", "<g>", "<l>", "<b>"] { #expect(!markup.contains(tag)) }
  }

  @Test func `a box shows its numbers row by row, and the table has them, too`() {
    let diagram = FlowDiagram(
      title: "F", boxes: [.init(name: "S", shape: [2, 2], values: [1, -0.5, 0, 2]), .init(name: "f")], arrows: [Arrow(from: 0, to: 1)])
    let markup = Figure.flow(diagram).html(alternative: "", .english).markup
    let numbers = markup.matches(of: /class="number" text-anchor="end" x="([\d.]+)" y="([\d.]+)">([^<]+)</).map(\.output)
    #expect(numbers.map(\.3) == ["1.000", "−0.500", "0.000", "2.000"])
    #expect(numbers[0].1 == numbers[2].1 && numbers[0].2 == numbers[1].2 && numbers[0].1 != numbers[1].1 && numbers[0].2 != numbers[2].2)
    #expect(markup.contains("<th scope=\"row\">S: 1.000, −0.500, 0.000, 2.000</th>"))
    #expect(Figure.flow(diagram).recordedText == "F: S [2, 2] 1, -0.5, 0, 2; S → f")
  }

  @Test func `numbers that a box has no room for are refused`() {
    func problem(_ shape: [Int], _ count: Int) -> String? {
      FlowDiagram.problem(boxes: [.init(name: "S", shape: shape, values: Array(repeating: 0, count: count))], arrows: [])
    }
    #expect(problem([], 1) == nil && problem([2, 8], 16) == nil)
    #expect(problem([9], 9) == "`S` has the shape [9], and a box shows 16 numbers in 8 columns at most")
    #expect(problem([1, 1, 1], 1) == "`S` has the shape [1, 1, 1]: show one matrix of it")
    #expect(problem([2], 3) == "`S` has the shape [2], but 3 values")
    #expect(problem([0, 2], 0) == "`S` has no values")
  }

  @Test func `bytes are the same each time`() {
    for diagram in Self.diagrams {
      #expect(Figure.flow(diagram).html(alternative: "", .english) == Figure.flow(diagram).html(alternative: "", .english))
    }
  }
}
