/// Cells of Quarto and knitr, whose options stand in braces or in comments at their beginning.
extension MarkdownImport {
  mutating func cell(_ language: String, options: String, _ content: [Line], _ fence: Fence, at line: Int) -> [String] {
    // Options may stand in the braces, or in comments at the beginning.
    let given = Self.split(options).compactMap { part -> (String, String, Int)? in
      let sides = part.split(separator: "=", maxSplits: 1).map { String($0.trimmed) }
      return sides.count == 2 ? (sides[0], sides[1], line) : sides.first.map { ("label", $0, line) }
    }
    var content = content
    var options = given
    while let first = content.first, let comment = first.text.wholeMatch(of: /\s*(?:#|\/\/|--|%%)\|(.*)/) {
      if let option = comment.1.wholeMatch(of: /\ ?([A-Za-z][\w.-]*): *(.*)/) {
        options.append((String(option.1), String(option.2), first.number))
      } else if options.count > given.count {
        // In YAML, an option may go on: a list, or a text of several lines.
        options[options.count - 1].1 += "\n" + comment.1
      } else {
        break
      }
      content.removeFirst()
    }
    guard language == "swift" else { return shownCell(language, options, content, fence, at: line) }
    var words: [String] = []
    var caption: (words: String, kind: String)?
    for (name, value, line) in options {
      switch (name, value.unquoted.lowercased()) {
      case ("echo", "false"), ("code-fold", "true"), ("code-fold", "show"): words.append("fold")
      case ("include", "false"): words.append("hide")
      case ("eval", "false"): words.append("norun")
      case ("output", "false"), ("results", "hide"): words.append("silent")
      case ("label", _) where value.unquoted.wholeMatch(of: /[\p{L}\d_.:-]+/) != nil: words.append("id=\(value.unquoted)")
      case ("fig.cap", _) where Self.texts(ofR: value) == nil: remark(line, Self.computedCaption)
      case ("fig-cap", _), ("fig.cap", _), ("tbl-cap", _):
        let captions = name == "fig.cap" ? Self.texts(ofR: value) ?? [] : Self.texts(value)
        if captions.count > 1 { remark(line, "the captions of `\(name)` are one: a cell has one caption") }
        if !captions.isEmpty { caption = (captions.joined(separator: "; "), name == "tbl-cap" ? "Table" : "Figure") }
      case ("echo", "true"), ("eval", "true"), ("include", "true"), ("output", "true"), ("code-fold", "false"), ("warning", _),
        ("message", _):
        break
      default:
        let shown = value.contains("\n") ? name : "\(name): \(value)"
        remark(line, "the option `\(shown)` of a cell is left out")
      }
    }
    // What is in a notebook's text was never run.
    if isInNotebook, !words.contains("norun") {
      remark(line, "a listing that isn't run there is `norun` here")
      words.append("norun")
    }
    // Of the three, only one can be on a cell: the one that shows least.
    let display = ["hide", "fold", "silent"].filter(words.contains)
    if display.contains("fold"), display.contains("silent") { words.append("hide") }
    let kept = words.contains("hide") ? ["hide"] : Array(display.prefix(1))
    words = kept + words.filter { !["hide", "fold", "silent"].contains($0) }
    let ids = words.filter { $0.hasPrefix("id=") }
    guard let caption else { return rewritten((["swift"] + words).joined(separator: " "), content, fence) }
    // The caption has the id.
    words.removeAll { $0.hasPrefix("id=") }
    let id = ids.first.map { " <!-- id: \($0.dropFirst(3)) -->" } ?? ""
    return rewritten((["swift"] + words).joined(separator: " "), content, fence) + ["", "\(caption.kind): \(caption.words)\(id)"]
  }

  /// A cell of another language. Nothing is shown that it gives, so its caption becomes a paragraph, and no name leads to it.
  private mutating func shownCell(
    _ language: String, _ options: [(name: String, value: String, line: Int)], _ content: [Line], _ fence: Fence, at line: Int
  ) -> [String] {
    remark(line, "\(language) is shown, not run")
    var captions: [String] = []
    for (name, value, line) in options {
      switch (name, value.unquoted.lowercased()) {
      case ("fig.cap", _) where Self.texts(ofR: value) == nil: remark(line, Self.computedCaption)
      case ("fig-cap", _), ("fig.cap", _), ("tbl-cap", _):
        let texts = (name == "fig.cap" ? Self.texts(ofR: value) ?? [] : Self.texts(value)).map { inlines($0[...], line) }
        captions += texts
        if !texts.isEmpty { remark(line, "the caption of a cell that isn't run is a paragraph below it") }
      case ("fig-alt", _), ("fig.alt", _): remark(line, "the words `\(name)` for those who can't see its figure are left out")
      case ("echo", "false"), ("include", "false"): remark(line, "its code, which wasn't shown, is shown")
      // The first word of knitr's cells is a name that few refer to.
      case ("label", _) where value.contains("-"):
        remark(line, "the name `\(value.unquoted)` is left out: no figure or table of it is shown")
      // How it runs, and what is shown of its results.
      default: break
      }
    }
    return rewritten(["mermaid", "dot"].contains(language) ? "text" : language, content, fence) + captions.flatMap { ["", $0] }
  }

  private static let computedCaption = "the caption of a cell is computed there, and left out"

  /// The texts that an expression of R states, `"A"` or `c("A", "B")`; nil for one that has to be computed.
  private static func texts(ofR value: String) -> [String]? {
    let text = value.trimmed
    let parts = text.hasPrefix("c(") && text.hasSuffix(")") ? split(String(text.dropFirst(2).dropLast())) : [text]
    let texts = parts.map { $0.trimmed }
    let areStated = texts.allSatisfy { text in
      text.count > 1 && (text.first == "\"" || text.first == "'") && text.last == text.first && !text.contains("(ref:")
    }
    return areStated ? texts.map(\.unquoted) : nil
  }

  /// The texts of an option: of a list, on lines or between brackets, its items; of a text that goes on, one.
  private static func texts(_ value: String) -> [String] {
    var lines = value.split(separator: "\n").map(\.trimmed).filter { !$0.isEmpty }
    guard let first = lines.first else { return [] }
    if first.hasPrefix("["), lines.last?.hasSuffix("]") == true {
      return split(String(lines.joined(separator: " ").dropFirst().dropLast())).map(\.unquoted).filter { !$0.isEmpty }
    }
    if first.hasPrefix("- ") {
      return lines.reduce(into: [String]()) { items, line in
        if line.hasPrefix("- ") { items.append(String(line.dropFirst(2))) } else { items[items.count - 1] += " " + line }
      }.map(\.unquoted)
    }
    // The sign of a text of several lines, which follows.
    if first.wholeMatch(of: /[|>][+-]?/) != nil { lines.removeFirst() }
    return [lines.joined(separator: " ").unquoted].filter { !$0.isEmpty }
  }

  /// The parts between commas, of which quotation marks may hold some.
  private static func split(_ options: String) -> [Substring] {
    var parts: [Substring] = []
    var start = options.startIndex
    var quote: Character?
    var depth = 0
    for (place, character) in zip(options.indices, options) {
      if character == quote {
        quote = nil
      } else if quote == nil, character == "\"" || character == "'" {
        quote = character
      } else if quote == nil, character == "(" || character == ")" {
        depth += character == "(" ? 1 : -1
      } else if quote == nil, depth == 0, character == "," {
        parts.append(options[start..<place])
        start = options.index(after: place)
      }
    }
    return (parts + [options[start...]]).filter { !$0.allSatisfy(\.isWhitespace) }
  }
}
