import Diagnostics
import Synchronization

/// Syntax of other tools that CommonMark doesn't know, so that the page would show it as typed.
///
/// The table below is the only place for such syntax. Its entries are looked for in text, never in code, formulas or comments.
struct ForeignSyntax: Sendable {
  /// Where the syntax must begin to have its meaning.
  enum Place: Sendable {
    case anywhere
    /// Not directly after a letter or a digit.
    case wordStart
    /// Directly after a link, an image or code.
    case behindElement
    /// At the beginning of a line, after the marks of quotations and lists.
    case lineStart
    case fileStart
  }

  /// The texts that it can begin with.
  let openings: [String]
  let place: Place
  /// What the whole of it looks like.
  private let pattern: Pattern
  let name: String
  let help: String
  /// Whether it is an error, because more than the page's look is at stake.
  let isError: Bool

  private init(
    _ openings: [String], at place: Place = .anywhere, isError: Bool = false, _ name: String, help: String,
    _ pattern: @autoclosure @escaping @Sendable () -> Regex<Substring>
  ) {
    self.openings = openings
    self.place = place
    self.isError = isError
    self.name = name
    self.help = help
    self.pattern = Pattern(make: pattern)
  }

  /// A regular expression that is made once, when it is first asked for: making all of the table takes each call of the tool some milliseconds, and a
  /// lesson has few of its openings.
  private final class Pattern: Sendable {
    private let make: @Sendable () -> Regex<Substring>
    private let made = Mutex<Made?>(nil)

    /// A regular expression doesn't change.
    private struct Made: @unchecked Sendable { var regex: Regex<Substring> }

    init(make: @escaping @Sendable () -> Regex<Substring>) { self.make = make }

    var regex: Regex<Substring> {
      made.withLock { made in
        if let made { return made }
        let new = Made(regex: make())
        made = new
        return new
      }.regex
    }
  }

  /// Returns the syntax at the beginning of a text; nil if it is something else.
  func match(_ text: Substring) -> Substring? { text.prefixMatch(of: pattern.regex)?.output }

  func problem(at range: Range<Int>) -> Problem {
    Problem("\(name) isn't Markdown: the page would show it as typed", at: range, severity: isError ? .error : .warning, help: help)
  }

  /// The number of bytes that are searched for the end of an entry.
  static let longest = 1000

  private static let alertHelp = "write an alert: a quotation that begins with `> [!NOTE]`"
  private static let attributeHelp =
    "take it out: a heading's id is made of its words; put a formula's id into its check, and a cell's on its fence"

  private static let strangeBlanks = ["\u{A0}", "\u{2002}", "\u{2003}", "\u{2009}", "\u{200B}", "\u{202F}", "\u{3000}", "\u{FEFF}"]

  static let table: [ForeignSyntax] = [
    // Mathematics.
    .init(["\\begin{"], "a LaTeX environment outside of a formula", help: "put it between `$$` and `$$`", /\\begin\{[A-Za-z]+\*?\}/),
    .init(
      ["\\ref{", "\\autoref{", "\\cref{", "\\Cref{", "\\pageref{"], "LaTeX's reference",
      help: "link to the id of the formula or cell: `[](#id)`", /\\[A-Za-z]+\{[^{}\n]*\}/),
    .init(
      ["\\cite", "\\parencite{", "\\textcite{"], "LaTeX's citation", help: "link to the source: `[Vaswani et al.](https://…)`",
      /\\[A-Za-z]+\*?(?:\[[^\[\]\n]*\])*\{[^{}\n]*\}/),
    .init(
      [
        "\\textbf{", "\\textit{", "\\emph{", "\\texttt{", "\\underline{", "\\section{", "\\section*{", "\\subsection{", "\\subsection*{",
        "\\footnote{", "\\href{", "\\url{", "\\includegraphics", "\\label{", "\\newpage", "\\pagebreak", "\\item ",
      ], "LaTeX in text", help: "write Markdown: `**strong**`, `*soft*`, `## Heading`, `[words](address)`",
      /\\[A-Za-z]+\*?(?:\{[^{}\n]*\})?/),
    // Boxes.
    .init([":::"], at: .lineStart, "a block between `:::`", help: alertHelp, /:{3,}[ \t]*[{A-Za-z\[][^\n]*/),
    .init(["!!!"], at: .lineStart, "a box that begins with `!!!`", help: alertHelp, /!!!\+?[ \t]+[A-Za-z][^\n]*/),
    .init(
      ["???"], at: .lineStart, "a box that begins with `???`", help: "write an exercise and its solution: `> [!EXERCISE]`, `> [!SOLUTION]`",
      /\?\?\?\+?[ \t]+[A-Za-z][^\n]*/),
    .init(
      ["=== ", "===! ", "===+ "], at: .lineStart, "a tab that begins with `===`", help: "write a heading for each",
      /===[!+]?[ \t]+["“][^\n]*/),
    .init(
      ["[!"], at: .lineStart, "an alert that folds",
      help: "write `[!NOTE]` without a sign after it, or `<details>`", /\[![A-Za-z]+\][+\-](?:[ \t][^\n]*)?(?=\n|$)/),
    .init([".. "], at: .lineStart, "a directive of reStructuredText", help: alertHelp, /\.\. [A-Za-z][\w:\-]*::[^\n]*/),
    // Templates.
    .init(
      ["{{"], "a template's `{{…}}`", help: "write what it stands for", /\{\{(?:[#%<>!\/][^{}\n]*|-?[ \t]*[A-Za-z_][\w.| '"():,\-\/]*)\}\}/),
    .init(["{%"], "a template's `{%…%}`", help: "write what it stands for", /\{%-?[ \t]*\w[^\n]*?%\}/),
    .init(
      ["import ", "export "], at: .lineStart, "JavaScript in text", help: "take it out: a lesson has no components",
      /import [^\n]+ from ['"“‘][^\n]+['"”’];?[ \t]*(?=\n|$)|export (?:const|default|function) [^\n]*/),
    // References.
    .init(
      ["[@", "[-@", "[see @", "[See @", "[cf. @", "[e.g. @", "[e.g., @"], "a citation without a bibliography",
      help: "name the file of the sources in `course.yml`: `bibliography: references.bib`", /\[[^\[\]\n@]*@[\p{L}_\d{][^\[\]\n]*\](?!:)/),
    .init(
      ["@fig-", "@tbl-", "@eq-", "@sec-", "@lst-", "@thm-"], at: .wordStart, "a reference by its key", help: "link to its id: `[](#id)`",
      /@[a-z]+-[\w\-]+/),
    .init(
      ["[[", "![["], "a link between `[[` and `]]`", help: "write `[words](lesson.md)`, or `![what it shows](picture.png)`",
      /!?\[\[[^\[\]\n]*\p{L}[^\[\]\n]*\]\](?![\[(:])/),
    .init(
      ["["], isError: true, "a link with a blank between `]` and `(`", help: "take the blank out: `[words](lesson.md)`",
      /\[[^\[\]\n]+\][ \t]+\((?:https?:\/\/[^\s()]+|[^\s():]+\.md(?:#[^\s()]*)?|#[\p{L}\d\-]+)\)/),
    .init(
      ["["], isError: true, "a link without its `)`", help: "write `[words](lesson.md)`",
      /\[[^\[\]\n]+\]\((?:https?:\/\/[^\s()]+|[^\s():]+\.md(?:#[^\s()]*)?)(?=[\s.,;:]|$)/),
    .init(
      ["^["], "a footnote between `^[` and `]`", help: "write `[^name]` here, and `[^name]: …` on a line of its own",
      /\^\[[^\[\]\n]*\p{L}[^\[\]\n]* [^\[\]\n]+\]/),
    .init(
      ["[TOC]", "[toc]"], at: .lineStart, "the mark for a table of contents", help: "take it out: each page has its contents",
      /\[(?:TOC|toc)\][ \t]*(?=\n|$)/),
    .init(["*["], at: .lineStart, "an abbreviation's `*[…]: …`", help: "say in the text what it means", /\*\[[^\[\]\n]+\]:[ \t][^\n]*/),
    // Attributes and roles.
    .init(
      ["{#", "{.", "{:"], "a heading's or an image's `{…}`", help: attributeHelp,
      /\{:?[ \t]*[#.]?[A-Za-z][\w\-:]*(?:[ \t]+[#.]?[A-Za-z][\w\-]*(?:=(?:["“][^"”\n]*["”]|[^\s{}]+))?)*[ \t]*\}/),
    .init(
      ["{"], at: .behindElement, "an image's or a link's `{…}`", help: attributeHelp,
      /\{[A-Za-z][\w\-]*=(?:["“][^"”\n]*["”]|[^\s{}]+)(?:[ \t]+[^\s{}]+)*[ \t]*\}/),
    .init(["{"], "a role before code", help: "write `$…$` for a formula, `[words](address)` for a link", /\{[a-z][a-z:\-]*\}(?=`)/),
    .init(
      [":"], at: .wordStart, "a role before code", help: "write `$…$` for a formula, `[words](address)` for a link", /:[a-z][a-z:\-]*:(?=`)/
    ),
    .init([":"], at: .wordStart, "the name of an emoji", help: "write the emoji itself", /:[a-z][a-z0-9_+\-]{2,30}:(?=[\s.,;!?)]|$)/),
    // Text.
    .init(["=="], at: .wordStart, "a mark between `==`", help: "write `**…**`", /==[^\s=][^=\n]*[^\s=]==(?![=\w])|==[^\s=]==(?![=\w])/),
    .init(
      ["+-", "+="], at: .lineStart, "a table of lines", help: "write a pipe table: `| a | b |`, and `|---|---|` below its first row",
      /\+[\-=]{2,}(?:\+[\-=]{2,})*\+[ \t]*(?=\n|$)/),
    .init(
      ["#"], at: .lineStart, "a heading without a space after its `#`", help: "write a plain space there",
      /#{2,6}[^\s#\\][^\n]*|#{1,6}(?! )[\p{Zs}\u{200B}\u{FEFF}][^\n]*/),
    .init(
      ["-", "*", "+"], at: .lineStart, "a list item without a plain space after its mark", help: "write a plain space there",
      /[\-*+](?! )[\p{Zs}\u{200B}\u{FEFF}][^\n]*/),
    .init(
      strangeBlanks, at: .lineStart, "a heading, a list or a quotation after a blank that isn't a space",
      help: "write plain spaces before it", /[\p{Zs}\u{200B}\u{FEFF}]+(?:(?:#{1,6}|[\-*+]|\d{1,9}[.)]) |>)[^\n]*/),
    // A fence that isn't recognized would be a cell that never runs.
    .init(
      strangeBlanks, at: .lineStart, isError: true, "a fence after a blank that isn't a space",
      help: "write plain spaces before it, three at most", /[\p{Zs}\u{200B}\u{FEFF}]+(?:```|~~~)[^\n]*/),
    .init(
      ["'''", "´´´", "‘‘‘", "’’’", "｀｀｀"], at: .lineStart, isError: true, "a fence of other signs than backticks",
      help: "write three backticks", /['´‘’｀]{3,} ?(?:swift|output|math|text)\b[^\n]*/),
    // Titles and metadata before the text.
    .init(
      ["+++"], at: .fileStart, "TOML at the head of a lesson",
      help: "write YAML: a line of `---`, `title: …`, `summary: …`, a line of `---`", /\+\+\+[ \t]*\r?\n(?s:.*?)\n\+\+\+[ \t]*\r?(?=\n|$)/),
    .init(["% "], at: .fileStart, "a title after `%`", help: "write a line of `---`, `title: …`, a line of `---`", /% [^\n]+/),
  ]

  private typealias Entry = (opening: [UInt8], syntax: ForeignSyntax)

  private static let openings: [Entry] = table.flatMap { syntax in syntax.openings.map { (Array($0.utf8), syntax) } }
  private static let byTwoBytes = Dictionary(grouping: openings.filter { $0.opening.count > 1 }) { Array($0.opening.prefix(2)) }
  private static let byOneByte = Dictionary(grouping: openings.filter { $0.opening.count == 1 }) { $0.opening }

  /// Whether an entry begins with this byte, as a table, because it is looked up for each byte of a text.
  static let firstBytes: [Bool] = {
    var isFirst = [Bool](repeating: false, count: 256)
    for entry in openings { isFirst[Int(entry.opening[0])] = true }
    return isFirst
  }()

  /// The entries that may begin with these two bytes.
  static func entries(beginning bytes: ArraySlice<UInt8>) -> [(opening: [UInt8], syntax: ForeignSyntax)] {
    (byTwoBytes[Array(bytes)] ?? []) + (byOneByte[Array(bytes.prefix(1))] ?? [])
  }
}

// MARK: - Fences

extension ForeignSyntax {
  /// Problems of a listing that another tool would run, draw or interpret.
  static func problems(inListing fence: Fence) -> [Problem] {
    var problems: [Problem] = []
    if let word = fence.words.first {
      let name = word.text.lowercased()
      if name.hasPrefix("{") {
        problems.append(
          Problem(
            "a fence called `\(word.text)` is only shown, under that name", at: word.range, severity: .warning,
            help: "write a language's name, say `python`; a box is an alert: `> [!NOTE]`"))
      } else if ["mermaid", "plantuml"].contains(name) {
        problems.append(
          Problem(
            "the page would show a diagram in `\(word.text)` as typed", at: word.range, severity: .warning,
            help: "put a picture beside the lesson, or call the fence `text`"))
      }
    }
    return problems + self.problems(inCode: fence.content)
  }

  private nonisolated(unsafe) static let optionsPattern = /(?:#|\/\/|--|%%)\| ?[a-z][\w\-]*:[^\n]*/

  /// Problems of options in a comment on the first line, which the page would show.
  static func problems(inCode code: ExtractedText) -> [Problem] {
    guard let options = code.text.prefixMatch(of: optionsPattern)?.output else { return [] }
    return [
      Problem(
        "the page would show options after `#|` as typed", at: code.fileRange(of: 0..<options.utf8.count), severity: .warning,
        help: "take them out; a cell has words on its fence, say ```swift hide")
    ]
  }
}
