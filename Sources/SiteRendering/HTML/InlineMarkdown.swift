import CourseConfiguration
import Diagnostics
import LaTeXSyntax
import LessonDocument

/// A short text that an author wrote where no lesson is: the reason of a check, a line of the course file. It is Markdown with formulas.
enum InlineMarkdown {
  /// The text's words, code, formulas and links, without paragraphs. What can't be read as Markdown stays as it was written.
  ///
  /// - Parameter macros: LaTeX commands that its formulas may use.
  static func html(_ text: String, macros: [MacroDefinition] = []) -> HTML {
    let document = DocumentParser.parse(Array(text.utf8), path: "", macros: macros)
    if document.blocks.isEmpty { return .empty }
    guard !document.diagnostics.contains(where: \.isError), document.blocks.count == 1,
      case .paragraph(let content)? = document.blocks.first
    else { return "\(text)" }
    return content.map { html($0, of: document) }.joined()
  }

  private static func html(_ inline: Inline, of document: Document) -> HTML {
    func inner(_ content: [Inline]) -> HTML { content.map { html($0, of: document) }.joined() }
    switch inline {
    case .text(let text): return Prose.html(text, in: nil)
    case .code(let code): return "<code>\(code)</code>"
    case .emphasis(let content): return "<em>\(inner(content))</em>"
    case .strong(let content): return "<strong>\(inner(content))</strong>"
    case .element(let element, let content): return element.html(inner(content))
    case .passage(let language, let content): return language.html(inner(content))
    case .formula(let index):
      let formula = document.formulas[index]
      return formula.syntax.map { HTML(verbatim: $0.mathML(display: false)) } ?? "<code>\(formula.latex.text)</code>"
    case .link(let index, let content):
      guard let address = PageAddress.of(document.links[index].destination) else { return inner(content) }
      return "<a href=\"\(address)\">\(inner(content))</a>"
    case .number(_, _, let content): return inner(content)
    case .image, .footnote, .citation: return .empty
    case .softBreak, .lineBreak: return " "
    }
  }
}
