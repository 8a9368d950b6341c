import CellAnalysis
import CellOutputs
import Diagnostics
import LessonDocument
import LessonRunner
import Testing

@Suite struct ValuesTests {
  @Test func `a value is shown with its static type as an author writes it`() async throws {
    let shown: [(code: String, expected: [String])] = [
      ("[0.5, 1] as [Float]", ["[Float] = [0.5, 1.0]"]), ("Int(\"3\")", ["Int? = Optional(3)"]),
      ("nil as Float?", ["Float? = nil"]),
      ("[\"a\": 1]", ["[String: Int] = [\"a\": 1]"]), ("[[1], []]", ["[[Int]] = [[1], []]"]),
      ("[1, nil]", ["[Int?] = [Optional(1), nil]"]),
      ("1 + 1", ["Int = 2"]), ("0.1 + 0.2", ["Double = 0.30000000000000004"]),
      ("\"a\\n\\\"b\\\"\"", [#"String = "a\n\"b\"""#]),
      ("true", ["Bool = true"]), ("(1, 2.5)", ["(Int, Double) = (1, 2.5)"]), ("1...3", ["ClosedRange<Int> = 1...3"]),
      ("Set([1])", ["Set<Int> = [1]"]), ("-Float.infinity", ["Float = -inf"]), ("Double.nan", ["Double = nan"]),
      ("()", []), ("print()", ["printed \"\\n\""]),
      ("Tensor([[1, 2], [3, 4.5]])", ["Tensor [2, 2] = [[1.0, 2.0],\n [3.0, 4.5]]"]),
      ("Tensor(0.25)", ["Tensor [] = 0.25"]),
      ("Optional(Tensor([1]))", ["Tensor? [1] = [1]"]), ("[Tensor([1]), Tensor([2])]", ["[Tensor] = [[1], [2]]"]),
      ("Mask.causal(2)", ["heat map = Mask: 3 of 4 keys may be seen, 2 × 2, from 0 to 1"]),
      ("struct Point { var x = 1 }\nPoint()", ["Point = Point(x: 1)"]),
      ("enum Side { case left }\nSide.left", ["Side = left"]),
      ("// nothing at all", []), ("let unshown = 1", []), ("var count = 0\ncount += 1", []),
    ]
    let result = try await run(lesson(shown.map(\.code)))
    #expect(result.document.diagnostics.isEmpty)
    for (cell, expected) in zip(result.cells, shown) { #expect(cell == expected.expected, "\(expected.code)") }
  }

  @Test func `prints and values stand in the order in which they came`() async throws {
    let result = try await run(
      lesson([
        "print(\"a\")\nprint(\"b\", terminator: \"\")\n1", "2", "print(\"c\")", "for i in 0..<3 { print(i) }\n\"end\"",
        "func shout() -> Int { print(\"in a function\"); return 3 }\nshout()",
        "import Foundation\nFileHandle.standardOutput.write(Data(\"raw\\n\".utf8))\nprint(\"é∑\")",
      ]))
    #expect(
      result.cells == [
        ["printed \"a\\nb\"", "Int = 1"], ["Int = 2"], ["printed \"c\\n\""],
        ["printed \"0\\n1\\n2\\n\"", "String = \"end\""],
        ["printed \"in a function\\n\"", "Int = 3"], ["printed \"raw\\né∑\\n\""],
      ])
  }

  @Test func `arrow comments record values in the midst of a cell`() async throws {
    let result = try await run(
      lesson(["let a = [1, 2] // => x\na.count // => x\nprint(a) // => x\nvar b = a.count + 1 // => x\nb"]))
    #expect(result.cells == [["printed \"[1, 2]\\n\"", "Int = 3"]])
    #expect(
      result.run.cells[0].recorded.mapValues { "\($0.type) = \($0.text)" } == [
        0: "[Int] = [1, 2]", 1: "Int = 2", 2: "() = ()", 3: "Int = 3",
      ])
  }

  @Test func `a name is known by the value that it has after each cell`() async throws {
    let result = try await run(
      lesson([
        "let a: [Float] = [0.5, 1]\nvar count = 1\nlet (left, (right, _)) = (1, (2.5, 3))\nlet word = \"w\"",
        "count += 1", "let t: Tensor = [[1, 2, 3]]\nlet ragged = [[1], [2, 3]]\nlet none: Int? = nil",
        "func grow() { count *= 10 }\ngrow()",
        "let large = Tensor.zeros([600, 600])\nlet grid = [[1, 2], [3, 4]]",
      ]))
    #expect(result.cells == [[], [], [], [], []])
    #expect(result.value(of: "a", after: 1) == "[Float] [2] [0.5, 1.0]")
    #expect(
      (1...4).map { result.value(of: "count", after: $0) } == [
        "Int [] [1.0]", "Int [] [2.0]", "Int [] [2.0]", "Int [] [20.0]",
      ])
    #expect(result.value(of: "left", after: 1) == "Int [] [1.0]")
    #expect(result.value(of: "right", after: 1) == "Double [] [2.5]")
    #expect(result.value(of: "word", after: 1) == "String")
    #expect(result.value(of: "t", after: 3) == "Tensor [1, 3] [1.0, 2.0, 3.0]")
    #expect(result.value(of: "ragged", after: 3) == "[[Int]]")
    #expect(result.value(of: "none", after: 3) == "Int?")
    #expect(result.value(of: "large", after: 5) == "Tensor [600, 600]")
    #expect(result.value(of: "grid", after: 5) == "[[Int]] [2, 2] [1.0, 2.0, 3.0, 4.0]")
    #expect(result.value(of: "nothing", after: 5) == nil)
  }

  @Test func `cells share one scope of Swift, with all that may stand at the top of a file`() async throws {
    let result = try await run(
      lesson([
        "let base = 10\nfunc plus(_ x: Int) -> Int { base + x }", "plus(1)",
        "protocol Named { var name: String { get } }\nstruct Cat: Named { let name = \"cat\" }\nextension Named { func hello() -> String { \"hi \\(name)\" } }",
        "Cat().hello()",
        "infix operator **: MultiplicationPrecedence\nfunc ** (a: Int, b: Int) -> Int { (0..<b).reduce(1) { x, _ in x * a } }",
        "2 ** 10", "import Foundation\nsqrt(2.0) > 1.41",
        "func slow(_ x: Int) async -> Int { await Task.yield(); return x + 1 }",
        "let sum = await slow(1) + slow(2)\nsum",
        "struct Oops: Error {}\nfunc mayThrow() throws -> Int { 5 }\ntry mayThrow()",
        "extension Tensor { var twice: Tensor { self * 2 } }\nTensor([1, 2]).twice",
        "typealias Row = [Float]\nlet row: Row = [1]\nrow.count",
        "#if DEBUG\nlet mode = 1\n#else\nlet mode = 2\n#endif",
        "class Counter { var n = 0 }\nlet counter = Counter()\ncounter.n += 1\ncounter.n",
        "let numbers = [3, 1, 2]; let sorted = numbers.sorted()\nsorted", "let `class` = 1\n`class`",
        "enum Tree { indirect case node(Tree, Tree); case leaf }",
        "actor Box { var value = 1 }\nlet box = Box()\nawait box.value",
        "let square = { (x: Int) in x * x }\nsquare(4)",
        "import Synchronization\nlet lock = Mutex(3)\nlock.withLock { $0 }", "let `a \"b\"` = 4\n`a \"b\"`",
      ]))
    #expect(
      result.cells == [
        [], ["Int = 11"], [], ["String = \"hi cat\""], [], ["Int = 1024"], ["Bool = true"], [], ["Int = 5"],
        ["Int = 5"],
        ["Tensor [2] = [2, 4]"], ["Int = 1"], [], ["Int = 1"], ["[Int] = [1, 2, 3]"], ["Int = 1"], [], ["Int = 1"],
        ["Int = 16"],
        ["Int = 3"], ["Int = 4"],
      ])
  }

  @Test func `a cell may declare what the tool and Swift have names for`() async throws {
    let result = try await run(
      lesson([
        "struct LessonProgram {}\nstruct LessonRuntime {}\nenum Swift {}\nstruct Int {}\nstruct String {}\nstruct Bool {}",
        "let x = 1.5\nx", "LessonProgram()",
      ]))
    #expect(result.cells == [[], ["Double = 1.5"], ["LessonProgram = LessonProgram()"]])
  }

  @Test func `expressions of check comments have their values where they stand`() async throws {
    let result = try await run(
      """
      ```swift
      var a = 1
      ```

      $x$<!-- check: a * 10 -->

      ```swift
      a = 2
      ```

      $x$<!-- check: a * 10 -->

      $y$<!-- check: { equals: '[a, later]', where: { z: '"text"' } } -->

      ```swift
      let later = 7
      ```
      """)
    #expect(result.run.expressionProblems.isEmpty)
    let values = (0..<4).map { result.run.expressions[$0].map { "\($0)" } ?? "" }
    #expect(values[0].contains("[10.0]"))
    #expect(values[1].contains("[20.0]"))
    #expect(values[2].contains("[2.0, 7.0]"))
    #expect(values[3] == "opaque(type: \"String\")")
  }

  @Test func `of large arrays only the shape is told, without a look at each number`() async throws {
    let result = try await run(
      lesson([
        "var bytes = [UInt8](repeating: 1, count: 40_000_000)\nlet grid = [[Float]](repeating: .init(repeating: 1, count: 600), count: 600)",
        "bytes[0] = 2",
      ]))
    #expect(result.cells == [[], []])
    #expect(result.value(of: "bytes", after: 2) == "[UInt8] [40000000]")
    #expect(result.value(of: "grid", after: 1) == "[[Float]] [600, 600]")
  }

  @Test func `a value that can't be copied or kept runs, and is not told`() async throws {
    let result = try await run(
      lesson([
        "struct Ticket: ~Copyable {}\nlet ticket = Ticket()\nvar numbers = [1, 2, 3]\nnumbers.span[1]",
        "Ticket()",
      ]))
    #expect(result.cells[1] == ["9:1 this has no value that can be shown: its type is one that can't be copied"])
    #expect(result.notes(1) == [])
  }

  @Test func `a name that a guard unwraps is known behind it`() async throws {
    let result = try await run(
      lesson(["guard let n = Int(\"3\"), case (let a, 2) = (1, 2) else { fatalError() }\nn + a"]))
    #expect(result.cells == [["Int = 4"]])
    #expect(["n", "a"].map { result.value(of: $0, after: 1) } == ["Int [] [3.0]", "Int [] [1.0]"])
  }
}
