import Testing

@testable import LaTeXSyntax

@Suite struct SyntaxLaTeXTests {
  @Test(arguments: [
    ("W_i^Q", "W_{i}^{Q}"),
    ("W^Q_{i}", "W_{i}^{Q}"),
    (#"W ^ { Q } _ i"#, "W_{i}^{Q}"),
    ("α", #"\alpha"#),
    (#"\alpha x"#, #"\alpha x"#),
    (#"\mathbf  x"#, #"\mathbf{x}"#),
    ("f'^2", "f'^{2}"),
    (#"\frac12"#, #"\frac{1}{2}"#),
    (#"a \over b"#, #"\frac{a}{b}"#),
    (#"\left<x\right>"#, #"\left\langle x\right\rangle"#),
    (#"\textrm{new}"#, #"\text{new}"#),
    (#"\operatorname*{arg\,max}"#, #"\operatorname*{arg\ max}"#),
    (#"\operatorname{arg~~\,max}"#, #"\operatorname{arg\ max}"#),
    (#"\operatorname{α~\text{ b }~c}"#, #"\operatorname{\text{α b c}}"#),
    (#"\operatorname{é---b}"#, #"\operatorname{\text{é-{}-{}-b}}"#),
    (#"\operatorname{\text{é-{}-{}-b}}"#, #"\operatorname{\text{é-{}-{}-b}}"#),
    (#"\text{a { b}}"#, #"\text{a b}"#),
    (#"\text{a---b}"#, #"\text{a—b}"#),
    (#"\log x"#, #"\log x"#),
    (#"a \\ b"#, #"\begin{gathered}a\\b\end{gathered}"#),
    (#"{\color{red}x}y"#, #"{\color{red}x}y"#), (#"\textcolor{red}{x}y"#, #"\textcolor{red}{x}y"#),
    (#"a\not\in B"#, #"a\notin B"#),
  ])
  func `one way of writing for what is the same`(latex: String, normal: String) throws {
    #expect(try SyntaxTree(parsing: latex).normalizedLaTeX == normal)
  }

  @Test func `what is written is read as the same tree`() throws {
    for latex in try RealWorldFormulas.all() {
      let syntax = try SyntaxTree(parsing: latex)
      let again = try SyntaxTree(parsing: syntax.normalizedLaTeX)
      #expect(dump(again.nodes) == dump(syntax.nodes), "\(latex)")
      #expect(again.normalizedLaTeX == syntax.normalizedLaTeX, "\(latex)")
    }
  }
}
