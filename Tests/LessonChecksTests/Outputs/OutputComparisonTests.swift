import CellAnalysis
import Formulas
import LessonDocument
import Testing

@testable import LessonChecks

@Suite struct OutputComparisonTests {
  private func matches(
    _ recorded: String, _ given: String, cell: Double? = nil, course: Double? = nil, _ precision: Precision = .double
  ) -> Bool {
    OutputComparison(cell: cell, course: course).matches(
      OutputLine.lines(recorded: recorded), OutputLine.lines(of: given, precision, isWhole: true))
  }

  // MARK: - Numbers

  @Test(arguments: [
    ("0.6667", "0.6666666666666666"), ("0.67", "0.6666666666666666"), ("3.1", "3.14159"), ("-0.33", "-0.3349"),
    ("8e-07", "8.04e-07"), ("8e-07", "7.6e-7"), ("1.2e3", "1249.0"), ("2.5e-10", "2.46e-10"), ("66.7%", "66.66666666666667%"),
    ("[0.67, 0.33]", "[0.6666667, 0.33333334]"), ("21.5 °C", "21.48 °C"), (".33", "0.3333333"),
    // A half may have been rounded either way.
    ("0.12", "0.125"), ("0.13", "0.125"), ("0.35", "0.345"), ("误差0.67", "误差0.6666667"),
  ])
  func `a number may be recorded rounded`(recorded: String, given: String) { #expect(matches(recorded, given)) }

  @Test(arguments: [
    ("0.6666", "0.6666666666666666"), ("0.57735096", "0.57735026"), ("0.6667", "0.67"), ("0.33333", "0.3333"),
    ("2e-16", "8e-7"), ("3e-07", "9e-07"), ("1e-12", "1e-08"), ("8e-07", "8.6e-07"), ("1e-9", "0.0"), ("0.1", "0.0"),
    ("-0.33", "0.3349"), ("0.33", "-0.3349"),
    // Swift's `.0` after a whole value isn't a rounded digit.
    ("1.0", "1.04"), ("0.0", "0.04"), ("0.0", "1e-9"), ("0.0", "5e-324"), ("100.0", "100.01"), ("1.0", "0.97"),
    // Both are exact.
    ("16777216.0", "16777217.0"), ("2000000.0", "2000001.0"), ("-9007199254740992.0", "-9007199254740991.0"),
  ])
  func `a number that isn't the rounded one differs`(recorded: String, given: String) { #expect(!matches(recorded, given)) }

  @Test(arguments: [
    ("1.0", "1.0000009", true), ("1.0", "1.0000012", false), ("100000.5", "100000.58", true), ("1e30", "1.0000009e30", true),
    ("3e-7", "3.000001e-7", true), ("-2.0", "-1.999999", true), ("-1.0", "1.0", false),
  ])
  func `a number may be off by a millionth of itself, however small it is`(recorded: String, given: String, holds: Bool) {
    #expect(matches(recorded, given) == holds)
  }

  @Test func `an author who sets a tolerance allows it for whole values too`() {
    #expect(matches("2000000.0", "2000001.0", cell: 1e-6))
    #expect(matches("2000000.0", "2000001.0", course: 1e-6))
  }

  @Test(arguments: [("…", ""), ("…\n…", ""), ("…", "\n"), ("a…", "")])
  func `dots stand for something that was printed`(recorded: String, given: String) { #expect(!matches(recorded, given)) }

  @Test(arguments: [
    ("3", "3.0"), ("0", "4e-07"), ("1000000", "1000001"), ("Int = 2", "Int = 3"), ("5", "5%"), ("-5", "5"), ("-0", "0"),
    ("1e5", "100000"), ("Int = 9007199254740992", "Int = 9007199254740993"), ("18446744073709551614", "18446744073709551615"),
    ("1".repeated(310), "2".repeated(310)), ("there are 1000000.", "there are 1000001."), ("1000000...2", "1000001...2"),
    ("1000000..<2", "1000001..<2"), ("3-2", "3-1"), ("1/3", "1/4"), ("shape [2, 3]", "shape [3, 2]"), ("1,000", "1,0"),
  ])
  func `a whole number is right in every digit`(recorded: String, given: String) { #expect(!matches(recorded, given)) }

  @Test(arguments: [
    ("6.2", "6.20"), ("Swift 6.2", "Swift 6.20"), ("6.20", "6.2"), ("2.50", "2.5"), ("0.50", "0.5000001"), ("0.10", "0.100"),
    ("1.5000e-05", "1.5e-05"), ("[0.25]", "[0.2500]"), ("+1.5", "1.5"), ("1.5", "+1.5"), ("+1.5", "+1.50000001"), ("+3", "3"),
    ("1000000.50", "1000000.51"), ("00.5", "0.5"),
  ])
  func `a number in a fixed format is a text`(recorded: String, given: String) {
    #expect(!matches(recorded, given))
    #expect(!matches(recorded, given, course: 0.1))
    #expect(matches(given, given))
  }

  @Test(arguments: [
    ("1.10.0", "1.1.0"), ("1.24.3", "1.2.3"), ("v1.24.3", "v1.24.30"), ("-1.10.0", "-1.1.0"), ("1.10.0rc", "1.1.0rc"),
    ("2024.09.02", "2024.01.02"), ("10.04.0.1", "10.0.0.1"), ("007", "7"), ("12:05", "12:5"), ("2024-01-02", "2024-1-2"),
    ("1/02", "1/2"), ("F1", "F2"), ("F1.0", "F1.0000001"), ("layer_1", "layer_2"), ("0x1F", "0x2F"), ("1.5a", "1.5000001a"),
    ("12.0ms", "12.0000001ms"), ("1e400", "5.0"), ("5.0", "1e400"), ("1e-400", "0.0"),
  ])
  func `digits in names, versions, dates and times are no numbers`(recorded: String, given: String) {
    #expect(!matches(recorded, given))
    #expect(!matches(recorded, given, cell: 0.1))
  }

  @Test(arguments: [
    ("inf", "inf", true), ("[nan, -inf]", "[nan, -inf]", true), ("inf", "-inf", false), ("inf", "1e308", false),
    ("nan", "0.0", false), ("0.0", "nan", false), ("nan", "inf", false),
    // The bits of the NaN of 0/0 depend on the processor.
    ("nan", "-nan", true), ("Float = -nan", "Float = nan", true), ("a-nan", "anan", false), ("-nancy", "nancy", false),
    ("-nan", "", false),
    // A zero has a sign.
    ("0.0", "-0.0", false), ("-0.0", "-0.0", true), ("-0.0", "0.0", false), ("0.04", "-0.04", false), ("1e-7", "-1e-7", false),
    ("−1.5", "-1.5", false), ("−1.5", "−1.50000001", true), ("(1.0)-2.5", "(1.0)-2.5", true), ("(-.5)", "(-0.5)", true),
  ])
  func `infinities, NaNs and signs are exact`(recorded: String, given: String, holds: Bool) {
    #expect(matches(recorded, given) == holds)
  }

  // MARK: - Arrays

  @Test(arguments: [
    ("[1.0, 0.0]", "[1.0, 2.220446049250313e-16]", true), ("[1.0, 0.0]", "[1.0, -2.220446049250313e-16]", true),
    ("[1.0, 2e-16]", "[1.0, -2e-16]", true), ("[1.0, 0.0]", "[1.0, -0.0]", true), ("[1000.0, 1e-13]", "[1000.0, 4e-13]", true),
    ("[[1.0, 0.0],\n [0.0, 1.0]]", "[[1.0, 1e-16],\n [-1e-16, 1.0]]", true), ("(1.0, 0.0)", "(1.0, 2e-16)", false),
    ("[1.0, 0.0]", "[1.0, 1e-15]", false), ("[1.0, 0.0]", "[1.0, 1e-9]", false), ("[0.0, 0.0]", "[0.0, 1e-300]", false),
    ("[1.0] 0.0", "[1.0] 2e-16", false), ("1.0, 0.0", "1.0, 2e-16", false), ("[1.0], [0.0]", "[1.0], [2e-16]", false),
    // Noise doesn't excuse a different count or text.
    ("[1.0, 0]", "[1.0, 2e-16]", false), ("[1e20, 3]", "[1e20, 4]", false), ("[1e20, \"3.5\"]", "[1e20, \"4.5\"]", false),
    ("[\"[\", 1.0, 0.0]", "[\"[\", 1.0, 2e-16]", true), ("[1.0, 0.0", "[1.0, 2e-16", false), ("1.0] 0.0", "1.0] 2e-16", false),
    ("[inf, 0.0]", "[inf, 2e-16]", false), ("[\"a\": [1.0, 0.0]]", "[\"a\": [1.0, 2e-16]]", true),
  ])
  func `an entry of an array may differ by the rounding noise of its largest`(recorded: String, given: String, holds: Bool) {
    #expect(matches(recorded, given) == holds)
  }

  @Test func `a Float rounds sooner than a Double`() {
    #expect(matches("[1.0, 0.0]", "[1.0, 2.3841858e-07]", .single))
    #expect(!matches("[1.0, 0.0]", "[1.0, 6e-07]", .single))
    #expect(!matches("[1.0, 0.0]", "[1.0, 2.3841858e-07]", .double))
    for type in ["[Float]", "Tensor [3, 2]", "[String: [Float]]", "Tensor?"] {
      #expect(Precision(ofType: type, unknown: .double) == .single)
    }
    for type in ["[Double]", "[[Double]] [2000]", "[MyTensor]", "[Float80]", "[Int]", "([Float], [Double])"] {
      #expect(Precision(ofType: type, unknown: .double) == .double)
    }
  }

  // MARK: - Texts

  @Test(arguments: [
    ("a", "a  ", true), ("a \t\nb", "a\nb", true), ("", "", true), ("a", "b", false), ("a", "A", false), ("a", "", false),
    ("", "a", false), ("a b", "a  b", false), ("a\nb", "a b", false), (" a", "a", false), ("é", "e", false),
    ("caf\u{E9}", "cafe\u{301}", false), ("cafe\u{301}", "caf\u{E9}", false), ("cafe\u{301}", "cafe\u{301}", true),
    ("\u{212B}", "\u{C5}", false), ("\u{1100}\u{1161}", "\u{AC00}", false), ("a\u{A0}b", "a b", false), ("a\u{200B}b", "ab", false),
    ("[1.0]", "[1.0, 2.0]", false), ("Float = 0.5", "Double = 0.5", false), ("\u{301}1.5", "\u{301}1.5", true),
  ])
  func `texts are the same scalar by scalar`(recorded: String, given: String, holds: Bool) {
    #expect(matches(recorded, given) == holds)
  }

  @Test(arguments: [
    ("String = \"1.0001\"", "String = \"1.0001\"", true), ("\"1.0\"", "\"1.00000001\"", false), ("\"0.67\"", "\"0.6666667\"", false),
    ("[\"0.67\", \"b\"]", "[\"0.6666667\", \"b\"]", false), ("[\"w\": 0.67]", "[\"w\": 0.6666667]", true),
    ("S(name: \"v 1.0\", size: 0.67)", "S(name: \"v 1.0\", size: 0.6666667)", true),
    ("S(name: \"v 1.0\", size: 0.67)", "S(name: \"v 1.00000001\", size: 0.6666667)", false),
    ("\"a \\\" 0.67\"", "\"a \\\" 0.6666667\"", false), ("\"a\\\\\" 0.67", "\"a\\\\\" 0.6666667", true),
    // A single quotation mark doesn't begin a string.
    ("5\" 0.67", "5\" 0.6666667", true),
  ])
  func `a string is a text, whatever its digits are`(recorded: String, given: String, holds: Bool) {
    #expect(matches(recorded, given) == holds)
  }

  @Test(arguments: [
    "", "a", "1.5", "-0.0", "inf", "…", "a…b", "\\…", "\\\\…", "1e400", "1e-400", "9".repeated(400), "0." + "3".repeated(400),
    "١٢", "½", "1e", "--1", "1__2", "\u{301}1", "\"", "]]", "[[", "\r",
  ])
  func `every text holds for itself`(text: String) { #expect(matches(text, text)) }

  // MARK: - Left open

  @Test(arguments: [
    ("…", "anything\nat all", true), ("…", "", false), ("a…", "a", true), ("a…z", "a to z", true),
    ("a…z", "a to", false), ("took … s", "took 0.31 s", true),
    ("[1.0, …, 9.0]", "[1.0, 2.0, 3.0, 9.000001]", true), ("[1.0, …, 9.0]", "[1.0, 2.0, 3.0, 8.0]", false),
    ("…a…a…", "xaya", true), ("…aa…", "xaya", false),
    ("first\n…\nlast", "first\n1\n2\nlast", true), ("first\n…\nlast", "first\nlast", false), ("a…a", "a", false),
    ("……", "x", true), ("0…", "0…", true), ("0x5…", "0x55dd", true),
  ])
  func `an ellipsis stands for anything`(recorded: String, given: String, holds: Bool) {
    #expect(matches(recorded, given) == holds)
  }

  @Test(arguments: [
    ("saving\\…", "saving…", true), ("saving\\…", "saving failed", false), ("saving\\…", "saving", false),
    ("a\\…\nb", "a…\nb", true), ("a\\…\nb", "a…\nc\nb", false), ("\\… took … ms", "… took 8 ms", true),
    ("\\… took … ms", "a took 8 ms", false), ("step\\… 0.67", "step… 0.6666667", true),
    // `\\` before either is a backslash.
    ("\\\\…", "\\…", true), ("\\\\…", "\\x", true), ("\\\\…", "x", false), ("\\\\\\…", "\\…", true), ("\\\\\\…", "\\x", false),
    // Elsewhere a backslash is a backslash.
    ("a\\b", "a\\b", true), ("\\\\", "\\\\", true), ("\\\\", "\\", false),
  ])
  func `an ellipsis behind a backslash stands for itself`(recorded: String, given: String, holds: Bool) {
    #expect(matches(recorded, given) == holds)
  }

  @Test(arguments: ["saving…", "…", "\\…", "\\\\… a", "a…b…", "no dots", "a\\b…"])
  func `what is escaped reads as itself and as nothing else`(text: String) {
    #expect(matches(text.escapingEllipses(), text))
    #expect(!matches(text.escapingEllipses(), text.replacing("…", with: "x") + (text.contains("…") ? "" : "x")))
  }

  // MARK: - Tolerances

  @Test func `a tolerance of the cell's own takes the place of the usual one`() {
    #expect(matches("100.00", "109.00", cell: 0.1))
    #expect(!matches("100.00", "112.00", cell: 0.1))
    #expect(!matches("100.0", "100.0009", cell: 1e-9))
    #expect(!matches("100", "101", cell: 0.1))
    #expect(!matches("0.0", "1e-9", cell: 0.1))
    #expect(!matches("\"1.5\"", "\"1.6\"", cell: 0.1))
    #expect(matches("1.5", "1.6", course: 0.1))
    #expect(!matches("1.5", "1.6", cell: 0.01, course: 0.1))
  }

  @Test func `a long output is compared in no time`() {
    let text = String(repeating: "[0.125, 0.25, abc]\n", count: 2000)
    #expect(matches(text, text))
    #expect(!matches(text + "1", text + "2"))
  }
}

extension String {
  fileprivate func repeated(_ count: Int) -> String { String(repeating: self, count: count) }
}
