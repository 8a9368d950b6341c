import Testing

@testable import SiteRendering

@Suite struct SwiftHighlighterTests {
  @Test func `keywords, types, numbers, strings and comments are told apart`() {
    #expect(
      SwiftHighlighter.html(for: "let x: Float = 2  // two").markup
        == "<span class=\"k\">let</span> x: <span class=\"t\">Float</span> = <span class=\"n\">2</span>  "
        + "<span class=\"c\">// two</span>")
    #expect(SwiftHighlighter.html(for: "\"a\"").markup.contains("<span class=\"s\">"))
  }

  @Test(
    arguments: [
      "", "\n", "let π = 3.14 // 圆周率 🙂", "if true { print(\"a\\(1 + 2)b\") }", "a < b && b > c", "let = = )(",
      "\"unclosed",
      "/* unclosed", "#if os(Linux)\n#endif", "\u{0}\u{7F}", "let x = \"</span><script>\"", "\r\nlet a = 1\r\n",
      String(repeating: "[", count: 500), String(repeating: "a<", count: 500), String(repeating: "(", count: 500),
      String(repeating: "{", count: 500), String(repeating: "if a { ", count: 500),
      String(repeating: "\"\\(", count: 500),
      String(repeating: "([", count: 500), String(repeating: "-", count: 2000), String(repeating: "a.", count: 2000),
      String(repeating: "a ? b : ", count: 500), String(repeating: "#if a\n", count: 500),
    ])
  func `the code stays as it is, whatever it is`(code: String) {
    let markup = SwiftHighlighter.html(for: code).markup
    let text = markup.replacing(/<span class="[ktnsc]">|<\/span>/, with: "")
    #expect(text == HTML(text: code).markup)
  }
}
