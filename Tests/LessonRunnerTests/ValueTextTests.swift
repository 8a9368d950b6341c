import CellAnalysis
import CellOutputs
import LessonDocument
import LessonRunner
import Testing

/// The texts of values without a notation of their own.
@Suite struct ValueTextTests {
  private func texts(of cells: [String]) async throws -> [[String]] { try await run(lesson(cells)).cells }

  @Test func `sets and dictionaries are shown in the order of their elements and keys`() async throws {
    let shown: [(code: String, expected: String)] = [
      ("[10: \"x\", 9: \"y\", -1: \"z\"]", "[Int: String] = [-1: \"z\", 9: \"y\", 10: \"x\"]"),
      ("Set([2.5, 10, -1])", "Set<Double> = [-1.0, 2.5, 10.0]"),
      ("[Set([\"b\", \"a\", \"c\"])]", "[Set<String>] = [Set([\"a\", \"b\", \"c\"])]"),
      ("enum Side { case left, right, up, down }\nSet([Side.up, .right, .left, .down])", "Set<Side> = [down, left, right, up]"),
      ("[\"b\": [\"y\": 1, \"x\": 2], \"a\": [:]]", "[String: [String: Int]] = [\"a\": [:], \"b\": [\"x\": 2, \"y\": 1]]"),
      (
        "struct Key: Hashable { var a: Int; var b: Int? }\n[Key(a: 2, b: 3): true, Key(a: 1, b: nil): false]",
        "[Key: Bool] = [Key(a: 1, b: nil): false, Key(a: 2, b: Optional(3)): true]"
      ),
    ]
    let result = try await texts(of: shown.map(\.code))
    #expect(result == shown.map { [$0.expected] })
  }

  @Test func `a NaN stands behind the numbers, and no entry is lost`() async throws {
    let result = try await texts(of: [
      "[Double.nan: 1, 2.0: 3, -1.0: 4]", "Set([Float.nan, 2, 1])", "Dictionary(uniqueKeysWithValues: [3, .nan, 1, 2].map { ($0, $0) })",
    ])
    #expect(
      result == [
        ["[Double: Int] = [-1.0: 4, 2.0: 3, nan: 1]"], ["Set<Float> = [1.0, 2.0, nan]"],
        ["[Double: Double] = [1.0: 1.0, 2.0: 2.0, 3.0: 3.0, nan: nan]"],
      ])
  }

  @Test func `characters and parts of strings are quoted as strings are`() async throws {
    let result = try await texts(of: [
      "\"a\" as Character", "\"a b\".split(separator: \" \")[0]", "[\"a\" as Character]", "\"\\n\" as Character?",
    ])
    #expect(
      result == [
        ["Character = \"a\""], ["Substring = \"a\""], ["[Character] = [\"a\"]"], ["Character? = \"\\n\""],
      ])
  }

  @Test func `an inline array is shown as an array`() async throws {
    let result = try await texts(of: ["let v: InlineArray<3, Int> = [1, 2, 3]\nv", "[[1.5] as InlineArray<1, Double>]"])
    #expect(result == [["InlineArray<3, Int> = [1, 2, 3]"], ["[InlineArray<1, Double>] = [[1.5]]"]])
  }

  @Test func `an address is left out`() async throws {
    let result = try await texts(of: ["\\String.count", "final class Box {}\nlet box = Box()\nObjectIdentifier(box)"])
    #expect(
      result == [
        ["KeyPath<String, Int> = \\String.<computed 0x… (Int)>"], ["ObjectIdentifier = ObjectIdentifier(0x…)"],
      ])
  }

  @Test func `a set is printed in the same order by every run`() async throws {
    let code = "print(Set(0..<100))\nprint(Dictionary(uniqueKeysWithValues: (0..<100).map { (\"\\($0)\", $0) }))"
    let first = try await texts(of: [code])
    #expect(try await texts(of: [code]) == first)
    #expect(first[0].count == 1)
  }

  @Test func `a value of many parts is written as Swift writes it, without the module's name`() async throws {
    let shown: [(code: String, expected: String)] = [
      ("struct Point { var x = 1; var y: Double? = nil }\n[Point()]", "[Point] = [Point(x: 1, y: nil)]"),
      ("(1, name: [\"a\"], Optional(Point()))", "(Int, name: [String], Point?) = (1, name: [\"a\"], Optional(Point(x: 1, y: nil)))"),
      (
        "indirect enum Tree { case leaf; case node(Tree, size: Int, Tree); case root(Tree) }\nTree.root(.node(.leaf, size: 2, .leaf))",
        "Tree = root(node(leaf, size: 2, leaf))"
      ),
      ("Optional([1, 2])", "[Int]? = Optional([1, 2])"), ("[1, 2, 3].dropFirst()", "ArraySlice<Int> = [2, 3]"),
      ("[[1, 2, 3].dropFirst()]", "[ArraySlice<Int>] = [ArraySlice([2, 3])]"), ("[Int]()", "[Int] = []"),
      ("[String: Int]()", "[String: Int] = [:]"), ("[-Double.nan, 1]", "[Double] = [nan, 1.0]"),
      ("struct Own: CustomStringConvertible { var description: String { \"own\" } }\n[Own()]", "[Own] = [own]"),
      ("struct Empty {}\n[Empty()]", "[Empty] = [Empty()]"), ("final class Box {}\n[Box()].count", "Int = 1"),
    ]
    let result = try await texts(of: shown.map(\.code))
    #expect(result == shown.map { [$0.expected] })
  }

  @Test func `what is wider than a page is broken at its brackets`() async throws {
    let result = try await texts(of: [
      "(0..<40).map { $0 * 1000 }",
      "(0..<3).map { row in (0..<6).map { Double(row) + Double($0) / 7 } }",
      """
      struct Layer { var name = "attention"; var sizes = [512, 64, 64]; var weights = (0..<24).map { Float($0) / 10 } }
      [Layer()]
      """,
      "Dictionary(uniqueKeysWithValues: (1...4).map { (\"a rather long key \\($0)\", $0) })",
      "[Tensor([[1, 2], [3, 4]]), Tensor([[5, 6], [7, 8]])]",
      "[String(repeating: \"x\", count: 100)]",
    ])
    #expect(
      result == [
        [
          """
          [Int] = [0, 1000, 2000, 3000, 4000, 5000, 6000, 7000, 8000, 9000, 10000, 11000, 12000, 13000,
           14000, 15000, 16000, 17000, 18000, 19000, 20000, 21000, 22000, 23000, 24000, 25000,
           26000, 27000, 28000, 29000, 30000, 31000, 32000, 33000, 34000, 35000, 36000, 37000,
           38000, 39000]
          """
        ],
        [
          """
          [[Double]] = [[0.0, 0.14285714285714285, 0.2857142857142857, 0.42857142857142855, 0.5714285714285714,
            0.7142857142857143],
           [1.0, 1.1428571428571428, 1.2857142857142856, 1.4285714285714286, 1.5714285714285714,
            1.7142857142857144],
           [2.0, 2.142857142857143, 2.2857142857142856, 2.4285714285714284, 2.571428571428571,
            2.7142857142857144]]
          """
        ],
        [
          """
          [Layer] = [Layer(
             name: "attention",
             sizes: [512, 64, 64],
             weights: [0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.2, 1.3, 1.4,
                       1.5, 1.6, 1.7, 1.8, 1.9, 2.0, 2.1, 2.2, 2.3]
           )]
          """
        ],
        [
          """
          [String: Int] = ["a rather long key 1": 1,
           "a rather long key 2": 2,
           "a rather long key 3": 3,
           "a rather long key 4": 4]
          """
        ],
        ["[Tensor] = [[[1, 2],\n  [3, 4]],\n [[5, 6],\n  [7, 8]]]"],
        ["[String] = [\"\(String(repeating: "x", count: 100))\"]"],
      ])
  }

  /// Values that must be shown within the time limit of a cell.
  @Test func `of large values the ends are shown`() async throws {
    var result = try await texts(of: [
      "[Float](repeating: 0.5, count: 3_000_000)",
      "(0..<900).map { row in (0..<900).map { row * $0 } }",
      "Set(0..<100_000)", "Dictionary(uniqueKeysWithValues: (0..<2000).map { ($0, \"\\($0)\") })",
      "(0..<1000).map { $0 }.count", "struct Data { var xs = Array(0..<5000); var few = [1, 2] }\nData()",
      "indirect enum List { case end; case cell(Int, List) }\n\nfunc list(_ count: Int) -> List { (0..<count).reduce(.end) { .cell($1, $0) } }\nlist(500)",
      "list(10)",
    ])
    // A chain too long to be shown.
    let chain = result.remove(at: 6)
    #expect(chain[0].hasPrefix("List = cell(\n  499,\n  cell(\n    498,"))
    #expect(chain[0].contains("cell(485, cell(…, …))"))
    #expect(
      result == [
        ["[Float] [3000000] = [0.5, 0.5, 0.5, …, 0.5, 0.5, 0.5]"],
        [
          """
          [[Int]] [900] = [[0, 0, 0, …, 0, 0, 0],
           [0, 1, 2, …, 897, 898, 899],
           [0, 2, 4, …, 1794, 1796, 1798],
           …,
           [0, 897, 1794, …, 804609, 805506, 806403],
           [0, 898, 1796, …, 805506, 806404, 807302],
           [0, 899, 1798, …, 806403, 807302, 808201]]
          """
        ],
        ["Set<Int> [100000] = [0, 1, 2, …, 99997, 99998, 99999]"],
        [
          "[Int: String] [2000] = [0: \"0\", 1: \"1\", 2: \"2\", …, 1997: \"1997\", 1998: \"1998\", 1999: \"1999\"]"
        ],
        ["Int = 1000"],
        ["Data = Data(xs: [0, 1, 2, …, 4997, 4998, 4999], few: [1, 2])"],
        ["List = cell(\n  9,\n  cell(8, cell(7, cell(6, cell(5, cell(4, cell(3, cell(2, cell(1, cell(0, end)))))))))\n)"],
      ])
  }
}
