import Diagnostics
import LaTeXSyntax
import Testing

@testable import Formulas

private typealias F = FormulaExample

/// Braces, colors and boxes change nothing that a reader can't see (R6a).
@Suite struct `Groups that do not show` {
  static let names = ["x": number(2), "y": number(3), "w": number(4), "n": number(3)]

  @Test(arguments: [
    (#"x y {\color{red} + 1}"#, 7.0), ("x y {+ 1}", 7), ("x {- y w}", -10), ("{- x} y", -6), (#"2 \cdot {-1}"#, -2),
    (#"x y {\color{white} + 0}"#, 6), ("{-}1", -1),
  ]) func `a group that begins with a sign goes on with the row`(_ latex: String, _ expected: Double) throws {
    #expect(try F("z=" + latex, Self.names).value() == number(expected))
  }

  @Test(arguments: [
    (#"{\color{red} x} y"#, 6.0), (#"\boxed{x y} w"#, 24), (#"w - {x y}"#, -2), ("{xy}^2", 18), ("{{x}} w", 8),
    (#"{\displaystyle x y} w"#, 24), (#"\underbrace{x y}_{\text{area}} w"#, 24), (#"{\frac{x}{y}} w"#, 8 / 3.0),
    (#"\stackrel{a}{x} y"#, 6), ("{x}{y}", 6), (#"x\phantom{+1}"#, 2), (#"{\large x} y"#, 6),
  ]) func `a group of factors is its factors`(_ latex: String, _ expected: Double) throws {
    expect(try F("z=" + latex, Self.names).value(), equals: number(expected))
  }

  @Test(arguments: [
    ("{x + y}", 5.0), (#"\boxed{x + y}"#, 5), ("w + {x - y}", 3), (#"\underbrace{x + y}_{\text{sum}} + w"#, 9),
    (#"\left({x + y}\right) w"#, 20), (#"\frac{{x + y}}{w}"#, 1.25), (#"\sqrt{x + y - 1}"#, 2), ("x^{y + 1}", 16),
    (#"\max({x, y})"#, 3), (#"w \color{red} x + y"#, 11), (#"w {\sum_{i=1}^{n} i}"#, 24), (#"-{\sum_{i=1}^{n} i}"#, -6),
    (#"x \mathbin{+} y"#, 5), (#"x \mathord{+} y"#, 5), (#"\mathop{\sum}_{i=1}^{n} i"#, 6),
  ]) func `a sum in a group is a sum where nothing stands beside it`(_ latex: String, _ expected: Double) throws {
    expect(try F("z=" + latex, Self.names).value(), equals: number(expected))
  }

  @Test(arguments: [
    "{x + y} w", "w {x + y}", "x - {y - 1}", "{x + y}^2", "{-x}^2", "{x + y}/w", "w/{x + y}", #"{x + y} \cdot w"#, "{x + y}!",
    #"\textcolor{red}{x + y} w"#, #"w \textcolor{red}{x + y}"#, #"\boxed{x + y} w"#, #"w - \boxed{x + y}"#,
    #"\underbrace{x + y}_{\text{sum}} w"#, #"\overset{a}{x + y} w"#, #"{\displaystyle x + y} w"#, #"\smash{x + y} w"#,
    #"\mathinner{x + y} w"#, #"{\sum_{i=1}^{n} i} w"#, #"{\max_{i=1}^{n} i} w"#, #"\sum_{i=1}^{n} {i + 1}"#,
    #"\log {x + y}"#, "{{x + y}} w", "{x + y}{w}", "{x + y}(w)",
  ]) func `a sum in a group beside a factor is refused`(_ latex: String) throws {
    let problem = try F("z=" + latex, Self.names).problem()
    #expect(problem.message.hasPrefix("braces don't show: "))
    #expect(problem.help?.hasPrefix("write parentheses: `(") == true)
  }

  @Test func `the refusal marks the group and names both readings`() throws {
    let example = F("z={x + y} w", Self.names)
    let problem = try example.problem()
    #expect(problem.message == "braces don't show: `x + y` has two readings here")
    #expect(
      problem.notes == [
        "one reading: all of `x + y` belongs to what is beside it", "a reader sees: only its nearest term does",
      ])
    #expect(problem.help == "write parentheses: `(x + y)`")
    #expect(example.marked(by: problem) == "{x + y}")
  }

  @Test func `a relation in a group is a relation`() throws {
    #expect(try F(#"\boxed{z = x y}"#, Self.names).value() == number(6))
    #expect(try F(#"z \textcolor{blue}{= x y}"#, Self.names).value() == number(6))
    #expect(try F(#"{\color{red} z = x} y"#, Self.names).problem().message.hasPrefix("braces don't show"))
  }

  @Test(arguments: [
    (#"\underset{i}{\max}\, a_i"#, 3.0), (#"\overset{n}{\underset{i=1}{\sum}} a_i"#, 6),
    (#"\underset{i}{\operatorname{argmax}}\, a_i"#, 3),
  ]) func `what is set below an operator is its index`(_ latex: String, _ expected: Double) throws {
    #expect(try F("z=" + latex, ["a": vector(1, 2, 3), "n": number(3)]).value() == number(expected))
  }
}

/// What the label of a brace states is a claim like any other.
@Suite struct `Labels that state something` {
  static let names = [
    "x": number(2), "y": number(3), "z": number(6), "w": number(4), "u": vector(1, 2), "h": vector(5, 11),
    "A": matrix([1, 2], [3, 4]),
  ]

  @Test(arguments: [
    #"z = \underbrace{x + y}_{= 5} + 1"#, #"z = \overbrace{x + y}^{= 5} + 1"#, #"z = \underbrace{x + y}_{5} + 1"#,
    #"z = \underbrace{x + y}_{\text{five}} + 1"#, #"z = \underbrace{x + x + x}_{3}"#, #"z \overset{(1)}{=} x y"#,
    #"z \stackrel{\text{def}}{=} x y"#, #"z \overset{!}{=} x y"#, #"z \overset{x = 2}{=} x y"#,
    #"z = \underbrace{x + y}_{s = 5} + 1"#, #"h = \underbrace{A}_{\in \mathbb{R}^{2 \times 2}} u"#,
    #"3 = \sum_{i=1}^{2} \underbrace{u_i}_{\ge 1}"#,
  ]) func `a label that is true, or only a note, changes nothing`(_ latex: String) throws {
    #expect(try F(latex, Self.names).evaluation().agrees)
  }

  @Test(arguments: [
    #"z = \underbrace{x + y}_{= 7} + 1"#, #"z = \overbrace{x + y}^{= 7} + 1"#, #"z = \underbrace{x + y}_{7} + 1"#,
    #"z = \underbrace{x + y}_{-5} + 1"#, #"z \overset{x = 3}{=} x y"#, #"z = \underbrace{x + y}_{w = 5} + 1"#,
    #"\underbrace{z = x y}_{= 7}"#, #"z = \frac{\underbrace{x + y}_{= 6} + 7}{x}"#, #"z = \overset{7}{x + y} + 1"#,
    #"h = \underbrace{A}_{\in \mathbb{R}^{2 \times 3}} u"#, #"3 = \sum_{i=1}^{2} \underbrace{u_i}_{= 1}"#,
  ]) func `a label that is false disagrees`(_ latex: String) throws {
    #expect(try !F(latex, Self.names).evaluation().agrees)
  }

  @Test func `a value in words is refused`() throws {
    let example = F(#"z = \underbrace{x + y}_{\text{= 7}} + 1"#, Self.names)
    #expect(example.marked(by: try example.problem()) == #"\text{= 7}"#)
  }

  @Test func `a label is not what the formula must equal`() throws {
    let syntax = try SyntaxTree(parsing: #"\underbrace{x + y}_{= 5} + 1"#)
    let bindings = try F("", Self.names).bindings()
    #expect(try FormulaEvaluation(of: syntax, with: bindings, equals: number(6)).agrees)
    #expect(try !FormulaEvaluation(of: syntax, with: bindings, equals: number(5)).agrees)
  }
}
