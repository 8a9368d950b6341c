import Diagnostics
import Testing

@testable import Formulas

private typealias F = FormulaExample

/// An index beside a transpose, a power or an inverse of a matrix.
@Suite struct ScriptOrderTests {
  @Test(arguments: [
    "w_{ij}=w^\\top_{ij}", "w^\\top_{12}=2", "w_{12}^\\top=2", "w^T_{12}=2", "\\|w^\\top_1\\|^2=5", "(ww)_{ij}=\\sum_kw_{ik}w^\\top_{kj}",
    "w^2_{12}=4", "w^2_1=w_1", "w^{-1}_{12}=1", "w_{12}^{-1}=1/2", "D=B,\\quad B_{ij}^\\top=w_{ij}",
  ]) func `where it isn't said which comes first, both readings are named`(_ latex: String) throws {
    let problem = try F(shared: latex).problem()
    #expect(problem.message.hasSuffix("has two readings"))
    #expect(problem.notes.count == 2)
  }

  @Test(arguments: [
    ("{w^\\top}_{12}=3", true), ("{w^\\top}_{12}=2", false), ("(w^\\top)_{12}=3", true), ("{w^2}_{12}=10", true), ("{w^2}_{12}=4", false),
    ("(w^2)_{12}=10", true), ("w_{12}^2=4", true), ("\\sum_{ij}w_{ij}^2=30", true), ("\\|w_1^\\top\\|^2=5", true), ("v^2_2=4", true),
    ("{v^2}_2=4", true), ("w_1^\\top=[1,2]", true),
  ]) func `braces, parentheses and a sole reading decide it`(_ latex: String, _ holds: Bool) throws {
    #expect(try F(shared: latex).holds() == holds)
  }

  @Test func `the help is LaTeX that can be written`() throws {
    #expect(try F(shared: "w_{12}^{-1}=1/2").problem().help == "write `(w^{-1})_{12}` or `(w_{12})^{-1}`")
    #expect(try F(shared: "w^2_{12}=4").problem().help == "write `(w^2)_{12}` or `(w_{12})^2`")
    #expect(try F(shared: "w^\\top_{12}=2").problem().help == "write `(w^\\top)_{12}` or `w_{12}`")
    #expect(try F(shared: "(ww)^\\top_{12}=2").problem().help == "write `((ww)^\\top)_{12}` or `(ww)_{12}`")
  }
}

/// How vectors stand on the two sides of a statement (R19).
@Suite struct StanceTests {
  @Test(arguments: [
    "v=\\begin{pmatrix}1&2&3\\end{pmatrix}", "\\begin{pmatrix}1&2&3\\end{pmatrix}=v", "v=u^\\top-\\begin{pmatrix}3&3&3\\end{pmatrix}",
    "u^\\top-\\begin{pmatrix}3&3&3\\end{pmatrix}=v", "v=v^\\top", "2v=2v^\\top",
  ]) func `a row isn't a column, whichever side is a name`(_ latex: String) throws {
    #expect(try F(shared: latex).problem().message == "the sides have different shapes")
  }

  @Test(arguments: [
    "v=[1,2,3]", "v^\\top=[1,2,3]", "[1,2,3]=v", "v/2=[0.5,1,1.5]", "e^v=[e,e^2,e^3]", "v=[1,2,3]^\\top", "v=[1;2;3]",
    "v=\\begin{pmatrix}1\\\\2\\\\3\\end{pmatrix}", "v^\\top=\\begin{pmatrix}1&2&3\\end{pmatrix}",
  ]) func `a list in brackets doesn't say how it stands`(_ latex: String) throws {
    #expect(try F(shared: latex).holds() == true)
  }

  @Test func `the help says how a name becomes a row`() throws {
    let problem = try F(shared: "v=\\begin{pmatrix}1&2&3\\end{pmatrix}").problem()
    #expect(problem.help == "a vector is a column: write `v^\\top`, or declare it: `row: [v]`")
    #expect(try F("v=\\begin{pmatrix}1&2\\end{pmatrix}", ["v": row(1, 2)]).holds() == true)
  }
}
