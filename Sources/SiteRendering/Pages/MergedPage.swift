/// An article as a part of a page that holds several: its ids, and the links among the lessons, are told apart by name,
/// and its headings go down a level.
///
/// Works on markup that we made: an attribute's value always stands in quotation marks, and `<` in text is escaped.
struct MergedPage {
  private let name: String
  private let names: Set<String>
  private var out: [UInt8] = []

  static func part(_ article: HTML, named name: String, among names: Set<String>) -> HTML {
    var page = MergedPage(name: name, names: names, out: [])
    page.add(Array(article.markup.utf8))
    return HTML(verbatim: String(decoding: page.out, as: UTF8.self))
  }

  private mutating func add(_ markup: [UInt8]) {
    out.reserveCapacity(markup.count + markup.count / 16)
    var rest = markup[...]
    while let open = rest.firstIndex(of: UInt8(ascii: "<")) {
      out += rest[..<open]
      let tag = rest[open...].prefix { $0 != UInt8(ascii: ">") }
      add(tag: tag)
      rest = rest[tag.endIndex...]
    }
    out += rest
  }

  /// `<name attribute="value" …`, without its `>`.
  private mutating func add(tag: ArraySlice<UInt8>) {
    let pieces = String(decoding: tag, as: UTF8.self).split(separator: "\"", omittingEmptySubsequences: false)
    for (index, piece) in pieces.enumerated() {
      if index > 0 { out.append(UInt8(ascii: "\"")) }
      if index == 0 {
        out += Array(lowered(piece).utf8)
      } else if index % 2 == 1 {
        let attribute = pieces[index - 1].split(separator: " ").last?.dropLast() ?? ""
        out += Array(value(String(piece), of: String(attribute)).utf8)
      } else {
        out += Array(piece.utf8)
      }
    }
  }

  private func lowered(_ tag: Substring) -> String {
    guard let mark = tag.firstIndex(of: "h"), tag[..<mark] == "<" || tag[..<mark] == "</",
      let level = tag[tag.index(after: mark)...].first?.wholeNumberValue, (1...5).contains(level)
    else {
      return String(tag)
    }
    return "\(tag[...mark])\(level + 1)\(tag[mark...].dropFirst(2))"
  }

  private func value(_ value: String, of attribute: String) -> String {
    switch attribute {
    case "id", "for", "popovertarget": "\(name).\(value)"
    case "aria-labelledby", "aria-describedby", "aria-controls", "aria-details":
      value.split(separator: " ").map { "\(name).\($0)" }.joined(separator: " ")
    case "href": address(value)
    default: value
    }
  }

  private func address(_ value: String) -> String {
    let (path, anchor) = (value.prefix { $0 != "#" }, value.drop { $0 != "#" }.dropFirst())
    guard path.isEmpty || path.hasSuffix(".html") && names.contains(String(path.dropLast(5))) else { return value }
    let page = path.isEmpty ? Substring(name) : path.dropLast(5)
    return anchor.isEmpty ? "#\(page)" : "#\(page).\(anchor)"
  }
}
