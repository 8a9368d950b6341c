import Testing

@testable import SiteRendering

@Suite struct ThemeTests {
  @Test(arguments: [
    ("/* why */a { color: red; }\n\nb, c { margin: 0 1px; }\n", "a{color:red}b,c{margin:0 1px}"),
    // What a space tells apart stays apart: a descendant, an operator, a condition.
    ("a :hover { width: calc(1px + 2px) }", "a :hover{width:calc(1px + 2px)}"),
    ("@media (width >= 1rem) and (hover: none) { a { b: c; } }", "@media (width >= 1rem) and (hover:none){a{b:c}}"),
    ("a{} /* never closed", "a{}"),
  ])
  func `a style sheet is sent without what only its authors read`(written: String, sent: String) {
    #expect(String(decoding: Theme.forReaders(Array(written.utf8)), as: UTF8.self) == sent)
  }

  @Test func `a script is sent without comments and indentation`() {
    let written = "// Why.\n(() => {\n  // How.\n  const a = \"https://b\"; // here\n\n  use(a);\n})();\n"
    #expect(
      String(decoding: Theme.withoutComments(Array(written.utf8)), as: UTF8.self)
        == "(() => {\nconst a = \"https://b\"; // here\nuse(a);\n})();\n")
  }
}
