import TestSupport
import Testing

/// Messages about formulas that don't hold: the actual reason, with the values that show it.
@Suite struct FormulaMessageTests {
  private static let cell = """
    ```swift silent
    let two = 2.0
    let three = 3.0
    let v = [3.0, 4.0]
    let weights = [0.5, 0.25, 0.25]
    let missing = Double.nan
    func h(_ x: Double) -> Double { 2 * x }
    ```


    """

  /// Formulas with their comments, and the report for each.
  private static let cases: [(formula: String, messages: [String])] = [
    (#"v \in \mathbb{R}^{3}$$ <!-- check: { equals: v } -->"#, ["`v` has the shape 2, not 3"]),
    (#"\text{three} \in [0, 1]$$ <!-- check -->"#, [#"`\text{three}` is 3.0, which isn't in `[0, 1]`"#]),
    (#"v_i \in (3, 5)$$ <!-- check -->"#, ["`v_i` is 3.0 at [1], which isn't in `(3, 5)`"]),
    (#"a \ne b$$ <!-- check: { where: { a: two, b: '2.0' } } -->"#, ["`a` and `b` are equal: both are 2.0"]),
    (#"v \ne w$$ <!-- check: { where: { w: v } } -->"#, ["`v` and `w` are equal at [1]"]),
    (#"a < b$$ <!-- check: { where: { a: three, b: two } } -->"#, ["`a < b` doesn't hold: 3.0 isn't < 2.0"]),
    (#"v_i \le 3$$ <!-- check -->"#, [#"`v_i ≤ 3` doesn't hold at [2]: 4.0 isn't ≤ 3.0"#]),
    (#"a = 2 = 3$$ <!-- check: { where: { a: two } } -->"#, ["`2` and `3` disagree: the relative error is 0.33333334"]),
    (#"a = 3 = 3$$ <!-- check: { where: { a: two } } -->"#, ["this formula disagrees with `two`: the relative error is 0.33333334"]),
    (#"\sum_i p_i = 2$$ <!-- check: { where: { p: weights } } -->"#, [#"`\sum_i p_i` and `2` disagree: the relative error is 0.5"#]),
    (#"2 a$$ <!-- check: { equals: three, where: { a: two } } -->"#, ["this formula disagrees with `three`: the relative error is 0.25"]),
    (#"2 a$$ <!-- check: { equals: three, where: { a: two }, tolerance: 0.1 } -->"#, ["it may be off by 0.1 of the largest entry"]),
    (#"v = 3$$ <!-- check -->"#, ["the sides have different shapes", "to say it of each entry, write an index on the left"]),
    (#"v^\top = v$$ <!-- check -->"#, ["`v^\\top` is 2 (a row)", "`v` is 2 (a column)"]),
    (#"a = b$$ <!-- check: { where: { a: missing, b: missing } } -->"#, ["if it should agree with NaN: `nan: equal`"]),
    (
      #"z = 2 y$$ <!-- check: { equals: '6.0', given: ['y = 3', 'two = 3'] } -->"#,
      ["the given definition gives `two` another value than it has"]
    ),
    (
      #"z = h(1)$$ <!-- check: { equals: '3.0', given: ['h(u) = 3 u'] } -->"#,
      ["the given definition says what `h` is, which is a function"]
    ),
  ]

  @Test func `each wrong formula is told for its own reason`() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.cell + Self.cases.map { "$$" + $0.formula + "\n\n" }.joined(), to: "Lessons/01-wrong.md")
    let result = try LessonsTool().run(["check"], in: folder.url)
    for (formula, messages) in Self.cases {
      for message in messages { #expect(result.errors.contains(message), "\(formula)") }
    }
    #expect(!result.errors.contains("error is 0.0"))
    if Self.cases.contains(where: { entry in entry.messages.contains { !result.errors.contains($0) } }) { Issue.record("\(result.errors)") }
  }

  @Test func `a formula that is known to be wrong can't be handed on, one that only defines can`() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      Self.cell + """
        $$ a = b + 2 $$
        <!-- check: { where: { a: three, b: two }, expect: disagree, because: a slip, id: slip } -->

        $$ g(u) = u + 2 $$
        <!-- check: { expect: none, because: it defines, id: definition } -->

        $$ c = g(2) $$
        <!-- check: { where: { c: '4.0' }, given: [definition] } -->

        $$ c = a + 2 $$
        <!-- check: { where: { c: '6.0', b: two }, given: [slip] } -->

        """, to: "Lessons/01-given.md")
    let result = try LessonsTool().run(["check"], in: folder.url)
    #expect(
      result.errors.contains("01-given.md:20:52: error: the formula `slip` is known to disagree, so nothing can be built on it"),
      "\(result.errors)")
    #expect(result.output.contains("1 error"))
  }

  @Test func `the report has the relative error, and a tolerance that isn't the default`() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      Self.cell + "$$ a = 2.5 $$ <!-- check: { where: { a: two }, tolerance: 0.25 } -->\n\n$c$\n", to: "Lessons/01-report.md")
    let result = try LessonsTool().run(["check", "--format", "json"], in: folder.url)
    for line in [#""largestError" : 0.5"#, #""relativeError" : 0.2"#, #""tolerance" : 0.25"#, #""outcome" : "agrees""#] {
      #expect(result.output.contains(line), "\(result.output)")
    }
    let text = try LessonsTool().run(["check"], in: folder.url)
    #expect(text.output.contains("1 formula (1 checked, 0 not): all holds"))
  }
}
