import Testing

@testable import SiteRendering

@Suite struct ThemeTests {
  @Test(arguments: [
    ("/* why */a { color: red; }\n\nb, c { margin: 0 1px; }\n", "a{color:red}b,c{margin:0 1px}"),
    // What a space tells apart stays apart: a descendant, an operator, a condition.
    ("a :hover { width: calc(1px + 2px) }", "a :hover{width:calc(1px + 2px)}"),
    ("@media (width >= 1rem) and (hover: none) { a { b: c; } }", "@media (width>= 1rem) and (hover:none){a{b:c}}"),
    // What says nothing is left out: spaces between parent and child, a zero before a point.
    ("a > b { margin: 0 0.5em -0.25em; inset: 10.5px; top: calc(1px * 0.5) }", "a>b{margin:0 .5em -.25em;inset:10.5px;top:calc(1px * .5)}"),
    ("a{} /* never closed", "a{}"),
  ])
  func `a style sheet is sent without what only its authors read`(written: String, sent: String) {
    #expect(String(decoding: Theme.forReaders(Array(written.utf8)), as: UTF8.self) == sent)
  }

  @Test(arguments: [
    (
      "// Why.\n(() => {\n  // How.\n  const a = \"https://b\"; // here\n\n  use(a);\n})();\n", "(()=>{let a=\"https://b\";use(a)})();\n"
    ),
    // Texts, templates and regular expressions stay as they are.
    ("a = 'x  // y' + `z  ${b ? `c  d` : \"}\"}  e`;", "a='x  // y'+`z  ${b?`c  d`:\"}\"}  e`;\n"),
    ("x.replace(/[/ ]  \\/ {2}/g, \" \\\" \");", "x.replace(/[/ ]  \\/ {2}/g,\" \\\" \");\n"),
    ("f = (w) => /^a  '/u.test(w);\n\n  // The rest.\n  g(x / 2, 'b');", "f=w=>/^a  '/u.test(w);g(x/2,'b');\n"),
    ("a = b / c; // d / e\nf = /g  h/;", "a=b/c;f=/g  h/;\n"),
    // What would become another sign or name stays apart.
    ("return a + +b - -c / d;", "return a+ +b- -c/d;\n"),
    ("get isOld() {\n  return typeof x;\n}\nelse if", "get isOld(){return typeof x}else if\n"),
    // What can be left out.
    ("const a = 0.5;\nlet [b, c] = a;\nf([a, 10.5,], { b, c, });\n", "let a=.5,[b,c]=a;f([a,10.5,],{b,c});\n"),
    (
      "for (let i = 0; i < a; i++) { const b = i; const c = (d, e) => b; use(c++ + ++b); }",
      "for(let i=0;i<a;i++){let b=i,c=(d,e)=>b;use(c++ + ++b)}\n"
    ),
    (
      "f = (a) => (a > 1 ? true : undefined);\ng((b) => ({ b }), (c) => (c, false), (d) => (d)(2));",
      "f=a=>a>1?!0:void 0;g(b=>({b}),c=>(c,!1),d=>(d)(2));\n"
    ),
    ("a = -Infinity;\nb = 2 * Infinity;", "a=-1/0;b=2*Infinity;\n"),
    ("const a = () => { const b = 1; return (c) => b; };\nconst d = async (e) => e;\n", "let a=()=>{let b=1;return c=>b},d=async e=>e;\n"),
  ])
  func `a script is sent without what only its authors read`(written: String, sent: String) {
    #expect(String(decoding: Minifier.minified(Array(written.utf8)), as: UTF8.self) == sent)
  }

  @Test(arguments: [
    // The most frequent names are the shortest.
    ("const f=(long,other)=>long+long+other+f;", "const b=(a,c)=>a+a+c+b;"),
    // Properties, keys, methods and what isn't declared here stay.
    ("const value={value:1,place(){return Math.max(value.value,top);}};", "const a={value:1,place(){return Math.max(a.value,top);}};"),
    (
      "class Page{get isOld(){return this.old;}show(words){return words;}}new Page();",
      "class a{get isOld(){return this.old;}show(a){return a;}}new a();"
    ),
    // What stands for a property and a variable becomes both.
    (
      "const {place,name:title=\"\",...rest}=page;use({place,title:rest});", "const {place:a,name:c=\"\",...b}=page;use({place:a,title:b});"
    ),
    ("for(const [key,{size=2}] of all)use(key?size:key);", "for(const [a,{size:b=2}] of all)use(a?b:a);"),
    // Blocks are no objects.
    (
      "let best;if(x){best=1;}switch(x){case 1:{best=2;}default:best=x?best:3;}",
      "let a;if(x){a=1;}switch(x){case 1:{a=2;}default:a=x?a:3;}"
    ),
    ("try{go();}catch(error){tell(error);}", "try{go();}catch(a){tell(a);}"),
    // Within templates too, and not within texts.
    ("const word=1;f(`word ${word?`${word}`:\"word\"} word`,/word/g);", "const a=1;f(`word ${a?`${a}`:\"word\"} word`,/word/g);"),
    // No short name is one that is used already.
    ("const word=a;", "const b=a;"),
    // Several at once; and the same name where scopes are apart.
    ("const one=[f(1,2)],two=`${one}${one}`;let three;use(one,two,three,three);", "const a=[f(1,2)],c=`${a}${a}`;let b;use(a,c,b,b);"),
    ("use((long)=>{const other=long;return other;},(more)=>more+1,top);", "use((a)=>{const b=a;return b;},(a)=>a+1,top);"),
    // What one scope hides is another name there, and only there.
    (
      "const long=1;use(long,(other)=>other+long,(more)=>{for(const long of more)use(long);return long;});",
      "const a=1;use(a,(b)=>b+a,(b)=>{for(const a of b)use(a);return a;});"
    ),
    ("const f=x=>1,x=2;use(y?x=>x+1:x);", "const b=a=>1,a=2;use(y?a=>a+1:a);"),
    ("const top=1;use((one,two=top)=>one+two+top);", "const a=1;use((b,c=a)=>b+c+a);"),
  ])
  func `a script is sent with short names`(written: String, sent: String) {
    #expect(NameShortener.shortened(written) == sent)
  }
}
