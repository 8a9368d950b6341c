import CellOutputs
import Testing

@testable import SiteRendering

@Suite struct HeatMapTests {
  private func map(rows: Int, columns: Int, value: (Int) -> Double = { Double($0) }) -> HeatMap {
    HeatMap(
      title: "A <map>", rowLabels: (0..<rows).map { "r\($0)" }, columnLabels: (0..<columns).map { "c\($0)" },
      values: NumericArray(shape: [rows, columns], elements: (0..<rows * columns).map(value)))
  }

  private func markup(_ map: HeatMap) -> String { map.html(alternative: "heat map: A <map>", .english).markup }

  @Test func `a small map is a table with the author's labels`() {
    let text = markup(map(rows: 2, columns: 6))
    #expect(text.contains("<th scope=\"row\">r1</th>"))
    #expect(text.contains("<th scope=\"col\">c4</th>"))
    #expect(text.contains("aria-label=\"A &lt;map&gt;\""))
    #expect(text.contains("<span>0</span><i></i><span>11</span>"))
  }

  @Test func `a map with values below zero has a scale of two colours`() {
    #expect(markup(map(rows: 1, columns: 3) { Double($0 - 1) }).contains("scale diverging"))
    #expect(!markup(map(rows: 1, columns: 3)).contains("scale diverging"))
  }

  @Test func `a large map draws each cell once`() {
    let text = markup(map(rows: 20, columns: 30) { Double($0 % 7) - 3 })
    let squares = text.matches(of: /M(\d+) (\d+)h(\d+)v1h-(\d+)z/).flatMap { run -> [String] in
      guard let start = Int(run.1), let length = Int(run.3), run.3 == run.4 else { return [] }
      return (start..<start + length).map { "\($0) \(run.2)" }
    }
    #expect(squares.count == 600)
    #expect(Set(squares).count == 600)
    #expect(text.contains("viewBox=\"0 0 30 20\""))
    #expect(text.contains("role=\"img\" aria-label=\"heat map: A &lt;map&gt;\""))
    #expect(text.contains("rows r0 to r19, columns c0 to c29"))
  }

  @Test(arguments: [Double.nan, .infinity])
  func `a map of values that are no numbers is shown all the same`(value: Double) {
    #expect(markup(map(rows: 2, columns: 2) { _ in value }).contains("<td>\(value.isNaN ? "nan" : "∞")</td>"))
    #expect(markup(map(rows: 20, columns: 2) { _ in value }).contains("<svg class=\"heat\""))
  }

  @Test func `labels that don't fit the values are not drawn`() {
    let map = HeatMap(
      title: "t", rowLabels: ["a"], columnLabels: ["b"], values: NumericArray(shape: [2], elements: [1, 2]))
    let text = markup(map)
    #expect(text.contains("<p class=\"note\">No values.</p>") && !text.contains("<table"))
  }
}
