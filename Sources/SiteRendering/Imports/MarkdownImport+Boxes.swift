/// Boxes of other tools: callouts, admonitions, and blocks between colons.
extension MarkdownImport {
  struct Box {
    enum Form {
      /// Between lines of colons, of which the first has this many.
      case colons(Int)
      /// Indented by four blanks.
      case indented
    }

    var form: Form
    var line: Int
    /// `note`, or an attribute's class, such as `callout-note`.
    var kind: String
    var title = ""
    var isFolded = false
    var attributes = ImportedAttributes("")
    /// Whether it is a directive of MyST, `:::{note}`.
    var isDirective = false
    var first: Substring
  }

  // A pattern in the text of a function is read anew at each use, and each line in a box is tried.
  private nonisolated(unsafe) static let directivePattern = /\{([a-z][\w:-]*)\} *(.*)/
  private nonisolated(unsafe) static let attributesPattern = /\{([^{}]*)\} *:*/
  private nonisolated(unsafe) static let namePattern = /([A-Za-z][\w-]*)(?:\[(.*)\]|(?: +(.*))?) *:*/
  private nonisolated(unsafe) static let tabPattern = /===[!+]* +"(.*)" */
  private nonisolated(unsafe) static let admonitionPattern = /(!!!|\?\?\?)\+? +([A-Za-z][\w -]*?)(?: +"(.*)")? */

  /// Whether a line that begins with colons is the first of a box.
  private static func opensBox(_ line: Substring) -> Bool {
    let rest = line.drop { $0 == ":" }.trimmed
    return rest.wholeMatch(of: directivePattern) != nil || rest.wholeMatch(of: attributesPattern) != nil
      || rest.wholeMatch(of: namePattern) != nil
  }

  func boxOpening(_ line: Line) -> Box? {
    let text = line.text
    if text.hasPrefix(":::") {
      let colons = text.prefix { $0 == ":" }.count
      let rest = text.drop { $0 == ":" }.trimmed
      if let match = rest.wholeMatch(of: Self.directivePattern) {
        return Box(form: .colons(colons), line: line.number, kind: String(match.1), title: String(match.2), isDirective: true, first: text)
      }
      if let match = rest.wholeMatch(of: Self.attributesPattern) {
        let attributes = ImportedAttributes(match.1)
        return Box(
          form: .colons(colons), line: line.number, kind: attributes.classes.first ?? "",
          title: attributes.values["title"] ?? attributes.values["name"] ?? "",
          isFolded: attributes.values["collapse"] != nil, attributes: attributes, first: text)
      }
      if let match = rest.wholeMatch(of: Self.namePattern) {
        return Box(
          form: .colons(colons), line: line.number, kind: String(match.1), title: String(match.2 ?? match.3 ?? ""), first: text)
      }
      return nil
    }
    if text.hasPrefix("==="), let match = text.wholeMatch(of: Self.tabPattern) {
      return Box(form: .indented, line: line.number, kind: Self.tab, title: String(match.1), first: text)
    }
    if text.hasPrefix("!!!") || text.hasPrefix("???"), let match = text.wholeMatch(of: Self.admonitionPattern) {
      return Box(
        form: .indented, line: line.number, kind: String(match.2.split(separator: " ")[0]), title: String(match.3 ?? ""),
        isFolded: match.1 == "???", first: text)
    }
    return nil
  }

  /// What begins a tab of MkDocs: `=== "Title"`.
  private static let tab = "==="

  /// The lines within a box, of which the first was taken.
  func takeBox(_ box: Box, from rest: inout ArraySlice<Line>) -> [Line] {
    var content: [Line] = []
    switch box.form {
    case .indented:
      let whole = rest
      while let line = rest.first, line.text.hasPrefix("    ") || line.text.allSatisfy(\.isWhitespace) {
        content.append(Line(number: line.number, text: line.text.dropFirst(4)))
        rest.removeFirst()
      }
      // Blank lines at the end aren't in the box.
      while let last = content.last, last.text.allSatisfy(\.isWhitespace) {
        content.removeLast()
        rest = whole[(rest.startIndex - 1)...]
      }
    case .colons(let count):
      var open = 0
      var fence: Fence?
      while let line = rest.popFirst() {
        let text = line.text.trimmed
        if let inner = fence {
          if inner.isEnded(by: text) { fence = nil }
        } else if let inner = Self.opening(of: line.text) {
          fence = inner
        } else if text.count >= 3, text.allSatisfy({ $0 == ":" }) {
          // In MyST, the end of an outer box has more colons than that of an inner one.
          if open == 0 || box.isDirective && text.count >= count { return content }
          open -= 1
        } else if line.text.hasPrefix(":::"), Self.opensBox(line.text) {
          open += 1
        }
        content.append(line)
      }
    }
    return content
  }

  mutating func box(_ box: Box, _ content: [Line]) -> [String] {
    if box.isDirective {
      let colons = if case .colons(let count) = box.form { count } else { 3 }
      let unchanged = [String(box.first)] + content.map { String($0.text) } + [String(repeating: ":", count: colons)]
      return directive(box.kind, argument: box.title, content, at: box.line, unchanged)
    }
    if box.kind == Self.tab {
      remark(box.line, "the tab is left out: what is in it stays, with its title in bold")
      return ["**\(inlines(box.title[...], box.line))**", ""] + blocks(content)
    }
    if ["details", "dropdown", "spoiler", "collapse"].contains(box.kind) {
      return details(summary(of: box.title, at: box.line), blocks(content))
    }
    let name = box.kind.hasPrefix("callout-") ? String(box.kind.dropFirst(8)) : box.kind
    guard let kind = Self.alert(name) else {
      let shown = name.isEmpty ? box.attributes.id.map { "#\($0)" } ?? "" : name
      let isTitled = !box.title.isEmpty
      remark(
        box.line,
        "the box \(shown.isEmpty ? "" : "`\(shown)` ")is left out: what is in it stays\(isTitled ? ", with its title in bold" : "")")
      return (isTitled ? ["**\(inlines(box.title[...], box.line))**", ""] : []) + blocks(content)
    }
    var content = content
    var title = box.title
    // Quarto takes the first heading for the title.
    if title.isEmpty, box.kind.hasPrefix("callout-"), let first = content.firstIndex(where: { !$0.text.allSatisfy(\.isWhitespace) }),
      let heading = content[first].text.wholeMatch(of: /#{1,6} +(.*)/)
    {
      title = String(heading.1)
      content.removeSubrange(...first)
    }
    if let id = box.attributes.id { remark(box.line, "the name `\(id)` of a box is left out") }
    let inner = blocks(content)
    if box.isFolded {
      return details(title.isEmpty ? kind.prefix(1) + kind.dropFirst().lowercased() : summary(of: title, at: box.line), inner)
    }
    return alert(kind, title: alertTitle(name, inlines(title[...], box.line)), inner)
  }

  // MARK: - What becomes of them

  /// The kind of the alert; nil if none is like it.
  static func alert(_ name: String) -> String? {
    switch name.lowercased() {
    case "note", "info", "abstract", "summary", "tldr", "todo", "quote", "cite", "example", "seealso", "admonition", "remark", "theorem",
      "definition", "lemma", "corollary", "proposition", "proof", "axiom", "algorithm", "prf:theorem", "prf:definition", "prf:lemma",
      "prf:corollary", "prf:proposition", "prf:proof", "prf:remark", "prf:example", "prf:algorithm", "question", "help", "faq", "margin",
      "sidebar":
      "NOTE"
    case "tip", "hint", "success", "check", "done": "TIP"
    case "important": "IMPORTANT"
    case "warning", "attention", "failure", "fail", "missing", "bug": "WARNING"
    case "caution", "danger", "error": "CAUTION"
    case "exercise": "EXERCISE"
    case "solution": "SOLUTION"
    default: nil
    }
  }

  /// A kind that a lesson doesn't have becomes a part of the title.
  func alertTitle(_ name: String, _ title: String) -> String {
    let word = name.split(separator: ":").last.map(String.init) ?? name
    let mathematical: Set<String> = [
      "theorem", "definition", "lemma", "corollary", "proposition", "proof", "axiom", "algorithm", "remark", "example",
    ]
    if word == "solution" { return "" }
    guard mathematical.contains(word.lowercased()) else { return title }
    return word.prefix(1).uppercased() + word.dropFirst() + (title.isEmpty ? "" : ": \(title)")
  }

  func alert(_ kind: String, title: String, _ content: [String]) -> [String] {
    var content = content[...]
    while content.first?.allSatisfy(\.isWhitespace) == true { content.removeFirst() }
    while content.last?.allSatisfy(\.isWhitespace) == true { content.removeLast() }
    return ["> [!\(kind)]" + (title.isEmpty ? "" : " \(title)")] + content.map { $0.isEmpty ? ">" : "> \($0)" }
  }

  /// A title as HTML, in which Markdown isn't read.
  mutating func summary(of title: String, at line: Int) -> String {
    func escaped(_ text: Substring) -> String { String(text).replacing("&", with: "&amp;").replacing("<", with: "&lt;") }
    return inlines(title[...], line).replacing(/`([^`]+)`/) { "<code>\(escaped($0.1))</code>" }
      .replacing(/\*\*([^*]+)\*\*/) { "<strong>\($0.1)</strong>" }.replacing(/\*([^*\s][^*]*)\*/) { "<em>\($0.1)</em>" }
  }

  func details(_ title: String, _ content: [String]) -> [String] {
    ["<details>", "<summary>\(title.isEmpty ? "…" : title)</summary>", ""] + content + ["", "</details>"]
  }
}

/// Attributes as Pandoc writes them: `#id .class name="value"`.
struct ImportedAttributes {
  var id: String?
  var classes: [String] = []
  var values: [String: String] = [:]

  /// As they are written, without the id and without some classes.
  func withoutID(except classes: Set<String>) -> [String] {
    self.classes.filter { !classes.contains($0) }.map { ".\($0)" } + values.keys.sorted().map { "\($0)=\"\(values[$0, default: ""])\"" }
  }

  private nonisolated(unsafe) static let pattern = /#([\w:.-]+)|\.([\w-]+)|([\w-]+)=(?:"([^"]*)"|'([^']*)'|(\S+))/

  init(_ text: some StringProtocol) {
    for match in String(text).matches(of: Self.pattern) {
      if let id = match.1 { self.id = String(id) }
      if let name = match.2 { classes.append(String(name)) }
      if let name = match.3 { values[String(name)] = String(match.4 ?? match.5 ?? match.6 ?? "") }
    }
  }
}
