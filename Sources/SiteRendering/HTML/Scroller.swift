/// A box that scrolls sideways by itself when its content is too wide, so that the page never does.
enum Scroller {
  /// - Parameters:
  ///   - name: What a screen reader calls the box.
  ///   - mayScroll: Only then can the keyboard reach it: a stop at every small table would be in the way.
  static func html(_ content: HTML, name: String, mayScroll: Bool) -> HTML {
    let reachable: HTML = mayScroll ? " tabindex=\"0\" role=\"group\" aria-label=\"\(name)\"" : .empty
    return "<div class=\"scroll\"\(reachable)>\(content)</div>"
  }
}

/// Code, or what a program printed.
enum Listing {
  /// The characters of a line that fit on the narrowest screen.
  private static let narrowestLine = 30

  /// - Parameters:
  ///   - content: The text, colored perhaps.
  ///   - text: The text alone, which says whether it may scroll.
  ///   - tag: `code` or `samp`.
  static func html(_ content: HTML, of text: String, tag: HTML, language: String = "") -> HTML {
    let mayScroll = text.split(separator: "\n").contains { $0.count > narrowestLine }
    let reachable: HTML = mayScroll ? " tabindex=\"0\"" : .empty
    let kind: HTML = language.isEmpty ? .empty : " class=\"language-\(language)\""
    return "<pre\(reachable)><\(tag)\(kind)>\(content)</\(tag)></pre>"
  }
}
