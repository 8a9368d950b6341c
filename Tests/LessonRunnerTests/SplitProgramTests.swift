import Testing

@testable import LessonRunner

/// A long program is split into functions, and does the same as a whole one.
@Suite struct SplitProgramTests {
  private func expectSame(_ cells: String..., sourceLocation: SourceLocation = #_sourceLocation) async throws {
    let text = lesson(cells)
    let (whole, split) = try await (run(text, splitsFrom: nil), run(text, splitsFrom: 0))
    #expect(split.cells == whole.cells, sourceLocation: sourceLocation)
    #expect(split.run.cells.map(\.bound) == whole.run.cells.map(\.bound), sourceLocation: sourceLocation)
    #expect(split.run.cells.map(\.recorded) == whole.run.cells.map(\.recorded), sourceLocation: sourceLocation)
    #expect(split.run.cells.map(\.warnings) == whole.run.cells.map(\.warnings), sourceLocation: sourceLocation)
  }

  @Test func `values, changes, functions and types of earlier cells are seen`() async throws {
    try await expectSame(
      "let max = 3\nvar list = [max]\nlist", "struct P { var a = list.count }\nfunc count() -> Int { list.count }\nlist.append(4)",
      "for x in list { print(x, count(), P().a) }\nlist[0] += 1\nlist // => [4, 4]\n(min(max, 9), #line, #fileID)")
  }

  @Test func `scopes, deferred work and errors stay as they are`() async throws {
    try await expectSame("let a = 1", "defer { print(a) }\nprint(\"first\")", "print(#function)\na")
    try await expectSame("let a: Int? = 1\nguard let b = a else { fatalError() }\nb", "b + 1\nif let a { print(a) }")
    try await expectSame("struct E: Error {}\nfunc f() throws -> Int { throw E() }\nprint(try? f())", "print(2)\ntry f()", "3")
    try await expectSame("let x: Int\nif #line > 0 { x = 2 } else { x = 3 }\nprint(x)", "x")
    try await expectSame("func f() async -> Int { 4 }\nprint(1)", "let y = await f()\nprint(y)", "await f()\n")
  }

  @Test func `traps name their lines`() async throws {
    try await expectSame("let a = [1]\nlet i = 4", "print(a)\n\nprint(a[i])", "a")
  }

  @Test func `what the compiler refuses at the top level it refuses in a split program`() async throws {
    try await expectSame("print(1)\nprint(later)", "let later = 2\nlater")
    try await expectSame("print(1)\nif #line > 0 { return }", "2")
    try await expectSame("let a = 1\na.nothing", "var unused: Int { 3 }\na")
  }
}
