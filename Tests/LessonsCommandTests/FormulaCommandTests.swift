import Foundation
import TestSupport
import Testing

/// `lessons formula`, called as a person and as a program would call it.
@Suite struct FormulaCommandTests {
  private func formula(_ arguments: String...) throws -> LessonsTool.Result {
    try LessonsTool().run(["formula"] + arguments, in: FileManager.default.temporaryDirectory)
  }

  @Test func `a formula is shown as it is read, with shapes and its value`() throws {
    let result = try formula(#"S = \frac{QK^\top}{2}"#, "--with", "Q=[[1,0],[0,1]]", "--with", "K=[[2,4],[0,6]]")
    #expect(result.exitCode == 0, "\(result.errors)")
    #expect(result.output.contains("2×2   QK^\\top\n"))
    #expect(result.output.hasSuffix("value of shape [2, 2]\n  [[1.0, 0.0], [2.0, 3.0]]\n"))
  }

  @Test func `an index takes its range`() throws {
    #expect(try formula("a_i = 2^i", "--with", "i=1...4").output.hasSuffix("[2.0, 4.0, 8.0, 16.0]\n"))
  }

  @Test func `a formula is shown as MathML`() throws {
    let result = try formula(#"\hat{y}"#, "--mathml")
    #expect(result.output.hasPrefix("<math"))
    #expect(result.output.contains(#"<annotation encoding="application/x-tex">\hat{y}</annotation>"#))
  }

  @Test func `an unknown command is marked, with the nearest that is known`() throws {
    let result = try formula(#"y = \sofmax(x)"#)
    #expect(result.exitCode == 1)
    #expect(
      result.errors == """
        formula:1:5: error: unknown command `\\sofmax`
         1 | y = \\sofmax(x)
           |     ^~~~~~~
           = help: did you mean `\\operatorname{softmax}`?

        """)
  }

  @Test func `neither a formula nor a file is a wrong call`() throws {
    let result = try formula()
    #expect(result.exitCode == 64)
    #expect(result.errors.contains("Give a formula, or a file with --cases."))
  }

  @Test func `every case of a file comes out as one line of JSON`() throws {
    let cases = try #require(
      try JSONSerialization.jsonObject(with: Data(Fixtures.bytes(of: "formulas/acceptance.json"))) as? [[String: Any]])
    let result = try formula("--cases", Fixtures.url("formulas/acceptance.json").path)
    #expect(result.exitCode == 0)
    let lines = result.output.split(separator: "\n")
    #expect(lines.count == cases.count)
    for (example, line) in zip(cases, lines) {
      let outcome = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      #expect(outcome["id"] as? String == example["id"] as? String)
      guard let expected = example["expect"] as? [String: Any], !expected.isEmpty else {
        #expect(outcome["status"] as? String == "refused")
        continue
      }
      #expect(outcome["status"] as? String == "value", "\(line)")
      let values = try #require(outcome["values"] as? [String: Any])
      for (statement, value) in expected {
        let found = try #require(values[statement], "\(statement) in \(line)")
        let pairs = zip(flat(value), flat(found))
        #expect(flat(value).count == flat(found).count)
        #expect(pairs.allSatisfy { $0 == $1 || abs($0 - $1) <= 1e-9 }, "\(statement)")
      }
    }
  }

  @Test func `what can't be read is an error, and what has no value is refused`() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      #"[{"id": "a", "latex": "\\frac{1"}, {"id": "b", "latex": "y = \\rho"}, {"id": "c", "latex": "y = 1/x", "bind": {"x": {"data": "inf"}}}]"#,
      to: "cases.json")
    let lines = try formula("--cases", folder.url.appending(path: "cases.json").path).output.split(separator: "\n")
    #expect(lines.count == 3)
    #expect(lines[0].hasPrefix(#"{"id": "a", "status": "error", "values": {}, "message": ""#))
    #expect(lines[1].hasPrefix(#"{"id": "b", "status": "refused", "values": {}, "message": "nothing is bound to `\\rho`"#))
    #expect(lines[2].hasPrefix(#"{"id": "c", "status": "value", "values": {"y": 0.0}"#))
  }

  @Test func `a file that isn't there is said`() throws {
    let result = try formula("--cases", "nowhere.json")
    #expect(result.exitCode == 2)
    #expect(
      result.errors == "lessons: error: there is no file `nowhere.json`\n  = help: name it by its path from this folder\n")
  }

  @Test(arguments: ["{}", "[1", "7"]) func `what isn't a list of cases is said, without a decoder's words`(text: String) throws {
    let folder = try TemporaryFolder()
    try folder.write(text, to: "cases.json")
    let result = try LessonsTool().run(["formula", "--cases", "cases.json"], in: folder.url)
    #expect(result.exitCode == 2)
    #expect(result.errors.hasPrefix("lessons: error: `cases.json` isn't a list of cases\n  = help: write `[{"), "\(result.errors)")
    #expect(!result.errors.contains("Error."))
  }

  @Test func `a case that isn't one is told in its line`() throws {
    let folder = try TemporaryFolder()
    try folder.write(#"[1, {"id": "a", "latex": 2}]"#, to: "cases.json")
    let lines = try LessonsTool().run(["formula", "--cases", "cases.json"], in: folder.url).output.split(separator: "\n")
    #expect(lines.count == 2)
    #expect(lines[0].contains(#""status": "error", "values": {}, "message": "a case is an object"#), "\(lines[0])")
    #expect(lines[1].contains("`latex` has a value of another kind"), "\(lines[1])")
  }

  @Test(arguments: [
    (["a"], "= help: bind it: `--with a=…`\n"), ([#"\hat{a}"#], #"= help: bind it: `--with '\hat{a}=…'`"#),
    (["A^{3}", "--with", "A=[[1,2]]"], "for each entry declare it: `--elementwise A`"),
    (["T(x)", "--with", "x=2"], "`--with T=…` for a value"),
    (["0 \\log 0"], "declare it: `--zero-log-zero`"),
    (["x_0", "--with", "x=[1,2]"], "declare it: `base: { …: 0 }` (only in a lesson's check comment)"),
    ([#"\text{median}(x)"#, "--with", "x=[1,2]"], "(only in a lesson's check comment)"),
  ])
  func `advice names the options of this command`(arguments: [String], advice: String) throws {
    let result = try LessonsTool().run(["formula"] + arguments, in: FileManager.default.temporaryDirectory)
    #expect(result.exitCode == 1)
    #expect(result.errors.contains(advice), "\(result.errors)")
    for key in ["where:", "expect:", "in the check comment"] { #expect(!result.errors.contains(key), "\(result.errors)") }
  }

  @Test func `advice for a case names its keys`() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      #"[{"id": "a", "latex": "a"}, {"id": "b", "latex": "x_0", "bind": {"x": {"data": [1, 2]}}}]"#, to: "cases.json")
    let lines = try LessonsTool().run(["formula", "--cases", "cases.json"], in: folder.url).output.split(separator: "\n")
    try #require(lines.count == 2)
    #expect(lines[0].contains("bind it: `bind: { a: … }`"), "\(lines[0])")
    #expect(lines[1].contains("declare it: `bind: { …: { indexBase: 0 } }`"), "\(lines[1])")
  }

  @Test(arguments: [
    (["--with", "x"], "`--with x` has no `=`; "),
    (["--with", "i=5...1"], "The range `5...1` ends before it begins; write `--with i=1...5`."),
    (["--with", "x=y"], "`y` is neither a number nor an array of rows"), (["--with", "=1"], "`--with =1` begins with no name"),
    (["--with", "x=1", "--with", "x=2"], "Two `--with` give `x` a value; leave one out."), (["--elementwise", "{"], "gives no name"),
    (["--cases", "a.json"], "not both"),
  ])
  func `an option that says nothing is a wrong call`(arguments: [String], message: String) throws {
    let result = try LessonsTool().run(["formula", "x"] + arguments, in: FileManager.default.temporaryDirectory)
    #expect(result.exitCode == 64)
    #expect(result.errors.hasPrefix("Error: ") && result.errors.contains(message), "\(result.errors)")
    #expect(!result.errors.contains("formula:1:"))
  }

  @Test(arguments: [
    (["--with", "y=2"], "`--with y=…` does nothing: the formula has no `y`"),
    (["--with", "i=1...2"], "`--with i=…` does nothing: the formula has no `i`"),
    (["--elementwise", "y"], "`--elementwise y` does nothing: the formula has no `y`"),
    (["--otimes", "outer"], "`--otimes` does nothing"), (["--zero-log-zero"], "`--zero-log-zero` does nothing"),
  ])
  func `an option that decides nothing is told`(arguments: [String], message: String) throws {
    let result = try LessonsTool().run(["formula", "2 x", "--with", "x=1"] + arguments, in: FileManager.default.temporaryDirectory)
    #expect(result.exitCode == 0)
    #expect(result.output.hasSuffix("2.0\n"))
    #expect(result.errors.hasPrefix("lessons: warning: \(message)"), "\(result.errors)")
    #expect(try formula("2 x", "--with", "x=1").errors == "")
  }

  @Test func `numbers that JSON lacks are shown and given without quotation marks`() throws {
    #expect(try formula("1/0").output.hasSuffix("\n  inf\n"))
    #expect(try formula("-x", "--with", "x=[inf, -inf, 1]").output.hasSuffix("[-inf, inf, -1.0]\n"))
    #expect(try formula("x", "--with", #"x="inf""#).output.hasSuffix("\n  inf\n"))
  }

  private func flat(_ value: Any) -> [Double] {
    if let list = value as? [Any] { return list.flatMap(flat) }
    if let text = value as? String { return [Double(text) ?? .nan] }
    return [(value as? NSNumber)?.doubleValue ?? .nan]
  }

  @Test(arguments: [
    (["-1+2"], "1.0"), (["-x", "--with", "x=2"], "-2.0"), (["--with", "x=-2", "-x"], "2.0"), (["-\\frac{1}{2}"], "-0.5"),
    (["-(1)"], "-1.0"),
    (["--", "-3"], "-3.0"), (["-2 \\cdot 3", "--color", "never"], "-6.0"), (["-ab", "--with", "a=2", "--with", "b=3"], "-6.0"),
  ])
  func `a formula may begin with a minus`(arguments: [String], value: String) throws {
    let result = try LessonsTool().run(["formula"] + arguments, in: FileManager.default.temporaryDirectory)
    #expect(result.output.hasSuffix("\(value)\n"), "\(result.output)\(result.errors)")
    #expect(result.exitCode == 0)
  }

  @Test func `an option is one all the same`() throws {
    let folder = try TemporaryFolder()
    #expect(try LessonsTool().run(["formula", "-h"], in: folder.url).output.contains("OVERVIEW"))
    #expect(try LessonsTool().run(["formula", "--maths", "1"], in: folder.url).exitCode == 64)
    #expect(try LessonsTool().run(["formula", "x", "-with", "x=1"], in: folder.url).exitCode == 64)
  }
}
