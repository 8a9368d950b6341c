import CellAnalysis
import CellOutputs
import CourseConfiguration
import Diagnostics
import LessonDocument
import LessonRunner
import Testing

@testable import LessonChecks

/// The bindings and declarations of a check comment, compared with what the formula contains.
@Suite struct DeclarationTests {
  /// The lesson's variables.
  private static let variables: [String: BoundValue] = [
    "x": .numbers(NumericArray(2), type: "Double"), "y": .numbers(NumericArray(3), type: "Double"),
    "z": .numbers(NumericArray(6), type: "Double"),
    "v": .numbers(NumericArray(shape: [2], elements: [1, 2]), type: "[Double]"),
    "M": .numbers(NumericArray(shape: [2, 2], elements: [1, 2, 3, 4]), type: "Tensor"),
    "g": .numbers(NumericArray(shape: [2, 2], elements: [1, 2, 3, 4]), type: "Tensor"),
    "k": .numbers(NumericArray(shape: [2, 2], elements: [1, 2, 3, 4]), type: "Tensor"),
  ]

  /// Every expression of a check comment is one of the lesson's variables or a number.
  private func problems(_ formulas: String, failing: Bool = false) -> [(message: String, marked: String, notes: [String])] {
    let lesson =
      "```swift silent\nlet x = 2.0, y = 3.0, z = 6.0, v = [1.0, 2], M = Tensor(), g = Tensor(), k = Tensor()\n```\n\n" + formulas + "\n"
    let document = DocumentParser.parse(Array(lesson.utf8), path: "lesson.md")
    #expect(document.diagnostics.map(\.problem.message) == [])
    var run = Run(cellCount: document.cells.count)
    if failing {
      run.cells[0].state = .failed([Problem("wrong type", at: 0..<3)])
    } else {
      run.cells[0].state = .succeeded
      run.cells[0].bound = Self.variables
      for expression in document.expressions {
        run.expressions[expression.index] =
          Self.variables[expression.code] ?? Double(expression.code).map { .numbers(NumericArray($0), type: "Double") }
      }
    }
    let report = Checker.check(
      document, run, targets: LinkTargets(Course(settings: CourseSettings(), lessons: [document])))
    return report.failures.map { diagnostic in
      let problem = diagnostic.problem
      return (problem.message, String(document.file.slice(problem.range)), problem.notes)
    }
  }

  @Test(arguments: [
    ("where: { q: y }", "where", "q"), ("index: { t: 1...3 }", "index", "t"), ("base: { s: 0 }", "base", "s"),
    (#"elementwise: [\phi]"#, "elementwise", #"\phi"#), ("row: [v]", "row", "v"),
    ("family: ['w^{[l]}']", "family", "w^{[l]}"), ("given: ['h(u) = u']", "given", "h(u) = u"),
    ("where: { z: z, x_1: y }", "where", "x_1"), (#"where: { '\mathbf{x}': x }"#, "where", #"\mathbf{x}"#),
  ]) func `a declaration of a name that the formula doesn't have is an error at its place`(
    _ keys: String, _ key: String, _ name: String
  ) {
    let found = problems("$$ z = x y $$\n<!-- check: { \(keys) } -->")
    let verb = key == "given" ? "use" : "have"
    #expect(found.map(\.message) == ["`\(key)` names `\(name)`, which the formula doesn't \(verb)"])
    #expect(found.map(\.marked) == [name])
  }

  @Test(arguments: [
    ("z = x q", "where: { q: y }"), ("z = q(y)", "given: ['q(u) = x u']"), ("z = q(y)", "given: ['q(u) = a u'], where: { a: x }"),
    ("z = q", "given: ['q = x y']"), (#"s = \sum_{t} v_t"#, "index: { t: 1...2 }, where: { s: y }"),
    (#"u = v_0 + v_1"#, "base: { v: 0 }, where: { u: y }"), (#"r = v^\top M v"#, "where: { r: '27' }"),
    ("a(x) = x y", "where: { x: x }, equals: z"), (#"1 = p_1, \quad p_i = v_i"#, "where: { p: v }"),
    ("z = x y", "where: { z: z, x: x, y: y }"), (#"\phi(v)_2 = 4"#, #"elementwise: [\phi], given: ['\phi(u) = u^2']"#),
    ("y = v^{[1]} + v^{[2]}", "family: ['v^{[l]}']"), (#"1 + x = v_1 + \sum_{i = 1}^{n} \frac{v_i}{v_i}"#, "where: { n: x }"),
  ]) func `a declaration that the formula uses is none`(_ latex: String, _ keys: String) {
    #expect(problems("$$ \(latex) $$\n<!-- check: { \(keys) } -->").map(\.message) == [])
  }

  @Test(arguments: [
    ("y = W_1^Q", "where: { 'W_1^Q': y, 'W^Q_1': x }", "`W_1^Q` and `W^Q_1` are two spellings of one name"),
    (#"y = \mathbf{u}"#, #"where: { '\mathbf{u}': y, '\mathbf u': y }"#, #"`\mathbf{u}` and `\mathbf u` are two spellings of one name"#),
    (#"y = \bm u"#, #"where: { '\bm u': y, '\boldsymbol{u}': x }"#, #"`\bm u` and `\boldsymbol{u}` are two spellings of one name"#),
    (#"s = \sum_t v_t"#, "where: { s: y }, index: { t: 1...2, '{t}': 1...2 }", "`t` and `{t}` are two spellings of one name"),
    ("y = v_0 + v_1", "base: { v: 0, '{v}': 1 }", "`v` and `{v}` are two spellings of one name"),
    ("y = v_1", "row: [v, v]", "`v` is listed twice in `row`"),
    (#"s = \sum_t v_t"#, "where: { s: y, t: x }, index: { t: 1...2 }", "`t` is bound by `where` and declared by `index`"),
    (
      #"s = \sum_t v_t"#, "where: { s: y }, index: { t: 1...2 }, base: { t: 0 }",
      "`base` says how the entries of a value are counted, and `t` is an index"
    ),
  ]) func `two keys for one name are an error at the second`(_ latex: String, _ keys: String, _ message: String) {
    #expect(problems("$$ \(latex) $$\n<!-- check: { \(keys) } -->").map(\.message) == [message])
  }

  @Test(arguments: [
    ("v_1 = 1", "elementwise: [v]", "`elementwise` names `v`, which has no effect on the formula"),
    ("v_1 = 1", "row: [v]", "`row` names `v`, which has no effect on the formula"),
    ("v_1 = 1", "family: ['v^{[l]}']", "`family` names `v^{[l]}`, which has no effect on the formula"),
    ("v_1 = 1", "nan: equal", "`nan: equal` has no effect: no value here is NaN"),
  ]) func `a declaration without which the formula comes to the same is an error`(_ latex: String, _ keys: String, _ message: String) {
    #expect(problems("$$ \(latex) $$\n<!-- check: { \(keys) } -->").map(\.message) == [message])
  }

  @Test(arguments: [
    ("X - x = 0", "nothing is bound to `X`"), ("V_1 = 1", "there is nothing to compare this formula with"),
    ("m - M = 0", "nothing is bound to `m`"),
    ("\\sum_{ij} (G - K)_{ij} = 0", nil), ("\\sum_{ij} (G - g)_{ij} = 0", "`G` and `g` would both be the variable `g`"),
    ("K_{11} = 1", nil),
  ]) func `a capital letter is a matrix of the small name, and nothing else`(_ latex: String, _ message: String?) {
    let found = problems("$$ \(latex) $$\n<!-- check -->").map(\.message)
    #expect(found == [message].compactMap(\.self))
  }

  @Test(arguments: [
    ("$$ x = x $$", true), ("$$ v_1 = v_1 $$", true), ("$$ K = K = K $$", true), ("$$ x \\approx x $$", true), ("$$ v = {v}\\, $$", true),
    ("$$ 1 = 1 $$", false), ("$$ x = x, \\quad v_1 = 1 $$", true), ("$$ K = (K^\\top)^\\top $$", false), ("$$ 2x = x + x $$", false),
  ]) func `the same on both sides compares nothing`(_ formula: String, _ isRefused: Bool) {
    let found = problems("\(formula)\n<!-- check -->").map(\.message)
    #expect(found == (isRefused ? ["both sides are the same, so nothing is compared"] : []))
  }

  @Test func `a formula without a value needs no declarations`() {
    let found = problems("$$ z = O(n) $$\n<!-- check: { expect: none, because: it says how fast, where: { n: x } } -->")
    #expect(found.map(\.message) == ["`where` names `n`, but with `expect: none` the formula is not evaluated"])
    #expect(found.map(\.marked) == ["n"])
  }

  @Test func `a row is a vector`() {
    let found = problems("$$ M = M $$\n<!-- check: { row: [M] } -->")
    #expect(found.map(\.message) == ["`row` is for vectors, and `M` isn't one"])
    #expect(found.map(\.notes) == [["`M` is 2×2"]])
  }

  @Test func `a statement that nothing compares is an error, with what was bound in vain`() {
    let found = problems(#"$$ z = x y, \quad \sigma^3 = x $$"# + "\n<!-- check: { where: { \\sigma^2: y } } -->")
    #expect(found.map(\.message) == [#"nothing compares `\sigma^3`"#])
    #expect(found.map(\.marked) == [#"\sigma^3 = x"#])
    #expect(found[0].notes.contains(#"`where` binds `\sigma^2`, which the formula doesn't have"#))
  }

  @Test func `a statement that a later formula is handed is compared there`() {
    let first = "$$ z = x y, \\quad q = x + 1 $$\n<!-- check: { id: first } -->\n\n"
    #expect(problems(first + "$$ y = q $$\n<!-- check: { given: [first] } -->").map(\.message) == [])
    #expect(problems(first + "$$ z = 2y $$\n<!-- check -->").map(\.message) == ["nothing compares `q`"])
  }

  @Test func `a product on the left that disagrees says which names it used`() {
    let found = problems("$$ x y = 7 $$\n<!-- check -->")
    #expect(found.map(\.notes.last) == ["`x y` is the product of the bound names `x`, `y`"])
  }

  @Test(arguments: [
    "$$ z = x y $$\n<!-- check -->", "$$ w = x + q $$\n<!-- check: { where: { w: y } } -->",
    "$$ s = v M $$\n<!-- check: { row: [v] } -->",
  ]) func `no formula is blamed for a name whose cell failed`(_ formula: String) {
    #expect(problems(formula, failing: true).map(\.message) == ["wrong type"])
  }
}
