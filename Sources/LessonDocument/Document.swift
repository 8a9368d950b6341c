import Bibliographies
import CellAnalysis
import CourseConfiguration
import Diagnostics
import ToolSupport

/// A lesson as its author wrote it: blocks of prose, cells of code and formulas, each with its place in the file.
package struct Document: Sendable {
  package let file: SourceFile
  package let frontMatter: FrontMatter
  /// The title in the front matter, or else the text of the first heading, or else the file's name.
  package let title: String
  package let blocks: [Block]
  package let cells: [Cell]
  package let formulas: [LessonFormula]
  /// The Swift expressions of all check comments.
  package let expressions: [SwiftExpression]
  package var links: [Link]
  package private(set) var images: [Image]
  /// The footnotes, in the order in which the text refers to them.
  package let footnotes: [Footnote]
  /// The numbers in the text, and the comments that say where they come from.
  package private(set) var numbers = ProseNumbers()
  /// The problems of the document itself. A document with an error among them isn't shown.
  package private(set) var diagnostics: [Diagnostic]
  /// Whether an error keeps all of it from being run: one of its front matter, or a fence that is never closed.
  package private(set) var canRun = true

  /// The programs that can't be compiled, because one of their cells can't be read. The other programs run.
  package var brokenPrograms: Set<Int> = []
  /// The expressions of comments that can't be read, by their indices.
  package var brokenExpressions: Set<Int> = []

  /// The settings of the course for checks at other inputs.
  package var courseVary = VarySettings()

  /// The fences that hold text of source files.
  package var includes: [Include] = []

  /// The citations, in the order of the text.
  package var citations: [Citation] = []
  /// The captions of tables and figures, in the order of the text.
  package var captions: [Block.Caption] = []
  /// The works that the lesson can cite, by their keys; those of the course's files and its own.
  package var bibliography: [String: BibliographyEntry] = [:]
  /// Whether some of these works can't be read, so that citing an unknown one is no mistake of the lesson.
  package var isBibliographyBroken = false

  /// How the course says cells are compiled.
  package var courseCompiler = CompilerSettings()

  /// The file that contains a cell: the lesson's, or the set-up of the course.
  package func file(of cell: Cell) -> SourceFile { cell.source ?? file }

  /// How the lesson's cells are compiled.
  package var compiler: CompilerSettings { frontMatter.compiler.within(courseCompiler) }

  /// What the tool was told of them, whatever the lesson and its course say.
  private(set) var calledVary = VarySettings()

  /// How the lesson's formulas are checked at other inputs.
  package var vary: VarySettings {
    let said = (frontMatter.vary ?? VarySettings()).within(courseVary)
    return said.count == 0 ? said : calledVary.within(said)
  }

  /// Has formulas checked at other inputs than the usual ones, where they are at all.
  ///
  /// - Parameter count: At how many; nil for as many as the lesson and its course say.
  package mutating func vary(count: Int?, firstSeed: Int) {
    calledVary.count = count
    calledVary.firstSeed = firstSeed
  }

  /// The file's name without its extension, after those of its folders below the folder of lessons: `06-worked-example`, `basics-01-vectors`.
  package var name: String { (folder + fileStem).replacing("/", with: "-") }

  /// The file's name without its extension: `01-vectors`.
  package var fileStem: String { Self.name(ofPath: file.path) }

  /// The path by which links refer to the lesson, relative to the folder of lessons: `basics/01-vectors.md`.
  package var fileName: String { (folder + fileStem).composed + ".md" }

  /// The folder of the lesson's file below the folder of lessons: empty, or `basics/`.
  package private(set) var folder = ""

  /// Says which folder below the folder of lessons the lesson is in. Its links and pictures are relative to that folder.
  package mutating func place(in folder: String) {
    self.folder = folder
    for index in links.indices { links[index].folder = folder }
    for index in images.indices { images[index].folder = folder }
  }

  /// A document for a file that couldn't be read as a lesson, with the reason.
  package static func unread(_ path: String, _ message: String, help: String) -> Document {
    unread(Diagnostic(Problem(message, at: 0..<0, help: help), in: SourceFile(path: path, text: "")))
  }

  /// A document for a file of the course with nothing to report but what is wrong with it.
  package static func unread(_ diagnostic: Diagnostic) -> Document {
    let file = diagnostic.file
    return Document(
      file: file, frontMatter: FrontMatter(), title: name(ofPath: file.path), blocks: [], cells: [], formulas: [], expressions: [],
      links: [],
      images: [], footnotes: [], diagnostics: [diagnostic], canRun: false)
  }

  /// Reports a problem of the lesson's name, which only the course can find.
  package mutating func report(_ problem: Problem) {
    diagnostics.insert(Diagnostic(problem, in: file), at: 0)
    if problem.severity == .error { canRun = false }
  }

  static func name(ofPath path: String) -> String {
    let last = path.split(separator: "/").last.map(String.init) ?? path
    return last.hasSuffix(".md") ? String(last.dropLast(3)) : last
  }
}

package indirect enum Block: Sendable {
  case heading(level: Int, id: String, [Inline])
  case paragraph([Inline])
  case list(List)
  case quote([Block])
  /// An alert, with its author's title instead of none.
  case alert(Alert, title: [Inline], [Block])
  case question(Question)
  case details(Details)
  case definitions([Definition])
  case thematicBreak
  /// Code in any language that isn't run.
  case listing(language: String, code: String)
  case table(Table)
  /// A table, a picture or a cell with a caption.
  case captioned(Caption, Block)
  /// A cell, by its index in `Document.cells`.
  case cell(Int)
  /// A display formula, by its index in `Document.formulas`.
  case formula(Int)

  package struct List: Sendable {
    /// nil for a bulleted list, or else the first number.
    package var start: Int?
    package var isTight: Bool
    package var items: [Item]

    package struct Item: Sendable {
      /// Whether a task is done; nil for an item that is none.
      package var isDone: Bool?
      package var content: [Block]
    }
  }

  /// A part of the text that a reader unfolds.
  package struct Details: Sendable {
    package var summary: [Inline]
    package var isOpen: Bool
    package var content: [Block]
  }

  /// Terms, and what they mean.
  package struct Definition: Sendable {
    package var terms: [[Inline]]
    package var descriptions: [[Inline]]
  }

  /// The words at a table, a picture or a cell, and the number by which the text refers to it.
  package struct Caption: Sendable {
    package enum Kind: Sendable, Hashable { case figure, table }

    package var kind: Kind
    /// Its place among the lesson's captions of this kind, from 1.
    package var number: Int
    package var id: LocatedText?
    package var words: [Inline]
  }

  /// A pipe table. Each row has as many cells as there are alignments.
  package struct Table: Sendable {
    package enum Alignment: Sendable, Hashable { case natural, left, center, right }

    package var alignments: [Alignment]
    package var header: [[Inline]]
    package var rows: [[[Inline]]]
  }

  /// A quotation that begins with a mark such as `[!NOTE]`.
  package enum Alert: String, Sendable, CaseIterable {
    case note = "NOTE", tip = "TIP", important = "IMPORTANT", warning = "WARNING", caution = "CAUTION"
    case exercise = "EXERCISE", solution = "SOLUTION"
    /// It asks for a guess at the next output, which is hidden until then.
    case predict = "PREDICT"
    case question = "QUESTION"
  }
}

package indirect enum Inline: Sendable {
  case text(String)
  case code(String)
  case emphasis([Inline])
  case strong([Inline])
  case element(TextElement, [Inline])
  /// Words in another language than the page's.
  case passage(LanguageTag, [Inline])
  /// A link, with its index in `Document.links`.
  case link(Int, [Inline])
  /// An image, with its index in `Document.images`.
  case image(Int)
  /// A formula, with its index in `Document.formulas`.
  case formula(Int)
  /// A reference to a footnote, with its index in `Document.footnotes`. The note is shown beside the first reference to it.
  case footnote(Int, isFirst: Bool)
  /// A citation, with its index in `Document.citations`.
  case citation(Int)
  /// A number before a comment with its source: the last number, or an earlier one that the comment also covers if its value is an array.
  ///
  /// `check` is an index in `Document.numbers.checks`. `fromLast` counts backwards from the number right before the comment, which is 0.
  case number(check: Int, fromLast: Int, [Inline])
  case softBreak
  case lineBreak
}

package struct Link: Sendable, Hashable {
  package var destination: String
  package var title: String
  package var range: Range<Int>
  /// The folder of its lesson, below the folder of lessons.
  package var folder = ""
  /// The file that it leads to, if that isn't a lesson; nil until the course has been read.
  package var file: File?

  package init(destination: String, title: String, range: Range<Int>) {
    self.destination = destination
    self.title = title
    self.range = range
  }

  /// What a link leads to that is no lesson.
  package enum File: Sendable, Hashable {
    /// A file in the folder of lessons, which the site takes over.
    case download(sizeInBytes: Int)
    /// A file in the folder of lessons that a browser opens as a page, which could run a script; nil for a page, in which all may be one.
    case active(part: String?, line: Int)
    /// A file of the repository, shown at this address.
    case hosted(address: String)
    /// A file of the repository, whose address isn't known.
    case unhosted
    /// The site has a file of its own at this path.
    case taken
    /// Something that the site can't take over, and to which it can't link.
    case unfit(why: String, help: String)
    case missing(nearest: String?)
  }
}

/// A picture in a file beside the lesson.
package struct Image: Sendable, Hashable {
  package var source: String
  package var title: String
  /// The description of the picture for readers who can't see it.
  package var alternative: String
  package var range: Range<Int>
  /// The folder of its lesson, below the folder of lessons.
  package var folder = ""
  /// The size that the author gave, if any.
  package var width: Length?
  package var height: Length?

  package enum Length: Sendable, Hashable {
    case pixels(Int)
    /// A part of the text's width or height.
    case percent(Int)

    init?(_ text: String) {
      guard let match = text.wholeMatch(of: #/([0-9]{1,4})(px|%)?/#), let number = Int(match.1), number > 0 else { return nil }
      guard match.2 == "%" else {
        self = .pixels(number)
        return
      }
      guard number <= 100 else { return nil }
      self = .percent(number)
    }
  }
}

/// The text of a footnote. References show its number.
package struct Footnote: Sendable {
  package var name: String
  package var content: [Block]
}

// MARK: - Trees

extension Block: TreeNode {
  package var children: [Block] {
    switch self {
    case .list(let list): list.items.flatMap(\.content)
    case .details(let details): details.content
    case .captioned(_, let block): [block]
    case .quote(let content), .alert(_, _, let content): content
    case .question(let question): question.prompt + question.options.flatMap(\.content)
    case .definitions, .heading, .paragraph, .thematicBreak, .listing, .table, .cell, .formula: []
    }
  }

  /// The texts directly within this block. Those of a table are its cells, row by row.
  package var texts: [[Inline]] {
    switch self {
    case .heading(_, _, let text), .paragraph(let text): [text]
    case .table(let table): table.header + table.rows.joined()
    case .alert(_, let title, _): title.isEmpty ? [] : [title]
    case .question(let question): question.title.isEmpty ? [] : [question.title]
    case .details(let details): [details.summary]
    case .captioned(let caption, _): [caption.words]
    case .definitions(let definitions): definitions.flatMap { $0.terms + $0.descriptions }
    case .list, .quote, .thematicBreak, .listing, .cell, .formula: []
    }
  }
}

extension Inline: TreeNode {
  package var children: [Inline] {
    switch self {
    case .emphasis(let content), .strong(let content), .element(_, let content), .passage(_, let content), .link(_, let content),
      .number(_, _, let content):
      content
    case .text, .code, .image, .formula, .footnote, .citation, .softBreak, .lineBreak: []
    }
  }

  /// The same inline with other children.
  package func mapChildren(_ transform: ([Inline]) -> [Inline]) -> Inline {
    switch self {
    case .emphasis(let content): .emphasis(transform(content))
    case .strong(let content): .strong(transform(content))
    case .element(let element, let content): .element(element, transform(content))
    case .passage(let language, let content): .passage(language, transform(content))
    case .link(let index, let content): .link(index, transform(content))
    case .number(let check, let fromLast, let content): .number(check: check, fromLast: fromLast, transform(content))
    case .text, .code, .image, .formula, .footnote, .citation, .softBreak, .lineBreak: self
    }
  }
}

extension [Inline] {
  /// The words without markup, for a title or an address.
  package var plainText: String { plainText { _ in "" } }

  /// The words without markup, with each formula as `formula` converts it.
  package func plainText(formula: (Int) -> String) -> String {
    depthFirst.map { inline in
      switch inline {
      case .text(let text), .code(let text): text
      case .formula(let index): formula(index)
      case .softBreak, .lineBreak: " "
      case .emphasis, .strong, .element, .passage, .link, .number, .image, .footnote, .citation: ""
      }
    }.joined()
  }
}

extension Document {
  /// The last of a number of cells that may have given a variable the value that it has after them: the one whose value it was seen to have, or
  /// for a `var` a later one that mentions it. An equal value may come of another computation.
  package func lastCell(setting name: String, seenIn cell: Int, before count: Int) -> Int {
    let isMutable = cells.contains { $0.statements.contains { $0.variables.contains { $0.name == name && $0.isMutable } } }
    guard isMutable else { return cell }
    let later = cells.prefix(count).filter { $0.index > cell && $0.program == cells[cell].program }
    return later.last { $0.code.text.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.contains { $0 == name } }?.index ?? cell
  }
}
