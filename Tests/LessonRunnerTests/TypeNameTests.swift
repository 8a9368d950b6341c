import LessonRunner
import Testing

/// Types as an author writes them, alone, within others, and in the reason of a trap.
@Suite struct TypeNameTests {
  @Test func `a type is named without its module, and by its short spelling wherever it stands`() async throws {
    let named: [(code: String, expected: String)] = [
      ("(1, Optional(2))", "(Int, Int?)"), ("Set([[1]])", "Set<[Int]>"), ("\"a\".utf8", "String.UTF8View"),
      ("[1: [Optional(Set<[Int]>())]]", "[Int: [Set<[Int]>?]]"),
      ("([1], b: (2, [\"c\": nil as Int?]))", "([Int], b: (Int, [String: Int?]))"),
      ("struct Outer { struct Inner {}; struct Of<T> { struct In<U> {} } }\nOuter.Inner()", "Outer.Inner"),
      ("Outer.Of<Int>.In<[Int]>()", "Outer.Of<Int>.In<[Int]>"), ("[Outer.Inner()]", "[Outer.Inner]"),
      ("extension String { struct Mine {} }\nString.Mine()", "String.Mine"),
      ("{ (x: Int) -> [Int] in [x] }", "(Int) -> [Int]"), ("Optional({ (x: Int) in x })", "((Int) -> Int)?"),
      ("[{ (x: Int) in x }].first", "((Int) -> Int)?"), ("[Int].self", "[Int].Type"), ("() as Void?", "()?"),
      ("import Foundation\n[Date?]()", "[Date?]"), ("let c: any Collection<Int> = [1]\n[c]", "[any Collection<Int>]"),
      // Swift prints such a space.
      ("struct `a b` {}\n[`a b`]()", "[`a\u{A0}b`]"),
    ]
    let result = try await run(lesson(named.map(\.code)))
    for (cell, (code, expected)) in zip(result.cells, named) {
      #expect(cell.last?.hasPrefix("\(expected) = ") == true, "\(code): \(cell)")
    }
  }

  @Test func `a value that Swift shows by its type alone is shown by the type as an author writes it`() async throws {
    let shown: [(code: String, expected: String)] = [
      ("final class Node {}\nNode()", "Node = Node"), ("struct H { var n = Node() }\nH()", "H = H(n: Node)"),
      ("private class Hidden {}\nHidden()", "Hidden = Hidden"),
      ("stride(from: 0, to: 10, by: 2)", "StrideTo<Int> = StrideTo<Int>(from: 0, to: 10, by: 2)"),
      ("String.UTF8View.self", "String.UTF8View.Type = String.UTF8View"), ("{ 1 }", "() -> Int = (Function)"),
      ("struct Outer { struct Inner { var x = 1 }; struct None {} }\nOuter.Inner()", "Outer.Inner = Outer.Inner(x: 1)"),
      ("[Outer.None()]", "[Outer.None] = [Outer.None()]"),
    ]
    let result = try await run(
      lesson(shown.map(\.code))
        + "\n```swift nest\nfinal class C {}\nC()\n```\n\n```swift nest\nfinal class C { struct D {} }\n[C.D()]\n```\n")
    #expect(result.cells == shown.map { [$0.expected] } + [["C = C"], ["[C.D] = [C.D()]"]])
  }

  @Test func `a trap's reason names types so too, and files as the lesson does`() async throws {
    let result = try await run(
      """
      ```swift
      import Foundation
      enum Fault: Error { case bad(Int) }
      ```

      ```swift crash
      struct A: Error {}
      throw A()
      ```

      ```swift crash
      throw Fault.bad(1)
      ```

      ```swift crash
      try! { throw Fault.bad(2) }()
      ```

      ```swift crash
      fatalError("ask Swift.org about \\(String(reflecting: Fault.self)) and \\(String(reflecting: [Int].self))")
      ```

      ```swift crash
      try String(contentsOfFile: "missing.txt", encoding: .utf8)
      ```
      """)
    #expect(
      Array(result.cells[1...4]) == [
        ["expected Fatal error: Error raised at top level: A()"],
        ["expected Fatal error: Error raised at top level: Fault.bad(1)"],
        ["expected Fatal error: 'try!' expression unexpectedly raised an error: Fault.bad(2)"],
        ["expected Fatal error: ask Swift.org about Fault and Array<Int>"],
      ])
    let missing = try #require(result.cells[5].last)
    #expect(missing.contains("missing.txt") && !missing.contains("lesson-run-") && !missing.contains("file:"), "\(missing)")
  }
}
