import Testing

@testable import SiteRendering

@Suite struct TypesetTextTests {
  @Test(arguments: [
    ("d_k", "d<sub>k</sub>"), ("h·d_v = 12", "h·d<sub>v</sub>\u{A0}=\u{A0}12"), ("1/√d_k", "1/√d<sub>k</sub>"), ("W_O", "W<sub>O</sub>"),
    ("s_{t−1}", "s<sub>t−1</sub>"), ("head_1", "head<sub>1</sub>"), ("head_12, d_kv", "head<sub>12</sub>, d<sub>kv</sub>"),
    ("max_length", "max_length"), ("is_ok", "is_ok"), ("d_model", "d_model"), ("a_b_c", "a_b_c"), ("_k", "_k"), ("d_", "d_"),
    ("d_{", "d_{"), ("d_{}", "d_{}"), ("-1", "−1"), ("x = -1.5", "x\u{A0}=\u{A0}−1.5"), ("(-2, -3)", "(−2, −3)"),
    ("2024-01-02", "2024-01-02"),
    ("GPT-2", "GPT-2"), ("one query's weights", "one query’s weights"), ("it isn't W'", "it isn’t W'"), ("'s", "'s"), ("--1", "--1"),
    ("a - b", "a - b"), ("<b>_2", "&lt;b&gt;_2"), ("", ""),
  ])
  func `what can't be meant otherwise is typeset`(text: String, html: String) {
    #expect(TypesetText(text).html.markup == html)
  }

  @Test func `in a picture the line goes on at its old height`() {
    #expect(TypesetText("d_k").svg.markup == "d<tspan dy=\"4\" font-size=\"75%\">k</tspan>")
    #expect(TypesetText("d_k = <").svg.markup == "d<tspan dy=\"4\" font-size=\"75%\">k</tspan><tspan dy=\"-4\">\u{200B}</tspan> = &lt;")
  }

  @Test func `an index takes less room, an ideograph more`() {
    #expect(TypesetText("dk").width > TypesetText("d_k").width)
    #expect(TypesetText("注意").width > TypesetText("ab").width)
  }
}
