import CellAnalysis
import Diagnostics
import KeyedYAML
import Testing

@testable import LessonDocument

@Suite struct FormulaCheckTests {
  @Test(arguments: ["<!-- check -->", "<!--check-->", "<!-- check: -->", "<!--\n  check\n-->", "<!-- check:\n-->"])
  func `a bare comment asks whether the formula's sides agree`(comment: String) throws {
    let document = parse("$$ a = b $$\n\(comment)\n")
    let check = try #require(document.formulas[0].check)
    #expect(check.equals == nil)
    #expect(check.expectation == .agree)
    #expect(document.slice(check.range) == comment)
    #expect(document.problems == [])
  }

  @Test func `one expression is what the formula equals`() {
    let document = parse("$$ a $$\n<!-- check: 'softmax(q.transposed(), axis: -1)' -->\n")
    #expect(document.expressions.map(\.code) == ["softmax(q.transposed(), axis: -1)"])
    #expect(document.expressions.map { document.slice($0.range) } == ["softmax(q.transposed(), axis: -1)"])
    #expect(document.formulas[0].check?.equals == 0)
    #expect(document.problems == [])
  }

  @Test func `what is not a number may be equal, and nothing else`() {
    #expect(parse("$$ a = b $$\n<!-- check: { nan: equal } -->\n").formulas[0].check?.nansAgree == true)
    #expect(parse("$$ a = b $$\n<!-- check -->\n").formulas[0].check?.nansAgree == false)
    #expect(parse("$$ a = b $$\n<!-- check: { nan: same } -->\n").problems.joined().contains("`nan` can't be `same`"))
  }

  @Test func `all keys are read, each text with its place`() throws {
    let document = parse(
      #"""
      > $$ c_i = \sum_j \alpha_{ij} v_j $$
      > <!-- check:
      >   equals: context
      >   where: { n: K.rows, \alpha: weights }
      >   tolerance: 1e-6
      >   expect: disagree
      >   because: the paper's own slip
      >   id: context-vector
      >   index: { t: 1...3, s: 0..<4 }
      >   base: { s: 0 }
      >   row: [b_1, b_2]
      >   elementwise: \phi
      >   given: [scores, 'f(x) = x^2']
      >   family: ['x^{[l]}']
      > -->
      """#)
    #expect(document.problems == [])
    let check = try #require(document.formulas[0].check)
    #expect(document.expressions.map(\.code) == ["context", "K.rows", "weights"])
    #expect(document.expressions.map { document.slice($0.range) } == ["context", "K.rows", "weights"])
    #expect(check.equals == 0)
    #expect(check.bindings.map(\.name.text) == ["n", #"\alpha"#])
    #expect(check.bindings.map(\.value) == [1, 2])
    #expect(check.tolerance == 1e-6)
    #expect(check.expectation == .disagree)
    #expect(check.reason == "the paper's own slip")
    #expect(check.id == "context-vector")
    #expect(check.indices.map(\.name.text) == ["t", "s"])
    #expect(check.indices.map(\.range) == [1...3, 0...3])
    #expect(check.bases.map(\.base) == [0])
    #expect(check.rows.map(\.text) == ["b_1", "b_2"])
    #expect(check.elementwise.map(\.text) == [#"\phi"#])
    #expect(check.given.map(\.text) == ["scores", "f(x) = x^2"])
    #expect(check.families.map(\.text) == ["x^{[l]}"])
    for text in check.bindings.map(\.name) + check.rows + check.elementwise + check.given {
      #expect(document.slice(text.range) == text.text)
    }
  }

  @Test(
    arguments: [
      (
        "check: { equals: f(a, b), id: c }", "the comma after `f(a` ends the value of `equals`",
        "put all of it in single quotation marks: `equals: 'f(a, …)'`"
      ),
      (
        "check: { where: { z: f(a, by: b) } }", "the comma after `f(a` ends the value of `z`",
        "put all of it in single quotation marks: `z: 'f(a, …)'`"
      ),
      ("check: { equal: x }", "unknown key `equal` in a check comment", "did you mean `equals`?"),
      (
        "check: { color: x }", "unknown key `color` in a check comment",
        "the keys are \(FormulaCheck.Key.names.joined(separator: ", "))"
      ),
      ("check: { expect: disagrees, because: b }", "`expect` can't be `disagrees`", "did you mean `disagree`?"),
      ("check: { expect: maybe }", "`expect` can't be `maybe`", "it is agree or disagree or none"),
      ("check: { expect: none }", "`expect: none` needs a reason", "add `because: …`; the page shows it to the reader"),
      (
        "check: { expect: disagree }", "`expect: disagree` needs a reason",
        "add `because: …`; the page shows it to the reader"
      ),
      (
        "check: { where: { a: x }, because: it is so }", "`because` explains nothing here",
        "it is the reason for `expect: disagree`, `expect: none` or `vary`; take it out, or write it as text"
      ),
      ("check: { tolerance: -1 }", "`tolerance` needs a positive number, not `-1`", "write, say, `tolerance: 1e-6`"),
      (
        "check: { tolerance: 10 }", "`tolerance: 10` lets every number pass",
        "write a number below 1: it is relative to the number"
      ), ("check: { tolerance: }", "`tolerance` needs a value", "write `tolerance: …` on one line"),
      ("check: { where: x }", "`where` needs names and values", "write `where: { name: value }`"),
      ("check: { index: { t: 3 } }", "`3` is not a range", "write `1...3` or `0..<4`"),
      ("check: { index: { t: 3...1 } }", "`3...1` is not a range", "write `1...3` or `0..<4`"),
      (
        "check: { index: { t: 0..<-9223372036854775808 } }", "`0..<-9223372036854775808` is not a range",
        "write `1...3` or `0..<4`"
      ),
      ("check: { index: { t: 1...99999999999 } }", "`1...99999999999` is not a range", "write `1...3` or `0..<4`"),
      ("check: { base: { s: a } }", "`base` needs a whole number", "write, say, `base: { s: 0 }`"),
      ("check: { row: { a: b } }", "`row` needs a list", "write `row: [name, name]`"),
      ("check: [a, b]", "`check:` needs an expression or keys, not a list", "write `check: expression`"),
      (
        "check: f(x, y: 1)", "a text with a colon and a space in it needs quotation marks", "write `'f(x, y: 1)'`"
      ),
      (
        "check: x\nequals: y", "this line begins further left than the first key",
        "indent it like that key, or further to nest it below"
      ),
      (
        "check: x\n equals: y", "a check comment is `check`, `check: expression`, or `check:` with keys below it",
        "indent the keys (\(FormulaCheck.Key.names.joined(separator: ", "))) below `check:`"
      ),
      ("check: { id: a, id: b }", "the key `id` appears twice here", "take out one of the two"),
      ("check:\n\tequals: x", "a tab can't indent YAML", "use spaces"),
      ("check: { where: { w:x } }", "a space is missing after this colon", "write `: `"),
      ("check: { where: { w: x }", "this bracket is never closed", "end it with `}`"),
      (
        "check: 'x", "this quotation mark is never closed",
        "end the text with another `'`; an apostrophe within single quotation marks is `''`"
      ),
    ] as [(String, String, String?)])
  func `what is wrong is told, with what to write`(body: String, message: String, help: String?) {
    let problems = parse("$$ a $$\n<!-- \(body) -->\n").diagnostics.map(\.problem)
    #expect(problems.map(\.message) == [message])
    #expect(problems.map(\.help) == [help])
  }

  @Test func `a wrong key is told at its line and column, in a quotation too`() {
    #expect(
      parse("> $$ a $$\n> <!-- check:\n>   equals: a\n>   wehre: { a: b }\n> -->\n").problems
        == ["4:5 unknown key `wehre` in a check comment"])
  }

  @Test(arguments: [
    "<!-- checks all -->", "<!-- a check -->", "<!-- checkmate: x -->", "<!---->", "<!-- TODO -->", "<!-- {check} -->",
  ])
  func `other comments are nobody's business`(comment: String) {
    let document = parse("$$ a $$\n\n\(comment)\n\ntext \(comment) more\n")
    #expect(document.formulas[0].check == nil)
    #expect(document.problems == [])
    #expect(document.outline == "formula 0: \" a \"\nparagraph: text  more")
  }

  @Test func `a comment belongs to the formula right before it, once`() {
    #expect(parse("$a$<!-- check --> and $b$<!-- check: c -->").formulas.map { $0.check != nil } == [true, true])
    #expect(parse("$a$ and $b$<!-- check -->").formulas.map { $0.check != nil } == [false, true])
    #expect(parse("```math\na\n```\n\n<!-- check -->\n").formulas[0].check != nil)
    let stray = "this check comment follows no formula"
    #expect(parse("<!-- check -->").problems == ["1:1 \(stray)"])
    #expect(parse("$a$<!-- check --><!-- check -->").problems == ["1:18 the formula before it has a check already"])
    #expect(parse("$$a$$\n\ntext\n\n<!-- check -->\n").problems == ["5:1 \(stray)"])
    #expect(parse("$$a$$\n\n```swift\n```\n\n<!-- check -->\n").problems == ["6:1 \(stray)"])
  }

  @Test func `two formulas can't have one id`() {
    let document = parse("$$a$$\n<!-- check: { id: x } -->\n\n$$b$$\n<!-- check: { id: x } -->\n")
    #expect(document.problems == ["5:1 the formula on line 1 has the id `x` already"])
  }

  @Test func `a comment that never ends is told`() {
    #expect(parse("a\n\n$$a$$\n<!-- check: b\n\nmore").problems == ["4:1 this comment is never closed"])
  }

  @Test func `in code a comment is code`() {
    let document = parse("$a$ `<!-- check -->`\n\n```html\n<!-- check -->\n```\n\n    <!-- check -->\n")
    #expect(document.problems == [])
    #expect(document.formulas[0].check == nil)
    #expect(
      document.outline
        == "paragraph: ⟨a⟩ `<!-- check -->`\nlisting html: \"<!-- check -->\"\nlisting : \"<!-- check -->\\n\"")
  }
}
