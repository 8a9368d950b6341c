import CellAnalysis
import Diagnostics
import Testing

@testable import LessonDocument

@Suite struct CellStatementTests {
  private func statements(_ code: String) -> [CellStatement] { CellStatement.parse(code).0 }

  private func problems(_ code: String) -> [String] {
    let (_, problems, strayComments, _) = CellStatement.parse(code)
    return (strayComments + problems).map { "\($0.range.lowerBound) \($0.message)" }
  }

  private func text(_ statement: CellStatement, in code: String) -> String {
    String(decoding: Array(code.utf8)[statement.range], as: UTF8.self)
  }

  @Test(
    arguments: [
      ("1 + 1", .expression), ("f(x)", .expression), ("try await f()", .expression), ("x == y", .expression),
      ("a <= b", .expression),
      ("{ 1 }()", .expression), ("x as Any", .expression), ("\"a = b\"", .expression), ("a != b", .expression),
      ("a === b", .expression),
      ("x = 1", .action), ("x += 1", .action), ("x <<= 1", .action), ("_ = f()", .action), ("a[0] = 1", .action),
      ("(a, b) = (b, a)", .action), ("1...3 ~= 2", .expression), ("a .== b", .expression), ("a ≈= b", .expression),
      ("a &+= b", .action), ("#warning(\"look\")", .action), ("if a { b }", .action), ("for x in y { }", .action), ("while a { }", .action),
      ("switch x { default: break }", .action), ("defer { }", .action), ("guard a else { exit(1) }", .action),
      ("let x = 1", .action),
      ("var x = 1", .action), ("repeat { } while a", .action), ("do { }", .action), ("throw e", .action),
      ("func f() { }", .declaration), ("struct S { }", .declaration), ("extension Int { }", .declaration),
      ("import Foundation", .declaration), ("protocol P { }", .declaration), ("infix operator **", .declaration),
      ("typealias T = Int", .declaration), ("enum E { case a }", .declaration),
    ] as [(String, CellStatement.Kind)])
  func `a statement is what it is`(code: String, kind: CellStatement.Kind) {
    #expect(statements(code).map(\.kind) == [kind])
  }

  @Test func `each statement knows its bytes, line and column`() {
    let code = "// a comment\nlet é = 1; é + 1 // more\n\n  f(\n    2)\n"
    let found = statements(code)
    #expect(found.map { text($0, in: code) } == ["let é = 1", "é + 1", "f(\n    2)"])
    #expect(found.map(\.line) == [2, 2, 4])
    // Columns count bytes, as the compiler's do.
    #expect(found.map(\.column) == [1, 13, 3])
  }

  @Test func `the variables of a statement are those that have a value after it`() {
    func names(_ code: String) -> [String] {
      statements(code).flatMap(\.variables).map { ($0.isMutable ? "var " : "") + $0.name }
    }
    #expect(names("let a = 1, b = 2") == ["a", "b"])
    #expect(names("var a = 1") == ["var a"])
    #expect(names("let (a, (b, _)) = f()") == ["a", "b"])
    #expect(names("var a = 1 { didSet { } }") == ["var a"])
    #expect(names("let _ = 1") == [])
    #expect(names("var a: Int") == [])
    #expect(names("var a: Int { 1 }") == [])
    #expect(names("lazy var a = 1") == [])
    #expect(names("async let a = f()") == [])
    #expect(names("func f() { let a = 1 }\nif true { let b = 1 }") == [])
  }

  @Test func `an arrow comment records the value before it`() throws {
    let code = "let a = 1 // => 1\na + 1    //=>   2, as expected  \nf(\n  a) // => [3, 4]\n"
    let expected = statements(code).map(\.expected)
    #expect(expected.map { $0?.text } == ["1", "2, as expected", "[3, 4]"])
    #expect(expected.map { $0?.variable } == ["a", nil, nil])
    for value in expected.compactMap(\.self) {
      #expect(String(decoding: Array(code.utf8)[value.range], as: UTF8.self) == value.text)
    }
    #expect(problems(code) == [])
  }

  @Test func `an arrow without a text stands ready to be filled`() {
    let expected = statements("1 // =>\n2 // => \n").map(\.expected)
    #expect(expected.map { $0?.text } == ["", ""])
    #expect(expected.map { $0?.range } == [7..<7, 16..<16])
  }

  @Test(arguments: ["\"// => 1\"", "1 /* // => 1 */", "1 // a => b", "1 // ==> 2", "1 //"])
  func `what only looks like an arrow comment records nothing`(code: String) {
    #expect(statements(code).map { $0.expected?.text } == [nil])
    #expect(problems(code) == [])
  }

  @Test(arguments: [
    ("func f() { } // => 1", "19 there is no value before this `// =>`"),
    ("x = 1 // => 1", "12 there is no value before this `// =>`"),
    ("let (a, b) = (1, 2) // => 1", "26 there is no value before this `// =>`"),
    ("for x in y { } // => 1", "21 there is no value before this `// =>`"),
    ("import Foundation // => 1", "24 there is no value before this `// =>`"),
    (
      "for x in y {\n  x // => 1\n}",
      "23 `// =>` records the value of a statement at the cell's top level, at the end of its last line"
    ),
    (
      "// => 1\nf()",
      "6 `// =>` records the value of a statement at the cell's top level, at the end of its last line"
    ),
    (
      "f()\n// => 1",
      "10 `// =>` records the value of a statement at the cell's top level, at the end of its last line"
    ),
    (
      "f( // => 1\n)",
      "9 `// =>` records the value of a statement at the cell's top level, at the end of its last line"
    ),
  ])
  func `an arrow comment with nothing before it is an error`(code: String, problem: String) {
    #expect(problems(code) == [problem])
  }

  @Test func `a syntax error is told at its place in the lesson`() {
    let document = parse("> text\n>\n> ```swift\n> let a = (1\n> let b = 2\n> ```\n")
    #expect(document.problems.first == "4:13 expected ')' to end tuple")
  }

  @Test func `code that was never Swift is one error, which says how to show it without running it`() {
    let outline = parse("```swift\nfor each key {\n  compare key with query ...\n}\nreturn the largest ...\nfunc f(a, b) { ... }\n```\n")
    #expect(outline.problems.count == 1, "\(outline.problems)")
    let problem = outline.diagnostics.first?.problem
    #expect(problem?.notes.first?.hasSuffix(" more errors of syntax") == true, "\(String(describing: problem))")
    #expect(problem?.help == "correct it; code that is only to be shown has a fence that begins with `swift norun`")
    // A few mistakes are told one by one.
    #expect(parse("```swift\nlet a = (1\nlet b = [2\nlet c = 3\n```\n").problems.count == 2)
  }

  @Test func `a cell that must not compile need not even parse`() {
    #expect(parse("```swift fail\nlet = =\n```\n\n```swift norun\n…\n```\n").problems == [])
  }

  @Test func `an empty cell has no statements`() {
    #expect(statements("").isEmpty)
    #expect(statements("// only a comment\n").isEmpty)
  }
}
