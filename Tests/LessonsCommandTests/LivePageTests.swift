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
      var isPositive: Bool?
      var mask: String?
      var slider: [Step]?

      init(from decoder: any Decoder) throws {
        var list = try decoder.unkeyedContainer()
        code = try list.decode(String.self)
        _ = try list.decode([Int].self)
        values = try list.decode([Double].self)
        let kind = try list.decode(Int.self)
        isPositive = list.isAtEnd ? nil : try list.decode(Int.self) == 1 ? true : nil
        slider = list.isAtEnd ? nil : (try? list.decode([Step].self))
        if slider == nil, !list.isAtEnd { _ = try list.decode(Int.self) }
        mask = list.isAtEnd ? nil : try list.decode(String.self)
        origin = mask != nil ? "mask" : ["written", "input", "computed"][kind & 3]
      }
    }

    enum Step: Decodable, Equatable {
      case number(Double)
      case log

      init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        self = (try? container.decode(Double.self)).map(Step.number) ?? .log
      }
    }

    struct Formula: Decodable {
      var inputs: [Int]
      var defines: Int?
      var sides: [Int]

      init(from decoder: any Decoder) throws {
        var list = try decoder.unkeyedContainer()
        _ = try list.decode(String.self)
        _ = try list.nestedUnkeyedContainer()
        inputs = try list.decode([Int].self)
        _ = try list.decode([Int].self)
        sides = try list.decode([Int].self)
        defines = list.isAtEnd ? nil : try list.decode(Int.self)
      }
    }

    var variables: [Variable]
    var formulas: [Formula]
    var html = ""

    private enum CodingKeys: CodingKey { case variables, formulas }

    /// The code that each formula stands for.
    var definitions: [String?] { formulas.map { $0.defines.map { variables[$0].code } } }

    func origins(_ code: String) -> [String] { variables.filter { $0.code == code }.map(\.origin) }
  }

  /// nil if the page has nothing to try.
  private func page(_ lesson: String) throws -> Page? {
    let folder = try TemporaryFolder()
    try folder.write(lesson, to: "Lessons/a.md")
    _ = try LessonsTool().run(["check", "--accept"], in: folder.url)
    let result = try LessonsTool().run(["build"], in: folder.url)
    #expect(result.exitCode == 0, "\(result.errors)")
    let page = try folder.text(of: "site/a.html")
    guard let data = page.firstMatch(of: /id="page\.live">(.*?)<\/script>/) else { return nil }
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
    var decoded = try decoder.decode(Page.self, from: Data(data.1.utf8))
    decoded.html = page
    return decoded
  }

  /// What the tool says of a lesson that doesn't hold.
  private func errors(_ lesson: String) throws -> String {
    let folder = try TemporaryFolder()
    try folder.write(lesson, to: "Lessons/a.md")
    let result = try LessonsTool().run(["check"], in: folder.url)
    #expect(result.exitCode == 1)
    return result.errors
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

  @Test func `how many numbers an input has stays, and what is counted otherwise is computed`() throws {
    let counted = """
      ```swift
      let x: [Double] = [0.5, 2.0]
      let n = x.count
      let above = x.filter { $0 > 1 }.count
      let y = x.map { $0 * Double(n) }
      let z = x.map { $0 * Double(above) }
      ```

      $$ y_i = n x_i $$
      <!-- check: {} -->

      $$ z_i = a x_i $$
      <!-- check: { where: { a: above } } -->

      """
    let page = try #require(try page(counted))
    #expect(page.origins("n") == ["written"] && page.origins("above") == ["computed"])
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

  private let scaled = """
    ```swift
    let tau = 0.5
    let n = 3.0
    let x: [Double] = [0.5, 2.0]
    let z = n * n
    let y = x.map { $0 / tau }
    y
    ```

    $$ y_i = \\frac{x_i}{\\tau} $$

    """

  @Test func `a number slides between those that its author names`() throws {
    let linear = try #require(try page(scaled + "<!-- check: { live: { \\tau: 0.05...5 } } -->\n"))
    #expect(linear.variables.first { $0.code == "tau" }?.slider == [.number(0.05), .number(5), .number(4.95 / 200)])
    let stepped = try #require(try page(scaled + "<!-- check: { live: { \\tau: 0.5...5 step 0.25 } } -->\n"))
    #expect(stepped.variables.first { $0.code == "tau" }?.slider == [.number(0.5), .number(5), .number(0.25)])
    let positive = try #require(try page(scaled + "<!-- check: { vary: { positive: [tau] }, live: { \\tau: 0.1...10 log } } -->\n"))
    let tau = try #require(positive.variables.first { $0.code == "tau" })
    #expect(tau.slider == [.number(0.1), .number(10), .log] && tau.isPositive == true && tau.origin == "input")
  }

  @Test func `a formula with a slider has its place on a page whose other formulas need all the room`() throws {
    let numbers = (0..<60).map { "\(Double($0) + 0.123456789)" }.joined(separator: ", ")
    let others = (1...16).map {
      "```swift\nlet m\($0) = [\(numbers), \($0).5]\nlet t\($0) = m\($0).reduce(0, +)\n```\n\n"
        + "$$ t = \\sum_i m_i $$\n<!-- check: { where: { t: t\($0), m: m\($0) } } -->\n\n"
    }.joined()
    let slider = """
      ```swift
      let a = 1.5
      let z = a * a
      ```

      $$ z = a^2 $$
      <!-- check: { live: { a: 0...3 } } -->

      """
    let page = try #require(try page("# A\n\n" + others + slider))
    #expect(page.variables.first { $0.code == "a" }?.slider == [.number(0), .number(3), .number(3.0 / 200)])
    #expect(page.definitions.last == "z", "the formulas keep their order")
    #expect(page.definitions.count > 1 && page.definitions.count < 17, "\(page.definitions.count)")
  }

  @Test func `a slider that has no room on the page is a warning at its name`() throws {
    let folder = try TemporaryFolder()
    let numbers = (0..<200).map { "\(Double($0) + 0.123456789)" }.joined(separator: ", ")
    let cells = (1...8).map {
      "```swift\nlet a\($0) = 1.5\nlet m\($0) = [\(numbers)]\nlet t\($0) = a\($0) * m\($0).reduce(0, +)\n```\n\n"
        + "$$ t = a \\sum_i m_i $$\n<!-- check: { where: { t: t\($0), a: a\($0), m: m\($0) }, live: { a: 0.5...2 } } -->\n\n"
    }.joined()
    try folder.write("# A\n\n" + cells, to: "Lessons/a.md")
    let result = try LessonsTool().run(["check"], in: folder.url)
    #expect(result.exitCode == 0, "\(result.errors)")
    let warnings = result.errors.matches(of: /a\.md:(\d+):(\d+): warning: the page has no room for the slider of `a`/).map { String($0.1) }
    // The first ones have their room.
    #expect(!warnings.isEmpty && warnings.count < 8 && warnings.last == "73", "\(result.errors)")
  }

  @Test(arguments: [
    ("1", "`1` isn't a range of numbers"), ("a...b", "`a...b` isn't a range of numbers"), ("0...inf", "`0...inf` isn't a range of numbers"),
    ("5...1", "a slider needs to go up, but it is from 5 to 1"), ("1...1", "a slider needs to go up"),
    ("0...5 log", "a logarithmic slider begins above 0"), ("0...5 step 0", "`0` isn't a step"), ("0...5 step 9", "`9` isn't a step"),
    ("0...5 step", "`step` says nothing of a slider"), ("0...5 fast", "`fast` says nothing of a slider"),
  ])
  func `a slider that is none is an error at its words`(range: String, message: String) throws {
    let errors = try errors(scaled + "<!-- check: { live: { \\tau: \(range) } } -->\n")
    #expect(errors.contains(message), "\(errors)")
    #expect(errors.contains("a.md:11:"), "\(errors)")
  }

  @Test(arguments: [
    ("$$ y_i = x_i / \\tau $$\n<!-- check: { live: { x: 0...1 } } -->", "a slider moves one number, and `x` has 2"),
    ("$$ y_i = x_i / \\tau $$\n<!-- check: { live: { q: 0...1 } } -->", "`live` names `q`, which the formula doesn't read"),
    ("$$ z = n^2 $$\n<!-- check: { live: { z: 0...1 } } -->", "`z` can't take other values here"),
    ("$$ z = n^2 $$\n<!-- check: { vary: { keep: [n] }, live: { n: 0...1 } } -->", "`n` can't take other values here"),
    ("$$ z = n^2 $$\n<!-- check: { live: { n: 0...1, n: 1...2 } } -->", "twice"),
    ("$$ z = n^3 $$\n<!-- check: { expect: none, because: it is so, live: { n: 0...1 } } -->", "`live` names `n`, but with `expect: none`"),
  ])
  func `a slider for what can't move is an error`(formula: String, message: String) throws {
    let errors = try errors(scaled.components(separatedBy: "$$")[0] + formula + "\n")
    #expect(errors.contains(message), "\(errors)")
  }

  @Test func `a variable that was made anew with the same values is another one`() throws {
    let anew = """

      ```swift
      import Attention

      let grid = Tensor([[0.5, 1.5], [2, 1]])
      var twice = 2 * grid
      twice
      ```

      $$ T_{ij} = 2 G_{ij} $$
      <!-- check: { where: { T: twice, G: grid } } -->

      ```swift
      twice = 1 * twice
      heatMap(twice, title: "Another value of that name")
      ```

      $$ S = \\sum_{ij} T_{ij} $$
      <!-- check: { equals: twice.sum(), where: { T: twice } } -->

      """
    let page = try #require(try page(scaled + "<!-- check: {} -->\n" + anew))
    let followed = page.html.matches(of: /data-live="(\d+):/).map { String($0.1) }
    #expect(followed.count == 2 && Set(followed).count == 2, "\(followed)")
    // The second one no formula gives.
    #expect(page.origins("twice") == ["computed", "computed"] && page.definitions.count { $0 == "twice" } == 1)
  }

  @Test func `a cell that ends with a variable of the page follows it, and another one doesn't`() throws {
    let maps = """

      ```swift
      import Attention

      let grid = Tensor([[0.5, 1.5], [2, 1]])
      let twice = 2 * grid
      heatMap(twice, title: "Twice")
      ```

      $$ T_{ij} = 2 G_{ij} $$
      <!-- check: { where: { T: twice, G: grid } } -->

      ```swift
      twice
      ```

      ```swift
      heatMap(2 * grid, title: "The same numbers, of another expression")
      ```

      ```swift
      heatMap(twice, title: "Rows", scale: .perRow)
      ```

      """
    let page = try #require(try page(scaled + "<!-- check: {} -->\n" + maps))
    let twice = try #require(page.variables.firstIndex { $0.code == "twice" })
    let grid = try #require(page.variables.firstIndex { $0.code == "grid" })
    let followed = page.html.matches(of: /<div class="output annotated"( data-[^>]*)?>/).map { String($0.1 ?? "") }
    // The first is text, and the fourth of an expression.
    let text = page.variables.indices.filter { ["tau", "x"].contains(page.variables[$0].code) }.map(String.init).joined(separator: " ")
    let (live, needs) = (" data-live=\"\(twice):0:4\" data-draw=\"table\"", " data-needs=\"\(grid)\"")
    #expect(followed == [" data-needs=\"\(text)\"", live + needs, live + needs, needs, live + " data-scale=\"row\"" + needs])
  }

  @Test func `random numbers of a seed are numbers to try, and what is made of them isn't`() throws {
    let random = """
      ```swift
      import Attention

      let S = Tensor.randomNormal([2, 2], seed: 1)
      let scaled = 2 * Tensor.randomNormal([2, 2], seed: 2)
      let P = softmax(S + scaled)
      ```

      $$ P = \\operatorname{softmax}(S + T) $$
      <!-- check: { where: { T: scaled } } -->

      """
    let page = try #require(try page(random))
    #expect(page.origins("S") == ["input"] && page.origins("scaled") == ["written"] && page.origins("P") == ["computed"])
  }

  @Test func `a mask can be changed, by whatever the formula reads of it`() throws {
    let masked = """
      ```swift
      import Attention

      let S = Tensor([[0.5, 1.5], [2, 1]])
      let causal = Mask.causal(2)
      let P = softmax(S + causal.additive)
      ```

      $$ P = \\operatorname{softmax}(S + M) $$
      <!-- check: { where: { M: causal.additive } } -->

      $$ \\sum_{j=1}^{2} B_{2j} = 2 $$
      <!-- check: { where: { B: causal.visibility } } -->

      """
    let page = try #require(try page(masked))
    #expect(page.origins("causal.additive") == ["mask"] && page.html.contains("data-needs") == false)
    #expect(page.variables.filter { $0.origin == "mask" }.allSatisfy { $0.mask == "causal" })
  }

  @Test func `a figure follows a variable that it shows as it is, and no other one`() throws {
    let figures = """

      ```swift
      import Attention

      let grid = Tensor([[0.5, 1.5], [2, 1]])
      let twice = 2 * grid
      vectorDiagram("Rows", parts: (0..<2).map { .vector("r_\\($0)", twice[$0]) })
      ```

      $$ T_{ij} = 2 G_{ij} $$
      <!-- check: { where: { T: twice, G: grid } } -->

      ```swift
      barChart(title: "Beside other numbers", x: "x", y: "y", labels: ["a", "b"], Bars("row", twice[0]), Bars("fixed", [1.5, 2]))
      ```

      ```swift
      barChart(title: "Beside what isn't known", x: "x", y: "y", labels: ["a", "b"], Bars("row", twice[0]), Bars("sums", twice.sum(axis: 1)))
      ```

      ```swift
      barChart(title: "With a number in its title: \\(grid.scalars[0])", x: "x", y: "y", labels: ["a", "b"], Bars("row", twice[0]))
      ```

      """
    let page = try #require(try page(scaled + "<!-- check: {} -->\n" + figures))
    let twice = try #require(page.variables.firstIndex { $0.code == "twice" })
    let followed = page.html.matches(of: /data-live="([^"]*)"/).map { String($0.1) }
    #expect(followed == ["\(twice):0:2 \(twice):2:2", "\(twice):0:2 1.5,2.0"])
  }

  @Test func `numbers in the text that change with an input say which`() throws {
    let prose = """

      The first is 1<!-- = y[0] -->, the size is 2<!-- = x.count -->, and $\\tau = 0.5$<!-- check: { where: { \\tau: tau } } -->.

      """
    let page = try #require(try page(scaled + "<!-- check: {} -->\n" + prose))
    func place(_ code: String) throws -> Int { try #require(page.variables.firstIndex { $0.code == code }) }
    let (tau, x) = (try place("tau"), try place("x"))
    #expect(
      page.html.contains("<data class=\"sourced\" value=\"1.0\" title=\"= y[0]\" data-needs=\"\(min(tau, x)) \(max(tau, x))\">1</data>"))
    #expect(page.html.contains("<span data-needs=\"\(tau)\"><math"))
  }
}
