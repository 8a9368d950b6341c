import Diagnostics
import LessonDocument

extension LessonRenderer {
  func html(_ inlines: [Inline]) -> HTML {
    var out = HTML.empty
    var rest = inlines[...]
    while let inline = rest.popFirst() {
      if endsWithDigit(inline) { keepUnit(at: &rest) }
      guard case .formula = inline, case .text(let text)? = rest.first, let mark = text.first,
        Self.closing.contains(mark)
      else {
        out += html(inline)
        continue
      }
      // A browser may break the line after a formula, even before a full stop.
      out += "<span class=\"together\">\(html(inline))\(String(mark))</span>"
      rest[rest.startIndex] = .text(String(text.dropFirst()))
    }
    return out
  }

  private func endsWithDigit(_ inline: Inline) -> Bool {
    switch inline {
    case .text(let text), .code(let text): text.last?.isNumber ?? false
    case .formula(let index): document.formulas[index].latex.text.last { !" }".contains($0) }?.isNumber ?? false
    default: inline.children.last.map(endsWithDigit) ?? false
    }
  }

  /// A unit is on the line of its number, even if the number has an element of its own or is the last word of a line of the source.
  private func keepUnit(at rest: inout ArraySlice<Inline>) {
    if case .softBreak? = rest.first, case .text(let text)? = rest.dropFirst().first {
      let joined = Prose.afterNumber(" " + text)
      guard joined.first == "\u{A0}" else { return }
      rest.removeFirst()
      rest[rest.startIndex] = .text(joined)
    } else if case .text(let text)? = rest.first {
      rest[rest.startIndex] = .text(Prose.afterNumber(text))
    }
  }

  /// A text without links and footnotes, for the text of a link: HTML allows no link within another one.
  func html(inLink content: [Inline]) -> HTML {
    var renderer = self
    renderer.isInLink = true
    return renderer.html(content.withoutLinks)
  }

  /// Signs that never begin a line.
  private static var closing: String { ".,;:!?)]’”…%，。" }

  private func html(_ inline: Inline) -> HTML {
    switch inline {
    case .text(let text): isInPassage ? "\(Prose.withUnits(text))" : Prose.html(text, in: localization.language)
    case .code(let code): "<code>\(code)</code>"
    case .emphasis(let content): "<em>\(html(content))</em>"
    case .strong(let content): "<strong>\(html(content))</strong>"
    case .element(let element, let content): element.html(html(content))
    case .passage(let language, let content): language.html(passage(content))
    case .link(let index, let content): link(document.links[index], content)
    case .image(let index): image(document.images[index])
    case .footnote(let index, _): footnoteReference(index)
    case .citation(let index): citation(index)
    case .formula(let index): mathML(document.formulas[index])
    case .number(let check, let fromLast, let content): number(check: check, fromLast: fromLast, html(content))
    case .softBreak: "\n"
    case .lineBreak: "<br>\n"
    }
  }

  /// Words whose language the author has named.
  private func passage(_ content: [Inline]) -> HTML {
    var renderer = self
    renderer.isInPassage = true
    return renderer.html(content)
  }

  private func link(_ link: Link, _ content: [Inline]) -> HTML {
    guard let address = address(of: link) else { return html(content) }
    let words = content.isEmpty ? name(of: link) : html(inLink: content)
    let title: HTML = link.title.isEmpty ? .empty : " title=\"\(link.title)\""
    return "<a href=\"\(address)\"\(title)>\(words)</a>\(footnoteReferences(in: content))"
  }

  /// What a link without words says: the text or the number of what it leads to, or its address.
  private func name(of link: Link) -> HTML {
    guard case .file(let path, _, let anchor) = link.target, !path.isEmpty || anchor != nil,
      let text = references.text(path: path, anchor: anchor, onPage: document.pageStem + ".md")
    else { return "\(link.destination)" }
    return text
  }

  private func image(_ image: Image) -> HTML {
    guard PageAddress.of(image.source) != nil else { return "\(image.alternative)" }
    let hint: HTML = image.title.isEmpty ? .empty : " title=\"\(image.title)\""
    let size = sizeAttributes(of: image)
    return "<img src=\"\(image.path.percentEncoded)\" alt=\"\(image.alternative)\"\(hint)\(size) loading=\"lazy\">"
  }
}

extension LessonRenderer {
  /// An author's size in pixels takes the place of the picture's own; the other side follows from the picture's proportions. Parts of the text's
  /// width are a matter of style.
  private func sizeAttributes(of image: Image) -> HTML {
    let own = imageSizes[image.path]
    var size = own.map { (width: $0.width, height: $0.height) }
    var style = HTML.empty
    switch (image.width, image.height) {
    case (nil, nil): break
    case (.pixels(let width)?, .pixels(let height)?): size = (width, height)
    case (.pixels(let width)?, nil): size = own.map { (width, max(1, $0.height * width / $0.width)) } ?? (width, 0)
    case (nil, .pixels(let height)?): size = own.map { (max(1, $0.width * height / $0.height), height) } ?? (0, height)
    default:
      if case .percent(let part)? = image.width { style += "width: \(part)%; height: auto" }
      if case .pixels(let width)? = image.width { size = (width, 0) }
      if case .percent(let part)? = image.height { style = "height: \(part)%; width: auto" }
    }
    var attributes = HTML.empty
    if let size, size.width > 0 { attributes += " width=\"\(size.width)\"" }
    if let size, size.height > 0 { attributes += " height=\"\(size.height)\"" }
    return style.isEmpty ? attributes : attributes + " style=\"\(style)\""
  }
}

extension TextElement {
  func html(_ content: HTML) -> HTML {
    let tag = HTML(verbatim: rawValue)
    return "<\(tag)>\(content)</\(tag)>"
  }
}

extension LanguageTag {
  func html(_ content: HTML) -> HTML { "<span lang=\"\(text)\">\(content)</span>" }
}

extension [Inline] {
  /// The text without links and footnotes; those within formulas stay.
  fileprivate var withoutLinks: [Inline] {
    flatMap { inline -> [Inline] in
      switch inline {
      case .link(_, let content): content.withoutLinks
      case .footnote, .citation: []
      case .number(_, _, let content): content.withoutLinks
      case .emphasis, .strong, .element, .passage: [inline.mapChildren(\.withoutLinks)]
      case .text, .code, .image, .formula, .softBreak, .lineBreak: [inline]
      }
    }
  }

  /// The indices of all formulas, in order.
  var formulas: [Int] { depthFirst.compactMap { if case .formula(let index) = $0 { index } else { nil } } }
}
