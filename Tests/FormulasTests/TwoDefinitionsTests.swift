import Diagnostics
import Testing

@testable import Formulas

private typealias F = FormulaExample

/// A name that is defined more than once, by statements or by given definitions.
@Suite struct TwoDefinitionsTests {
  @Test(arguments: [
    ("m=1,\\quad m=3,\\quad z=2m", "m"), ("m=x+2,\\quad z=2m,\\quad m=x+1", "m"), ("p=1,\\quad q=2p,\\quad p=3,\\quad z=q", "p"),
    ("p_i=v_i,\\quad p_i=u_i,\\quad\\sum_ip_i=15", "p"), ("m(a)=3a,\\quad m(a)=2a,\\quad z=m(3)", "m"),
    ("m(a)=2a,\\quad m(a,b)=2a,\\quad z=m(3)", "m"),
  ]) func `two values of one name are refused`(_ latex: String, _ name: String) throws {
    #expect(try F(shared: latex).problem().message == "`\(name)` is defined twice")
  }

  @Test(arguments: [
    "m=3,\\quad m=x+1,\\quad z=2m", "m=3,\\quad m\\leftarrow m+0,\\quad z=2m", "m(a)=2a,\\quad m(a)=2a,\\quad z=m(3)",
  ]) func `the same value twice is no contradiction, and an assignment gives a new one`(_ latex: String) throws {
    #expect(try F(shared: latex).holds() == true)
  }

  @Test(arguments: [
    ("m=4,\\quad z=2m", ["m=3"]), ("z=2m", ["m=4", "m=3"]), ("z=m(3)", ["m(a)=3a", "m(a)=2a"]),
  ]) func `a given definition doesn't override another`(_ latex: String, _ given: [String]) throws {
    let problem = try F(shared: latex).with { $0.given = given }.problem()
    #expect(problem.message == "`m` is defined twice")
    #expect(problem.notes.last == "in the given definition `\(given.last ?? "")`")
  }

  @Test(arguments: [
    ("m=3,\\quad z=2m", ["m=3"]), ("z=2m", ["m=3", "m=x+1"]), ("z=m(3)", ["m(a)=2a", "m(a)=2a"]),
  ]) func `given definitions may say the same`(_ latex: String, _ given: [String]) throws {
    #expect(try F(shared: latex).with { $0.given = given }.holds() == true)
  }
}

/// Left sides that are compared, not defined.
@Suite struct ComparedLeftSideTests {
  @Test(arguments: [
    ("h(a)=2a,\\quad h(3)=6", true), ("h(a)=2a,\\quad h(3)=7", false), ("h(3)=6,\\quad h(a)=2a", true), ("h(y)=7,\\quad h(a)=2a", false),
    ("g(5)=120,\\quad g(m)=\\begin{cases}1&m=0\\\\mg(m-1)&\\text{otherwise}\\end{cases}", true), ("\\max(v)=3", true),
    ("\\min(v)=2", false),
    ("\\max(x,y)=3", true), ("\\max_i(v_i-u_i)=-3", true), ("\\max_i(v_i-u_i)=3", false), ("\\mathbb{1}_{v_1>0}=1", true),
    ("\\mathbb{1}_{v_1>0}=0", false), ("\\mathbf{1}_{\\{v_1>0\\}}=1", true), ("\\mathbb{I}(v_1>0)=1", true),
    ("\\mathbb{I}(v_1>4)=1", false),
    ("e=\\sum_{k=0}^{20}\\frac{1}{k!}", true), ("e=\\sum_{k=0}^{3}\\frac{1}{k!}", false), ("v-v=\\mathbf{0}", true),
    ("w-w=\\mathbf{0}", true),
    ("w-D=\\mathbf{0}", false), ("v+\\mathbf{0}=v", true), ("v-v=\\mathbf{0}_3", true),
  ]) func `calls, indicators and constants on the left are compared`(_ latex: String, _ holds: Bool) throws {
    #expect(try F(shared: latex).holds() == holds)
  }

  @Test func `what a recurrence begins with is read by it`() throws {
    let example = F(shared: "a_0=0,\\quad a_t=a_{t-1}+t,\\quad z=a_3").with { $0.index = ["t": 1...3] }
    let evaluation = try example.evaluation()
    #expect(evaluation.agrees)
    #expect(evaluation.uncompared { _ in false }.isEmpty)
    let aside = try F(shared: "p_0=3,\\quad p_i=v_i,\\quad 2=p_2").evaluation()
    #expect(aside.uncompared { _ in false }.map(\.left) == ["p_0"])
  }
}
