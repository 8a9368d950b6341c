import Diagnostics
import Testing

@testable import Formulas

private typealias F = FormulaExample

/// What has no value is refused at its place, with what to write instead.
@Suite struct RemedyTests {
  @Test(arguments: [
    (#"z=\int_0^1 x^2 dx"#, #"\int"#, "`expect: none`"), (#"\nabla_v\|v\|^2=2v"#, #"\nabla"#, "`expect: none`"),
    (#"z=\frac{d}{dx}x^2"#, "d", "`expect: none`"), (#"z=\lim_{k\to\infty}k"#, #"\lim"#, "`expect: none`"),
    (#"z=\sum_{k=0}^{\infty}x^k"#, #"\infty"#, #"`\approx`"#), (#"z=\sigma(x)"#, #"\sigma"#, #"\operatorname{sigmoid}"#),
    (#"z=x\Phi(x)"#, #"\Phi"#, #"\operatorname{erf}"#), (#"z=\operatorname{GELU}(x)"#, #"\operatorname{GELU}"#, "given"),
    (#"z=\operatorname{Var}(v)"#, #"\operatorname{Var}"#, "n - 1"), (#"z=\operatorname{std}(v)"#, #"\operatorname{std}"#, #"\frac{1}{n}"#),
    (#"z=\operatorname{clip}(x,0,1)"#, #"\operatorname{clip}"#, #"\min(\max(x, a), b)"#),
    (#"z=\operatorname{median}(v)"#, #"\operatorname{median}"#, "`where`"), (#"z=\bar{v}"#, #"\bar{v}"#, #"\sum_i"#),
    ("z=w'", "w", "`^\\top`"), (#"z=w\oplus w"#, #"\oplus"#, "`[a, b]`"), (#"z=[v\|v]"#, #"\|"#, "`[a, b]`"),
    (#"z=e^{i x}"#, "i", #"`\cos\theta`"#), ("u_i=v_{i+1}", "v_{i+1}", "`cases`"), ("z=x_+", "+", "`(x)_+`"),
    (#"u_t=\sum_{k=0}^{2}v_kv_{t-k}"#, "k", "base: { …: 0 }"), (#"u_i=v_{i\bmod n+1}"#, #"\bmod"#, "parentheses"),
  ]) func `a remedy is named at the place`(_ latex: String, _ marked: String, _ remedy: String) throws {
    let example = F(shared: latex)
    let problem = try example.problem()
    #expect(example.marked(by: problem) == marked)
    #expect(problem.help?.contains(remedy) == true, "\(problem.help ?? "no help")")
  }

  @Test(arguments: [(#"z=\sigma(x)"#, #"\sigma"#), (#"z=\Phi(x)"#, #"\Phi"#), (#"z=\operatorname{std}(x)"#, #"\operatorname{std}"#)])
  func `what the author defines has the author's meaning`(_ latex: String, _ name: String) throws {
    #expect(try F(latex, ["x": number(3)]).with { $0.given = [name + "(u)=2u"] }.value() == number(6))
  }

  @Test func `a bound name with a sign is no positive part`() throws {
    #expect(try F("z=x_+", ["x": number(-3), "x_+": number(7)]).value() == number(7))
    #expect(try F("z=(x)_+", ["x": number(-3), "x_+": number(7)]).value() == number(0))
  }
}
