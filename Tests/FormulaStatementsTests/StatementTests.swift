import LaTeXSyntax
import Testing

@testable import FormulaStatements

/// How a formula is split into statements (R14), before anything has a value.
@Suite struct StatementTests {
  private func statements(_ latex: String) throws -> [String] {
    try Statement.all(in: SyntaxTree(parsing: latex)).map { statement in
      var text = ""
      for (index, member) in statement.members.enumerated() {
        if index > 0 { text += " \(statement.relations[index - 1].sign) " }
        text += SyntaxTree.canonicalLaTeX(of: member.nodes)
      }
      return text
    }
  }

  @Test(arguments: [
    (#"a = b"#, ["a = b"]), (#"a = b \approx c"#, ["a = b ≈ c"]), (#"a = b,\quad c = d"#, ["a = b", "c = d"]),
    (#"a = b \text{ where } b = c"#, ["a = b", "b = c"]), (#"\begin{aligned}a &= b\\ c &= d\end{aligned}"#, ["a = b", "c = d"]),
    (#"\begin{aligned}a &= b\\ &= c\end{aligned}"#, ["a = b = c"]), (#"\begin{aligned}a &= b\\ &+ c\end{aligned}"#, ["a = b+c"]),
    (#"x \leftarrow y"#, ["x ← y"]),
  ]) func `a formula is split where a reader sees another statement`(_ latex: String, _ expected: [String]) throws {
    #expect(try statements(latex) == expected)
  }

  @Test func `the label of a brace is a statement of its own`() throws {
    #expect(try statements(#"\underbrace{x}_{= 7} = y"#).last == "x = 7")
  }

  @Test func `a comma within a list splits nothing`() throws {
    #expect(try statements("f(a, b) = c").count == 1)
  }
}
