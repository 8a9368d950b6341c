import CellAnalysis
import Diagnostics
import Testing

@testable import LessonDocument

/// Parsing any file ends quickly, with a document.
@Suite struct HostileInputTests {
  private static let long = 250_000

  private static func repeating(_ text: String, upTo count: Int = 12_500) -> String {
    String(repeating: text, count: count / text.utf8.count)
  }

  private static let texts: [(name: String, text: String)] = [
    ("quotation marks", repeating("> ", upTo: 5_000)), ("brackets", repeating("[", upTo: 2_500)),
    ("stars", repeating("*a ", upTo: 7_500)),
    ("open and closed brackets", repeating("[", upTo: 2_500) + repeating("]", upTo: 2_500)),
    ("nested emphasis", repeating("*a _b ", upTo: 15_000)), ("list markers", repeating("- ", upTo: 5_000)),
    ("images", repeating("![", upTo: 5_000)), ("dollars", repeating("$", upTo: long)),
    ("dollars that never close", repeating("$a ")),
    ("pairs of dollars that never close", repeating("$$ a\n\n")), ("pairs in one paragraph", "$$" + repeating(" a")),
    ("dollars before backticks", repeating("$` ")), ("backticks", repeating("`", upTo: long)),
    ("backslashes", repeating("\\", upTo: long)),
    ("runs of backticks, each longer", (1...450).map { String(repeating: "`", count: $0) }.joined(separator: " ")),
    ("backslashes before dollars", repeating("\\$")), ("comments that never close", repeating("<!-- ")),
    ("arrows", repeating("-->")),
    ("comments", repeating("<!-- check -->", upTo: 12_500)), ("tags", repeating("<a>", upTo: 12_500)),
    ("angles", repeating("<")),
    ("details in details", repeating("<details>\n\n", upTo: 12_500) + repeating("</details>\n\n", upTo: 12_500)),
    ("elements in elements", repeating("<sub>", upTo: 12_500) + "x" + repeating("</sub>", upTo: 12_500)),
    ("LaTeX's marks that never close", repeating("\\( ")), ("LaTeX's marks", repeating("\\(x\\) ", upTo: 12_500)),
    ("ends of links", repeating("](a")), ("environments", repeating("\\begin{align} ")), ("tildes", repeating("~~a ", upTo: 12_500)),
    ("one long line", repeating("a")), ("empty lines", repeating("\n")), ("spaces", repeating(" ")),
    ("tabs", repeating("\t", upTo: 12_500)),
    ("equal headings", repeating("# a\n", upTo: 12_500)),
    ("formulas and links", repeating("$x$ [a](b.md)\n", upTo: 12_500)),
    ("fences", repeating("```\n")), ("cells", repeating("```swift\n1\n```\n", upTo: 5_000)),
    ("a long cell", "```swift\n" + repeating("a\n", upTo: 1_500) + "```\n"),
    ("words on a cell", "```swift " + repeating("x ", upTo: 5_000) + "\n```\n"),
    ("nested parentheses", "```swift\n" + repeating("(", upTo: 1_000) + "\n```\n"),
    ("nested braces", "```swift\n" + repeating("{", upTo: 1_000) + repeating("}", upTo: 1_000) + "\n```\n"),
    ("nested lists of Swift", "```swift\n" + repeating("[", upTo: 1_000) + "\n```\n"),
    ("nested generics", "```swift\nlet a: " + repeating("A<", upTo: 1_000) + "\n```\n"),
    ("a long sum", "```swift\n0" + repeating(" + 1", upTo: 2_000) + "\n```\n"),
    ("nested calls", "```swift\n" + repeating("f(", upTo: 1_000) + repeating(")", upTo: 1_000) + "\n```\n"),
    ("nested LaTeX", "$" + repeating("{", upTo: 5_000) + repeating("}", upTo: 5_000) + "$"),
    ("nested scripts", "$a" + repeating("_{a", upTo: 7_500) + repeating("}", upTo: 2_500) + "$"),
    ("nested YAML", "---\ntitle: " + repeating("[", upTo: 5_000) + "\n---\n"),
    ("YAML lists in lists", "---\ntitle:\n  " + repeating("- ", upTo: 10_000) + "a\n---\n"),
    ("YAML keys in keys", "---\n" + repeating("? ", upTo: 10_000) + "a\n---\n"),
    (
      "YAML, deeper with each line",
      "---\n" + (0..<300).map { String(repeating: " ", count: $0) + "a:\n" }.joined() + "---\n"
    ),
    ("long YAML", "---\ntitle: " + repeating("a", upTo: long) + "\n---\n"),
    ("laughing YAML", laughingYAML), ("laughing keys", laughingYAML.replacing("title: *h", with: "? *h\n: b")),
    ("equal rules", repeating("a\n===\n", upTo: 12_500)), ("entities", repeating("&amp;")),
    ("footnotes", repeating("[^a]", upTo: 10_000)),
    ("references", (0..<5000).map { "[a\($0)]: b\n" }.joined() + repeating("[a1]", upTo: 5_000)),
    ("braces", repeating("{", upTo: 50_000)), ("templates", repeating("{{a ")), ("marks", repeating("==a== ")),
    ("citations", repeating("[@a] ")),
    ("comments with text", repeating("<!-- a --> b\n", upTo: 12_500)),
    ("comments and text in one line", repeating("<!-- a --> b ", upTo: 12_500)),
    ("broken links", repeating("[a][b] ", upTo: 12_500)), ("conflicts", repeating("<<<<<<< a\n")), ("colons", repeating(":a:")),
    ("pipes", repeating("|a|b|\n", upTo: 12_500)),
    ("alerts", repeating("> [!NOTE]\n\n", upTo: 12_500)),
  ]

  private static let names = texts.map(\.name)

  /// Each line contains the one before it nine times.
  private static let laughingYAML: String = {
    let levels = zip("abcdefg", "bcdefgh").map { before, name in
      "\(name): &\(name) [\(Array(repeating: "*\(before)", count: 9).joined(separator: ","))]\n"
    }
    return "---\na: &a [x]\n" + levels.joined() + "title: *h\n---\n"
  }()

  @Test(arguments: names)
  func `a text made to exhaust the reader is read soon`(name: String) throws {
    let text = try #require(Self.texts.first { $0.name == name }).text
    // A quadratic algorithm would take hours.
    #expect(parse(text).file.text == text)
  }

  @Test func `so many problems are told as a person reads`() {
    let document = parse(Self.repeating("$\\x$ ", upTo: 5_000))
    #expect(document.diagnostics.count == 101)
    #expect(document.diagnostics.last?.problem.message == "there are 900 more problems in this lesson")
    #expect(document.diagnostics.allSatisfy { $0.isError })
  }

  @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8] as [UInt64])
  func `random bytes make a document`(seed: UInt64) {
    var generator = Generator(state: seed)
    for _ in 0..<30 {
      let bytes = (0..<Int.random(in: 0...600, using: &generator)).map { _ in
        UInt8.random(in: 0...255, using: &generator)
      }
      _ = DocumentParser.parse(bytes, path: "lesson.md")
    }
  }

  /// Pieces of Markdown in random order are closer to authors' mistakes than random bytes.
  @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8] as [UInt64])
  func `pieces of lessons in any order keep every law`(seed: UInt64) {
    let pieces = [
      "```swift\n", "```\n", "```output\n", "~~~\n", "> ", "- ", "1. ", "    ", "\t", "\n", "\n\n", "\r\n", "$", "$$",
      "`", "``", "\\", "a", "1",
      "<!-- check", " -->", "<!--", "*", "_", "[", "](b.md)", "# ", "---\n", "| ", "\u{301}", "é", "漢", "\\alpha", "{",
      "}", "<b>", "// => ",
      "let a = 1", "```math\n", "[!NOTE]\n", " -->b", "[@a]", "[a][b]", "{{a}}", "\\(a\\)", "::: a\n", "\u{3000}", "<<<<<<< a\n", "Check: ",
      "&#xE000;", "\u{E000}", "\u{FEFF}", " ",
    ]
    var generator = Generator(state: seed)
    for _ in 0..<60 {
      let count = Int.random(in: 0...60, using: &generator)
      let text = (0..<count).map { _ in pieces.randomElement(using: &generator)! }.joined()
      let document = parse(text)
      let bytes = Array(text.utf8)
      for extracted in document.cells.map(\.code) + document.cells.compactMap(\.recorded?.text)
        + document.formulas.map(\.latex)
      {
        for (offset, byte) in extracted.text.utf8.enumerated() {
          let place = extracted.fileOffset(of: offset)
          let isKept = bytes.indices.contains(place) && (bytes[place] == byte || (byte == 0x0A && bytes[place] == 0x0D))
          #expect(isKept, "byte \(offset) of \(extracted.text.debugDescription) in \(text.debugDescription)")
        }
      }
      for diagnostic in document.diagnostics { _ = DiagnosticPrinter().text(for: diagnostic) }
    }
  }

  @Test(
    arguments: [
      ([0x61, 0xFF, 0x62], "1:2 the file isn't UTF-8: byte 0xFF begins no character"),
      ([0x0A, 0xC3], "2:1 the file isn't UTF-8: byte 0xC3 begins no character"),
      ([0xFF, 0xFE, 0x61, 0x00], "1:1 the file isn't UTF-8: byte 0xFF begins no character"),
      ([0x23, 0x00, 0x20, 0x00], "1:2 the file isn't text: it holds the byte 0x00"),
      ([0x61, 0x0D, 0x62], "1:2 the file isn't text: it holds the byte 0x0D without 0x0A after it"),
    ] as [([UInt8], String)])
  func `a file that isn't UTF-8 text is told at its first such byte`(bytes: [UInt8], problem: String) {
    let document = DocumentParser.parse(bytes, path: "lesson.md")
    #expect(document.problems == [problem])
    #expect(document.blocks.isEmpty)
  }
}

/// SplitMix64: the same numbers on every machine.
private struct Generator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
