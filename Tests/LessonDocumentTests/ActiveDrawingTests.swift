import Testing

@testable import LessonDocument

@Suite struct ActiveDrawingTests {
  private static let head = "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\">\n"

  @Test(arguments: [
    ("<script>alert(1)</script>", "a script"), ("<svg:script href='#a'/>", "a script"), ("<SCRIPT/>", "a script"),
    ("<rect onclick=\"alert(1)\"/>", "an event's attribute"), ("<rect title=\">\"\nonload = 'x'/>", "an event's attribute"),
    ("<a href=\"javascript:alert(1)\">a</a>", "an address that may run"),
    ("<a xlink:href='java\nscript:x'>a</a>", "an address that may run"),
    ("<a href=\"&#106;avascript:alert(1)\">a</a>", "an address that may run"),
    ("<use href=\"data:image/svg+xml;base64,AA#x\"/>", "an address that may run"),
    ("<foreignObject><b/></foreignObject>", "a part of another kind"),
    ("<set attributeName=\"href\" to=\"javascript:x\"/>", "a part of another kind"),
    ("<animate attributeName=\"xlink:href\" values=\"javascript:x\"/>", "an animated address"),
    ("<style>@import url(x.css);</style>", "an import"), ("<?xml-stylesheet href='x.xsl'?>", "an instruction"),
    ("<!ENTITY x 'y'>", "a definition of entities"),
    ("<!DOCTYPE svg SYSTEM \">\" [<!ATTLIST svg onload CDATA 'alert(1)'>]>", "a definition of entities"),
    ("<animate attributeName=\"&#104;ref\" values=\"x\"/>", "a letter written as a number"),
    ("<style>&#x40;import 'x.css';</style>", "a letter written as a number"),
    ("<style>\n@im\\70ort 'x.css';</style>", "an escape in a style"),
    ("<rect style=\"fill: u\\72l(x)\"/>", "an escape in a style"),
    ("<link xmlns=\"http://www.w3.org/1999/xhtml\" rel=\"stylesheet\"/>", "a part of another kind"),
    ("<h:meta xmlns:h='http://www.w3.org/1999/xhtml'/>", "a part of another kind"),
    ("<rect fill=\"url(https://example.org/a.svg#b)\"/>", "a part of another file"),
    ("<style>a { fill: url('//example.org/a.svg#b') }</style>", "a part of another file"),
    ("<style>a { background: image-set(\"a.png\" 1x) }</style>", "a part of another file"),
    ("<use href=\"https://example.org/a.svg#b\"/>", "a part of another file"), ("<image xlink:href='a.png'/>", "a part of another file"),
    ("<feImage href=\"//example.org/a\"/>", "a part of another file"), ("<g xml:base=\"https://example.org/\"/>", "a part of another file"),
  ]) func `a drawing that would do something is found, with its line`(part: String, found: String) throws {
    let drawing = try #require(ActiveDrawing(Array((Self.head + part + "</svg>").utf8)))
    #expect(drawing.part == found)
    #expect(drawing.line >= 2 && drawing.line <= 3)
  }

  @Test(arguments: [
    "<text>depends on one = 1, once = 2</text>", "<rect aria-label=\" onset = 3\" width='2'/>", "<use href=\"#a\"/>",
    "<image href=\"data:image/png;base64,AAAA\"/>", "<a href=\"https://example.org/?a=1&amp;b=2\">there</a>",
    "<style>.a { fill: red } .b > .c { fill: url(#d) }</style>", "<rect fill=\"url(&quot;#a&quot;)\" style=\"filter: url('#b')\"/>",
    "<text>\\alpha &#8212; &#xE4; &#60;</text>", "<g xmlns:dc=\"http://purl.org/dc/elements/1.1/\"/>",
    "<style>@font-face { src: url(data:font/woff2;base64,AA) }</style>",
    "<animate attributeName=\"x\" values=\"1;2\"/>",
  ]) func `a drawing that only draws is left alone`(part: String) {
    #expect(ActiveDrawing(Array(("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + Self.head + part + "</svg>").utf8)) == nil)
  }

  @Test func `an encoding in which nothing would be found is refused`() {
    #expect(ActiveDrawing(Array("<?xml version=\"1.0\" encoding=\"utf-7\"?><svg/>".utf8))?.part == "another encoding")
    #expect(ActiveDrawing("<svg/>".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] })?.part == "text that isn't UTF-8")
  }
}
