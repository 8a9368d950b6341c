import Testing

@testable import LessonChecks

@Suite struct OutputComparisonTests {
  @Test(arguments: [
    ("Int = 2", "Int = 2"), ("0.5", "0.50004"), ("0.5000", "0.50004"), ("100.0", "100.009"), ("1e5", "100000.5"),
    ("1e-7", "0"),
    // Half a unit of the last printed digit: what rounding to print may have changed.
    ("0.33", "0.3349"), ("3.1", "3.14159"), ("1.2e3", "1249.0"), ("0.0", "0.04"), ("-0.0000", "0.0000"),
    ("0.0000", "-0.00003"),
    ("3", "3.0"), ("+3", "3"), ("-0", "0"), (".5", ".50001"), ("(-.5)", "(-0.50001)"), ("[1.0, 2.0]", "[1.00005, 1.9999]"), ("−1.5", "-1.5"), ("+1.0", "1.0"),
    ("a 1.5, b", "a 1.52, b"),
    ("[[0.1, 0.9],\n [0.5, 0.5]]", "[[0.10, 0.90],\n [0.50, 0.50]]"), ("(1.0)-2", "(1.0)-2"), ("inf", "inf"),
    ("[nan, -inf]", "[nan, -inf]"), ("nan", "-nan"), ("Float = -nan", "Float = nan"),
    ("a", "a  "), ("a \t\nb", "a\nb"), ("", ""), ("F1", "F1"), ("0x1F", "0x1F"), ("1.2.3", "1.2.3"),
    ("2024-01-02", "2024-01-02"), ("5%", "5%"),
    ("x = 1.0", "x = 1.00001"), ("1/3", "1/3"), ("Swift 6.2", "Swift 6.20"), ("1e400", "1e400"), ("007", "007"),
    ("v1.24.3", "v1.24.3"), ("0…", "0…"), ("0x5…", "0x55dd"),
  ])
  func `what was recorded holds`(recorded: String, actual: String) {
    #expect(OutputComparison().matches(recorded: recorded, actual: actual))
  }

  @Test(arguments: [
    ("Int = 2", "Int = 3"), ("1000000", "1000001"), ("0.5000", "0.5006"), ("0.333", "0.3349"), ("1.0", "-1.0"),
    ("1e-7", "-1e-7"), ("0.04", "-0.04"),
    ("inf", "-inf"), ("inf", "1e308"), ("nan", "0.0"), ("0.0", "nan"), ("nan", "inf"), ("a-nan", "anan"),
    ("-nancy", "nancy"), ("-nan", ""), ("Float = 0.5", "Double = 0.5"),
    ("[1.0]", "[1.0, 2.0]"),
    ("a", "b"), ("a", "A"), ("a", ""), ("", "a"), ("a b", "a  b"), ("a\nb", "a b"), (" a", "a"), ("F1", "F2"),
    ("F1.0", "F1.00001"), ("layer_1", "layer_2"),
    ("0x1F", "0x2F"), ("1.2.3", "1.2.4"), ("2024-01-02", "2024-01-03"), ("3-2", "3-1"),
    ("shape [2, 3]", "shape [3, 2]"), ("5", "5%"), ("1.5a", "1.50001a"),
    ("é", "e"),
    // Beyond what Double tells apart.
    ("Int = 9007199254740992", "Int = 9007199254740993"), ("18446744073709551614", "18446744073709551615"),
    ("1".repeated(310), "2".repeated(310)), ("-5", "5"), ("1e400", "5.0"), ("5.0", "1e400"),
    // A whole number, whatever stands behind it.
    ("there are 1000000.", "there are 1000001."), ("1000000...2", "1000001...2"), ("1000000..<2", "1000001..<2"),
    // Versions, dates, times, addresses.
    ("1.10.0", "1.1.0"), ("1.24.3", "1.2.3"), ("v1.24.3", "v1.24.30"), ("-1.10.0", "-1.1.0"), ("1.10.0rc", "1.1.0rc"),
    ("2024.09.02", "2024.01.02"), ("10.04.0.1", "10.0.0.1"), ("007", "7"), ("12:05", "12:5"), ("2024-01-02", "2024-1-2"),
    ("1/02", "1/2"), ("1,000", "1,0"),
  ])
  func `what was recorded no longer holds`(recorded: String, actual: String) {
    #expect(!OutputComparison().matches(recorded: recorded, actual: actual))
  }

  @Test(arguments: [
    ("…", "anything\nat all", true), ("…", "", true), ("a…", "a", true), ("a…z", "a to z", true),
    ("a…z", "a to", false), ("took … s", "took 0.31 s", true),
    ("[1.0, …, 9.0]", "[1.0, 2.0, 3.0, 9.00001]", true), ("[1.0, …, 9.0]", "[1.0, 2.0, 3.0, 8.0]", false),
    ("…a…a…", "xaya", true), ("…aa…", "xaya", false),
    ("first\n…\nlast", "first\n1\n2\nlast", true), ("first\n…\nlast", "first\nlast", false), ("a…a", "a", false),
    ("……", "x", true),
  ])
  func `an ellipsis stands for anything`(recorded: String, actual: String, isMatch: Bool) {
    #expect(OutputComparison().matches(recorded: recorded, actual: actual) == isMatch)
  }

  @Test func `the value of a Float or a Double isn't rounded to be shown, so its last digit allows nothing`() {
    for (recorded, actual) in [("Float = 1.0", "Float = 1.049"), ("a\nDouble = -0.5", "a\nDouble = -0.53")] {
      #expect(!OutputComparison().matches(recorded: recorded, actual: actual))
      let (printed, now) = (recorded.replacing("=", with: "is"), actual.replacing("=", with: "is"))
      #expect(OutputComparison().matches(recorded: printed, actual: now))
    }
    #expect(OutputComparison().matches(recorded: "Float = 1.0", actual: "Float = 1.00009"))
    #expect(OutputComparison().matches(recorded: "Float = 1.0\n1.0", actual: "Float = 1.0\n1.049"))
    #expect(OutputComparison().matches(recorded: "Tensor [1] = [1.0]", actual: "Tensor [1] = [1.049]"))
  }

  @Test func `a tolerance of the cell's own takes the place of the usual one`() {
    #expect(OutputComparison(relativeTolerance: 0.1).matches(recorded: "100.00", actual: "109.00"))
    #expect(!OutputComparison(relativeTolerance: 0.1).matches(recorded: "100.00", actual: "112.00"))
    #expect(!OutputComparison(relativeTolerance: 1e-9).matches(recorded: "100.0000", actual: "100.0009"))
    #expect(!OutputComparison(relativeTolerance: 0.1).matches(recorded: "100", actual: "101"))
  }

  @Test(arguments: [
    "", "a", "1.5", "-0.0", "inf", "…", "a…b", "1e400", "1e-400", "9".repeated(400), "0." + "3".repeated(400), "١٢",
    "½", "1e", "--1", "1__2", "\u{301}1",
  ])
  func `every text holds for itself`(text: String) {
    #expect(OutputComparison().matches(recorded: text, actual: text))
  }

  @Test func `a long output is compared in no time`() {
    let text = String(repeating: "[0.125, 0.25, abc]\n", count: 2000)
    #expect(OutputComparison().matches(recorded: text, actual: text))
    #expect(!OutputComparison().matches(recorded: text + "1", actual: text + "2"))
  }
}

extension String {
  fileprivate func repeated(_ count: Int) -> String { String(repeating: self, count: count) }
}
