import Diagnostics

/// A formula as TeX sees it: what stands beside, above and below what. Nothing here knows what a symbol means.
///
/// Made by `SyntaxTree.init(parsing:)`, read by the MathML writer and by the expression parser; neither changes it.
package struct SyntaxTree: Sendable, Hashable {
  /// The author's text, to which every range refers.
  package let latex: String
  package let nodes: [Node]

  package init(latex: String, nodes: [Node]) {
    self.latex = latex
    self.nodes = nodes
  }

  /// A node and the bytes of the source that it came from.
  package struct Node: Sendable, Hashable {
    package var kind: Kind
    /// Byte offsets into `latex`.
    package var range: Range<Int>

    package init(_ kind: Kind, _ range: Range<Int>) {
      self.kind = kind
      self.range = range
    }
  }

  package indirect enum Kind: Sendable, Hashable {
    /// One letter, digitless: `x`, `\alpha`, `\ell`, `\hbar`, a CJK character.
    case letter(String)
    /// Digits with at most one decimal point: `10000`, `0.5`.
    case number(String)
    /// A sign with its TeX class: `+`, `=`, `\in`, `(`, `\odot`, `,`, `\sum`. `command` is how it was written; a
    /// `\middle|` stands as an ordinary sign in the body of its fence.
    case sign(Sign)
    /// A named function, upright: `\log`, `\max`, `\operatorname{softmax}`, `\operatorname*{arg\,max}`. Any space in
    /// the name is a plain space: `arg max`.
    case function(name: String, takesLimits: Bool)
    /// Words: `\text{if }`, `\textrm{…}`, `\mbox{…}`.
    case text(String, Alphabet)
    /// A `{…}` group: one unit for scripts and spacing.
    case group([Node])
    /// Scripts on a base; `base` is nil for `{}^a` and for a formula that begins with `^`. Primes are a part of the
    /// superscript.
    case scripts(base: Node?, sub: Node?, sup: Node?, primes: Int, placement: ScriptPlacement)
    case fraction(numerator: Node, denominator: Node, FractionStyle)
    /// `\sqrt[index]{radicand}`.
    case root(radicand: Node, index: Node?)
    /// `\left( … \right)`; `middle` signs (`\middle|`) stand in the body. A `.` delimiter is empty.
    case fenced(open: String, body: [Node], close: String)
    /// A delimiter made bigger by hand: `\big(`, `\Bigl\{`. `scale` in em.
    case bigDelimiter(Sign, scale: Double)
    /// `\hat{x}`, `\widehat{QK}`, `\vec{v}`, `\overline{xy}`.
    case accent(Accent, Node)
    /// `\underbrace{…}` and `\overbrace{…}`; their notes are scripts around this node.
    case brace(BracePosition, Node)
    /// `\overset{a}{b}`, `\underset{a}{b}`, `\stackrel{a}{b}`.
    case stack(base: Node, over: Node?, under: Node?)
    /// `\mathbf{…}`, `\mathbb{R}`, `\mathrm{…}`, `\boldsymbol{…}`.
    case styled(Alphabet, Node)
    /// `\textcolor{red}{…}`, which is a group, and `\color{red} …`, which only goes on to the end of its own.
    case colored(String, [Node], isGroup: Bool)
    /// `\displaystyle …`, `{\small …}`: to the end of its group.
    case sized(SizeStyle, [Node])
    /// `\,` `\quad` `~` `\!` `\hspace{…}`, in em.
    case space(em: Double)
    /// `aligned`, `cases`, `pmatrix`, `array` and the like. A top-level `\\` makes a `gathered`.
    case table(Table)
    /// `\phantom{…}`: takes the space of its content, without showing it.
    case phantom(Node)
    /// `\boxed{…}`.
    case boxed(Node)
    /// `\cancel{…}`, `\mathrlap{…}`: something drawn over a part, or a part drawn over its neighbors.
    case ornamented(Ornament, Node)
    /// `\colorbox{yellow}{…}`, and its frame if it has one.
    case highlighted(color: String, frame: String?, Node)
    /// `\rule{1em}{2pt}`: a black box, in em.
    case rule(width: Double, height: Double)
    /// `\tag{…}`: an equation's own number, in parentheses unless it is `\tag*{…}`.
    case tag(Node, isBare: Bool)
    /// `\href{address}{…}` and `\url{address}`.
    case link(address: String, Node)
    /// `\mathchoice{…}{…}{…}{…}`: what is set in each of TeX's four styles, from display to scripts of scripts.
    case choice([Node])
    /// `\not` on a sign, e.g. `\not\in`, when there is no sign of its own.
    case negated(Node)
    /// `\mathop{\mathbb{E}}`, `\mathrel{…}`: a unit spaced as another class. A big operator's scripts are limits.
    case classed(AtomClass, Node)
  }

  /// A sign and how TeX spaces it.
  package struct Sign: Sendable, Hashable {
    package var command: String
    package var glyph: String
    package var atomClass: AtomClass

    package init(command: String, glyph: String, atomClass: AtomClass) {
      self.command = command
      self.glyph = glyph
      self.atomClass = atomClass
    }

    /// Whether its glyph opens or closes a pair, whatever class it was given: that of `\big(` is ordinary.
    package var pairingClass: AtomClass? {
      switch glyph {
      case "(", "[", "{", "⟨", "⌊", "⌈": .open
      case ")", "]", "}", "⟩", "⌋", "⌉": .close
      default: nil
      }
    }
  }

  /// TeX's classes of atoms (The TeXbook, chapter 17), which decide the space between neighbors.
  package enum AtomClass: String, Sendable, Hashable {
    case ordinary, bigOperator, binary, relation, open, close, punctuation, inner
  }

  package enum Alphabet: String, Sendable, Hashable {
    case roman, bold, boldItalic, italic, sansSerif, typewriter, blackboard, calligraphic, script, fraktur, normal
  }

  package enum Accent: String, Sendable, Hashable {
    case hat, wideHat, tilde, wideTilde, bar, overline, underline, vector, dot, doubleDot, check, breve, acute, grave
    case ring, overrightarrow, overleftarrow, overleftrightarrow, overDoubleArrow, overrightharpoon, overleftharpoon
    case underrightarrow, underleftarrow, underleftrightarrow, overgroup, undergroup, underTilde, overbracket, underbracket
    case tripleDot, quadrupleDot, wideCheck
  }

  package enum Ornament: String, Sendable, Hashable {
    /// A line through a part: rising, falling, both, and level.
    case cancel, backCancel, crossCancel, strikeout
    /// Without room of its own: it overlaps what stands before it, behind it, or both.
    case lapLeft, lapRight, lapBoth
    case circle
  }

  package enum ScriptPlacement: Sendable, Hashable {
    /// As TeX decides by the base and the style.
    case automatic
    /// `\limits` and `\nolimits`.
    case limits, noLimits
  }

  package enum FractionStyle: String, Sendable, Hashable {
    case automatic, display, text
    /// `\binom`, `\choose`: no bar, in parentheses.
    case binomial, displayBinomial, textBinomial

    /// Whether it is no fraction but a binomial coefficient.
    package var isBinomial: Bool {
      switch self {
      case .binomial, .displayBinomial, .textBinomial: true
      case .automatic, .display, .text: false
      }
    }
  }

  package enum BracePosition: Sendable, Hashable { case over, under }

  package enum SizeStyle: String, Sendable, Hashable { case display, text, script, scriptscript, small, large }

  package struct Table: Sendable, Hashable {
    package var environment: String
    package var rows: [[Cell]]
    /// One of `l`, `c`, `r` a column, and `|` where an array draws a line. Empty: as the environment says.
    package var columns: String
    /// The rows above which `\hline` draws a line; the number of rows for a line below the last.
    package var lines: Set<Int>
    /// Room added below a row with `\\[4pt]`, in em.
    package var gaps: [Int: Double]
    /// The columns, from 0, above which `\cline` draws a line, by row.
    package var partialLines: [Int: Set<Int>] = [:]
    /// The words that `\intertext` puts above a row.
    package var interludes: [Int: Node] = [:]

    package init(
      environment: String, rows: [[Cell]], columns: String = "", lines: Set<Int> = [], gaps: [Int: Double] = [:]
    ) {
      self.environment = environment
      self.rows = rows
      self.columns = columns
      self.lines = lines
      self.gaps = gaps
    }

    /// The number of columns of the widest row.
    package var width: Int { rows.map { row in row.reduce(0) { $0 + $1.span } }.max() ?? 0 }
  }

  package struct Cell: Sendable, Hashable {
    package var nodes: [Node]
    package var range: Range<Int>
    /// The number of columns that it takes, and its own alignment and lines if `\multicolumn` gives it some.
    package var span = 1
    package var columns = ""

    package init(nodes: [Node], range: Range<Int>) {
      self.nodes = nodes
      self.range = range
    }
  }
}
