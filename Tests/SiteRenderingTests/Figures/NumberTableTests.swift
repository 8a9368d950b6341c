import CellOutputs
import Testing

@testable import SiteRendering

@Suite struct NumberTableTests {
  @Test(
    arguments: [
      (0.47108308, 4, "0.4711"), (-1.5, 1, "−1.5"), (-0.00001, 2, "0.00"), (-0.0, 0, "0"), (3, 0, "3"),
      (.nan, 2, "nan"),
      (.infinity, 2, "∞"), (-.infinity, 2, "−∞"), (1, -3, "1"),
      (2.5, 99, "2.50000000000000000"),
    ] as [(Double, Int, String)])
  func `a number is written with so many decimals`(value: Double, decimals: Int, text: String) {
    #expect(decimalText(value, decimals: decimals) == text)
  }

  @Test(
    arguments: [
      (1, 2, 50), (-2, 2, -100), (5, 2, 100), (0, 0, 0), (.nan, 1, 0), (.infinity, 1, 0), (1e-9, 1, 0),
      (1, .infinity, 0),
    ] as [(Double, Double, Int)])
  func `the color is the share of the scale`(value: Double, scale: Double, share: Int) {
    #expect(NumberTable.percentage(value, scale: scale) == share)
  }

  @Test func `a small number whose color says that it is below zero has its sign`() {
    func table(shares: [Int]) -> String {
      NumberTable(rowNames: [""], columnNames: ["x", "y"], values: [-0.004, 0.5], decimals: 2, shares: shares).html(named: "values").markup
    }
    #expect(table(shares: [-1, 100]).contains(">−0.00</td>"))
    #expect(table(shares: [0, 100]).contains(">0.00</td>"))
    #expect(table(shares: []).contains(">0.00</td>"))
  }

  @Test(arguments: [(1, 10, true), (4, 14, true), (1, 5, false), (5, 14, false), (4, 8, false)])
  func `a few rows that are too long for a phone become columns`(rows: Int, columns: Int, isLong: Bool) {
    let values = [Double](repeating: 0.1234, count: rows * columns)
    let table = NumberTable(
      rowNames: (0..<rows).map(String.init), columnNames: (0..<columns).map(String.init), values: values, decimals: 4, shares: [])
    #expect(table.html(named: "values").markup.contains("class=\"tensor long\"") == isLong)
  }

  @Test func `each number stands in its row and column`() {
    let table = NumberTable(
      rowNames: ["a", "<b>"], columnNames: ["x", "y"], values: [1, 0, -1, 0.5], decimals: 1, shares: [100, 0, -100, 50])
    #expect(
      table.html(named: "values").markup == """
        <div class="scroll"><table class="tensor" style="--letters:17">
        <thead><tr><td></td><th scope="col">x</th><th scope="col">y</th></tr></thead>
        <tbody>
        <tr><th scope="row">a</th><td style="--v:100%">1.0</td><td>0.0</td></tr>
        <tr><th scope="row">&lt;b&gt;</th><td style="--v:-100%">−1.0</td><td style="--v:50%">0.5</td></tr>
        </tbody></table></div>
        """)
  }

  @Test func `a wide table can be reached by the keyboard`() {
    let value = NumericArray(shape: [2, 3], elements: [1, 2, 3, 4, 5, 6])
    let reachable = "tabindex=\"0\" role=\"group\" aria-label=\"values\""
    #expect(value.table(decimals: 8, .english)?.markup.contains(reachable) == true)
    #expect(value.table(decimals: 2, .english)?.markup.contains(reachable) == false)
  }

  @Test(arguments: [([], 1), ([0], 0), ([13], 13), ([2, 2, 2], 8), ([3, 0], 0), ([13, 2], 26)])
  func `what is no small vector or matrix is shown as text`(shape: [Int], count: Int) {
    let array = NumericArray(shape: shape, elements: Array(repeating: 1, count: count))
    #expect(array.table(decimals: 1, .english) == nil)
    let value = DisplayedValue(text: "a < b", type: "Tensor", content: .numbers(array, decimals: 1))
    #expect(value.html(.english).markup == "<pre><samp>a &lt; b</samp></pre>")
  }
}
