import CellOutputs
import LessonRunner
import Testing

/// The digest of a value that is shown only in part.
@Suite struct ValueDigestTests {
  private func digests(of cells: [String]) async throws -> [String?] {
    try await run(lesson(cells)).run.cells.map { cell in
      guard case .value(let value)? = cell.outputs.last else { return "no value" }
      return value.digest?.text
    }
  }

  private static let long: [(value: String, other: String)] = [
    ("(0..<2000).map { $0 }", "(0..<2000).map { $0 == 999 ? 0 : $0 }"),
    ("(0..<2000).map { Double($0) }", "(0..<2000).map { $0 == 999 ? Double($0).nextUp : Double($0) }"),
    ("(0..<2000).map { \"\\($0)\" }", "(0..<2000).map { $0 == 999 ? \"x\" : \"\\($0)\" }"),
    ("(0..<2000).map { UInt64.max - UInt64($0) }", "(0..<2000).map { $0 == 999 ? 5 : UInt64.max - UInt64($0) }"),
    ("Set(0..<2000)", "Set(0..<2001).subtracting([1000])"),
    (
      "Dictionary(uniqueKeysWithValues: (0..<2000).map { ($0, $0) })",
      "Dictionary(uniqueKeysWithValues: (0..<2000).map { ($0, $0 == 999 ? 0 : $0) })"
    ),
    ("(0..<50).map { i in (0..<50).map { i * $0 } }", "(0..<50).map { i in (0..<50).map { i == 20 && $0 == 20 ? 0 : i * $0 } }"),
    ("Tensor((0..<40).map { Float($0) })", "Tensor((0..<40).map { $0 == 20 ? 0 : Float($0) })"),
    ("Tensor((0..<40).map { Float($0) }).shown(decimals: 2)", "Tensor((0..<40).map { $0 == 20 ? 0 : Float($0) }).shown(decimals: 2)"),
    ("Tensor.zeros([2000])", "Tensor.zeros([40, 50])"),
    ("[Tensor((0..<40).map { Float($0) })]", "[Tensor((0..<40).map { $0 == 20 ? 0 : Float($0) })]"),
    ("(1, (0..<2000).map { $0 })", "(1, (0..<2000).map { $0 == 999 ? 0 : $0 })"),
    ("(0..<2000).map { Optional($0) }", "(0..<2000).map { $0 == 999 ? nil : Optional($0) }"),
  ]

  @Test func `two values that are shown alike have two digests, and the same value has one`() async throws {
    let first = try await digests(of: Self.long.flatMap { [$0.value, $0.other] })
    #expect(!first.contains(nil) && !first.contains("no value"))
    for index in stride(from: 0, to: first.count, by: 2) {
      #expect(first[index] != first[index + 1], "\(Self.long[index / 2].value)")
    }
    #expect(try await digests(of: Self.long.flatMap { [$0.value, $0.other] }) == first)
  }

  @Test func `a value that is nested too deeply to be shown has one`() async throws {
    let list =
      "indirect enum List { case end, node(Int, List) }\nfunc list(_ last: Int) -> List { (0..<30).reduce(.node(last, .end)) { .node($1, $0) } }"
    let result = try await digests(of: [list + "\nlist(1)", "list(2)"])
    #expect(result[0] != nil && result[1] != nil && result[0] != result[1])
  }

  @Test func `a value that is shown whole has none`() async throws {
    #expect(
      try await digests(of: [
        "(0..<1000).map { $0 }", "Tensor([1, 2])", "\"…\"", "[\"…\"]", "heatMap(Tensor([[1, 2]]), title: \"W\")",
        "struct D: Displayable { var displayText: String { \"a…\" } }\nD()",
      ]) == Array(repeating: nil, count: 6))
  }

  @Test func `all NaNs are one`() async throws {
    let result = try await digests(of: [
      "(0..<2000).map { $0 == 999 ? Double.nan : Double($0) }", "(0..<2000).map { $0 == 999 ? -Double.nan : Double($0) }",
    ])
    #expect(result[0] == result[1])
  }
}
