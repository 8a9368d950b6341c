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

  @Test(arguments: [
    (
      "// Why.\n(() => {\n  // How.\n  const a = \"https://b\"; // here\n\n  use(a);\n})();\n", "(()=>{const a=\"https://b\";use(a);})();\n"
    ),
    // Texts, templates and regular expressions stay as they are.
    ("a = 'x  // y' + `z  ${b ? `c  d` : \"}\"}  e`;", "a='x  // y'+`z  ${b ? `c  d` : \"}\"}  e`;\n"),
    ("x.replace(/[/ ]  \\/ {2}/g, \" \\\" \");", "x.replace(/[/ ]  \\/ {2}/g,\" \\\" \");\n"),
    ("f = (w) => /^a  '/u.test(w);\n\n  // The rest.\n  g(x / 2, 'b');", "f=(w)=>/^a  '/u.test(w);g(x/2,'b');\n"),
    ("a = b / c; // d / e\nf = /g  h/;", "a=b/c;f=/g  h/;\n"),
    // What would become another sign or name stays apart.
    ("return a + +b - -c / d;", "return a+ +b- -c/d;\n"),
    ("get isOld() {\n  return typeof x;\n}\nelse if", "get isOld(){return typeof x;}else if\n"),
  ])
  func `a script is sent without what only its authors read`(written: String, sent: String) {
    #expect(String(decoding: Minifier.minified(Array(written.utf8)), as: UTF8.self) == sent)
  }
}
