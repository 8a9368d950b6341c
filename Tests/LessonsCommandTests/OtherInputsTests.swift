import Foundation
import TestSupport
import Testing

/// Formulas are also checked at other inputs than the recorded ones.
@Suite struct OtherInputsTests {
  /// A lesson with one formula, and its result: the message of a warning, or the value of `otherInputs` in the JSON report.
  struct Case: CustomTestStringConvertible {
    var name: String
    var cells: String
    var formula: String
    var check = "check"
    var message: String?
    var outcome = "agrees"

    var testDescription: String { name }
  }

  private static let matrices = "let Q: Tensor = [[1, 0], [0, 1]]\nlet K = Q\nlet V: Tensor = [[1, 4], [4, 2]]\nlet dK: Float = 2"
  private static let attention =
    matrices + "\nlet S = matmul(Q, K.transposed()) / dK.squareRoot()\nlet a = softmax(S)\nlet C = matmul(a, V)"

  static let cases: [Case] = [
    .init(name: "true of all numbers", cells: attention, formula: #"S = \frac{Q K^\top}{\sqrt{d_k}}"#),
    .init(name: "true of all weights", cells: attention, formula: #"\sum_{j=1}^{2} a_{ij} = 1"#),
    .init(
      name: "without a transpose", cells: attention, formula: #"S = \frac{K Q}{\sqrt{d_k}}"#,
      message: "this formula holds only while `Q` has its zeros in the same places"),
    .init(
      name: "a matrix too many", cells: attention, formula: #"S = \frac{Q^\top Q K}{\sqrt{d_k}}"#,
      message: "this formula"),
    .init(
      name: "over the wrong axis", cells: attention, formula: #"a_{ij} = \frac{\exp(S_{ij})}{\sum_{l=1}^2 \exp(S_{lj})}"#,
      message: "this formula holds only while `Q`"),
    .init(
      name: "the values transposed", cells: attention, formula: #"C = a V^\top"#,
      message: "this formula holds only while `V` is symmetric"),
    .init(
      name: "a length for a size", cells: "let n = 2\n" + attention, formula: #"S = \frac{Q K^\top}{\sqrt{n}}"#,
      message: "this formula holds only with `dK` as it is"),
    .init(
      name: "a sign before what is 0", cells: "let s = [-1.0, 1]\nlet m = (s[0] + s[1]) / 2\nlet v = (s[0] - m) * (s[0] - m)",
      formula: #"v = (s_1 + m)^2"#, message: "this formula holds only while `s` has a mean of 0"),
    .init(
      name: "no property at all", cells: "let x = 2.0\nlet y = x * x", formula: "y = x + 2",
      message: "this formula agrees at this data only"),
    .init(
      name: "the largest by its place", cells: "let x = [3.0, 1, 2]\nlet m = x.max()! + 0", formula: "m = x_1",
      message: "this formula holds only while `x` keeps the order of its entries"),
    .init(
      name: "the largest", cells: "let x = [3.0, 1, 2]\nlet m = x.max()! + 0", formula: #"m = \max_i x_i"#),
    .init(
      name: "the smallest of what ascends", cells: "let x = [1.0, 2, 3]\nlet m = x.min()! + 0", formula: "m = x_1",
      message: "this formula holds only while `x` is in ascending order"),
    .init(
      name: "beyond a threshold", cells: "let x = [1.0, 2, 4]\nlet y = x.map { max($0, 0.5) }", formula: "y_i = x_i",
      message: "this formula"),
    .init(
      name: "a number beyond a threshold", cells: "let x = 2.0\nlet y = max(x, 1) * 3", formula: "y = 3 x",
      message: "this formula agrees at this data only"),
    .init(
      name: "a program that traps where the order changes",
      cells: "let t = [1.5, 2.5]\nprecondition(t[0] < t[1])\nlet u = t.map { $0 * 4 }", formula: "u_i = 4 t_i"),
    .init(
      name: "kept", cells: "let x = 2.0\nlet z = 1.0\nlet y = x * x * z", formula: "y = 2 x z", check: "check: { vary: { keep: [x] } }"),
    .init(
      name: "said of these numbers", cells: "let x = 2.0\nlet y = x * x", formula: "y = x + 2",
      check: "check: { vary: none, because: said of these numbers }", outcome: "off"),
    .init(
      name: "positive", cells: "let x = [0.0, -1]\nlet y = x.map { $0 * $0 }.map { $0.squareRoot() }", formula: "y_i = x_i",
      check: "check: { vary: { positive: [x] }, expect: disagree, because: x has an entry below 0 }", outcome: "none"),
    .init(name: "about the data", cells: "let x = 3.0", formula: "x = 3", outcome: "about the data"),
    .init(name: "a number of this run", cells: attention, formula: #"S_{11} = \frac{1}{\sqrt 2}"#, outcome: "a number of this run"),
    .init(
      name: "a literal to compare with", cells: "let x = 3.0\nlet y = x * x", formula: "y", check: "check: '9.0'",
      outcome: "a number of this run"),
    .init(name: "a shape", cells: attention, formula: #"S \in \mathbb{R}^{2 \times 2}"#, outcome: "states shapes"),
    .init(
      name: "nothing that varies", cells: "let n = 3\nlet m = n * n", formula: "m = n n", outcome: "not varied"),
    .init(
      name: "a program that traps at other inputs",
      cells: "let steps = 4.0\nlet t = [1.5, 2.5]\nprecondition(steps == 4)\nlet u = t.map { $0 * steps }", formula: "u_i = 4 t_i"),
    .init(
      name: "token ids as numbers",
      cells: "let ids: [Float] = [2, 0, 1]\nlet table: Tensor = [[0.5], [1.5], [2.5]]\nlet rows = ids.map { table[Int(exactly: $0)!][0] }",
      formula: #"r_1 = t_3"#, check: "check: { where: { r: rows, t: 'table.transposed()[0]' } }"),
    .init(
      name: "one-hot rows",
      cells:
        "let h: Tensor = [[0, 1], [1, 0]]\nprecondition(h.scalars.allSatisfy { $0 == 0 || $0 == 1 })\nlet w: Tensor = [[1.5, 2], [3, 4]]\nlet e = matmul(h, w)",
      formula: "e = h w"),
    .init(
      name: "probabilities", cells: "let p: [Double] = [0.25, 0.75]\nlet total = p[0] + p[1]\nlet h = 1 - p[0]", formula: "h = p_2",
      message: "this formula holds only while `p` has rows that sum to 1"),
    .init(
      name: "a permutation",
      cells:
        "let P: Tensor = [[0, 1], [1, 0]]\nlet I = matmul(P, P.transposed())\nlet x: Tensor = [[2, 3]]\nlet y = matmul(matmul(x, P), P.transposed())",
      formula: "y = x", message: "this formula holds only while `P` is a permutation"),
    .init(
      name: "a training loop",
      cells:
        "let data: [Double] = [1, 2, 4]\nlet rate = 0.1\nvar w = 0.0\nfor _ in 0..<500 {\n  w -= rate * 2 * (data.reduce(0) { $0 + (w - $1) } / 3)\n}\nlet fitted = w",
      formula: #"f = \frac{1}{3} \sum_{i=1}^3 d_i"#, check: "check: { where: { f: fitted, d: data }, tolerance: 1e-3 }"),
    .init(
      name: "seeds", cells: "let x = Tensor.randomNormal([3], seed: 7)\nlet m = x.mean()", formula: #"m = \frac{1}{3} \sum_{i=1}^3 x_i"#),
    .init(
      name: "a function of the lesson", cells: "let x = 3.0\nfunc f(_ t: Double) -> Double { t * t }\nlet y = f(x) + 1",
      formula: "y = f(x) + 1"),
    .init(
      name: "a function that is wrong elsewhere", cells: "let x = 3.0\nfunc f(_ t: Double) -> Double { t * t }\nlet y = f(x) + 1",
      formula: "y = f(x) + x - 2",
      message: "this formula agrees at this data only"),
    .init(
      name: "a mask", cells: "let b: Tensor = [[0, -.infinity], [0, 0]]\nlet s: Tensor = [[1, 2], [3, 4]]\nlet p = softmax(s + b)",
      formula: #"p = \operatorname{softmax}(s + b)"#),
    .init(
      name: "of several lines", cells: "let x: [Double] = [\n  1,  // one\n  2,\n]\nlet a = 1.5, b = 2.5\nlet y = x.map { $0 * a + b }",
      formula: "y_i = a x_i + b"),
  ]

  private static let results = Result { try run() }

  /// All cases as lessons of one course, which is checked once.
  private static func run() throws -> [String: (messages: [String], outcome: String)] {
    let folder = try TemporaryFolder()
    try folder.write("title: Cases\n", to: "Lessons/course.yml")
    for (index, test) in cases.enumerated() {
      try folder.write(
        "# \(test.name)\n\n```swift silent\n\(test.cells)\n```\n\n$$ \(test.formula) $$\n<!-- \(test.check) -->\n",
        to: "Lessons/\(index).md")
    }
    let result = try LessonsTool().run(["check", "--format", "json", "--course", "Lessons"], in: folder.url)
    let report = try JSONDecoder().decode(Report.self, from: Data(result.output.utf8))
    return Dictionary(
      uniqueKeysWithValues: report.lessons.map { lesson in
        (lesson.title, (lesson.failures.map { "\($0.severity): \($0.message)" }, lesson.formulas.first?.otherInputs ?? "none"))
      })
  }

  private struct Report: Decodable {
    var lessons: [Lesson]

    struct Lesson: Decodable {
      var title: String
      var formulas: [Formula]
      var failures: [Failure]
    }
    struct Formula: Decodable { var otherInputs: String? }
    struct Failure: Decodable {
      var severity: String
      var message: String
    }
  }

  @Test(arguments: cases) func `a formula that agrees by chance is told from one that holds`(_ test: Case) throws {
    let (messages, outcome) = try #require(try Self.results.get()[test.name])
    if let message = test.message {
      #expect(messages.count == 1 && messages[0].hasPrefix("warning: \(message)"), "\(messages)")
      #expect(outcome == "agrees at this data only")
    } else {
      #expect(messages == [])
      #expect(outcome == test.outcome)
    }
  }

  private func check(_ lesson: String, _ arguments: String..., course: String = "title: T\n") throws -> LessonsTool.Result {
    let folder = try TemporaryFolder()
    try folder.write(course, to: "Lessons/course.yml")
    try folder.write(lesson, to: "Lessons/a.md")
    return try LessonsTool().run(["check"] + arguments + ["--course", "Lessons"], in: folder.url)
  }

  private static let chance = "# A\n\n```swift silent\nlet x = 2.0\nlet y = x * x\n```\n\n$$ y = x + 2 $$\n<!-- check -->\n"

  @Test func `it is a warning, and an error where the lesson or its course says vary`() throws {
    #expect(try check(Self.chance).exitCode == 0)
    #expect(try check(Self.chance, course: "title: T\nvary: 2\n").exitCode == 1)
    #expect(try check("---\nvary: 3\n---\n\n" + Self.chance).exitCode == 1)
    let off = try check("---\nvary: 0\n---\n\n" + Self.chance)
    #expect(off.exitCode == 0 && !off.errors.contains("this formula"), "\(off.errors)")
  }

  @Test func `the tool can be told to try more inputs, and others`() throws {
    // Wrong where x is more than 3.5, which no usual variation makes of 2.
    let lesson = "# A\n\n```swift silent\nlet x = 2.0\nlet y = x * x\n```\n\n$$ y = x \\min(x, 3.5) $$\n<!-- check -->\n"
    #expect(try !check(lesson).errors.contains("this formula"))
    #expect(try check(lesson, "--vary", "50").errors.contains("this formula agrees at this data only"))
    let first = try check(Self.chance, "--vary-seed", "101").errors
    #expect(first.contains("= at other inputs: x = "))
    #expect(try first != check(Self.chance).errors)
    #expect(try check(Self.chance, "--vary", "0").exitCode == 64)
    let off = try check("---\nvary: 0\n---\n\n" + Self.chance, "--vary", "5")
    #expect(off.exitCode == 0 && !off.errors.contains("this formula"), "\(off.errors)")
  }

  @Test func `it says at which inputs, and what each side was`() throws {
    let errors = try check(Self.chance).errors
    #expect(errors.contains("Lessons/a.md:8:4: warning: this formula agrees at this data only"))
    #expect(errors.contains("= at other inputs: x = "), "\(errors)")
    #expect(errors.contains("= help: correct the formula or the code; if it is about these numbers only: `vary: none` and `because: …`"))
  }

  @Test func `what equals a length is named`() throws {
    let cells = "let K: Tensor = [[1, 2, 3]]\nlet dK: Float = 3\nlet q: Tensor = [[1], [2], [3]]\nlet s = matmul(K, q) / dK"
    let errors = try check("# A\n\n```swift silent\n\(cells)\n```\n\n$$ s = \\frac{K q}{3} $$\n<!-- check -->\n").errors
    #expect(errors.contains("= dK = 3.0 is also the length of K's axis 2: write `Float(K.shape[1])`"), "\(errors)")
  }

  @Test func `names that are no inputs are told`() throws {
    let keep = Self.chance.replacing("check -->", with: "check: { vary: { keep: [y] } } -->")
    #expect(try check(keep).errors.contains("error: `y` isn't an input of this lesson"))
    let named = "---\nvary: { inputs: [yy] }\n---\n\n" + Self.chance
    #expect(try check(named).errors.contains("error: the lesson has no constant `yy`"))
  }

  @Test func `an input that is computed can be named`() throws {
    let lesson = "# A\n\n```swift silent\nlet x = 2.0\nlet bias = x - 2\nlet y = x + bias\n```\n\n$$ y = x $$\n<!-- check -->\n"
    #expect(try check(lesson).errors.contains("this formula holds only with") || check(lesson).errors.contains("at this data only"))
    let named = try check("---\nvary: { inputs: [bias], keep: [x] }\n---\n\n" + lesson)
    #expect(named.errors.contains("error: this formula"), "\(named.errors)")
  }

  @Test func `the words of vary are checked`() throws {
    for (text, message) in [
      ("vary: often", "`vary` can't be `often`"), ("vary: 21", "`vary` can't be `21`"), ("vary: { cout: 3 }", "did you mean `count`?"),
    ] {
      #expect(try check(Self.chance, course: "title: T\n\(text)\n").errors.contains(message), "\(text)")
    }
    for (key, message) in [("vary: 2", "`vary` can't be `2`"), ("vary: none", "`vary: none` needs a reason")] {
      #expect(try check(Self.chance.replacing("check -->", with: "check: { \(key) } -->")).errors.contains(message), "\(key)")
    }
  }

  @Test func `the compiler's messages know nothing of it`() throws {
    let errors = try check("# A\n\n```swift\nlet x: Int = 2.5\nx\n```\n").errors
    #expect(errors.contains("Lessons/a.md:4:14: error: cannot convert value of type 'Double' to specified type 'Int'"), "\(errors)")
  }

  @Test func `a formula that has changed is checked without running the lesson`() throws {
    let folder = try TemporaryFolder()
    try folder.write("title: T\n", to: "Lessons/course.yml")
    try folder.write(Self.chance, to: "Lessons/a.md")
    let first = try LessonsTool().run(["check"], in: folder.url)
    #expect(first.errors.contains("ran a in"))
    try folder.write(Self.chance.replacing("x + 2", with: "x x"), to: "Lessons/a.md")
    let second = try LessonsTool().run(["check"], in: folder.url)
    #expect(!second.errors.contains("ran a in") && second.output.contains("1 also at other inputs"), "\(second)")
  }
}
