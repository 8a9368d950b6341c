import Testing

@testable import SiteRendering

@Suite struct PageAddressTests {
  @Test(arguments: [
    ("03-softmax.md", "03-softmax.html"),
    ("03-softmax.md#the-axis", "03-softmax.html#the-axis"),
    ("#context", "#context"),
    ("https://example.org/a.md", "https://example.org/a.md"),
    ("https://example.org/a#b.md", "https://example.org/a#b.md"),
    ("mailto:a@example.org", "mailto:a@example.org"),
    ("picture.png", "picture.png"),
    ("a/b:c", "a/b:c"), ("./03-softmax.md", "03-softmax.html"), ("03-softmax.md?x=1#y", "03-softmax.html?x=1#y"), ("a/../b.md", "b.html"),
    ("./a:b.md", "./a:b.html"), ("TEL:+49", "TEL:+49"), ("sms:+49", "sms:+49"), ("HTTPS://example.org", "HTTPS://example.org"),
    ("e\u{301}.md#e\u{301}", "\u{E9}.html#\u{E9}"), ("e%CC%81.md", "\u{E9}.html"),
    ("", ""),
    ("4%20a.md#b c", "4%20a.html#b%20c"), ("注意.md#%E5%8A%9B", "注意.html#力"), ("a%23b.md", "a%23b.html"),
  ])
  func `a lesson's file becomes its page, all else stays`(destination: String, address: String) {
    #expect(PageAddress.of(destination) == address)
  }

  @Test(arguments: [
    "javascript:alert(1)", "JavaScript:alert(1)", " javascript:alert(1)", "java\tscript:alert(1)",
    "\u{1}javascript:alert(1)",
    "//example.org/x", "/etc/passwd", "data:text/html,x", "vbscript:x", "file:///etc/passwd", ":x",
  ])
  func `an address that may run something leads nowhere`(destination: String) {
    #expect(PageAddress.of(destination) == nil)
  }
}
