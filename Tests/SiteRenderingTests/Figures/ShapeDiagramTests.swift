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

  private struct Picture {
    var width: Int
    var height: Int
    var box: (x: Int, y: Int, width: Int, height: Int)
  }

  /// Each matrix is a drawing of its own.
  private func pictures(_ diagram: ShapeDiagram) -> [Picture] {
    let drawing = /<svg width="(\d+)" height="(\d+)"[^>]*><rect x="(-?\d+)" y="(-?\d+)" width="(\d+)" height="(\d+)"/
    return diagram.html(.english).markup.matches(of: drawing).map { match in
      func number(_ text: Substring) -> Int { Int(text) ?? -1 }
      return Picture(
        width: number(match.1), height: number(match.2), box: (number(match.3), number(match.4), number(match.5), number(match.6)))
    }
  }

  @Test(arguments: [(2, 3, 4), (1, 1, 1), (1, 4096, 1), (512, 64, 512), (0, 0, 0), (100_000, 1, 7), (3, 12, 12)])
  func `each box is within its drawing, and each drawing fits on a phone`(m: Int, k: Int, n: Int) {
    let pictures = pictures(product(m, k, n))
    #expect(pictures.count == 3)
    for picture in pictures {
      #expect(picture.box.x > 0 && picture.box.x + picture.box.width <= picture.width)
      #expect(picture.box.y > 0 && picture.box.y + picture.box.height <= picture.height)
      #expect(picture.width <= 280)
    }
  }

  @Test func `equal sizes are drawn equally long`() {
    let boxes = pictures(product(2, 3, 4)).map(\.box)
    #expect(boxes[0].width == boxes[1].height)
    #expect(boxes[0].height == boxes[2].height)
    #expect(boxes[1].width == boxes[2].width)
  }

  @Test func `a sign stays with the matrix after it`() {
    let markup = product(2, 3, 4).html(.english).markup
    #expect(markup.contains("<div><span>·</span><svg") && markup.contains("<div><span>=</span><svg"))
  }

  @Test func `it can be heard`() {
    #expect(product(2, 3, 4).alternative(.english).hasPrefix("Q: m = 2 rows, d_k = 3 columns; ·; K: d_k = 3 rows"))
  }

  @Test func `a name can't break out of the picture`() {
    let diagram = ShapeDiagram(
      title: "t", parts: [.matrix(name: "\"><script>", rows: 1, columns: 1, rowsName: "_<b>", columnsName: "a_<i>")])
    let markup = diagram.html(.english).markup
    #expect(!markup.contains("<script>") && !markup.contains("<b>") && !markup.contains("<i>"))
  }
}
