import Testing

@testable import SiteRendering

@Suite struct HTMLTests {
  @Test(arguments: [
    ("<script>", "&lt;script&gt;"),
    ("a & b", "a &amp; b"),
    ("\" onclick=\"x", "&quot; onclick=&quot;x"),
    // With a combining accent the sign is a part of a larger character, and to a browser still a sign.
    ("<\u{301}b", "&lt;\u{301}b"),
    ("\"\u{301}", "&quot;\u{301}"),
    ("\u{0}\u{1B}\u{7F}\r", "␀␛␡␍"),
    ("\u{85}\u{FFFE}\u{1FFFF}", "\u{FFFD}\u{FFFD}\u{FFFD}"),
    ("tab\tand\nline", "tab\tand\nline"),
    ("注意力 🙂 𝐪", "注意力 🙂 𝐪"),
  ])
  func `text is escaped`(text: String, markup: String) {
    #expect(HTML(text: text).markup == markup)
  }

  @Test func `what is interpolated is escaped, what is markup stays`() {
    let name = "<b>"
    let inner: HTML = "<i>\(name)</i>"
    #expect(("<p title=\"\(name)\">\(inner)\(7)</p>" as HTML).markup == "<p title=\"&lt;b&gt;\"><i>&lt;b&gt;</i>7</p>")
  }

  @Test func `pieces are joined in order`() {
    #expect((["<a>", "<b>"] as [HTML]).joined(separator: ", ").markup == "<a>, <b>")
  }
}
