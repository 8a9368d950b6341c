/// What other tools have within a line. Code and formulas stay as they are.
extension MarkdownImport {
  /// With these begins what isn't plain text.
  private static let firstSigns = Set("`$<\\{:@]^=[~%".utf8)

  mutating func inlines(_ line: Substring, _ number: Int) -> String {
    absentEnds = []
    var out = ""
    var rest = line
    while true {
      // Most of a line means itself: a look at its bytes takes a fraction of one at its characters.
      let plain = rest.utf8.prefix { !Self.firstSigns.contains($0) }
      out += rest[..<plain.endIndex]
      rest = rest[plain.endIndex...]
      guard let character = rest.first else { break }
      if character == "`" {
        let end = codeEnd(of: rest)
        if let end { remarkOnCode(rest[..<end], before: rest[end...], number) }
        // What has no end means itself.
        let taken = rest[..<(end ?? rest.firstIndex { $0 != "`" } ?? rest.endIndex)]
        out += taken
        rest = rest[taken.endIndex...]
      } else if rest.hasPrefix("$$") {
        let formula = rest.prefixMatch(of: Self.displayPattern)?.0 ?? rest.prefix(2)
        out += numbered(formula)
        rest = rest[formula.endIndex...]
      } else if character == "$", let formula = rest.prefixMatch(of: Self.formulaPattern) {
        out += formula.0
        rest = rest[formula.range.upperBound...]
      } else if rest.hasPrefix("<!--"), let end = place(behind: "-->", in: rest) {
        out += rest[..<end]
        rest = rest[end...]
      } else if let (text, end) = foreign(at: rest, after: &out, number) {
        out += text
        rest = rest[end...]
      } else {
        out.append(character)
        rest.removeFirst()
        // A sign that is escaped means itself.
        if character == "\\", let next = rest.first, next.isASCII, next.isPunctuation || next.isSymbol {
          out.append(next)
          rest.removeFirst()
        }
      }
    }
    return out
  }

  /// Where a text ends that goes on up to a mark. Where the mark is missing, nobody looks for it again.
  private mutating func place(behind mark: String, in rest: Substring) -> String.Index? {
    guard !absentEnds.contains(mark) else { return nil }
    guard let found = rest.firstRange(of: mark) else {
      absentEnds.insert(mark)
      return nil
    }
    return found.upperBound
  }

  /// Where the code ends that begins here: behind as many backticks as there are before it.
  private mutating func codeEnd(of rest: Substring) -> String.Index? {
    let tick = UInt8(ascii: "`")
    let mark = String(rest.prefix { $0 == "`" })
    guard !absentEnds.contains(mark) else { return nil }
    var after = rest.utf8.dropFirst(mark.utf8.count)
    while let start = after.firstIndex(of: tick) {
      let end = after[start...].firstIndex { $0 != tick } ?? after.endIndex
      if after.distance(from: start, to: end) == mark.utf8.count { return end }
      after = after[end...]
    }
    absentEnds.insert(mark)
    return nil
  }

  private nonisolated(unsafe) static let displayPattern = /\$\$[^$]+\$\$/
  private nonisolated(unsafe) static let formulaPattern = /\$[^\s$](?:[^$]*[^\s$])?\$/
  private nonisolated(unsafe) static let mathPattern = /(?s)\\\((.+?)\\\)/
  private nonisolated(unsafe) static let notebookMathPattern = /(?s)\\\\\((.+?)\\\\\)/
  private nonisolated(unsafe) static let rolePattern = /\{([a-z][a-z:-]{0,40})\}`([^`]+)`/
  private nonisolated(unsafe) static let colonRolePattern = /:([a-z][a-z:-]{0,40}):`([^`]+)`/
  private nonisolated(unsafe) static let templatePattern = /\{\{[<%]? ?[^{}\n]*\}\}|\{%[^{}\n]*%\}/
  private nonisolated(unsafe) static let referencePattern = /@((?:fig|tbl|eq|sec|lst)-[\w-]*\w)/
  private nonisolated(unsafe) static let boxReferencePattern =
    /(@(?:thm|lem|cor|prp|cnj|def|exm|exr|sol|rem|alg|nte|tip|wrn|imp|cau)-[\w-]*\w)/
  private nonisolated(unsafe) static let bookReferencePattern = /\\@ref\(([\w:.-]+)\)/
  // What begins with these has an address, which is no text: `<https://…>`, a tag, `](…)`, `://…`.
  private nonisolated(unsafe) static let tagPattern = /<\/?[A-Za-z][A-Za-z0-9+.-]*(?:[\s:\/][^<>]*)?>/
  private nonisolated(unsafe) static let targetPattern = /\]\((?:<[^<>\n]*>|(?:[^()\s]|\([^()\s]*\))*)(?:\s+"[^"\n]*")?\s*\)/
  private nonisolated(unsafe) static let addressPattern = /:\/\/(?:[^\s<>()\[\]`"]|\([^\s<>()\[\]`"]*\))+/
  private nonisolated(unsafe) static let headingLinkPattern = /\]\(#([^()\s]+)\)/
  private nonisolated(unsafe) static let attributesPattern = /\](\([^()\s]*\))?\{([.#][^{}\n]*|[\w-]+=[^{}\n]*)\}/
  nonisolated(unsafe) static let notePattern = /\^\[((?:`[^`\n]*`|[^\[\]`]|\[[^\[\]]*\])+)\]/
  private nonisolated(unsafe) static let markPattern = /==([^\s=](?:[^=\n]*[^\s=])?)==(?![=\w])/

  /// What stands here of another tool, as a lesson has it, and where it ends.
  ///
  /// - Parameter out: What stands before it, of which a span loses its bracket.
  private mutating func foreign(at rest: Substring, after out: inout String, _ number: Int) -> (text: String, end: String.Index)? {
    let last = out.last
    switch rest.first {
    case "\\":
      if isInNotebook, rest.hasPrefix("\\\\("), place(behind: "\\\\)", in: rest) != nil,
        let formula = rest.prefixMatch(of: Self.notebookMathPattern)
      {
        return ("$\(formula.1.trimmed)$", formula.range.upperBound)
      }
      if let reference = rest.prefixMatch(of: Self.bookReferencePattern) {
        return (bookReference(reference.1, number), reference.range.upperBound)
      }
      // To search for the end takes less than the pattern does where there is none.
      guard rest.hasPrefix("\\("), place(behind: "\\)", in: rest) != nil, let formula = rest.prefixMatch(of: Self.mathPattern) else {
        return nil
      }
      return ("$\(formula.1.trimmed)$", formula.range.upperBound)
    case "{":
      if let role = rest.prefixMatch(of: Self.rolePattern) {
        guard let text = self.role(String(role.1), role.2, number) else { return nil }
        return (text, role.range.upperBound)
      }
      if let template = rest.prefixMatch(of: Self.templatePattern) {
        remark(number, "`\(template.0)` stays as text: write what it stands for")
        return (String(template.0), template.range.upperBound)
      }
    case ":":
      if last?.isLetter == true, let address = rest.prefixMatch(of: Self.addressPattern) {
        return (String(address.0), address.range.upperBound)
      }
      if let role = rest.prefixMatch(of: Self.colonRolePattern), let text = self.role(String(role.1), role.2, number) {
        return (text, role.range.upperBound)
      }
    case "@":
      guard last.map({ !$0.isLetter && !$0.isNumber && $0 != "[" && $0 != "-" }) ?? true else { return nil }
      if let reference = rest.prefixMatch(of: Self.boxReferencePattern) {
        remark(number, "`\(reference.1)` stays as text: no box of a lesson has a number")
        return (String(reference.1), reference.range.upperBound)
      }
      guard let reference = rest.prefixMatch(of: Self.referencePattern) else { return bareCitation(at: rest, number) }
      return ("[](#\(name(reference.1)))", reference.range.upperBound)
    case "<":
      return projectLink(at: rest) ?? (isDocC ? docCLink(at: rest, number) : nil)
        ?? rest.prefixMatch(of: Self.tagPattern).map { (String($0.0), $0.range.upperBound) }
    case "[": return crossReferences(at: rest) ?? citation(at: rest) ?? pageLink(at: rest, after: last, number)
    case "]":
      if isDocC, let link = docCLink(at: rest, number) { return link }
      if let link = projectLink(at: rest) { return link }
      // A link to a heading by the other tool's name for it; attributes of a span or a link.
      if let link = rest.prefixMatch(of: Self.headingLinkPattern), let heading = headings[String(link.1)] {
        return ("](#\(heading))", link.range.upperBound)
      }
      if let attributes = rest.prefixMatch(of: Self.attributesPattern) {
        remark(number, "`{\(attributes.2)}` is left out")
        let isSpan = attributes.1 == nil && Self.removeBracket(of: &out)
        return ((isSpan ? "" : "]") + (attributes.1 ?? ""), attributes.range.upperBound)
      }
      if let target = rest.prefixMatch(of: Self.targetPattern) { return (String(target.0), target.range.upperBound) }
    case "^":
      // `x^[2]` has none.
      guard let note = rest.prefixMatch(of: Self.notePattern), note.1.contains(/\s|\p{L}{3}|\p{Han}/) else {
        return raised(at: rest, after: last)
      }
      let id = "note-\(notes.count + 1)"
      // The place of the note first, since there may be one in it.
      notes.append("")
      let place = notes.count - 1
      let absent = absentEnds
      notes[place] = "[^\(id)]: \(inlines(note.1, number))"
      absentEnds = absent
      return ("[^\(id)]", note.range.upperBound)
    case "~": return lowered(at: rest, after: last)
    case "%": return comment(at: rest, after: last, number)
    case "=":
      guard last.map({ !$0.isLetter && !$0.isNumber && $0 != "=" }) ?? true, let marked = rest.prefixMatch(of: Self.markPattern)
      else { return nil }
      return ("<mark>\(marked.1)</mark>", marked.range.upperBound)
    default: break
    }
    return nil
  }

  /// Bookdown's names within a formula, `(\#eq:sum)`, as `\label`.
  func numbered(_ formula: Substring) -> String {
    formula.contains("(\\#") ? String(formula).replacing(/\(\\#([\w:.-]+)\)/) { "\\label{\($0.1)}" } : String(formula)
  }

  /// Bookdown's `\@ref(fig:a)`: figures and tables have the names of their cells, sections those of their headings.
  private mutating func bookReference(_ name: Substring, _ number: Int) -> String {
    let parts = name.split(separator: ":", maxSplits: 1)
    guard parts.count == 2 else { return "[](#\(self.name(name)))" }
    switch parts[0] {
    case "fig", "tab": return "[](#\(self.name(parts[1])))"
    case "eq": return "[](#\(name))"
    default:
      remark(number, "`\\@ref(\(name))` stays as text: no box of a lesson has a number")
      return "\\@ref(\(name))"
    }
  }

  private nonisolated(unsafe) static let crossGroupPattern =
    /\[([^\[\]@`]*-?@(?:fig|tbl|eq|sec|lst)-[\w-]*\w(?:;[^\[\]@`]*-?@(?:fig|tbl|eq|sec|lst)-[\w-]*\w)*)\](?![\[(:])/

  /// Quarto's references in brackets: `[@fig-a; @fig-b]`, `[Chapter @sec-a]`.
  private func crossReferences(at rest: Substring) -> Span? {
    guard let group = rest.prefixMatch(of: Self.crossGroupPattern) else { return nil }
    let text = String(group.1).replacing(/-?@([\w-]*\w)/) { "[](#\(name($0.1)))" }.replacing(";", with: ",")
    return (text, group.range.upperBound)
  }

  private func name(_ id: some StringProtocol) -> String { headings[String(id)] ?? String(id) }

  /// `{eq}` and other roles of MyST and reStructuredText; nil for one that stays as it is.
  private mutating func role(_ role: String, _ content: Substring, _ number: Int) -> String? {
    // `words <target>`
    let titled = content.wholeMatch(of: /(.*?) *<([^<>]+)>/)
    let words = titled.map { String($0.1) } ?? ""
    let target = titled?.2 ?? content
    switch role {
    case "math": return "$\(content.trimmed)$"
    case "eq", "numref", "ref": return "[\(role == "numref" ? "" : words)](#\(name(target)))"
    case "doc": return "[\(words)](\(target).md)"
    case "cite", "cite:p", "citep", "cite:t", "citet", "cite:alp":
      return "[" + target.split(separator: ",").map { "@\($0.trimmed)" }.joined(separator: "; ") + "]"
    case "term": return titled == nil ? String(content) : words
    case "code", "file", "command": return "`\(content)`"
    case "sub", "sup", "kbd", "del": return "<\(role)>\(content)</\(role)>"
    case "sub-ref":
      remark(number, "`{sub-ref}` stays as text: write what `\(content)` stands for")
      return nil
    case "download": return "[\(words.isEmpty ? String(target) : words)](\(target))"
    default:
      remark(number, "the role `{\(role)}` has no counterpart: it stays as text")
      return nil
    }
  }
}
