import Testing

@testable import LaTeXSyntax

@Suite struct ReadingTests {
  @Test(arguments: [
    (#"\alpha_{ij}"#, "α_ij"), (#"QK^\top"#, "QK^⊤"), ("W_O", "W_O"), (#"\sqrt{d_k}"#, "√d_k"), (#"\sqrt[3]{x + 1}"#, "3√(x + 1)"),
    (#"\frac{QK^\top}{\sqrt{d_k}}"#, "QK^⊤/√d_k"), (#"\frac{a + b}{2}"#, "(a + b)/2"),
    (#"\sum_{j=1}^{n} \alpha_{ij} v_j"#, "∑_(j=1)^n α_ij v_j"),
    (#"-\infty"#, "−∞"), (#"e^{-200}"#, "e^(−200)"), ("a - b", "a − b"), (#"\operatorname{softmax}(x)"#, "softmax(x)"),
    (#"\mathbf{q} \in \mathbb{R}^{n}"#, "q ∈ ℝ^n"), (#"\binom{n}{k}"#, "(n over k)"), (#"\text{if } x > 0"#, "if x > 0"),
    (#"\left( \frac{1}{2} \right)"#, "(1/2)"), (#"W_Q X"#, "W_Q X"), (#"x'"#, "x′"), (#"\hat{y} = \tilde{x}"#, "y = x"),
    (#"\begin{aligned} a &= b \\ c &= d \end{aligned}"#, "a = b; c = d"),
  ])
  func `a formula reads in one line`(latex: String, reading: String) throws {
    #expect(try SyntaxTree(parsing: latex).reading == reading)
  }
}
