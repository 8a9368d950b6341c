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
  ]) func `notes, conditions and broken lines are read`(_ latex: String, _ holds: Bool) throws {
    #expect(try F(shared: latex).holds() == holds)
  }

  @Test(arguments: [
    ("v=(1,2,3)", "a list in parentheses is no value"), ("v=(1,2,3)^\\top", "a list in parentheses is no value"),
    ("7\\equiv 1\\pmod 3", "a congruence is no equation of values"),
  ]) func `what can't be computed is refused with the form to write`(_ latex: String, _ message: String) throws {
    let problem = try F(shared: latex).problem()
    #expect(problem.message == message)
    #expect(problem.help?.contains("write") == true)
  }
}
