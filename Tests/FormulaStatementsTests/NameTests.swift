import LaTeXSyntax
import Testing

@testable import FormulaStatements

@Suite struct `Names in LaTeX` {
  @Test(arguments: [
    ("W_i^Q", "W^Q_i"), ("W_{i}^{Q}", "W_i^Q"), (#"\mathbf{W}_{\textrm{xr}}"#, #"\mathbf{W}_{\text{xr}}"#),
    (#"\operatorname{head}"#, #"\text{head}"#), (#"\mathrm{head_1}"#, #"\text{head}_1"#),
    (#"\hat{x_i}"#, #"\hat{x}_i"#),
    (#"\widehat{y}"#, #"\hat{y}"#), ("x'", #"x^\prime"#), ("{W^Q}_i", "W_i^Q"), (#"\mathit{pos}"#, "pos"),
    ("W_{ i }", "W_i"),
    (#"\nabla_xf"#, #"\nabla_x f"#),
  ]) func `spellings of one name are equal`(_ first: String, _ second: String) throws {
    #expect(try Name(parsing: first) == Name(parsing: second))
  }

  @Test(arguments: [
    ("x", #"\mathbf{x}"#), ("x", "x'"), ("x_i", "x^i"), (#"\hat{x}"#, #"\bar{x}"#), ("W_i^Q", "W_Q^i"), ("dP", "PD"),
    (#"\epsilon"#, #"\varepsilon"#),
  ]) func `different names differ`(_ first: String, _ second: String) throws {
    #expect(try Name(parsing: first) != Name(parsing: second))
  }

  @Test(arguments: [
    ("d_k", ["d_k", "dK"]), (#"\alpha"#, ["alpha", "α"]), (#"\hat{y}"#, ["yHat", "y_hat"]),
    ("x'", ["xPrime", "x_prime"]),
    (#"\mathbf{q}"#, ["q"]), ("W^Q", ["WQ", "W_Q"]), (#"d_{\text{model}}"#, ["d_model", "dModel"]),
    (#"\text{head}"#, ["head"]), (#"step\_num"#, ["step_num", "stepNum"]), ("Q", ["Q"]), ("dP", ["dP"]),
    ("W_1", ["W1", "W_1"]), (#"\ell"#, ["ell", "ℓ"]), (#"m^{\text{new}}"#, ["m_new", "mNew"]),
    (#"\mathcal{L}"#, ["L"]), (#"\frac{\partial L}{\partial W}"#, []), ("x_{i-1}", []),
  ]) func `a name binds to Swift identifiers, the best first`(_ latex: String, _ identifiers: [String]) throws {
    #expect(try Name(parsing: latex).identifiers == identifiers)
  }

  @Test(arguments: [
    ("Q", ["q"]), ("W^Q", ["wQ", "w_Q"]), ("W_1", ["w1", "w_1"]), (#"\mathcal{L}"#, ["l"]), (#"\hat{X}"#, ["xHat", "x_hat"]), ("q", []),
    ("dP", []), (#"\Phi"#, []),
  ]) func `a capital letter may be a matrix that Swift calls by the small one`(_ latex: String, _ identifiers: [String]) throws {
    #expect(try Name(parsing: latex).matrixIdentifiers == identifiers)
  }
}
