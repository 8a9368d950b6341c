import Diagnostics
import Testing

@testable import Formulas

private typealias F = FormulaExample

/// Numbers as a reader sees them (R15a).
@Suite struct Numerals {
  @Test(
    arguments: [
      ("1{,}000", 1000.0), ("1{,}234{,}567", 1_234_567), (#"1\,000"#, 1000), ("10{,}000.5", 10_000.5), ("1{,}000^2", 1_000_000),
      ("-1{,}000", -1000), (".5", 0.5), (#"2\,x"#, 6), ("2e", 2 * 2.718281828459045), ("2e^{0}", 2), (#"2e - 5"#, 0.43656365691809),
      (#"\frac12 x"#, 1.5), ("2 3", 23),
    ] as [(String, Double)]) func `a number has the value that its digits show`(_ latex: String, _ expected: Double) throws
  {
    expect(try F("y=" + latex, ["x": number(3)]).value(), equals: number(expected))
  }

  @Test(arguments: [
    ("1e-5", "`1e-5` has two readings", "1e-5", "write `10^{-5}`"),
    ("2.5E3", "`2.5E3` has two readings", "2.5E3", #"write `2.5 \cdot 10^{3}`"#),
    ("1e+10", "`1e+10` has two readings", "1e+10", "write `10^{10}`"),
    ("1.2.3", "`1.2.3` isn't a number", "1.2.3", #"for a version or a date write `\text{1.2.3}`"#),
    (#"2\cdot 2\,3"#, "two numbers side by side", #"2\,3"#, #"write `2 \cdot 3`, or one number"#),
    ("2^10", "`^` takes only the `1` of `10`", "10", "write `^{10}`"),
    ("x_12", "`_` takes only the `1` of `12`", "12", "write `_{12}`"),
    ("1{,}5", "`{,}` groups digits by three", "{,}", "write a decimal fraction with a point; in a list write `,`"),
    ("1234{,}567", "`{,}` groups digits by three", "{,}", "write a decimal fraction with a point; in a list write `,`"),
    (
      #"2\frac{1}{2}"#, "a number before a fraction has two readings", #"2\frac{1}{2}"#,
      #"write `2 + \frac{1}{2}` or `2 \cdot \frac{1}{2}`"#
    ),
    (
      #"2\tfrac12"#, "a number before a fraction has two readings", #"2\tfrac12"#,
      #"write `2 + \frac{1}{2}` or `2 \cdot \frac{1}{2}`"#
    ),
    (
      #"2\dfrac{1}{2}"#, "a number before a fraction has two readings", #"2\dfrac{1}{2}"#,
      #"write `2 + \frac{1}{2}` or `2 \cdot \frac{1}{2}`"#
    ),
  ]) func `a number with two readings is refused with the remedy`(
    _ latex: String, _ message: String, _ marked: String, _ help: String
  ) throws {
    let example = F("y=" + latex, ["x": vector(1, 2)])
    let problem = try example.problem()
    #expect(problem.message == message)
    #expect(problem.help == help)
    #expect(example.marked(by: problem) == marked)
  }

  @Test func `a number beyond every double is refused`() throws {
    #expect(try F("y=" + String(repeating: "9", count: 400)).problem().message == "this number is too large")
  }

  @Test(arguments: [
    ("9007199254740993", "9007199254740992", #"round it: `\approx 9.007 \cdot 10^{15}`"#),
    ("12157665459056928801", "12157665459056928768", #"round it: `\approx 1.216 \cdot 10^{19}`"#),
    ("018446744073709551617", "18446744073709551616", #"round it: `\approx 1.845 \cdot 10^{19}`"#),
  ]) func `a whole number that no Double holds is refused`(_ digits: String, _ held: String, _ help: String) throws {
    let problem = try F("y=" + digits).problem()
    #expect(problem.message == "`Double`, in which formulas are computed, holds this whole number only as \(held)")
    #expect(problem.help == help)
    #expect(try F("y=" + held).value() == number(Double(held)!))
  }

  @Test(arguments: [#"p\log p"#, #"\log(p)p"#, #"p\cdot\ln p"#, #"p\log_2\frac{p}{q}"#]) func `0 log 0 is refused unless it is declared`(
    _ latex: String
  ) throws {
    let example = F("y=" + latex, ["p": number(0), "q": number(1)])
    #expect(try example.problem().help == "if it is 0 log 0, and its limit 0 is meant, declare it: `zero-log-zero: 0`")
    #expect(try example.with { $0.isZeroLogZero = true }.value() == number(0))
  }

  @Test(arguments: [#"-\sum_ip_i\log p_i"#, #"-p^\top\log p"#, #"-p\cdot\log p"#, #"-\sum_i(p\odot\log p)_i"#])
  func `an entropy counts a weight of 0 as declared`(_ latex: String) throws {
    let example = F("H=" + latex, ["p": vector(0, 0.5, 0.5)]).with { $0.isZeroLogZero = true }
    expect(try example.value(), equals: number(0.6931471805599453))
  }

  @Test func `only a zero of the logarithm's own is declared away`() throws {
    let example = F(#"y=p\cdot(-\infty)"#, ["p": number(0)]).with { $0.isZeroLogZero = true }
    #expect(try example.problem().message == "0 · -∞ is not a number")
  }
}
