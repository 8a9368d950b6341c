import Testing

@testable import LessonDocument

/// Comparing a value with a printed number.
@Suite struct WrittenNumberTests {
  @Test(arguments: [
    ("0.375", 0.375), ("0.38", 0.375), ("0.37", 0.375), ("0.3750", 0.375), ("-0.5", -0.5), ("−0.5", -0.46), ("47", 47.11), ("47 %", 47.11),
    ("1,234.5", 1234.52), ("1.2e-5", 1.2345e-5), ("1.5万", 14_960), ("０．５", 0.5), ("0.00", -0.001), ("12", 12),
  ])
  func `a value that rounds to the number holds`(text: String, value: Double) throws {
    #expect(try #require(WrittenNumber(parsing: text)).rounds(value))
  }

  @Test(arguments: [
    ("0.3745", 0.375), ("0.39", 0.375), ("0.5", -0.5), ("-0.5", 0.5), ("47", 47.51), ("1,234.5", 1234.56), ("1.2e-5", 1.26e-5),
    ("1.5万", 15_600),
    ("0.5", .nan), ("0.5", .infinity), ("12", 13),
  ])
  func `any other value doesn't`(text: String, value: Double) throws {
    #expect(try !#require(WrittenNumber(parsing: text)).rounds(value))
  }

  @Test(arguments: [
    ("0.3745", 0.375, "0.3750"), ("0.5", -0.25, "-0.3"), ("−0.5", -0.25, "−0.3"), ("-0.5", 0.25, "0.3"), ("+0.5", 0.25, "+0.3"),
    ("1,234.5", 9_876_543.21, "9,876,543.2"), ("1,234", 12, "12"), ("1234", 9876, "9876"), ("47", 0.4, "0"), ("-0.1", -0.01, "0.0"),
    ("１．５", 2.75, "２．８"), ("1.2e-5", 0.000345, "3.5e-4"), ("1.2e-5", 0.000999, "1.0e-3"), ("1.5万", 27_512, "2.8"),
    ("12\u{2009}345", 6789, "6\u{2009}789"),
  ])
  func `a value is written as the number is`(text: String, value: Double, written: String) throws {
    #expect(try #require(WrittenNumber(parsing: text)).text(for: value) == written)
  }

  @Test(arguments: ["", "x", "0.5 and 0.6", "x_1", "1.2.3", "3D", "\\frac{1}{2}"]) func `what isn't one number isn't read as one`(
    text: String
  ) {
    #expect(WrittenNumber(parsing: text) == nil)
  }
}
