import Mustache

/// The templates and the style that are built into the tool.
struct Theme {
  private let library: MustacheLibrary

  /// - Throws: If a template of ours can't be read.
  init() throws {
    library = MustacheLibrary(templates: [
      "page": try MustacheTemplate(string: Self.text(PackageResources.page_mustache)),
      "entry": try MustacheTemplate(string: Self.text(PackageResources.entry_mustache)),
      "landing": try MustacheTemplate(string: Self.text(PackageResources.landing_mustache)),
      "whole": try MustacheTemplate(string: Self.text(PackageResources.whole_mustache)),
      "missing": try MustacheTemplate(string: Self.text(PackageResources.missing_mustache)),
      "checks-en": try MustacheTemplate(string: Self.text(PackageResources.checks_en_mustache)),
      "checks-zh": try MustacheTemplate(string: Self.text(PackageResources.checks_zh_mustache)),
    ])
  }

  /// Values are `HTML`, which is escaped already: a template writes them as `{{{name}}}`.
  func render(_ template: String, _ values: [String: Any]) -> HTML {
    HTML(verbatim: library.render(values, withTemplate: template) ?? "")
  }

  /// What every page refers to.
  static var files: [SiteFile] {
    [
      SiteFile(path: "assets/icon.svg", bytes: PackageResources.icon_svg),
      SiteFile(path: "assets/page.js", bytes: PackageResources.page_js),
      SiteFile(
        path: "assets/theme.css",
        bytes: [PackageResources.theme_css, PackageResources.figures_css, PackageResources.math_css]
          .flatMap(forReaders) + Array(PageSymbols.styleSheet.utf8)),
    ]
  }

  /// Comments and white space are written for us: readers would only carry them.
  static func forReaders(_ style: [UInt8]) -> [UInt8] {
    var out: [UInt8] = []
    // What stands before and after a sign that parts two things may go.
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

  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}

/// A template prints a value's description.
extension HTML: CustomStringConvertible {
  package var description: String { markup }
}
