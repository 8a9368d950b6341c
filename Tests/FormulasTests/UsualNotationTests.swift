import Diagnostics
import Testing

@testable import Formulas

private typealias F = FormulaExample

/// What papers write, which is read or refused with the form to write.
@Suite struct UsualNotationTests {
  @Test(arguments: [
    ("z=3x\\text{, where }x=2", true), ("\\sum_{i:v_i>1}v_i=5", true), ("\\sum_{i:v_i>1}v_i=6", false),
    ("\\begin{aligned}z&=4+\\\\&\\quad 2\\end{aligned}", true), ("\\begin{aligned}z&=4+\\\\&\\quad 3\\end{aligned}", false),
    ("\\begin{aligned}z&=4+2&&\\text{by definition}\\end{aligned}", true), ("\\begin{aligned}z&=4+2&y&=3\\end{aligned}", true),
    ("v_i=\\left\\{\\begin{array}{ll}i&i>0\\\\0&\\text{otherwise}\\end{array}\\right.", true),
    ("v_i=\\left\\{\\begin{array}{ll}i&i>1\\\\0&\\text{otherwise}\\end{array}\\right.", false),
    ("v_i=\\left.\\begin{array}{ll}i&i>0\\\\0&\\text{otherwise}\\end{array}\\right\\}", true),
    ("v_i=\\left\\{\\begin{aligned}i,&\\quad i>0\\\\0,&\\quad\\text{otherwise}\\end{aligned}\\right.", true),
    ("v\\in[0,5]^3", true), ("v\\in[0,5]^{n}", true), ("w\\in[1,4]^{2\\times x}", true), ("v\\in[0,2]^3", false), ("v\\in[0,5]^2", false),
    ("w\\in[1,4]^{2\\times 3}", false),
    ("0.57=57\\%", true), ("x=200\\%", true), ("0.57=56\\%", false), ("\\log x\\approx 69\\%", true), ("\\log x\\approx 68\\%", false),
    ("12.5\\%\\cdot x=0.25", true),
  ]) func `notes, conditions and broken lines are read`(_ latex: String, _ holds: Bool) throws {
    #expect(try F(shared: latex).holds() == holds)
  }

  @Test(arguments: [
    ("v_i=\\begin{cases}i&\\text{若 }i>0\\\\0&\\text{否则}\\end{cases}", true),
    ("v_i=\\begin{cases}i&\\text{如果 }i>1\\\\0&\\text{其他情况}\\end{cases}", false),
    ("v_i=\\begin{cases}i&i>0\\text{ 时}\\\\0&\\text{其它。}\\end{cases}", true),
    ("v_i=\\begin{cases}i&\\text{当 }i>0\\text{ 且 }i<9\\text{ 时}\\\\0&\\text{否则}\\end{cases}", true),
    ("v_i=\\begin{cases}i&i<2\\text{ 或 }i>2\\\\2&\\text{其余}\\end{cases}", true),
    ("v_i=\\begin{cases}2&i\\text{ 为偶数}\\\\i&i\\text{ 为奇数}\\end{cases}", true),
    ("z=3x\\text{，其中 }x=2", true), ("z=4x\\text{，其中 }x=2", false), ("v_i=i\\quad\\text{对所有 }i", true),
    ("z=6\\text{ 且 }y=3", true), ("z=6\\text{ 且 }y=4", false),
  ]) func `Chinese words link formulas as English ones do`(_ latex: String, _ holds: Bool) throws {
    #expect(try F(shared: latex).holds() == holds)
  }

  @Test(arguments: [
    ("\\underbrace{w}_{x\\times x}=w+0D", true), ("\\underbrace{w}_{x\\times n}=w+0D", false),
    ("\\underbrace{w}_{(x\\times n)}=w+0D", false),
    ("\\underbrace{w}_{\\mathbb{R}^{n\\times 2}}=w+0D", false), ("\\overbrace{w}^{2\\times n}=w+0D", false),
    // Names without a value make a note of it.
    ("\\underbrace{w}_{a\\times b}=w+0D", true), ("\\underbrace{w}_{x\\times b}=w+0D", true),
  ]) func `sizes below a brace are compared where each has a value`(_ latex: String, _ holds: Bool) throws {
    #expect(try F(shared: latex).holds() == holds)
  }

  @Test func `a suggested product keeps its parentheses`() throws {
    let notes = try F(shared: "z=v(v+1)").problem().notes
    #expect(notes == [#"the inner product: `v^\top (v+1)`"#, #"the outer product: `v (v+1)^\top`"#, #"entry by entry: `v \odot (v+1)`"#])
  }

  @Test(arguments: [
    ("v=(1,2,3)", "a list in parentheses isn't a value"), ("v=(1,2,3)^\\top", "a list in parentheses isn't a value"),
    ("7\\equiv 1\\pmod 3", "a congruence isn't an equation of values"),
  ]) func `what can't be computed is refused with the form to write`(_ latex: String, _ message: String) throws {
    let problem = try F(shared: latex).problem()
    #expect(problem.message == message)
    #expect(problem.help?.contains("write") == true)
  }
}
