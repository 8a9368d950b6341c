import CellOutputs
import Testing

@testable import SiteRendering

@Suite struct ShapeDiagramTests {
  private func product(_ m: Int, _ k: Int, _ n: Int) -> ShapeDiagram {
    ShapeDiagram(
      title: "A product",
      parts: [
        .matrix(name: "Q", rows: m, columns: k, rowsName: "m", columnsName: "d_k"), .sign("·"),
        .matrix(name: "K", rows: k, columns: n, rowsName: "d_k", columnsName: "n"), .sign("="),
        .matrix(name: "S", rows: m, columns: n, rowsName: "m", columnsName: "n"),
      ])
  }

  private func boxes(_ svg: HTML) -> [(x: Int, y: Int, width: Int, height: Int)] {
    svg.markup.matches(of: /<rect x="(-?\d+)" y="(-?\d+)" width="(\d+)" height="(\d+)"/).map {
      (Int($0.1) ?? -1, Int($0.2) ?? -1, Int($0.3) ?? 0, Int($0.4) ?? 0)
    }
  }

  @Test(arguments: [(2, 3, 4), (1, 1, 1), (1, 4096, 1), (512, 64, 512), (0, 0, 0), (100_000, 1, 7)])
  func `the boxes stand side by side within the picture`(m: Int, k: Int, n: Int) throws {
    let svg = product(m, k, n).svg(.english)
    let size = try #require(svg.markup.firstMatch(of: /viewBox="0 0 (\d+) (\d+)"/))
    let boxes = boxes(svg)
    #expect(boxes.count == 3)
    for (a, b) in zip(boxes, boxes.dropFirst()) { #expect(a.x + a.width < b.x) }
    for box in boxes {
      #expect(box.x > 0 && box.x + box.width <= Int(size.1) ?? 0)
      #expect(box.y > 0 && box.y + box.height <= Int(size.2) ?? 0)
    }
  }

  @Test func `equal sizes are drawn equally long`() {
    let boxes = boxes(product(2, 3, 4).svg(.english))
    #expect(boxes[0].width == boxes[1].height)
    #expect(boxes[0].height == boxes[2].height)
    #expect(boxes[1].width == boxes[2].width)
  }

  @Test func `it can be heard`() {
    #expect(product(2, 3, 4).alternative(.english).hasPrefix("Q: m = 2 rows, d_k = 3 columns; ·; K: d_k = 3 rows"))
  }

  @Test func `a name can't break out of the picture`() {
    let diagram = ShapeDiagram(
      title: "t", parts: [.matrix(name: "\"><script>", rows: 1, columns: 1, rowsName: "_<b>", columnsName: "a_<i>")])
    let markup = diagram.svg(.english).markup
    #expect(!markup.contains("<script>") && !markup.contains("<b>") && !markup.contains("<i>"))
  }
}
