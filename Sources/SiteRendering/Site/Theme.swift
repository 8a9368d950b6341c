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

  /// The names of `files`.
  static let fileNames = ["icon.svg", "formulas.css", "formulas.js", "questions.css", "questions.js", "page.js", "search.js", "theme.css"]
    .map { "assets/\($0)" }

  /// What every page refers to.
  var files: [SiteFile] {
    func bytes(_ name: String, _ builtIn: [UInt8]) -> [UInt8] { Self.bytes(name, builtIn, in: folder) }
    let styles = [
      bytes("theme.css", embedded_theme_css.content), bytes("figures.css", embedded_figures_css.content),
      bytes("math.css", embedded_math_css.content),
    ]
    return [
      SiteFile(path: "assets/icon.svg", bytes: bytes("icon.svg", embedded_icon_svg.content)),
      SiteFile(path: "assets/formulas.css", bytes: Self.forReaders(bytes("formulas.css", embedded_formulas_css.content))),
      SiteFile(path: "assets/figures.js", bytes: bytes("figures.js", Self.script(embedded_figures_js.content))),
      SiteFile(path: "assets/formulas.js", bytes: bytes("formulas.js", Self.script(embedded_formulas_js.content))),
      SiteFile(path: "assets/questions.css", bytes: Self.forReaders(bytes("questions.css", embedded_questions_css.content))),
      SiteFile(path: "assets/questions.js", bytes: bytes("questions.js", Self.script(embedded_questions_js.content))),
      SiteFile(path: "assets/page.js", bytes: bytes("page.js", Self.script(embedded_page_js.content))),
      SiteFile(path: "assets/search.js", bytes: bytes("search.js", Self.script(embedded_search_js.content))),
      SiteFile(
        path: "assets/theme.css", bytes: styles.flatMap(Self.forReaders) + Array(PageSymbols.styleSheet.utf8)),
    ]
  }

  func render(_ template: ThemeTemplate, _ context: some TemplateContext) -> HTML {
    HTML(verbatim: library.render(context.values, withTemplate: template.name) ?? "")
  }

  /// A script without what readers don't need: comments, white space, long names.
  private static func script(_ content: [UInt8]) -> [UInt8] {
    Array(NameShortener.shortened(String(decoding: Minifier.minified(content), as: UTF8.self)).utf8)
  }

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
      default:
        let isSign = "{};,".utf8.contains(byte)
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
