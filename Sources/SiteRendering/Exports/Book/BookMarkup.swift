/// Turns what the page with the whole course shows of a lesson into what a book shows of it: XHTML without scripts, in which nothing unfolds or
/// scrolls, and whose figures need no variables of style sheets.
struct BookMarkup {
  /// Where links on the page lead in the book: to a chapter, or out of the book. nil for what can't be reached from it.
  var address: (_ href: String) -> String?
  /// What an id of the page is in the book.
  var id: (_ id: String) -> String
  /// Where a picture is in the book; nil for one that no book may hold.
  var picture: (_ path: String) -> String?

  func nodes(_ nodes: [MarkupNode]) -> [MarkupNode] { self.nodes(nodes, in: nil) }

  private func nodes(_ nodes: [MarkupNode], in parent: MarkupElement?) -> [MarkupNode] {
    nodes.flatMap { node -> [MarkupNode] in
      guard case .element(let element) = node else { return [node] }
      return self.nodes(element, in: parent)
    }
  }

  private func nodes(_ element: MarkupElement, in parent: MarkupElement?) -> [MarkupNode] {
    if isLeftOut(element, in: parent) { return [] }
    switch element.name {
    case "math": return [.element(BookFormula(address: address).formula(element))]
    case "svg": return [.element(BookFigures.drawing(element, in: parent))]
    case "data": return nodes(element.children, in: element)
    case "input": return [.text(element["checked"] == nil ? "☐" : "☑")]
    case "img": return [image(element)]
    case "a": return link(element)
    case "div" where element.classes.contains("scroll"): return nodes(element.children, in: parent)
    case "details" where element.classes.contains("predicted"):
      return nodes(element.children.filter { $0.element?.name != "summary" }, in: parent)
    default: return [.element(plain(element))]
    }
  }

  /// As on paper: what only a pointer shows, and what was said of each check that holds.
  private func isLeftOut(_ element: MarkupElement, in parent: MarkupElement?) -> Bool {
    let classes = Set(element.classes.map(String.init))
    if element.name == "details", !classes.isDisjoint(with: ["evidence", "numbers", "data"]) { return true }
    if !classes.isDisjoint(with: ["mark", "symbols", "predict", "answers", "option"]) { return true }
    guard classes.contains("check"), classes.contains("agrees"), let parent else { return false }
    return parent.classes.contains("annotated") && !parent.classes.contains("formula")
  }

  private func plain(_ element: MarkupElement) -> MarkupElement {
    var element = element
    let classes = element.classes
    element.children = nodes(element.children, in: element)
    // What stands beside the text on a wide page follows it in a book.
    if classes.contains("annotated") {
      let isNote = { (node: MarkupNode) in
        node.element.map { $0.classes.contains("check") || $0.classes.contains("sidenote") || $0.name == "aside" } ?? false
      }
      element.children = element.children.filter { !isNote($0) } + element.children.filter(isNote)
    }
    // The number of an equation floats beside it, and so has to come first.
    if let number = element.children.firstIndex(where: { $0.element?.classes.contains("number") ?? false }),
      element.children.contains(where: { $0.element?.name == "math" })
    {
      element.children.insert(element.children.remove(at: number), at: 0)
    }
    switch element.name {
    case "details": element.name = "div"
    case "summary":
      element.name = "p"
      element["class"] = "label"
    case "h2", "h3", "h4", "h5", "h6": element.name = "h\((element.name.last?.wholeNumberValue ?? 2) - 1)"
    case "div" where classes.contains("sidenote"):
      element.name = "aside"
      element["epub:type"] = "footnote"
    default: break
    }
    BookFigures.restyle(&element)
    element.attributes = element.attributes.compactMap { attribute in
      switch attribute.name {
      case "id": .init(name: "id", value: id(attribute.value))
      case "class", "style", "colspan", "rowspan", "scope", "start", "epub:type", "dir", "datetime": attribute
      case "lang": .init(name: "xml:lang", value: attribute.value)
      case "role", "aria-label": element["role"] == "img" ? attribute : nil
      default: nil
      }
    }
    // XHTML wants both.
    if let language = element["xml:lang"] { element["lang"] = language }
    return element
  }

  private func image(_ element: MarkupElement) -> MarkupNode {
    guard let source = element["src"], let place = picture(source) else {
      return .element(MarkupElement("span", [("class", "missing")], [.text(element["alt"] ?? "")]))
    }
    var image = MarkupElement("img", [("src", place), ("alt", element["alt"] ?? "")])
    for name in ["width", "height", "style"] { image[name] = element[name] }
    return .element(image)
  }

  private func link(_ element: MarkupElement) -> [MarkupNode] {
    let content = nodes(element.children, in: element)
    guard let href = element["href"], let address = address(href) else { return content }
    var link = MarkupElement("a", [("href", address)], content)
    if let name = element["aria-label"] { link["aria-label"] = name }
    if href.contains("#"), href.contains(".note.") { link["epub:type"] = "noteref" }
    return [.element(link)]
  }
}

/// Formulas of a book: MathML by itself, with its LaTeX as alternative text.
struct BookFormula {
  var address: (_ href: String) -> String?

  func formula(_ math: MarkupElement) -> MarkupElement {
    var formula = element(math)
    formula["xmlns"] = "http://www.w3.org/1998/Math/MathML"
    let source = [.element(math)].allElements.first { $0.name == "annotation" }?.children.first
    if case .text(let latex)? = source { formula["alttext"] = latex.replacing("\n", with: " ") }
    return formula
  }

  private func element(_ element: MarkupElement) -> MarkupElement {
    var element = element
    if element.name == "mtext", let link = element.children.first?.element, link.name == "a" { return self.link(link) }
    element.attributes.removeAll { $0.name.hasPrefix("data-") || $0.name == "tabindex" }
    element.children = element.children.map { node in
      if case .element(let child) = node { .element(self.element(child)) } else { node }
    }
    return element
  }

  /// On a page the link is an element of HTML, with a formula of its own in it.
  private func link(_ link: MarkupElement) -> MarkupElement {
    let content = link.children.compactMap(\.element).flatMap(\.children).map { node -> MarkupNode in
      if case .element(let child) = node { .element(element(child)) } else { node }
    }
    var row = MarkupElement("mrow", [], content)
    row["href"] = link["href"].flatMap(address)
    return row
  }
}
