/// The commands that are one letter or one sign: `name glyph` pairs, in the order of the letters or of their kinship.
/// If a glyph has several names, the first is the one that is written.
extension Command {
  static let commandsByGlyph: [String: Command] = {
    var table: [String: Command] = [:]
    for (name, glyph) in pairs(letters) { table[name] = .letter(glyph) }
    for (atomClass, text) in signs {
      for (name, glyph) in pairs(text) { table[name] = .sign(glyph, atomClass) }
    }
    return table
  }()

  /// The first name of each letter and sign, without backslash: `α` → `alpha`.
  static let namesByGlyph: [String: String] = {
    var names: [String: String] = [:]
    for (name, glyph) in pairs(letters) + signs.flatMap({ pairs($0.1) }) where names[glyph] == nil {
      names[glyph] = name
    }
    return names
  }()

  /// Signs that are their own name on the keyboard, with the glyph that TeX sets for them.
  static let typedSigns: [Unicode.Scalar: (glyph: String, atomClass: AtomClass)] = [
    "+": ("+", .binary), "-": ("−", .binary), "*": ("∗", .binary), "/": ("/", .ordinary), "|": ("|", .ordinary),
    "=": ("=", .relation), "<": ("<", .relation), ">": (">", .relation), ":": (":", .relation),
    "(": ("(", .open), "[": ("[", .open), ")": (")", .close), "]": ("]", .close), "!": ("!", .close),
    "?": ("?", .close), ",": (",", .punctuation), ";": (";", .punctuation), ".": (".", .ordinary),
    "\"": ("\"", .ordinary), "@": ("@", .ordinary), "`": ("‘", .ordinary),
    "−": ("−", .binary), "·": ("⋅", .binary), "∗": ("∗", .binary),
    // What comes from a keyboard for Chinese, or from a text that was pasted.
    "，": (",", .punctuation), "、": (",", .punctuation), "；": (";", .punctuation), "：": (":", .relation), "。": (".", .ordinary),
    "（": ("(", .open), "）": (")", .close), "［": ("[", .open), "］": ("]", .close), "｛": ("{", .open), "｝": ("}", .close),
    "＋": ("+", .binary), "－": ("−", .binary), "–": ("−", .binary), "—": ("−", .binary), "‐": ("−", .binary), "‑": ("−", .binary),
    "＝": ("=", .relation), "＜": ("<", .relation), "＞": (">", .relation), "！": ("!", .close), "｜": ("|", .ordinary),
    "．": (".", .ordinary), "＊": ("∗", .binary), "／": ("/", .ordinary),
  ]

  /// Number sets that have a name or a character of their own: `\R` and `ℝ` are `\mathbb{R}`.
  static let numberSets: [String: String] = [
    "R": "R", "reals": "R", "N": "N", "natnums": "N", "Z": "Z", "Complex": "C", "cnums": "C", "Reals": "R",
    "ℝ": "R", "ℕ": "N", "ℤ": "Z", "ℂ": "C", "ℚ": "Q",
  ]

  /// Signs that can stretch: what may follow `\left`, `\right`, `\middle` and `\big`.
  static let delimiters: Set<String> = [
    "(", ")", "[", "]", "{", "}", "|", "‖", "/", "\\", "⟨", "⟩", "⌊", "⌋", "⌈", "⌉", "⟦", "⟧", "⦃", "⦄", "⌜", "⌝", "⌞", "⌟",
    "⟮", "⟯", "⎰", "⎱", "↑", "↓", "↕", "⇑", "⇓", "⇕",
  ]

  /// Signs whose negation is a sign of its own.
  static let negations: [String: String] = [
    "=": "≠", "∈": "∉", "∋": "∌", "<": "≮", ">": "≯", "≤": "≰", "≥": "≱", "≡": "≢", "∼": "≁", "≃": "≄", "≈": "≉",
    "≅": "≇", "⊂": "⊄", "⊃": "⊅", "⊆": "⊈", "⊇": "⊉", "∣": "∤", "∥": "∦", "≺": "⊀", "≻": "⊁", "⊢": "⊬", "⊨": "⊭",
    "←": "↚", "→": "↛", "↔": "↮", "⇐": "⇍", "⇒": "⇏", "⇔": "⇎", "∃": "∄",
  ]

  private static func pairs(_ text: String) -> [(name: String, glyph: String)] {
    let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
    return stride(from: 0, to: words.count - 1, by: 2).map { (words[$0], words[$0 + 1]) }
  }

  private static let letters = #"""
    alpha α  beta β  gamma γ  delta δ  epsilon ϵ  varepsilon ε  zeta ζ  eta η  theta θ  vartheta ϑ  iota ι  kappa κ
    varkappa ϰ  lambda λ  mu μ  nu ν  xi ξ  omicron ο  pi π  varpi ϖ  rho ρ  varrho ϱ  sigma σ  varsigma ς  tau τ
    upsilon υ  phi ϕ  varphi φ  chi χ  psi ψ  omega ω  digamma ϝ
    Alpha Α  Beta Β  Epsilon Ε  Zeta Ζ  Eta Η  Iota Ι  Kappa Κ  Mu Μ  Nu Ν  Omicron Ο  Rho Ρ  Tau Τ  Chi Χ
    Gamma Γ  Delta Δ  Theta Θ  Lambda Λ  Xi Ξ  Pi Π  Sigma Σ  Upsilon Υ  Phi Φ  Psi Ψ  Omega Ω
    varGamma 𝛤  varDelta 𝛥  varTheta 𝛩  varLambda 𝛬  varXi 𝛯  varPi 𝛱  varSigma 𝛴  varUpsilon 𝛶  varPhi 𝛷
    varPsi 𝛹  varOmega 𝛺
    ell ℓ  hbar ℏ  hslash ℏ  imath ı  jmath ȷ  wp ℘  Re ℜ  Im ℑ  aleph ℵ  beth ℶ  gimel ℷ  daleth ℸ  eth ð  alef ℵ  alefsym ℵ  weierp ℘  real ℜ  image ℑ  thetasym ϑ
    """#

  private static let signs: [(AtomClass, String)] = [
    (
      .bigOperator,
      """
      sum ∑  prod ∏  coprod ∐  int ∫  iint ∬  iiint ∭  oint ∮  oiint ∯  oiiint ∰  intop ∫  smallint ∫  bigcup ⋃  bigcap ⋂  bigvee ⋁  bigwedge ⋀
      bigoplus ⨁  bigotimes ⨂  bigodot ⨀  biguplus ⨄  bigsqcup ⨆
      """
    ),
    (
      .binary,
      """
      pm ±  mp ∓  times ×  div ÷  cdot ⋅  centerdot ⋅  ast ∗  star ⋆  circ ∘  bullet ∙  cap ∩  cup ∪  sqcap ⊓  sqcup ⊔
      uplus ⊎  wedge ∧  land ∧  vee ∨  lor ∨  setminus ∖  smallsetminus ∖  wr ≀  diamond ⋄  oplus ⊕  ominus ⊖
      otimes ⊗  oslash ⊘  odot ⊙  boxplus ⊞  boxminus ⊟  boxtimes ⊠  boxdot ⊡  circledast ⊛  circledcirc ⊚
      circleddash ⊝  amalg ⨿  dagger †  ddagger ‡  triangleleft ◃  triangleright ▹  bigtriangleup △  bigtriangledown ▽
      bigcirc ◯  ltimes ⋉  rtimes ⋊  intercal ⊺  veebar ⊻  barwedge ⊼  curlyvee ⋎  curlywedge ⋏  dotplus ∔
      divideontimes ⋇  minuso ⦵  Cap ⋒  doublecap ⋒  Cup ⋓  doublecup ⋓  lhd ⊲  rhd ⊳  unlhd ⊴  unrhd ⊵  lessdot ⋖  gtrdot ⋗
      doublebarwedge ⩞  leftthreetimes ⋋  rightthreetimes ⋌  bmod mod
      """
    ),
    (
      .relation,
      """
      le ≤  leq ≤  ge ≥  geq ≥  ne ≠  neq ≠  lt <  gt >  ll ≪  gg ≫  lll ⋘  ggg ⋙  leqslant ⩽  geqslant ⩾  leqq ≦
      geqq ≧  lesssim ≲  gtrsim ≳  lessgtr ≶  nless ≮  ngtr ≯  nleq ≰  ngeq ≱  lneq ⪇  gneq ⪈
      equiv ≡  sim ∼  thicksim ∼  simeq ≃  approx ≈  thickapprox ≈  approxeq ≊  cong ≅  nsim ≁  ncong ≇  asymp ≍
      doteq ≐  triangleq ≜  coloneqq ≔  eqqcolon ≕  Coloneqq ⩴  bumpeq ≏  circeq ≗  eqcirc ≖  propto ∝  varpropto ∝
      in ∈  isin ∈  notin ∉  ni ∋  owns ∋  subset ⊂  supset ⊃  subseteq ⊆  supseteq ⊇  nsubseteq ⊈  nsupseteq ⊉
      subsetneq ⊊  supsetneq ⊋  Subset ⋐  Supset ⋑  sqsubset ⊏  sqsupset ⊐  sqsubseteq ⊑  sqsupseteq ⊒
      prec ≺  succ ≻  preceq ⪯  succeq ⪰  preccurlyeq ≼  succcurlyeq ≽  precsim ≾  succsim ≿  nprec ⊀  nsucc ⊁
      mid ∣  nmid ∤  parallel ∥  nparallel ∦  perp ⟂  vdash ⊢  dashv ⊣  models ⊨  vDash ⊨  Vdash ⊩  nvdash ⊬
      nvDash ⊭  bowtie ⋈  Join ⋈  smile ⌣  frown ⌢  therefore ∴  because ∵  between ≬  pitchfork ⋔
      to →  rightarrow →  gets ←  leftarrow ←  Rightarrow ⇒  Leftarrow ⇐  leftrightarrow ↔  Leftrightarrow ⇔
      implies ⟹  Longrightarrow ⟹  impliedby ⟸  Longleftarrow ⟸  iff ⟺  Longleftrightarrow ⟺
      longrightarrow ⟶  longleftarrow ⟵  longleftrightarrow ⟷  mapsto ↦  longmapsto ⟼  uparrow ↑  downarrow ↓
      updownarrow ↕  Uparrow ⇑  Downarrow ⇓  Updownarrow ⇕  nearrow ↗  searrow ↘  swarrow ↙  nwarrow ↖
      hookrightarrow ↪  hookleftarrow ↩  rightharpoonup ⇀  rightharpoondown ⇁  leftharpoonup ↼  leftharpoondown ↽
      rightleftharpoons ⇌  leftrightharpoons ⇋  rightleftarrows ⇄  leftrightarrows ⇆  rightrightarrows ⇉
      leftleftarrows ⇇  upuparrows ⇈  downdownarrows ⇊  twoheadrightarrow ↠  twoheadleftarrow ↞  rightarrowtail ↣
      leftarrowtail ↢  leadsto ⇝  rightsquigarrow ⇝  leftrightsquigarrow ↭  dashrightarrow ⇢  dashleftarrow ⇠
      Rrightarrow ⇛  Lleftarrow ⇚  circlearrowleft ↺  circlearrowright ↻  curvearrowleft ↶  curvearrowright ↷
      nrightarrow ↛  nleftarrow ↚  nRightarrow ⇏  nLeftarrow ⇍  nleftrightarrow ↮  nLeftrightarrow ⇎
      multimap ⊸  upharpoonright ↾  restriction ↾  upharpoonleft ↿  vcentcolon :  ratio :
      lneqq ≨  lnsim ⋦  lnapprox ⪉  npreceq ⋠  precnsim ⋨  precnapprox ⪹  precneqq ⪵  gneqq ≩  gnsim ⋧  gnapprox ⪊
      nsucceq ⋡  succnsim ⋩  succnapprox ⪺  succneqq ⪶  subsetneqq ⫋  supsetneqq ⫌  subseteqq ⫅  supseteqq ⫆
      eqslantless ⪕  eqslantgtr ⪖  lessapprox ⪅  gtrapprox ⪆  gtrless ≷  lesseqgtr ⋚  gtreqless ⋛  lesseqqgtr ⪋
      gtreqqless ⪌  llless ⋘  gggtr ⋙  eqsim ≂  Doteq ≑  doteqdot ≑  risingdotseq ≓  fallingdotseq ≒  Bumpeq ≎
      backsim ∽  backsimeq ⋍  curlyeqprec ⋞  curlyeqsucc ⋟  precapprox ⪷  succapprox ⪸
      vartriangle △  vartriangleleft ⊲  vartriangleright ⊳  trianglelefteq ⊴  trianglerighteq ⊵  ntriangleleft ⋪
      ntriangleright ⋫  ntrianglelefteq ⋬  ntrianglerighteq ⋭  blacktriangleleft ◀  blacktriangleright ▶
      nVdash ⊮  nVDash ⊯  Vvdash ⊪  shortmid ∣  shortparallel ∥  smallsmile ⌣  smallfrown ⌢  backepsilon ∍
      origof ⊶  imageof ⊷  looparrowleft ↫  looparrowright ↬  Lsh ↰  Rsh ↱  downharpoonleft ⇃  downharpoonright ⇂

      """
    ),
    (
      .ordinary,
      #"""
      infty ∞  partial ∂  nabla ∇  forall ∀  exists ∃  nexists ∄  neg ¬  lnot ¬  top ⊤  bot ⊥  emptyset ∅
      varnothing ∅  angle ∠  measuredangle ∡  triangle △  square □  Box □  blacksquare ■  Diamond ◊  lozenge ◊
      bigstar ★  clubsuit ♣  diamondsuit ♢  heartsuit ♡  spadesuit ♠  prime ′  backprime ‵  flat ♭  natural ♮
      sharp ♯  surd √  degree °  complement ∁  checkmark ✓  vdots ⋮  S §  P ¶  dag †  ddag ‡  copyright ©  pounds £  mathsterling £  yen ¥  circledR ®  circledS Ⓢ  maltese ✠  mho ℧  Finv Ⅎ  Game ⅁
      triangledown ▽  blacktriangle ▲  blacktriangledown ▼  blacklozenge ⧫  sphericalangle ∢  diagup ╱  diagdown ╲
      varvdots ⋮  clubs ♣  diamonds ♢  hearts ♡  spades ♠
      % %  & &  # #  $ $  _ _  lq ‘  rq ’  backslash \  vert |  Vert ‖  | ‖
      """#
    ),
    (
      .open,
      "{ {  lbrace {  lparen (  lbrack [  langle ⟨  lang ⟨  lfloor ⌊  lceil ⌈  lvert |  lVert ‖  lgroup ⟮"
        + "  lBrace ⦃  llbracket ⟦  ulcorner ⌜  llcorner ⌞  lmoustache ⎰"
    ),
    (
      .close,
      "} }  rbrace }  rparen )  rbrack ]  rangle ⟩  rang ⟩  rfloor ⌋  rceil ⌉  rvert |  rVert ‖  rgroup ⟯"
        + "  rBrace ⦄  rrbracket ⟧  urcorner ⌝  lrcorner ⌟  rmoustache ⎱"
    ),
    (.punctuation, "colon :  cdotp ⋅  ldotp ."),
    (.inner, "ldots …  mathellipsis …  dotsc …  dotso …  cdots ⋯  dotsb ⋯  dotsm ⋯  dotsi ⋯  ddots ⋱"),
  ]

  /// What a letter or sign typed as a Unicode character means: `≤` is `\le`.
  static let commandsByCharacter: [String: Command] = {
    var table: [String: Command] = [:]
    for (glyph, name) in namesByGlyph { table[glyph] = commandsByGlyph[name] }
    table["…"] = .sign("…", .inner)
    table["φ"] = .letter("φ")
    return table
  }()
}
