import CellOutputs
import Testing

@testable import SiteRendering

@Suite struct HeatMapTests {
  private func map(
    rows: Int, columns: Int, scale: HeatMap.ColorScale = .automatic, columnGroups: [HeatMap.Group] = [],
    value: (Int) -> Double = { Double($0) }
  ) -> HeatMap {
    HeatMap(
      title: "A <map>", rowLabels: (0..<rows).map { "r\($0)" }, columnLabels: (0..<columns).map { "c\($0)" },
      values: NumericArray(shape: [rows, columns], elements: (0..<rows * columns).map(value)), scale: scale,
      columnGroups: columnGroups)
  }

  private func markup(_ map: HeatMap) -> String { map.html(alternative: "heat map: A <map>", .english).markup }

  @Test func `a small map is a table with the author's labels`() {
    let text = markup(map(rows: 2, columns: 6))
    #expect(text.contains("<th scope=\"row\">r1</th>"))
    #expect(text.contains("<th scope=\"col\">c4</th>"))
    #expect(text.contains("aria-label=\"A &lt;map&gt;\""))
    #expect(text.contains("<span>0</span><i></i><span>11</span>"))
  }

  @Test func `a map with values below zero has a scale of two colors`() {
    #expect(markup(map(rows: 1, columns: 3) { Double($0 - 1) }).contains("scale diverging"))
    #expect(!markup(map(rows: 1, columns: 3)).contains("scale diverging"))
  }

  @Test(arguments: [true, false]) func `a large map draws each cell once, along its rows or upright`(isUpright: Bool) {
    let text = markup(map(rows: 20, columns: 30) { Double((isUpright ? $0 / 60 + $0 % 30 : $0 / 30 + $0 % 30 / 6) % 7) - 3 })
    let squares = text.matches(of: /--v:-?\d+%" d="([^"]*)"/).flatMap { path -> [String] in
      var (column, row) = (0, 0)
      return path.1.matches(of: /m(-?\d+) (-?\d+)([hv])(\d+)/).flatMap { run -> [String] in
        guard let across = Int(run.1), let down = Int(run.2), let length = Int(run.4), (run.3 == "v") == isUpright else { return [] }
        (column, row) = (column + across, row + down)
        defer { if isUpright { row += length } else { column += length } }
        return (0..<length).map { isUpright ? "\(column) \(row + $0)" : "\(column + $0) \(row)" }
      }
    }
    #expect(squares.count == 600)
    #expect(Set(squares).count == 600)
    #expect(text.contains("viewBox=\"\(isUpright ? "-.5 0" : "0 -.5") 30 20\""))
    #expect(text.contains("role=\"img\" aria-label=\"heat map: A &lt;map&gt;\""))
    for label in ["r0", "r19", "c0"] { #expect(text.contains(">\(label)</text>")) }
  }

  @Test(arguments: [Double.nan, .infinity])
  func `a map of values that are no numbers is shown all the same`(value: Double) {
    #expect(markup(map(rows: 2, columns: 2) { _ in value }).contains("<td>\(value.isNaN ? "nan" : "∞")</td>"))
    #expect(markup(map(rows: 20, columns: 2) { _ in value }).contains("<svg class=\"heat\""))
  }

  @Test func `a large map without labels has round ticks`() {
    let map = HeatMap(title: "t", values: NumericArray(shape: [48, 100], elements: (0..<4800).map(Double.init)))
    let text = markup(map)
    let along = text.matches(of: /class="above(?: odd)?" x="([\d.]+)%" y="-6">(\d+)</).map { (Double($0.1) ?? 0, Int($0.2) ?? 0) }
    #expect(along.count >= 4)
    for (place, number) in along {
      #expect(number.isMultiple(of: 5))
      #expect(abs(place - (Double(number) - 0.5)) < 0.01)
    }
  }

  @Test func `the labels of groups of equal size are at equal places, and none touches the next group's`() {
    let groups = [HeatMap.Group(name: "left", count: 10), .init(name: "right", count: 10)]
    let map = HeatMap(
      title: "t", rowLabels: [], columnLabels: (100..<120).map(String.init),
      values: NumericArray(shape: [10, 20], elements: (0..<200).map(Double.init)), columnGroups: groups)
    let labels = markup(map).matches(of: /class="above( odd)?" x="[\d.]+%" y="-6">1(\d\d)</).map {
      (isOdd: $0.1 != nil, index: Int($0.2) ?? 0)
    }
    for shown in [labels, labels.filter { !$0.isOdd }].map({ $0.map(\.index) }) {
      let (left, right) = (shown.filter { $0 < 10 }, shown.filter { $0 >= 10 }.map { $0 - 10 })
      #expect(left == right && left.first == 0)
      let gaps = zip(shown, shown.dropFirst()).map { $1 - $0 }
      #expect(gaps.min() == left.dropFirst().first ?? 10)
    }
    #expect(labels.contains(where: \.isOdd) && labels.contains { !$0.isOdd })
  }

  @Test func `a few named rows and columns of letters have all of their names on a phone`() {
    let letters = Array("26 october 2031  26 october 2031  ").map(String.init)
    let map = HeatMap(
      title: "t", rowLabels: (0..<10).map(String.init), columnLabels: letters,
      values: NumericArray(shape: [10, 34], elements: (0..<340).map(Double.init)),
      columnGroups: [.init(name: "a", count: 17), .init(name: "b", count: 17)])
    let text = markup(map)
    #expect(text.matches(of: /<text class="(up|above)" (x|y)/).count >= 44)
    #expect(!text.contains(" odd\""))
    #expect(text.contains("min-height:140px"))
  }

  @Test func `a map without values says so`() {
    let text = markup(HeatMap(title: "t", values: NumericArray(shape: [0, 3], elements: [])))
    #expect(text.contains("<p class=\"note\">No values.</p>") && !text.contains("<table"))
  }

  @Test func `colors mean what the author says`() {
    func shares(_ scale: HeatMap.ColorScale, _ values: [Double] = [0.25, 0.5, 1, 4]) -> [Int] {
      HeatMap(title: "t", values: NumericArray(shape: [2, 2], elements: values), scale: scale).shares
    }
    #expect(shares(.automatic) == [6, 13, 25, 100])
    #expect(shares(.range(0, 5)) == [5, 10, 20, 80])
    #expect(shares(.range(-10, 5)) == [3, 5, 10, 40])
    #expect(shares(.range(0.25, 4)) == [0, 7, 20, 100])
    #expect(shares(.perRow) == [50, 100, 25, 100])
    #expect(shares(.symmetric, [-1, 0, 0.5, 1]) == [-100, 0, 50, 100])
    let unit = markup(map(rows: 1, columns: 2, scale: .range(0, 1)) { Double($0) / 4 })
    #expect(unit.contains("<span>0</span><i></i><span>1</span>"))
    #expect(markup(map(rows: 1, columns: 2, scale: .symmetric)).contains("<span>−1</span><i></i><span>1</span>"))
    let rows = markup(map(rows: 2, columns: 2, scale: .perRow))
    #expect(rows.contains("Each row has its own color scale") && !rows.contains("class=\"scale"))
  }

  @Test func `groups stand apart, under their names`() {
    let groups = [HeatMap.Group(name: "left", count: 2), .init(name: "d_k", count: 1)]
    let table = markup(map(rows: 1, columns: 3, columnGroups: groups))
    #expect(
      table.contains(
        "<th colspan=\"2\" scope=\"colgroup\">left</th><th colspan=\"1\" scope=\"colgroup\" class=\"start\">d<sub>k</sub></th>"))
    #expect(table.matches(of: /<td class="start"/).count == 1)
    let picture = markup(map(rows: 1, columns: 20, columnGroups: [.init(name: "left", count: 5), .init(name: "right", count: 15)]))
    #expect(picture.contains("<path class=\"split\" d=\"M5 0v1\"/>"))
    #expect(picture.contains("x=\"12.5%\"") && picture.contains(">right</text>"))
  }
}
