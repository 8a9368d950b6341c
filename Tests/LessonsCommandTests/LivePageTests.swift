import Foundation
import TestSupport
import Testing

/// Which formulas a page computes with a reader's numbers, and what they stand for.
@Suite struct LivePageTests {
  private struct Page: Decodable {
    struct Variable: Decodable {
      var code: String
      var origin: String
      var values: [Double]
    }

    struct Formula: Decodable {
      var inputs: [Int]
      var defines: Int?
      var sides: [String]
    }

    var variables: [Variable]
    var formulas: [Formula]

    /// The code that each formula stands for.
    var definitions: [String?] { formulas.map { $0.defines.map { variables[$0].code } } }

    func origins(_ code: String) -> [String] { variables.filter { $0.code == code }.map(\.origin) }
  }

  /// nil if the page has nothing to try.
  private func page(_ lesson: String) throws -> Page? {
    let folder = try TemporaryFolder()
    try folder.write(lesson, to: "Lessons/a.md")
    let result = try LessonsTool().run(["build"], in: folder.url)
    #expect(result.exitCode == 0, "\(result.errors)")
    let page = try folder.text(of: "site/a.html")
    guard let data = page.firstMatch(of: /id="page\.live">(.*?)<\/script>/) else { return nil }
    return try JSONDecoder().decode(Page.self, from: Data(data.1.utf8))
  }

  private let cell = """
    ```swift
    let x: [Double] = [0.5, 2.0]
    let n = 2
    var y = x.map { 2 * $0 }
    ```


    """

  @Test func `a formula that agrees at other inputs stands for its left side, or for what it is compared with`() throws {
    let page = try #require(try page(cell + "$$ y_i = 2 x_i $$\n<!-- check: {} -->\n\n$$ 2 x $$\n<!-- check: y -->\n"))
    #expect(page.definitions == ["y", "y"])
    #expect(page.origins("x") == ["input"] && page.origins("y") == ["computed"])
  }

  @Test func `one that agrees within a tolerance of the author's, or in an inequality, stands for nothing`() throws {
    let page = try #require(
      try page(cell + "$$ y_i = 2.001 x_i $$\n<!-- check: { tolerance: 0.01 } -->\n\n$$ y_i > x_i $$\n<!-- check: {} -->\n"))
    #expect(page.definitions == [nil, nil])
  }

  @Test func `whole numbers and inputs with conditions can't be changed`() throws {
    let whole = try #require(try page(cell + "$$ y_i = n x_i $$\n<!-- check: {} -->\n"))
    #expect(whole.origins("n") == ["written"] && whole.origins("x") == ["input"])
    #expect(try page("---\nvary: { keep: [x] }\n---\n" + cell + "$$ y_i = 2 x_i $$\n<!-- check: {} -->\n") == nil)
  }

  @Test func `an input is left alone if a formula is compared only while it keeps its value`() throws {
    let steps = """
      ```swift
      let steps = 4.0
      let t = [1.5, 2.5]
      precondition(steps == steps.rounded())
      let u = t.map { $0 * steps }
      ```

      $$ u_i = c t_i $$
      <!-- check: { where: { c: steps } } -->

      """
    let page = try #require(try page(steps))
    #expect(page.definitions == ["u"])
    #expect(page.origins("steps") == ["written"] && page.origins("t") == ["input"])
  }

  @Test func `a variable that a later cell changes is another one`() throws {
    let page = try #require(
      try page(
        cell + "$$ y_i = 2 x_i $$\n<!-- check: {} -->\n\n```swift\ny = y.map { $0 + 1 }\n```\n\n"
          + "$$ y_i - 1 $$\n<!-- check: x.map { 2 * $0 } -->\n"))
    #expect(page.variables.filter { $0.code == "y" }.map(\.values) == [[1, 4], [2, 5]])
  }

  @Test func `no text of an author ends the data`() throws {
    let lesson =
      "```swift\nlet x: [Double] = [0.5, 2.0]\n```\n\n$$ \\text{</script>}_i = 2 x_i $$\n"
      + "<!-- check: { where: { '\\text{</script>}': 'x.map { $0 < 9 ? 2 * $0 : 0 }' } } -->\n"
    let page = try #require(try page(lesson))
    #expect(page.origins("x.map { $0 < 9 ? 2 * $0 : 0 }") == ["computed"])
  }
}
