import Testing

@testable import SiteRendering

@Suite struct CodeHighlighterTests {
  @Test(arguments: [
    ("python", "for x in [1e-3, y2]: # all", "[k:for] x [k:in] [[n:1e-3], y2]: [c:# all]"),
    ("python", "a = \"\"\"two\n# lines\"\"\"", "a = [s:\"\"\"two\n# lines\"\"\"]"),
    ("python", "'it\\'s' + r'x", "[s:'it\\'s'] + r[s:'x]"),
    ("python", "'open\nif", "[s:'open]\n[k:if]"),
    ("sh", "if make; then # now\necho a#b \"$x\"", "[k:if] make; [k:then] [c:# now]\necho a#b [s:\"$x\"]"),
    ("sh", "lessons check 06-a", "lessons check 06-a"),
    ("c", "/* a\nb */ int x = 0x1F; // rest", "[c:/* a\nb */] [k:int] x = [n:0x1F]; [c:// rest]"),
    ("c", "/* never closed", "[c:/* never closed]"),
    ("json", "{\"a\": [true, -1.5e+3]}", "{[s:\"a\"]: [[k:true], -[n:1.5e+3]]}"),
    ("yaml", "key: 'v' # why", "key: [s:'v'] [c:# why]"),
    ("js", "const f = `a${b}`", "[k:const] f = [s:`a${b}`]"),
    ("cobol", "IF 1 THEN", "IF 1 THEN"), ("python", "", ""), ("python", "\"\\", "[s:\"\\]"),
    ("python", "'<b>' & 1", "[s:'<b>'] & [n:1]"),
  ]) func `comments, strings, numbers and keywords are told apart`(language: String, code: String, expected: String) {
    let markup = CodeHighlighter.html(for: code, language: language).markup
    let found = markup.replacing(/<span class="(.)">/, with: { "[\($0.1):" }).replacing("</span>", with: "]")
      .replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&quot;", with: "\"").replacing("&amp;", with: "&")
    #expect(found == expected)
  }

  @Test func `what is markup in the code stays text`() {
    #expect(!CodeHighlighter.html(for: "'<b>' <i>", language: "python").markup.contains(/<[bi]>/))
  }
}
