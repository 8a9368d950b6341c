/// Fences of other tools: cells, listings, and directives.
extension MarkdownImport {
  struct Fence {
    var indentation: Substring
    /// The signs that it begins with.
    var mark: Substring
    var info: Substring

    /// Whether a line, without the blanks around it, is the fence's last.
    func isEnded(by text: Substring) -> Bool { text.count >= mark.count && text.allSatisfy { $0 == mark.first } }
  }

  static func opening(of line: Substring) -> Fence? {
    let indentation = line.prefix { $0 == " " }
    let rest = line[indentation.endIndex...]
    guard let sign = rest.first, sign == "`" || sign == "~" else { return nil }
    let mark = rest.prefix { $0 == sign }
    let info = rest[mark.endIndex...]
    guard mark.count >= 3, sign == "~" || !info.contains("`") else { return nil }
    return Fence(indentation: indentation, mark: mark, info: info.trimmed)
  }

  /// Whether another tool runs what is in the fence.
  static func isRunElsewhere(_ info: Substring) -> Bool {
    // Most fences say a language, and a regular expression takes a while.
    guard info.hasPrefix("{") || info.contains("mdoc") else { return false }
    return info.contains(/^\{(?:code-cell\}|[A-Za-z][\w+]*[,\s}])/) && !info.contains(/^\{(?:note|tip|code|math|image|figure)/)
      || info.contains(/^\w+ +mdoc\b/)
  }

  /// The lines of a fence, and without its first and last.
  func takeFence(_ fence: Fence, from rest: inout ArraySlice<Line>) -> (all: [Line], content: [Line]) {
    var all = [rest.removeFirst()]
    while let line = rest.popFirst() {
      all.append(line)
      if fence.isEnded(by: line.text.trimmed) { return (all, Array(all.dropFirst().dropLast())) }
    }
    return (all, Array(all.dropFirst()))
  }

  mutating func fence(_ fence: Fence, _ lines: (all: [Line], content: [Line])) -> [String] {
    let line = lines.all[0].number
    let unchanged = lines.all.map { String($0.text) }
    let info = fence.info
    guard info.hasPrefix("{") || info.hasPrefix("swift") || info.contains("mdoc") else { return unchanged }
    if let match = info.wholeMatch(of: /\{([a-z][\w:-]*)\} *(.*)/), match.1 != "swift", !Self.languages.contains(String(match.1)) {
      return directive(String(match.1), argument: String(match.2), lines.content, at: line, unchanged)
    }
    if let match = info.wholeMatch(of: /\{([A-Za-z][\w+]*)[,\s]+(.*?)\}/), !Self.languages.contains(String(match.1)), match.1 != "swift",
      let kind = Self.alert(String(match.1))
    {
      // Bookdown's boxes: a name and a title.
      let attributes = ImportedAttributes(match.2)
      if let name = match.2.prefixMatch(of: /(?:label *= *["']?)?([\w:-]+)(?=["']?(?:$|[,\s]))/) {
        remark(line, "the name `\(name.1)` of a box is left out")
      }
      let title = alertTitle(String(match.1), inlines((attributes.values["name"] ?? "")[...], line))
      return alert(kind, title: title, blocks(lines.content))
    }
    if let match = info.wholeMatch(of: /\{([A-Za-z][\w+]*)(?:[,\s]+(.*?))?\}/) {
      return cell(String(match.1).lowercased(), options: String(match.2 ?? ""), lines.content, fence, at: line)
    }
    if let match = info.wholeMatch(of: /(\w+) +mdoc((?::[\w-]+(?:=\w+)?)*)/) {
      return mdoc(String(match.1), String(match.2), lines.content, fence, at: line)
    }
    if let match = info.wholeMatch(of: /\{[^{}]*?\.([A-Za-z][\w+]*)(.*)\}/) {
      if !match.2.allSatisfy(\.isWhitespace) { remark(line, "of the listing, `\(match.2.trimmed)` is left out") }
      return rewritten(match.1 == "swift" ? "swift norun" : String(match.1), lines.content, fence)
    }
    if let match = info.wholeMatch(of: /\{=([\w+-]+)\}/) {
      remark(line, "what is meant for \(match.1) alone is shown as code")
      return rewritten(String(match.1), lines.content, fence)
    }
    guard let words = ImportedWords(info) else { return unchanged }
    return listing(words, lines, fence)
  }

  /// What may stand between braces for a language. Everything else is a directive.
  static let languages: Set<String> = [
    "python", "ipython", "ipython3", "julia", "ojs", "bash", "sh", "sql", "rust", "scala", "kotlin", "java", "javascript", "js", "c", "cpp",
    "haskell", "ruby",
    "perl", "go", "dot", "mermaid", "stan", "r",
  ]

  func rewritten(_ info: String, _ content: [Line], _ fence: Fence) -> [String] {
    ["\(fence.indentation)\(fence.mark)\(info)"] + content.map { String($0.text) } + ["\(fence.indentation)\(fence.mark)"]
  }

  // MARK: - Cells

  private mutating func mdoc(_ language: String, _ modifiers: String, _ content: [Line], _ fence: Fence, at line: Int) -> [String] {
    guard language == "swift" else {
      remark(line, "\(language) is shown, not run")
      return rewritten(language, content, fence)
    }
    var words: [String] = []
    for modifier in modifiers.split(separator: ":") {
      switch modifier {
      case "silent", "fail", "crash", "nest", "reset", "warn": words.append(String(modifier))
      case "invisible": words.append("hide")
      case "compile-only":
        words.append("norun")
        remark(line, "`mdoc:compile-only` is `norun`: the cell isn't compiled either")
      default: remark(line, "`mdoc:\(modifier)` is left out")
      }
    }
    return rewritten((["swift"] + words).joined(separator: " "), content, fence)
  }

  // MARK: - Directives

  /// Options of a directive, and what follows them.
  private func options(of content: [Line]) -> (values: [(name: String, value: String, line: Int)], rest: [Line]) {
    var rest = content[...]
    var values: [(String, String, Int)] = []
    if rest.first?.text.trimmed == "---", let end = rest.dropFirst().firstIndex(where: { $0.text.trimmed == "---" }) {
      for line in rest[..<end].dropFirst() {
        if let option = line.text.wholeMatch(of: /([\w-]+): *(.*)/) { values.append((String(option.1), String(option.2), line.number)) }
      }
      rest = rest[(end + 1)...]
    }
    while let first = rest.first, let option = first.text.wholeMatch(of: /:([\w-]+): *(.*)/) {
      values.append((String(option.1), String(option.2), first.number))
      rest.removeFirst()
    }
    // An empty line ends the options, and is no part of what follows.
    if !values.isEmpty { rest = rest.drop { $0.text.allSatisfy(\.isWhitespace) } }
    return (values, Array(rest))
  }

  /// A mark for a fence around lines, none of which ends it.
  private static func mark(around lines: [Line], of sign: Character = "`") -> String {
    let longest = lines.map { line in line.text.trimmed.prefix { $0 == sign }.count }.max() ?? 0
    return String(repeating: sign, count: max(3, longest + 1))
  }

  private func lines(_ texts: [String]) -> [Line] { texts.map { Line(number: 0, text: $0[...]) } }

  /// The words of a cell that has tags of Jupyter Book. Of words that say what is shown, a cell can have one.
  mutating func words(ofTags tags: [String], at line: Int) -> [String] {
    var words: Set<String> = []
    for tag in tags {
      switch tag {
      case "hide-input", "remove-input": words.insert("fold")
      case "hide-output", "remove-output": words.insert("silent")
      case "hide-cell", "remove-cell": words.insert("hide")
      case "raises-exception": remark(line, "a cell that fails on purpose: give it the word `crash` or `fail`")
      default: remark(line, "the tag `\(tag)` of a cell is left out")
      }
    }
    return words.count > 1 ? ["hide"] : Array(words)
  }

  /// A cell of a notebook whose options stand in its tags, or in comments at its beginning; the words below its output; and what it lacks.
  static func cell(_ source: String, tags: [String]) -> (fence: String, caption: String, remarks: [Remark]) {
    var lesson = Self("")
    let content = source.split(separator: "\n", omittingEmptySubsequences: false).enumerated().map { Line(number: $0 + 1, text: $1) }
    let fence = Fence(indentation: "", mark: Self.mark(around: content)[...], info: "")
    let words = lesson.words(ofTags: tags, at: 1)
    var lines = lesson.cell("swift", options: "", content, fence, at: 1)
    var caption = ""
    if let end = lines.dropLast().lastIndex(of: ""), lines[end - 1] == fence.mark {
      caption = lines[end + 1]
      lines.removeSubrange(end...)
    }
    if !words.isEmpty {
      // Tags and options say the same of what is shown.
      let others = lines[0].split(separator: " ").dropFirst().map(String.init).filter { !["hide", "fold", "silent"].contains($0) }
      lines[0] = (["\(fence.mark)swift"] + words + others).joined(separator: " ")
    }
    return (lines.joined(separator: "\n"), caption, lesson.remarks)
  }

  mutating func directive(_ name: String, argument: String, _ content: [Line], at line: Int, _ unchanged: [String]) -> [String] {
    let (options, body) = options(of: content)
    func value(_ name: String) -> String? { options.first { $0.name == name }?.value }
    let read: Set<String>
    let result: [String]
    switch name {
    case "code-cell":
      let language = argument.lowercased()
      let isSwift = language.hasPrefix("swift") || language.isEmpty && marksCells
      let tags = (value("tags") ?? "").split { " [],\"'".contains($0) }.map(String.init)
      var words = isSwift ? ["swift"] : [language.hasPrefix("ipython") ? "python" : language.isEmpty ? "text" : language]
      if isSwift {
        words += self.words(ofTags: tags, at: line)
      } else {
        remark(line, "\(language.isEmpty ? "a cell without a language" : words[0]) is shown, not run")
      }
      read = ["tags"]
      let mark = Self.mark(around: body)
      result = [mark + words.joined(separator: " ")] + body.map { String($0.text) } + [mark]
    case "code-block", "code", "sourcecode":
      let language = argument.isEmpty ? "text" : argument
      let marks = value("emphasize-lines").map { language == "swift" ? " mark=\($0.filter { $0 != " " })" : "" } ?? ""
      read = language == "swift" ? ["emphasize-lines", "lineno-start", "linenos"] : ["linenos"]
      let mark = Self.mark(around: body)
      result = [mark + (language == "swift" ? "swift norun" : language) + marks] + body.map { String($0.text) } + [mark]
    case "math":
      let label = (value("label") ?? value("name")).map { ["\\label{\($0)}"] } ?? []
      read = ["label", "name"]
      // Empty lines stand between formulas, of which the last has the name.
      let texts = ([argument].filter { !$0.isEmpty } + body.map { String($0.text) })
      let formulas = texts.split { $0.allSatisfy(\.isWhitespace) }
      result = Array(
        formulas.enumerated().map { ["$$"] + $1 + ($0 == formulas.count - 1 ? label : []) + ["$$"] }.joined(separator: [""]))
    case "image", "figure":
      let size = value("width").map { $0.replacing("px", with: "") }.flatMap { $0.contains(/^\d+%?$/) ? $0 : nil }
      let alternative = value("alt") ?? ""
      let picture =
        size.map { "<img src=\"\(argument)\" alt=\"\(alternative)\" width=\"\($0)\">" } ?? "![\(alternative)](\(argument))"
      let words = body.map { inlines($0.text, $0.number) }.joined(separator: " ").trimmingBlanks
      let id = value("name").map { " <!-- id: \($0) -->" } ?? ""
      if words.isEmpty, let name = options.first(where: { $0.name == "name" }) {
        remark(name.line, "the name `\(name.value)` is left out: a picture has one with its caption")
      }
      read = size == nil ? ["alt", "name"] : ["alt", "name", "width"]
      if alternative.isEmpty { remark(line, "the picture has no text that describes it") }
      result = [picture] + (words.isEmpty ? [] : ["", "Figure: \(words)\(id)"])
    case "table":
      read = ["name", "align", "class", "widths"]
      result = blocks(Array(body.drop { $0.text.allSatisfy(\.isWhitespace) })) + caption(inlines(argument[...], line), id: value("name"))
    case "list-table":
      guard let rows = rows(ofList: body) else {
        remark(line, "`{list-table}` has a cell with a list, a listing or several paragraphs: it stays as text")
        let mark = Self.mark(around: lines(unchanged), of: "~")
        return [mark + "text"] + unchanged + [mark]
      }
      read = ["header-rows", "name", "align", "class", "widths", "width"]
      result = table(rows, heads: Int(value("header-rows") ?? "") ?? 0) + caption(inlines(argument[...], line), id: value("name"))
    case "dropdown", "details", "toggle":
      read = ["open"]
      result = details(summary(of: argument, at: line), blocks(body))
    case "toctree", "contents", "tableofcontents", "bibliography", "index":
      remark(line, "`{\(name)}` is left out: the pages have their contents, and a lesson the works that it cites")
      return []
    default:
      let classes = (value("class") ?? "").split(separator: " ").map(String.init)
      // `{admonition}` says in its class what it is.
      let name = name == "admonition" ? classes.first { Self.alert($0) != nil } ?? name : name
      guard let kind = Self.alert(name) else {
        remark(line, "`{\(name)}` has no counterpart: it stays as text")
        let mark = Self.mark(around: lines(unchanged), of: "~")
        return [mark + "text"] + unchanged + [mark]
      }
      read = ["class", "name", "label", "icon", "open"]
      for option in options where option.name == "name" || option.name == "label" {
        remark(option.line, "the name `\(option.value)` of a box is left out")
      }
      let title = alertTitle(name, argument)
      result =
        classes.contains("dropdown")
        ? details(title.isEmpty ? kind.prefix(1) + kind.dropFirst().lowercased() : summary(of: title, at: line), blocks(body))
        : alert(kind, title: title, blocks(body))
    }
    for option in options where !read.contains(option.name) {
      remark(option.line, "the option `\(option.name)` of `{\(name)}` is left out")
    }
    return result
  }
}

extension StringProtocol {
  /// Without blanks at both ends.
  var trimmed: SubSequence {
    guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace }) else {
      return self[endIndex...]
    }
    return self[first...last]
  }

  var trimmingBlanks: String { String(trimmed) }

  /// Without quotation marks around it.
  var unquoted: String {
    let text = trimmed
    guard text.count > 1, let sign = text.first, sign == "\"" || sign == "'", text.last == sign else { return String(text) }
    return String(text.dropFirst().dropLast())
  }
}
