/// What a command stands for, as far as a table can say.
enum Command: Sendable {
  typealias AtomClass = SyntaxTree.AtomClass

  case letter(String)
  case sign(String, AtomClass)
  case function(String, takesLimits: Bool)
  case space(em: Double)
  /// `\R`: a letter in blackboard bold.
  case numberSet(String)
  case accent(SyntaxTree.Accent)
  /// `\mathbf{…}`
  case alphabet(SyntaxTree.Alphabet)
  /// `{\bf …}`, to the end of the group
  case alphabetSwitch(SyntaxTree.Alphabet)
  /// `\text{…}`
  case words(SyntaxTree.Alphabet)
  case fraction(SyntaxTree.FractionStyle)
  /// `a \over b`; nil for those without a bar: `\atop`, and between delimiters `\brace` and `\brack`
  case infixFraction(SyntaxTree.FractionStyle?, open: String = "", close: String = "")
  case size(SyntaxTree.SizeStyle)
  case bigDelimiter(AtomClass, scale: Double)
  case brace(SyntaxTree.BracePosition)
  /// `\mathop{…}`
  case classed(AtomClass)
  /// `\xrightarrow[below]{above}`
  case labeledArrow(String)
  case special(Special)
  /// `\cancel{…}`, `\mathrlap{…}`
  case ornament(SyntaxTree.Ornament)

  /// Commands with a syntax of their own.
  enum Special: String, CaseIterable, Sendable {
    case sqrt, left, right, middle, begin, end, not, limits, nolimits
    case operatorname, overset, underset, stackrel, substack
    case color, textcolor, phantom, hphantom, vphantom, smash, boxed, fbox, mathstrut, strut
    case hspace, kern, mkern, hskip, mskip
    case tag, label, nonumber, notag, normalsize, allowbreak, nobreak, relax
    case pmod, mod, pod, hline, hdashline, cr, newline, dots, verb, genfrac, rule, colorbox, fcolorbox
    case href, url, mathchoice, char, intertext, shortintertext, cline, multicolumn
    case begingroup, endgroup, bgroup, egroup, above
  }

  static let table: [String: Command] = {
    var table = commandsByGlyph
    for special in Special.allCases { table[special.rawValue] = .special(special) }
    table["\\"] = .special(.cr)
    for (name, letter) in numberSets { table[name] = .numberSet(letter) }
    for (name, em) in spaces { table[name] = .space(em: em) }
    for name in functions.split(separator: " ") { table[String(name)] = .function(String(name), takesLimits: false) }
    for name in functionsWithLimits.split(separator: " ") {
      table[String(name)] = .function(String(name), takesLimits: true)
    }
    for (name, words) in spacedFunctions { table[name] = .function(words, takesLimits: true) }
    for (name, accent) in accents { table[name] = .accent(accent) }
    for (name, alphabet) in alphabets { table[name] = .alphabet(alphabet) }
    for (name, alphabet) in alphabetSwitches { table[name] = .alphabetSwitch(alphabet) }
    for (name, alphabet) in wordAlphabets { table[name] = .words(alphabet) }
    for (name, style) in fractions { table[name] = .fraction(style) }
    for (name, style) in infixFractions { table[name] = .infixFraction(style) }
    table["brace"] = .infixFraction(nil, open: "{", close: "}")
    table["brack"] = .infixFraction(nil, open: "[", close: "]")
    for (name, style) in sizes { table[name] = .size(style) }
    for (name, scale) in bigDelimiters {
      table[name] = .bigDelimiter(.ordinary, scale: scale)
      table[name + "l"] = .bigDelimiter(.open, scale: scale)
      table[name + "r"] = .bigDelimiter(.close, scale: scale)
      table[name + "m"] = .bigDelimiter(.relation, scale: scale)
    }
    for (name, ornament) in ornaments { table[name] = .ornament(ornament) }
    table["underbrace"] = .brace(.under)
    table["overbrace"] = .brace(.over)
    for (name, atomClass) in classes { table[name] = .classed(atomClass) }
    for (name, glyph) in labeledArrows { table[name] = .labeledArrow(glyph) }
    return table
  }()

  /// The length of the longest name, in bytes.
  static let longestName = table.keys.map(\.utf8.count).max() ?? 0

  private static let spaces: [(String, Double)] = [
    (",", 3 / 18.0), ("thinspace", 3 / 18.0), (":", 4 / 18.0), (">", 4 / 18.0), ("medspace", 4 / 18.0),
    (";", 5 / 18.0), ("thickspace", 5 / 18.0), ("!", -3 / 18.0), ("negthinspace", -3 / 18.0),
    ("negmedspace", -4 / 18.0), ("negthickspace", -5 / 18.0), (" ", 0.25), ("\n", 0.25), ("\t", 0.25),
    ("space", 0.25), ("nobreakspace", 0.25), ("enspace", 0.5), ("enskip", 0.5), ("quad", 1), ("qquad", 2),
  ]

  private static let functions = """
    arccos arcsin arctan arctg arcctg arg ch cos cosec cosh cot cotg coth csc ctg cth deg dim exp hom ker lb lg ln log \
    sec sh sin sinh tan tanh tg th
    """

  private static let functionsWithLimits = "det gcd inf lim max min plim Pr sup"

  private static let spacedFunctions: [(String, String)] = [
    ("argmax", "arg max"), ("argmin", "arg min"), ("limsup", "lim sup"), ("liminf", "lim inf"),
    ("injlim", "inj lim"), ("projlim", "proj lim"),
  ]

  static let accents: [(name: String, style: SyntaxTree.Accent)] = [
    ("hat", .hat), ("widehat", .wideHat), ("tilde", .tilde), ("widetilde", .wideTilde), ("bar", .bar),
    ("overline", .overline), ("underline", .underline), ("vec", .vector), ("dot", .dot), ("ddot", .doubleDot),
    ("check", .check), ("breve", .breve), ("acute", .acute), ("grave", .grave), ("mathring", .ring),
    ("overrightarrow", .overrightarrow), ("overleftarrow", .overleftarrow), ("overleftrightarrow", .overleftrightarrow),
    ("Overrightarrow", .overDoubleArrow), ("overrightharpoon", .overrightharpoon), ("overleftharpoon", .overleftharpoon),
    ("underrightarrow", .underrightarrow), ("underleftarrow", .underleftarrow), ("underleftrightarrow", .underleftrightarrow),
    ("overgroup", .overgroup), ("undergroup", .undergroup), ("utilde", .underTilde), ("underbar", .underline),
    ("overlinesegment", .overline), ("underlinesegment", .underline),
    ("overbracket", .overbracket), ("underbracket", .underbracket), ("dddot", .tripleDot), ("ddddot", .quadrupleDot),
    ("widecheck", .wideCheck),
  ]

  static let alphabets: [(name: String, style: SyntaxTree.Alphabet)] = [
    ("mathrm", .roman), ("mathup", .roman), ("mathbf", .bold), ("bold", .bold), ("boldsymbol", .boldItalic),
    ("bm", .boldItalic), ("pmb", .boldItalic), ("mathit", .italic), ("mathsf", .sansSerif), ("mathsfit", .sansSerif),
    ("mathtt", .typewriter), ("mathbb", .blackboard), ("Bbb", .blackboard),
    ("mathbbm", .blackboard), ("mathds", .blackboard), ("mathcal", .calligraphic),
    ("mathscr", .script), ("mathfrak", .fraktur), ("frak", .fraktur), ("mathnormal", .normal),
  ]

  private static let alphabetSwitches: [(String, SyntaxTree.Alphabet)] = [
    ("rm", .roman), ("bf", .bold), ("it", .italic), ("sf", .sansSerif), ("tt", .typewriter), ("cal", .calligraphic),
  ]

  static let wordAlphabets: [(name: String, style: SyntaxTree.Alphabet)] = [
    ("text", .roman), ("textrm", .roman), ("textnormal", .roman), ("textup", .roman), ("textmd", .roman),
    ("mbox", .roman), ("hbox", .roman), ("textbf", .bold), ("textit", .italic), ("textsl", .italic),
    ("emph", .italic), ("textsf", .sansSerif), ("texttt", .typewriter),
  ]

  static let fractions: [(name: String, style: SyntaxTree.FractionStyle)] = [
    ("frac", .automatic), ("dfrac", .display), ("cfrac", .display), ("tfrac", .text),
    ("binom", .binomial), ("dbinom", .displayBinomial), ("tbinom", .textBinomial),
  ]

  private static let infixFractions: [(String, SyntaxTree.FractionStyle?)] = [
    ("over", .automatic), ("choose", .binomial), ("atop", nil),
  ]

  static let sizes: [(name: String, style: SyntaxTree.SizeStyle)] = [
    ("displaystyle", .display), ("textstyle", .text), ("scriptstyle", .script), ("scriptscriptstyle", .scriptscript),
    ("small", .small), ("footnotesize", .small), ("scriptsize", .small), ("tiny", .small),
    ("large", .large), ("Large", .large), ("LARGE", .large), ("huge", .large), ("Huge", .large),
  ]

  static let ornaments: [(name: String, style: SyntaxTree.Ornament)] = [
    ("cancel", .cancel), ("bcancel", .backCancel), ("xcancel", .crossCancel), ("sout", .strikeout),
    ("mathllap", .lapLeft), ("llap", .lapLeft), ("mathrlap", .lapRight), ("rlap", .lapRight), ("mathclap", .lapBoth), ("clap", .lapBoth),
    ("textcircled", .circle),
  ]

  private static let bigDelimiters: [(String, Double)] = [("big", 1.2), ("Big", 1.8), ("bigg", 2.4), ("Bigg", 3)]

  static let classes: [(name: String, style: AtomClass)] = [
    ("mathord", .ordinary), ("mathop", .bigOperator), ("mathbin", .binary), ("mathrel", .relation),
    ("mathopen", .open), ("mathclose", .close), ("mathpunct", .punctuation), ("mathinner", .inner),
  ]

  private static let labeledArrows: [(String, String)] = [
    ("xrightarrow", "→"), ("xleftarrow", "←"), ("xRightarrow", "⇒"), ("xLeftarrow", "⇐"),
    ("xleftrightarrow", "↔"), ("xLeftrightarrow", "⇔"), ("xmapsto", "↦"), ("xhookrightarrow", "↪"),
    ("xhookleftarrow", "↩"), ("xlongequal", "="), ("xtwoheadrightarrow", "↠"), ("xtwoheadleftarrow", "↞"),
    ("xrightleftharpoons", "⇌"), ("xleftrightharpoons", "⇋"), ("xrightleftarrows", "⇄"), ("xtofrom", "⇄"), ("xrightharpoonup", "⇀"),
    ("xrightharpoondown", "⇁"), ("xleftharpoonup", "↼"), ("xleftharpoondown", "↽"), ("xrightequilibrium", "⇌"), ("xleftequilibrium", "⇋"),
  ]
}
