/// The site's markup as a tree, which can be changed and written as XHTML.
enum MarkupNode: Sendable, Hashable {
  /// Text, already escaped.
  case text(String)
  case element(MarkupElement)

  var element: MarkupElement? { if case .element(let element) = self { element } else { nil } }
}

struct MarkupElement: Sendable, Hashable {
  struct Attribute: Sendable, Hashable {
    var name: String
    /// Already escaped for double quotes.
    var value: String
  }

  var name: String
  var attributes: [Attribute] = []
  var children: [MarkupNode] = []

  init(_ name: String, _ attributes: [(String, String)] = [], _ children: [MarkupNode] = []) {
    self.name = name
    self.attributes = attributes.map { Attribute(name: $0.0, value: $0.1) }
    self.children = children
  }

  subscript(_ name: String) -> String? {
    get { attributes.first { $0.name == name }?.value }
    set {
      let place = attributes.firstIndex { $0.name == name }
      if let newValue {
        if let place { attributes[place].value = newValue } else { attributes.append(Attribute(name: name, value: newValue)) }
      } else if let place {
        attributes.remove(at: place)
      }
    }
  }

  var classes: [Substring] { self["class"]?.split(separator: " ") ?? [] }
}

// MARK: - Reading

extension MarkupNode {
  /// Elements of HTML that have no content and no end.
  private static let void: Set<String> = ["area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"]

  /// Reads markup that the site's renderers have written: elements are closed, attributes are in double quotes or have no value.
  ///
  /// - Complexity: O(bytes)
  static func parse(_ html: HTML) -> [MarkupNode] {
    var open = [MarkupElement("")]
    func close() {
      guard open.count > 1 else { return }
      let element = open.removeLast()
      open[open.count - 1].children.append(.element(element))
    }
    var rest = Substring(html.markup).utf8
    while !rest.isEmpty {
      guard rest.first == UInt8(ascii: "<") else {
        let text = rest.prefix { $0 != UInt8(ascii: "<") }
        rest = rest[text.endIndex...]
        open[open.count - 1].children.append(.text(String(Substring(text))))
        continue
      }
      var isQuoted = false
      let tag = rest.dropFirst().prefix { byte in
        if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
        return isQuoted || byte != UInt8(ascii: ">")
      }
      rest = rest[tag.endIndex...].dropFirst()
      if tag.first == UInt8(ascii: "!") { continue }
      if tag.first == UInt8(ascii: "/") {
        let name = String(Substring(tag.dropFirst()))
        // An end without a beginning closes nothing.
        guard open.contains(where: { $0.name == name }) else { continue }
        while open.last?.name != name { close() }
        close()
        continue
      }
      let element = MarkupElement(tag: Substring(tag))
      if tag.last == UInt8(ascii: "/") || void.contains(element.name) {
        open[open.count - 1].children.append(.element(element))
      } else {
        open.append(element)
      }
    }
    while open.count > 1 { close() }
    return open[0].children
  }
}

extension MarkupElement {
  fileprivate init(tag: Substring) {
    var rest = tag.utf8
    func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "/") }
    let name = rest.prefix { !isBlank($0) }
    rest = rest[name.endIndex...]
    self.init(String(Substring(name)))
    while true {
      rest = rest.drop(while: isBlank)
      let key = rest.prefix { !isBlank($0) && $0 != UInt8(ascii: "=") }
      guard !key.isEmpty else { return }
      rest = rest[key.endIndex...]
      guard rest.starts(with: "=\"".utf8) else {
        attributes.append(Attribute(name: String(Substring(key)), value: String(Substring(key))))
        continue
      }
      let value = rest.dropFirst(2).prefix { $0 != UInt8(ascii: "\"") }
      rest = rest[value.endIndex...].dropFirst()
      attributes.append(Attribute(name: String(Substring(key)), value: String(Substring(value))))
    }
  }
}

// MARK: - Writing

extension [MarkupNode] {
  /// As XML, which EPUB requires: every element is closed, every attribute has a value.
  var xml: String {
    var out = ""
    for node in self { node.write(to: &out) }
    return out
  }

  /// What a reader reads: text without markup, still escaped, and without the sources of formulas.
  var escapedText: String {
    map { node in
      switch node {
      case .text(let text): text
      case .element(let element): element.name == "annotation" ? "" : element.children.escapedText
      }
    }.joined()
  }

  /// All elements, each before those in it.
  var allElements: [MarkupElement] { compactMap(\.element).flatMap { [$0] + $0.children.allElements } }
}

extension MarkupNode {
  fileprivate func write(to out: inout String) {
    switch self {
    case .text(let text): out += text
    case .element(let element):
      out += "<\(element.name)"
      for attribute in element.attributes { out += " \(attribute.name)=\"\(attribute.value)\"" }
      guard !element.children.isEmpty || !Self.mayBeEmpty.contains(element.name) else {
        out += "/>"
        return
      }
      out += ">"
      for child in element.children { child.write(to: &out) }
      out += "</\(element.name)>"
    }
  }

  /// Written with one tag if they are empty. A reader that takes XHTML for HTML would leave others open.
  private static let mayBeEmpty: Set<String> = void.union([
    "path", "rect", "line", "circle", "mspace", "mprescripts", "none", "item", "itemref", "rootfile", "meta", "link",
  ])
}
