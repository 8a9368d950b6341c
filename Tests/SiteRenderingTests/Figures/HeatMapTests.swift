import CellOutputs
import Testing

@testable import SiteRendering

@Suite struct HeatMapTests {
  private func map(rows: Int, columns: Int, value: (Int) -> Double = { Double($0) }) -> HeatMap {
    HeatMap(
      title: "A <map>", rowLabels: (0..<rows).map { "r\($0)" }, columnLabels: (0..<columns).map { "c\($0)" },
      values: NumericArray(shape: [rows, columns], elements: (0..<rows * columns).map(value)))
  }

  @Test func `a small map is a table with the author's labels`() {
    let markup = map(rows: 2, columns: 6).html.markup
    #expect(markup.contains("<th scope=\"row\">r1</th>"))
    #expect(markup.contains("<th scope=\"col\">c4</th>"))
    #expect(markup.contains("aria-label=\"A &lt;map&gt;\""))
    #expect(markup.contains("<span>0</span><i></i><span>11</span>"))
  }

  @Test func `a map with values below zero has a scale of two colours`() {
    #expect(map(rows: 1, columns: 3) { Double($0 - 1) }.html.markup.contains("scale diverging"))
    #expect(!map(rows: 1, columns: 3).html.markup.contains("scale diverging"))
  }

  @Test func `a large map draws each cell once`() {
    let markup = map(rows: 20, columns: 30) { Double($0 % 7) - 3 }.html.markup
    let squares = markup.matches(of: /M(\d+) (\d+)h1v1h-1z/).map { "\($0.1) \($0.2)" }
    #expect(squares.count == 600)
    #expect(Set(squares).count == 600)
    #expect(markup.contains("viewBox=\"0 0 30 20\""))
    #expect(markup.contains("A &lt;map&gt;: 20 rows, 30 columns, from −3 to 3"))
    #expect(markup.contains("rows r0 to r19, columns c0 to c29"))
  }

  @Test(arguments: [Double.nan, .infinity])
  func `a map of values that are no numbers is shown all the same`(value: Double) {
    #expect(map(rows: 2, columns: 2) { _ in value }.html.markup.contains("<td>\(value.isNaN ? "nan" : "∞")</td>"))
    #expect(map(rows: 20, columns: 2) { _ in value }.html.markup.contains("no finite value"))
  }

  @Test func `labels that don't fit the values are not drawn`() {
    let map = HeatMap(
      title: "t", rowLabels: ["a"], columnLabels: ["b"], values: NumericArray(shape: [2], elements: [1, 2]))
    #expect(map.html.markup == "<p class=\"label\">t: no values</p>")
  }
}
