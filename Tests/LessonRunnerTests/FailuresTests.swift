import CellOutputs
import Diagnostics
import LessonDocument
import LessonRunner
import Testing

/// Whatever a cell does is a result. Results of earlier cells are kept.
@Suite struct FailuresTests {
  @Test func `the compiler's errors are told at their place in the Markdown`() async throws {
    let result = try await run(
      """
      # Title

      ```swift
      let a = 1
      ```

      > - ```swift
      >   print("kept back")
      >   let b: Int = "x"
      >   let é = unknownName; let d = a.nothing
      >   ```

      $x$<!-- check: missing + 1 -->
      """)
    #expect(
      result.cells == [
        ["not reached"],
        [
          "9:18 cannot convert value of type 'String' to specified type 'Int'",
          "10:13 cannot find 'unknownName' in scope",
          "10:36 value of type 'Int' has no member 'nothing'",
        ],
      ])
    #expect(result.marked(1) == ["\"", "unknownName", "nothing"])
    #expect(result.run.expressionProblems[0]?.map(\.message) == ["cannot find 'missing' in scope"])
    #expect(result.run.expressionProblems[0]?.map(\.range) == [0..<7])
  }

  @Test func `what the compiler has against the call around a statement is told of the statement, or not at all`() async throws {
    let result = try await run("```swift\nlet a = 1\nnil\n```\n\n```swift reset\nlet b = 1\nfatalError()\n```\n")
    #expect(
      result.cells == [
        ["3:1 this has no value that can be shown: generic parameter 'Value' could not be inferred"], ["8:1 this trapped"],
      ])
    #expect(result.run.cells.map(\.warnings) == [[], []])
  }

  @Test func `the compiler's notes name the lines of the Markdown`() async throws {
    let result = try await run("```swift\nlet a = 1\n```\n\n```swift\nlet a = 2\n```\n")
    #expect(result.cells[1] == ["6:5 invalid redeclaration of 'a'"])
    guard case .failed(let problems) = result.run.cells[1].state else { return }
    #expect(problems[0].notes == ["note: 'a' previously declared here (line 2)"])
  }

  @Test func `a trap keeps all that came before it, and names its statement`() async throws {
    let result = try await run(
      lesson([
        "print(\"before\")\n1 + 1", "let xs = [1, 2]\nprint(\"in the cell\")\nlet y =\n  xs[5]\nprint(\"never\")", "3",
      ]))
    #expect(
      result.cells == [
        ["printed \"before\\n\"", "Int = 2"], ["printed \"in the cell\\n\"", "9:1 this trapped: Index out of range"],
        ["not reached"],
      ])
    #expect(result.marked(1) == ["let y ="])
    #expect(result.value(of: "xs", after: 3) == nil)
  }

  @Test(arguments: [
    ("let n: Int? = nil\nn!", "3:1 this trapped: Unexpectedly found nil while unwrapping an Optional value", "n!"),
    ("fatalError(\"so it\\nis\")", "2:1 this trapped: so it\nis", "fatalError(\"so it\\nis\")"),
    ("precondition(1 > 2, \"no\")", "2:1 this trapped: no", "precondition(1 > 2, \"no\")"),
    (
      "struct Oops: Error { let code = 3 }\nthrow Oops()",
      "3:1 this trapped: Error raised at top level: Oops(code: 3)", "throw Oops()"
    ),
    ("let a: Tensor = [1, 2]\na + Tensor([1, 2, 3])", "3:1 this trapped: ", "a + Tensor([1, 2, 3])"),
    ("#if true\nlet z = Int(\"0\")!\nprint(1 / z)\n#endif", "2:1 this trapped: Division by zero", "#if true"),
  ])
  func `a trap is told with its reason`(code: String, failure: String, marked: String) async throws {
    let result = try await run(lesson([code]))
    #expect(result.cells[0].count == 1)
    #expect(result.cells[0][0].hasPrefix(failure), "\(result.cells[0])")
    #expect(result.marked(0) == [marked])
  }

  @Test(arguments: [
    ("struct Q: Displayable { var displayText: String { fatalError(\"never\") } }\nlet q = Q()\nq", "2:1 this trapped: never"),
    ("struct Q: CustomStringConvertible { var description: String { \"<\\(self)>\" } }\nQ()", "3:1 the program crashed (SIGSEGV)"),
    ("import Foundation\n_exit(0)", "3:1 this ended the whole program with `exit(0)`"),
    ("import Foundation\nabort()", "3:1 the program crashed (SIGABRT)"),
    ("let xs = [1]\nxs[3] // => 1", "3:1 this trapped: Index out of range"),
    ("func g(_ x: Int) -> Int { x == -1 ? 0 : g(x + 1) + 1 }\ng(1)", "3:1 the program crashed (SIGSEGV)"),
    ("let big = Int.max\nlet z = big + Int(\"1\")!", "3:1 the program crashed (SIGILL)"),
  ])
  func `an end that nobody foresees is told in a line`(code: String, failure: String) async throws {
    let result = try await run(lesson([code, "2"]))
    #expect(result.cells == [[failure], ["not reached"]])
    #expect(result.notes(0) == [])
  }

  @Test func `a value that nothing shows has a remedy`() async throws {
    let result = try await run(lesson(["let xs = [1, 2]\nxs.count // 2\nxs"]))
    #expect(result.run.cells[0].warnings.map(\.help).map { $0?.hasPrefix("to record its value, write `// =>`") } == [true])
  }

  @Test func `a trap in a function of an earlier cell is told where the function was called`() async throws {
    let result = try await run(lesson(["func pick(_ i: Int) -> Int { [1, 2][i] }", "print(pick(0))\npick(7)"]))
    #expect(result.cells[1] == ["printed \"1\\n\"", "7:1 this trapped: Index out of range"])
  }

  @Test(arguments: [
    ("let total = 1\ntotal // => 1", "let total = \"again\"\ntotal", "7:5", "total"),
    ("let total = 1\nprint(total)", "func total() {}", "7:6", "total()"),
    ("func f() -> Int { 1 }\nf()", "func f() -> Int { 2 }\nf()", "7:6", "f()"),
    ("struct Q { var x = 1 }\nlet q = Q()", "struct Q { var y = 2 }\nlet r = Q()\nr.y", "7:8", "Q"),
    ("struct Q { var x = 1 }\nQ().x", "let Q = 3\nQ", "7:5", "Q"), ("let (a, b) = (1, 2)\nb", "let (b, c) = (1, 2)\nb + c", "7:6", "b"),
    ("typealias T = Int\nlet t: T = 1", "typealias T = Double\nlet u: T = 1", "7:11", "T"),
    ("var v = 1\nv", "var v = 2\nv = 3\nv", "7:5", "v"),
    ("func f(_ x: Int) -> Int { x }\nf(1)", "func f(_ y: Int) -> Int { y }\nf(2)", "7:6", "f"),
  ])
  func `a name that is declared twice is told at its second declaration alone`(
    first: String, second: String, place: String, name: String
  ) async throws {
    let result = try await run(lesson([first, second, "1 + 1"]))
    #expect(result.cells[0] == ["not reached"])
    #expect(result.cells[1].count == 1)
    #expect(result.cells[1].first?.hasPrefix("\(place) invalid redeclaration of '\(name)") == true, "\(result.cells)")
    #expect(
      result.help(1) == ["give it another name, or mark this cell `nest` (its names are its own) or `reset` (a new program begins)"])
  }

  @Test(arguments: [
    (
      ".package(url: \"https://example.org/a\", from: \"1.0.0\")",
      "a part of a manifest is only shown: write `norun` behind `swift` on the fence"
    ),
    ("import SwiftUI", "only Apple's systems have it: write `norun` behind `swift` on the fence"),
    ("import NoSuchModule", "name its package under `libraries` in `course.yml`: `lessons help course`"),
  ])
  func `what a README shows and no lesson can run has a remedy`(code: String, help: String) async throws {
    #expect(try await run(lesson([code])).help(0) == [help])
  }

  @Test(arguments: [
    "let a = 1\nlet a = 2", "struct S { let x: Int; let x: Int }", "extension Int { var z: Int { 1 } }\nextension Int { var z: Int { 2 } }",
  ])
  func `within a cell another name is the only remedy`(code: String) async throws {
    #expect(try await run(lesson([code])).help(0) == ["give one of them another name"])
  }

  @Test func `what follows from a declaration with an error isn't told`() async throws {
    let result = try await run(lesson(["struct P: Missing { func go() {} }", "P().stop()", "let n: Int = \"x\""]))
    #expect(
      result.cells == [
        ["2:11 cannot find type 'Missing' in scope"], ["not reached"],
        ["10:14 cannot convert value of type 'String' to specified type 'Int'"],
      ])
    // Two declarations that mention each other: one error is left.
    let both = try await run(lesson(["struct A { let b = B.none }", "struct B { let a = A.none }"]))
    #expect(both.cells == [["2:22 type 'B' has no member 'none'"], ["not reached"]])
  }

  @Test func `functions of one name and other types are two`() async throws {
    let result = try await run(lesson(["func f(_ x: Int) -> Int { x }", "func f(_ x: String) -> String { x }\nf(\"a\")", "f(1)"]))
    #expect(result.cells == [[], ["String = \"a\""], ["Int = 1"]])
  }

  @Test func `an unknown name says which cell keeps it to itself`() async throws {
    let result = try await run(
      "```swift norun\nlet a = 1\n```\n\n```swift nest\nlet b = 2\n```\n\n```swift\nlet c = 3\nprint(b)\n```\n\n```swift reset\nprint(c)\n```\n"
    )
    #expect(result.help(1 + 1) == ["`b` is declared in the `nest` cell on line 5, whose names are its own"])
    #expect(result.help(3) == ["`c` is declared in the cell on line 9; the `reset` cell on line 14 begins another program"])
  }

  @Test(arguments: [
    "<unknown>:0: error: missing required module 'CAttentionKernels'", "main.swift:1:8: error: no such module 'LessonRuntime'",
    "<unknown>:0: error: unable to load standard library for target 'x86_64'", "/usr/bin/ld: cannot find -lLessonKit",
  ])
  func `a library that the compiler can't use is no fault of a cell`(text: String) async throws {
    let failure = await #expect(throws: ToolFailure.self) { try await run(lesson(["1"]), compiler: "echo \"\(text)\"; exit 1") }
    #expect(failure?.help?.hasPrefix("no lesson is the cause") == true)
    #expect(failure?.details == text)
  }

  @Test func `a function that isn't there is told`() async throws {
    let result = try await run(lesson(["@_silgen_name(\"no_such_function\") func f()\nf()"]))
    #expect(result.cells == [["2:1 the lesson's program uses a function that isn't there"]])
  }
}
