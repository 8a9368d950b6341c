/// Markup in one form, for comparing what two renderers made of the same Markdown.
///
/// Attributes are sorted and entities decoded, white space collapses outside of `pre`, and none is beside a block's tags. Markup that this
/// site adds around a block or a word, and attributes that it adds, are left out.
struct NormalHTML: Equatable, CustomStringConvertible {
  enum Token: Equatable {
    case open(String, [String: String])
    case close(String)
    case text(String)
  }

  private(set) var tokens: [Token]

  init(_ markup: String) { tokens = Self.normal(Self.tokens(of: markup)) }

  private init(tokens: [Token]) { self.tokens = tokens }

  /// The same markup with other tokens.
  func mapTokens(_ transform: (Token) -> Token?) -> NormalHTML { NormalHTML(tokens: Self.normal(tokens.compactMap(transform))) }

  var description: String {
    tokens.map { token in
      switch token {
      case .open(let name, let attributes):
        "<\(name)\(attributes.sorted { $0.key < $1.key }.map { " \($0.key)=\"\($0.value)\"" }.joined())>"
      case .close(let name): "</\(name)>"
      case .text(let text): text
      }
    }.joined(separator: "|")
  }
}

// MARK: - Reading

extension NormalHTML {
  private static func tokens(of markup: String) -> [Token] {
    var tokens: [Token] = []
    var rest = markup[...]
    while !rest.isEmpty {
      if rest.hasPrefix("<"), let tag = rest.prefixMatch(of: #/<(\/?)([A-Za-z][A-Za-z0-9\-]*)((?:\s+[^\s>=\/]+(?:="[^"]*")?)*)\s*\/?>/#) {
        let name = tag.2.lowercased()
        tokens.append(tag.1.isEmpty ? .open(name, attributes(in: tag.3)) : .close(name))
        rest = rest[tag.range.upperBound...]
      } else {
        let end = rest.dropFirst().firstIndex(of: "<") ?? rest.endIndex
        tokens.append(.text(decoded(rest[..<end])))
        rest = rest[end...]
      }
    }
    return tokens
  }

  private static func attributes(in text: Substring) -> [String: String] {
    var attributes: [String: String] = [:]
    for match in text.matches(of: #/([^\s=]+)(?:="([^"]*)")?/#) { attributes[String(match.1)] = decoded(match.2 ?? "") }
    return attributes
  }

  private static func decoded(_ text: Substring) -> String {
    [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")].reduce(String(text)) { $0.replacing($1.0, with: $1.1) }
  }
}

// MARK: - Normal form

extension NormalHTML {
  private static let blocks: Set = [
    "p", "ul", "ol", "li", "pre", "blockquote", "hr", "table", "thead", "tbody", "tr", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6",
  ]
  private static let empty: Set = ["img", "br", "hr", "input"]

  private static func normal(_ tokens: [Token]) -> [Token] {
    var result: [Token] = []
    var isVerbatim = false
    for token in withoutFrames(tokens) {
      switch token {
      case .text(let text):
        // A carriage return in a listing is part of a line ending.
        let shown = isVerbatim ? text : collapsed(text)
        if case .text(let before)? = result.last {
          result[result.count - 1] = .text(isVerbatim ? before + shown : collapsed(before + shown))
        } else if !shown.isEmpty {
          result.append(.text(shown))
        }
      case .open(let name, _):
        if name == "pre" { isVerbatim = true }
        result.append(token)
      case .close(let name):
        if name == "pre" { isVerbatim = false }
        result.append(token)
      }
    }
    return trimmed(result)
  }

  private static func collapsed(_ text: String) -> String {
    text.replacing(#/[ \t\r\n]+/#, with: " ")
  }

  /// Without white space beside the tags of blocks and line breaks, and without the line ending at the end of a listing.
  private static func trimmed(_ tokens: [Token]) -> [Token] {
    func isEdge(_ index: Int) -> Bool {
      guard tokens.indices.contains(index) else { return true }
      switch tokens[index] {
      case .open(let name, _), .close(let name): return blocks.contains(name) || name == "br"
      case .text: return false
      }
    }
    var isVerbatim = false
    return tokens.indices.compactMap { index -> Token? in
      switch tokens[index] {
      case .open("pre", _): isVerbatim = true
      case .close("pre"): isVerbatim = false
      case .text(let text):
        var kept = text[...]
        if isVerbatim {
          while kept.hasSuffix("\n") { kept = kept.dropLast() }
        } else {
          if isEdge(index - 1) { kept = kept.drop { $0 == " " } }
          while isEdge(index + 1), kept.hasSuffix(" ") { kept = kept.dropLast() }
        }
        return kept.isEmpty ? nil : .text(String(kept))
      default: break
      }
      return tokens[index]
    }
  }

  /// Without the elements and attributes that the site adds: boxes that scroll, colors of code, links from headings to themselves.
  private static func withoutFrames(_ tokens: [Token]) -> [Token] {
    var result: [Token] = []
    /// For each open element, whether it is left out.
    var open: [(name: String, isFrame: Bool)] = []
    for token in tokens {
      switch token {
      case .open(let name, var attributes):
        let isOwnLink = name == "a" && attributes["href"]?.hasPrefix("#") == true && isHeading(open.last?.name)
        let isFrame = ["div", "span"].contains(name) || isOwnLink
        if !empty.contains(name) { open.append((name, isFrame)) }
        for added in ["id", "tabindex", "loading", "width", "height", "role", "aria-label", "aria-level", "data-name"] {
          attributes[added] = nil
        }
        if name == "td" || name == "th" { attributes["align"] = attributes["align"] ?? attributes["class"] }
        if name != "code" { attributes["class"] = nil }
        if !isFrame { result.append(.open(name, attributes)) }
      case .close:
        if open.popLast()?.isFrame != true { result.append(token) }
      case .text: result.append(token)
      }
    }
    return result
  }

  private static func isHeading(_ name: String?) -> Bool { name?.wholeMatch(of: #/h[1-6]/#) != nil }
}
