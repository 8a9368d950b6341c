import LessonDocument

/// Articles of DocC, the documentation compiler of Swift: asides, directives, and links to other pages.
extension MarkdownImport {
  /// Whether a file has signs of DocC. Only in such a file is `> Note:` an aside: elsewhere it may be a quotation.
  static func isDocC(_ lines: [Line]) -> Bool {
    lines.contains { $0.text.contains("<doc:") || $0.text.contains("](doc:") || docCDirective($0.text) != nil }
  }

  // MARK: - Asides

  /// The alert that `> Note: Text` begins, and the text. What follows in the quotation belongs to it.
  func aside(_ line: Substring) -> (kind: String, rest: Substring)? {
    guard isDocC, let match = line.wholeMatch(of: /> ?([A-Za-z]+): +(.*)/) else { return nil }
    let name = match.1.lowercased()
    guard ["note", "important", "warning", "tip", "experiment", "attention", "bug", "remark"].contains(name) else { return nil }
    return (name == "experiment" ? "EXERCISE" : Self.alert(name) ?? "NOTE", match.2)
  }

  // MARK: - Links

  /// `<doc:Closures#Capturing-Values>`, or the end of `[words](doc:Closures)`, as a link to a lesson.
  mutating func docCLink(at rest: Substring, _ number: Int) -> (text: String, end: String.Index)? {
    if let link = rest.prefixMatch(of: Self.docCPattern) { return (docCLink("", link.1, number), link.range.upperBound) }
    if let link = rest.prefixMatch(of: Self.docCLinkPattern) {
      return ("](\(docCAddress(link.1, number) ?? "doc:\(link.1)"))", link.range.upperBound)
    }
    return nil
  }

  private mutating func docCLink(_ words: String, _ target: Substring, _ number: Int) -> String {
    // A page or a heading gives a link without words its own.
    docCAddress(target, number).map { "[\(words)](\($0))" } ?? "`\(target)`"
  }

  /// The file of the lesson and the id of the heading; nil for a symbol of a library, which has no page.
  private mutating func docCAddress(_ target: Substring, _ number: Int) -> String? {
    let parts = target.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    let page = parts[0].split(separator: "/").last ?? ""
    guard !parts[0].contains(":"), !parts[0].contains("("), !page.isEmpty || parts.count == 2 else {
      remark(number, "the link to the symbol `\(target)` is left out: its name stays")
      return nil
    }
    let file = page.isEmpty ? "" : "\(page).md"
    return parts.count == 2 ? "\(file)#\(Self.headingID(String(parts[1]).percentDecoded[...]))" : file
  }

  // MARK: - Directives

  struct DocCDirective {
    var name: String
    var arguments: ImportedArguments
    /// Whether its line opens braces, and what follows them on the line, if they close there, too.
    var opens: Bool
    var content: String?
  }

  /// `@Row {`, `@Image(source: "a.png", alt: "…")`
  static func docCDirective(_ line: Substring) -> DocCDirective? {
    let text = line.trimmed
    guard text.hasPrefix("@"), text.utf8.count <= mostBytes,
      let match = text.wholeMatch(of: directivePattern),
      directives.contains(String(match.1))
    else { return nil }
    return DocCDirective(
      name: String(match.1), arguments: ImportedArguments(match.2 ?? ""), opens: match.3 != nil && match.4 == nil,
      content: match.4.map { $0.trimmingBlanks })
  }

  private nonisolated(unsafe) static let directivePattern = /@([A-Z][A-Za-z]+)(?:\((.*?)\))? *(\{(?:(.*)\})?)?/
  private nonisolated(unsafe) static let docCPattern = /<doc:([^<>\s]+)>/
  private nonisolated(unsafe) static let docCLinkPattern = /\]\(doc:([^()\s]+(?:\([^()\s]*\))?)\)/

  private static let settings: Set<String> = [
    "Metadata", "Options", "TechnologyRoot", "DocumentationExtension", "DisplayName", "Available", "SupportedLanguage", "TitleHeading",
    "Redirected", "PageImage", "PageKind", "PageColor", "CallToAction", "AutomaticSeeAlso", "AutomaticTitleHeading",
    "AutomaticArticleSubheading", "TopicsVisualStyle", "XcodeRequirement", "AlternateRepresentation",
  ]

  private static let directives: Set<String> = settings.union([
    "Comment", "Row", "Column", "TabNavigator", "Tab", "Links", "Small", "Image", "Video", "Snippet", "DeprecationSummary", "Tutorials",
    "Tutorial", "Article", "Chapter", "Volume", "Section", "Steps", "Step", "Code", "Intro", "Resources", "Assessments", "MultipleChoice",
    "Choice", "Justification", "ContentAndMedia", "Stack", "TutorialReference",
  ])

  /// The lines of the directive at the beginning of `rest`, if there is one.
  mutating func takeDocCDirective(from rest: inout ArraySlice<Line>) -> [String]? {
    guard isDocC, let first = rest.first, first.text.trimmed.hasPrefix("@"), !isKnownOpen("@{", at: first),
      let directive = Self.docCDirective(first.text)
    else { return nil }
    let whole = rest
    rest.removeFirst()
    var content: [Line] = []
    if let text = directive.content, !text.isEmpty { content = [Line(number: first.number, text: text[...])] }
    if directive.opens {
      var open = 1
      var fence: Fence?
      while let line = rest.popFirst() {
        let text = line.text.trimmed
        if let inner = fence {
          if inner.isEnded(by: text) { fence = nil }
        } else if let inner = Self.opening(of: text) {
          fence = inner
        } else if text == "}" {
          open -= 1
          if open == 0 { break }
        } else if Self.docCDirective(line.text)?.opens == true {
          open += 1
        }
        content.append(line)
      }
      guard open == 0 else {
        // What is never closed is text.
        rest = whole
        setOpen("@{", upTo: nil)
        return nil
      }
      let indentation = content.filter { !$0.text.allSatisfy(\.isWhitespace) }.map { $0.text.prefix { $0 == " " }.count }.min() ?? 0
      content = content.map { Line(number: $0.number, text: $0.text.dropFirst(min(indentation, $0.text.prefix { $0 == " " }.count))) }
    }
    return lines(of: directive, content, at: first.number)
  }

  private mutating func lines(of directive: DocCDirective, _ content: [Line], at number: Int) -> [String] {
    let name = directive.name
    if Self.settings.contains(name) {
      remark(number, "`@\(name)` is left out: what a lesson says of itself is in its front matter")
      return []
    }
    switch name {
    case "Comment":
      let text = content.map { String($0.text) }.joined(separator: "\n")
      guard !text.contains("--") else {
        remark(number, "`@Comment` is left out: two hyphens can't be in a comment")
        return []
      }
      return ["<!-- \(text) -->"]
    case "Image":
      let alternative = directive.arguments["alt"] ?? ""
      if alternative.isEmpty { remark(number, "the picture has no text that describes it") }
      return ["![\(alternative)](\(directive.arguments["source"] ?? ""))"] + (content.isEmpty ? [] : [""] + blocks(content))
    case "Video", "TutorialReference", "Code":
      remark(number, "`@\(name)` is left out: a lesson has nothing like it")
      return blocks(content)
    case "Snippet":
      remark(number, "`@Snippet` is left out: write a fence with `include=`, which holds the code and is checked against its file")
      return []
    case "DeprecationSummary": return alert("WARNING", title: "", blocks(content))
    case "Tab", "Chapter", "Section", "Volume", "Tutorial":
      let title = directive.arguments["title"] ?? directive.arguments["name"] ?? directive.arguments[""]
      remark(number, "`@\(name)` is left out: what is in it stays" + (title == nil ? "" : ", with its title in bold"))
      return (title.map { ["**\($0)**", ""] } ?? []) + blocks(content)
    default:
      remark(number, "`@\(name)` is left out: what is in it stays")
      return blocks(content)
    }
  }
}

/// Arguments as a directive of DocC has them: `source: "a.png", alt: "words"`.
struct ImportedArguments {
  private var values: [String: String] = [:]

  init(_ text: some StringProtocol) {
    for match in String(text).matches(of: /(?:([A-Za-z]\w*): *)?(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/) {
      values[String(match.1 ?? "")] = String(match.2 ?? match.3 ?? "").replacing("\\\"", with: "\"")
    }
  }

  subscript(name: String) -> String? { values[name] }
}
