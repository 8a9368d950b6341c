import Testing

@testable import LessonDocument

/// Which numbers of a text need a source in a lesson with `prose-numbers: checked`.
@Suite struct NumberScannerTests {
  private func needing(_ text: String) -> [String] {
    parse(text + "\n").numbers.needingSource.map { $0.text + ($0.isPercentage ? "%" : "") }
  }

  @Test(arguments: [
    ("The weight is 0.4711, not 0.5.", ["0.4711", "0.5"]), ("It takes 47 % of it, or 47% or 47\u{A0}%.", ["47%", "47%", "47%"]),
    ("It takes 12 percent of 3 keys.", ["12%"]), ("It fell by -0.25 and −0.5.", ["-0.25", "−0.5"]),
    ("Between 0.2-0.3 and 0.4–0.5.", ["0.2", "0.3", "0.4", "0.5"]), ("It holds 1,234.5 of 12,000.", ["1,234.5"]),
    ("The error is 1.2e-5, at most 3e-7.", ["1.2e-5", "3e-7"]), ("It takes 3.5x as long, 0.8s.", ["3.5", "0.8"]),
    ("权重是0.47，占４７％。", ["0.47", "４７%"]), ("共有１．５万个，约 1.5 亿。", ["１．５", "1.5"]), ("**0.47** and *0.5*", ["0.47", "0.5"]),
    ("Alone in a formula: $0.47$, $-0.5$, $47\\%$.", ["0.47", "-0.5", "47%"]), ("Half is .5 here.", [".5"]),
    ("- a list with 0.25\n- and 0.75", ["0.25", "0.75"]), ("| a | b |\n|---|---|\n| 0.25 | 3 |", ["0.25"]),
    ("> [!NOTE]\n> It is 0.25\n> or 0.5.", ["0.25", "0.5"]), ("As said[^a].\n\n[^a]: It is 0.25.", ["0.25"]),
    ("[It is 0.25](https://example.org)", ["0.25"]), ("Of [0.25] and x[0] a < 0.5 at 3: 0.75", ["0.25", "0.5", "0.75"]),
    ("Café\u{301} 0.25", ["0.25"]), ("We reach a Loss 2.5 here, and BLEU 28.4 there.", ["2.5", "28.4"]),
  ])
  func `a decimal or percentage needs a source`(text: String, numbers: [String]) {
    #expect(needing(text) == numbers)
  }

  @Test(arguments: [
    "There are 3 keys and 12,000 queries in 2017.", "`let x = 0.25` and ``0.5 ` 0.75``", "$x = 0.47$, $0.4711 v_1$, $$ 0.5 $$",
    "# It is 0.25\n",
    "See section 3.2, sections 3.2 and 3.4, table 3.1, Figure 2.5, § 2.1.", "Version 2.4, v1.5, Swift 6.2, 1.10.0 and 6.3.1.",
    "It works with PyTorch 2.5 and macOS 15.2.", "It has been so until NumPy 1.26.", "By Theorem 2.5 and Lemma 3.1 it is so.",
    "见第 3.2 节、表 3.1 和 3.2 节。", "用 Swift 6.2 编译。",
    "[arXiv:1706.03762](https://arxiv.org/abs/1706.03762)", "[doi:10.1109/72.279181](https://doi.org/10.1109/72.279181)",
    "<https://example.org/0.25> and https://example.org/1.5", "[here](https://example.org/0.25 \"0.5\")", "![A plot of 0.5](plot.png)",
    "arXiv:1706.03762", "The key x0.5 of F16.5, appendix A.1.2, GPT-3.5", "<!-- 0.25 -->", "```text\n0.25\n```", "At 12:05 on 2026-11-28.",
    "(Vaswani et al. 2017, section\n3.2.1) and (table\n3.1)",
  ])
  func `a whole number, code, an address, a heading and a label need none`(text: String) {
    #expect(needing(text) == [])
  }

  @Test func `the place of a number is that of its digits in the file`() {
    let document = parse("> - Über **−0.25** in $0.5$\n>   und 47 %.\n")
    #expect(document.numbers.needingSource.map { document.slice($0.range) } == ["−0.25", "0.5", "47"])
  }
}
