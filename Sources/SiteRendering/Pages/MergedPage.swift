import LessonDocument

/// An article as a part of a page that holds several: its ids, and the links among the lessons, are told apart by name,
/// and its headings go down a level. An excerpt of one is the same, but its links lead to the lesson's own page.
///
/// Works on markup that we made: an attribute's value always stands in quotation marks, and `<` in text is escaped.
struct MergedPage {
  private let name: String
  private let names: Set<String>
  private let isExcerpt: Bool
  private var out: [UInt8] = []

  static func part(_ article: HTML, named name: String, among names: Set<String>) -> HTML {
    merged(article, MergedPage(name: name, names: names, isExcerpt: false))
  }

  static func excerpt(_ content: HTML, ofPageNamed name: String) -> HTML {
    merged(content, MergedPage(name: name, names: [], isExcerpt: true))
  }

  private static func merged(_ content: HTML, _ page: MergedPage) -> HTML {
    var page = page
    page.add(Array(content.markup.utf8))
    return HTML(verbatim: String(decoding: page.out, as: UTF8.self))
  }

  /// What a lesson's ids begin with on a page that holds several, and the id of its own section. Of a name with a dot, whose parts
  /// could be those of another lesson's id, the dot is doubled.
  static func id(ofPageNamed name: String) -> String { name.replacing(".", with: "..") }

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
    let quote = UInt8(ascii: "\"")
    var rest = tag
    add(lowered: rest.prefix { $0 != quote })
    while let open = rest.firstIndex(of: quote) {
      let attribute = rest[..<open].dropLast()
      let name = attribute[(attribute.lastIndex(of: UInt8(ascii: " ")) ?? attribute.startIndex)...].dropFirst()
      let value = rest[(open + 1)...].prefix { $0 != quote }
      out.append(quote)
      // To make a text of it takes time, and most attributes stay as they are.
      if Self.changedAttributes.contains(where: { name.elementsEqual($0.utf8) }) {
        out += self.value(String(decoding: value, as: UTF8.self), of: String(decoding: name, as: UTF8.self)).utf8
      } else {
        out += value
      }
      out += rest[value.endIndex...].prefix(1)
      rest = rest[value.endIndex...].dropFirst()
      out += rest.prefix { $0 != quote }
    }
  }

  private static let namingAttributes = ["id", "for", "popovertarget"]
  private static let referringAttributes = ["aria-labelledby", "aria-describedby", "aria-controls", "aria-details"]
  private static let changedAttributes = namingAttributes + referringAttributes + ["href"]

  /// The beginning of a tag; a heading's is one level lower.
  private mutating func add(lowered tag: ArraySlice<UInt8>) {
    var name = tag.dropFirst()
    if name.first == UInt8(ascii: "/") { name = name.dropFirst() }
    let level = name.dropFirst().first ?? 0
    guard name.first == UInt8(ascii: "h"), (UInt8(ascii: "1")...UInt8(ascii: "5")).contains(level) else {
      out += tag
      return
    }
    out += tag[...name.startIndex]
    out.append(level + 1)
    out += name.dropFirst(2)
  }

  private func value(_ value: String, of attribute: String) -> String {
    switch attribute {
    case _ where Self.namingAttributes.contains(attribute): "\(Self.id(ofPageNamed: name)).\(value)"
    case _ where Self.referringAttributes.contains(attribute):
      value.split(separator: " ").map { "\(Self.id(ofPageNamed: name)).\($0)" }.joined(separator: " ")
    case "href": address(value)
    default: value
    }
  }

  private func address(_ value: String) -> String {
    if isExcerpt { return value.hasPrefix("#") ? "\(name).html".percentEncoded + value : value }
    let (path, anchor) = (value.prefix { $0 != "#" }, value.drop { $0 != "#" }.dropFirst())
    let stem = path.isEmpty ? name : String(path.dropLast(5)).percentDecoded
    guard path.isEmpty || path.hasSuffix(".html") && names.contains(stem) else { return value }
    let page = Self.id(ofPageNamed: stem).percentEncoded
    return anchor.isEmpty ? "#\(page)" : "#\(page).\(anchor)"
  }
}
