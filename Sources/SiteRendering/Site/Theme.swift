import Diagnostics
import Foundation
import Mustache

/// The templates and style sheets: those that are built into the tool, or those of a folder in which somebody works on them.
struct Theme {
  private let library: MustacheLibrary
  /// What every page refers to.
  let files: [SiteFile]

  /// - Parameter folder: A folder whose files replace the built-in ones of the same names.
  /// - Throws: If a template can't be read.
  init(folder: URL? = nil) throws(ToolFailure) {
    func bytes(_ name: String, _ builtIn: [UInt8]) -> [UInt8] {
      let present = folder.flatMap { FileManager.default.contents(atPath: $0.appending(path: name).path) }
      return present.map { [UInt8]($0) } ?? builtIn
    }
    var parsed: [String: MustacheTemplate] = [:]
    for template in ThemeTemplate.all {
      let text = String(decoding: bytes(template.fileName, template.builtIn), as: UTF8.self)
      do {
        parsed[template.name] = try MustacheTemplate(string: text)
      } catch {
        throw ToolFailure("the theme's template \(template.fileName) can't be read", details: "\(error)")
      }
    }
    library = MustacheLibrary(templates: parsed)
    let styles = [
      bytes("theme.css", PackageResources.theme_css), bytes("figures.css", PackageResources.figures_css),
      bytes("math.css", PackageResources.math_css),
    ]
    files = [
      SiteFile(path: "assets/icon.svg", bytes: bytes("icon.svg", PackageResources.icon_svg)),
      SiteFile(path: "assets/formulas.css", bytes: Self.forReaders(bytes("live.css", PackageResources.formulas_css))),
      SiteFile(path: "assets/formulas.js", bytes: Self.withoutComments(bytes("live.js", PackageResources.formulas_js))),
      SiteFile(path: "assets/page.js", bytes: Self.withoutComments(bytes("page.js", PackageResources.page_js))),
      SiteFile(path: "assets/search.js", bytes: Self.withoutComments(bytes("search.js", PackageResources.search_js))),
      SiteFile(
        path: "assets/theme.css", bytes: styles.flatMap(Self.forReaders) + Array(PageSymbols.styleSheet.utf8)),
    ]
  }

  func render(_ template: ThemeTemplate, _ context: some TemplateContext) -> HTML {
    HTML(verbatim: library.render(context.values, withTemplate: template.name) ?? "")
  }

  /// A script without the lines that are comments, and without indentation.
  static func withoutComments(_ script: [UInt8]) -> [UInt8] {
    let lines = String(decoding: script, as: UTF8.self).split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
    return Array((lines.filter { !$0.hasPrefix("//") }.joined(separator: "\n") + "\n").utf8)
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
