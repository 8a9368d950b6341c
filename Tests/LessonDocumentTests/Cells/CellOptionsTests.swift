import Diagnostics
import Testing

@testable import CellAnalysis
@testable import LessonDocument

@Suite struct CellOptionsTests {
  private func read(_ words: String) -> (options: CellOptions, problems: [String], help: [String?]) {
    let document = parse("```swift \(words)\n1\n```\n")
    return (document.cells[0].options, document.problems, document.diagnostics.map(\.problem.help))
  }

  @Test func `a cell without words runs and shows all`() {
    let options = read("").options
    #expect(options == CellOptions())
    #expect(options.expectation == .runs)
    #expect(options.display == .all)
  }

  @Test func `every word does what the format says`() {
    #expect(read("hide").options.display == .hidden)
    #expect(read("fold").options.display == .foldedCode)
    #expect(read("silent").options.display == .codeOnly)
    #expect(read("norun").options.expectation == .notRun)
    #expect(read("fail").options.expectation == .doesNotCompile)
    #expect(read("warn").options.expectation == .warns)
    #expect(read("crash").options.expectation == .traps)
    #expect(read("nest").options.isNested)
    #expect(read("reset").options.resetsProgram)
    #expect(read("volatile").options.isVolatile)
    #expect(read("id=scores").options.id == "scores")
    #expect(read("tolerance=1e-3").options.tolerance == 1e-3)
    #expect(read("timeout=20").options.timeoutInSeconds == 20)
    #expect(read("digest=0a1b2c3d").options.digest == .init(text: "0a1b2c3d", range: 9..<24))
  }

  @Test func `words go together, in any order and with any space between`() {
    let (options, problems, _) = read("  timeout=0.5\t nest   fold id=a  volatile ")
    #expect(problems == [])
    #expect(options.display == .foldedCode)
    #expect(options.isNested)
    #expect(options.isVolatile)
    #expect(options.id == "a")
    #expect(options.timeoutInSeconds == 0.5)
  }

  @Test(arguments: [
    ("slient", "1:10 unknown word `slient` on a cell", "did you mean `silent`?"),
    ("hide folded", "1:15 unknown word `folded` on a cell", "did you mean `fold`?"),
    (
      "python", "1:10 unknown word `python` on a cell",
      "the words are hide, fold, silent, norun, fail, warn, crash, nest, reset, volatile, and id=…, tolerance=…, timeout=…, output=…, group=…, mark=…, digest=…"
    ),
    ("timeot=3", "1:10 unknown key `timeot` on a cell", "did you mean `timeout=3`?"),
    ("color=red", "1:10 unknown key `color` on a cell", "the keys are id, tolerance, timeout, output, group, mark, digest"),
    ("timeout", "1:10 `timeout` needs a value", "write, say, `timeout=20`"),
    ("timeout=", "1:10 `timeout` needs a positive number, not ``", "write, say, `timeout=20`"),
    ("timeout=-1", "1:10 `timeout` needs a positive number, not `-1`", "write, say, `timeout=20`"),
    ("tolerance=much", "1:10 `tolerance` needs a positive number, not `much`", "write, say, `tolerance=1e-4`"),
    ("timeout=inf", "1:10 `timeout` needs a positive number, not `inf`", "write, say, `timeout=20`"),
    ("tolerance=nan", "1:10 `tolerance` needs a positive number, not `nan`", "write, say, `tolerance=1e-4`"),
    ("tolerance=1", "1:10 `tolerance=1` lets every number pass", "write a number below 1: it is relative to the number"),
    ("id=", "1:10 `id=` needs a name", "write, say, `id=scores`"),
    ("digest=12", "1:10 `12` isn't a digest", "take `digest=` off, and let `lessons check --accept` write it"),
    ("digest=0a1b2c3x", "1:10 `0a1b2c3x` isn't a digest", "take `digest=` off, and let `lessons check --accept` write it"),
    ("hide fold", "1:15 `fold` and `hide` exclude each other", "keep one of them"),
    ("fail crash", "1:15 `crash` and `fail` exclude each other", "keep one of them"),
  ])
  func `a wrong word is told at its place, with what to write`(words: String, problem: String, help: String) {
    let (_, problems, helps) = read(words)
    #expect(problems == [problem])
    #expect(helps == [help])
  }

  @Test(arguments: InfoWord.allCases.map(\.rawValue)) func `a word that takes no value is told so`(word: String) {
    let (_, problems, helps) = read("\(word)=1")
    #expect(problems == ["1:10 `\(word)` takes no value"])
    #expect(helps == ["write `\(word)` alone"])
  }

  @Test func `a key is given once, and without spaces`() {
    #expect(read("timeout=1 nest timeout=2").problems == ["1:25 `timeout` is given twice"])
    let (_, problems, helps) = read("timeout =20")
    #expect(problems == ["1:10 `timeout` needs a value", "1:18 there is no key before this `=`"])
    #expect(helps == ["write, say, `timeout=20`", "write it without spaces, say, `timeout=20`"])
  }

  @Test func `every wrong word is told`() {
    #expect(read("a b=c hide fold").problems.count == 3)
  }

  @Test(arguments: [
    ("Swift", "write `swift` for a cell, or `swift norun` for code that is only shown"),
    ("SWIFT", "write `swift` for a cell, or `swift norun` for code that is only shown"),
    ("{swift}", "write `swift` for a cell, or `swift norun` for code that is only shown"),
    ("swift,norun", "write `swift` for a cell, or `swift norun` for code that is only shown"),
    ("Output", "write `output`, or call the fence `text`"), ("Math", "write `math`, or call the fence `text`"),
  ])
  func `a fence that would silently be no cell is told`(word: String, help: String) {
    let document = parse("```\(word) hide\n1\n```\n")
    #expect(document.problems == ["1:4 a fence called `\(word)` is only shown"])
    #expect(document.diagnostics.map(\.problem.help) == [help])
  }

  @Test func `only a fence called swift is a cell`() {
    let document = parse(
      "```swiftui\n1\n```\n\n```\n1\n```\n\n    swift\n\n~~~ swift nest\n1\n~~~\n")
    #expect(document.cells.map(\.options.isNested) == [true])
    #expect(document.problems == [])
  }

  @Test func `two cells can't have one id`() {
    #expect(parse("```swift id=a\n```\n\n```swift id=a\n```\n").problems == ["4:1 the cell on line 1 has the id `a` already"])
  }
}
