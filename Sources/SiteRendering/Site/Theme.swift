import CEmbeddedFiles
import Diagnostics
import Foundation
import Mustache
import ToolSupport

/// The templates and style sheets: those that are built into the tool, or those of a folder in which somebody works on them.
struct Theme {
  private let library: MustacheLibrary
  private let folder: URL?

  /// - Parameter folder: A folder whose files replace the built-in ones of the same names.
  /// - Throws: If a template can't be read.
  init(folder: URL? = nil) throws(ToolFailure) {
    self.folder = folder
    var parsed: [String: MustacheTemplate] = [:]
    for template in ThemeTemplate.all {
      let text = String(decoding: Self.bytes(template.fileName, template.builtIn, in: folder), as: UTF8.self)
      do {
        parsed[template.name] = try MustacheTemplate(string: text)
      } catch {
        throw ToolFailure("the theme's template \(template.fileName) can't be read", details: "\(error)")
      }
    }
    library = MustacheLibrary(templates: parsed)
  }

  private static func bytes(_ name: String, _ builtIn: [UInt8], in folder: URL?) -> [UInt8] {
    let present = folder.flatMap { FileManager.default.contents(atPath: $0.appending(path: name).path) }
    return present.map { [UInt8]($0) } ?? builtIn
  }

  /// What every page refers to.
  var files: [SiteFile] { contents.map { SiteFile(path: $0.path, bytes: $0.bytes()) } }

  /// The same files as the site has them already.
  var keptFiles: [SiteFile] { contents.map { .kept($0.path) } }

  private var contents: [(path: String, bytes: () -> [UInt8])] {
    func file(_ name: String, _ builtIn: [UInt8], _ made: @escaping ([UInt8]) -> [UInt8] = { $0 }) -> (String, () -> [UInt8]) {
      ("assets/\(name)", { [folder] in made(Self.bytes(name, builtIn, in: folder)) })
    }
    /// A script of the theme's own is sent as readers need it; one that replaces it as it is.
    func script(_ name: String, _ builtIn: [UInt8]) -> (String, () -> [UInt8]) {
      ("assets/\(name)", { [folder] in Self.bytes(name, Self.script(builtIn), in: folder) })
    }
    return [
      file("icon.svg", embedded_icon_svg.content),
      file("formulas.css", embedded_formulas_css.content, Self.forReaders),
      script("figures.js", embedded_figures_js.content),
      script("figures-attention.js", embedded_figures_attention_js.content),
      script("figures-bars.js", embedded_figures_bars_js.content),
      script("figures-axes.js", embedded_figures_axes_js.content),
      script("figures-clocks.js", embedded_figures_clocks_js.content),
      script("figures-flow.js", embedded_figures_flow_js.content),
      script("figures-lines.js", embedded_figures_lines_js.content),
      script("figures-masks.js", embedded_figures_masks_js.content),
      script("figures-plane.js", embedded_figures_plane_js.content),
      script("figures-quantities.js", embedded_figures_quantities_js.content),
      script("figures-tables.js", embedded_figures_tables_js.content),
      script("formulas.js", embedded_formulas_js.content),
      file("paper.css", embedded_paper_css.content, Self.forReaders),
      file("questions.css", embedded_questions_css.content, Self.forReaders),
      script("questions.js", embedded_questions_js.content),
      script("page.js", embedded_page_js.content),
      script("search.js", embedded_search_js.content),
      file("theme.css", embedded_theme_css.content) { [folder] theme in
        [
          theme, Self.bytes("figures.css", embedded_figures_css.content, in: folder),
          Self.bytes("math.css", embedded_math_css.content, in: folder),
        ].flatMap(Self.forReaders)
      },
    ]
  }

  /// The style sheet of a book.
  static var bookStyle: [UInt8] { forReaders(embedded_book_css.content) }

  func render(_ template: ThemeTemplate, _ context: some TemplateContext) -> HTML {
    HTML(verbatim: library.render(context.values, withTemplate: template.name) ?? "")
  }

  /// A script without what readers don't need: comments, white space, long names.
  private static func script(_ content: [UInt8]) -> [UInt8] {
    Minifier.minified(Array(NameShortener.shortened(String(decoding: content, as: UTF8.self)).utf8))
  }

  /// Whether a point and a digit follow, before which a zero says nothing.
  private static func isFraction(_ rest: ArraySlice<UInt8>) -> Bool {
    rest.first == UInt8(ascii: ".") && rest.dropFirst().first.map { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ?? false
  }

  private static func isOfNumberOrName(_ byte: UInt8) -> Bool { ScriptToken.isOfName(byte) || byte == UInt8(ascii: ".") }

  /// The style sheet without comments and white space, which readers don't need.
  static func forReaders(_ style: [UInt8]) -> [UInt8] {
    var out: [UInt8] = []
    // White space beside a separator can be left out.
    var space: [UInt8] = []
    var isAfterSign = false
    var rest = style[...]
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "/") where rest.first == UInt8(ascii: "*"):
        let end = rest.indices.dropFirst().first { rest[$0...].starts(with: "*/".utf8) }
        rest = rest[(end.map { $0 + 2 } ?? rest.endIndex)...]
      case UInt8(ascii: " "), UInt8(ascii: "\n"): space.append(byte)
      case UInt8(ascii: "0") where isFraction(rest) && !(space.isEmpty && out.last.map(isOfNumberOrName) ?? false): break
      default:
        // Between selectors, and in a condition, `>` needs no space.
        let isSign = "{};,>".utf8.contains(byte)
        if !isSign, !isAfterSign { out += space }
        space = []
        if byte == UInt8(ascii: "}"), out.last == UInt8(ascii: ";") { out.removeLast() }
        out.append(byte)
        // Before a colon a space means something: `a :hover`. After one it never does.
        isAfterSign = isSign || byte == UInt8(ascii: ":")
      }
    }
    return out + (isAfterSign ? [] : space)
  }
}

// Mustache prints a value by its description.
extension HTML: CustomStringConvertible {
  package var description: String { markup }
}
