/// What other tools have within a line. Code and formulas stay as they are.
extension MarkdownImport {
  /// With these begins what isn't plain text.
  private static let firstSigns = Set("`$<\\{:@]^=".utf8)

  mutating func inlines(_ line: Substring, _ number: Int) -> String {
    var out = ""
    var rest = line
    while true {
      // Most of a line means itself: a look at its bytes takes a fraction of one at its characters.
      let plain = rest.utf8.prefix { !Self.firstSigns.contains($0) }
      out += rest[..<plain.endIndex]
      rest = rest[plain.endIndex...]
      guard let character = rest.first else { break }
      if character == "`", let code = rest.prefixMatch(of: /(`+)(?:[^`]|(?!\1(?!`))`)*?\1(?!`)/) {
        out += code.0
        rest = rest[code.range.upperBound...]
      } else if rest.hasPrefix("$$") {
        out += "$$"
        rest = rest.dropFirst(2)
      } else if character == "$", let formula = rest.prefixMatch(of: /\$[^\s$](?:[^$]*[^\s$])?\$/) {
        out += formula.0
        rest = rest[formula.range.upperBound...]
      } else if rest.hasPrefix("<!--"), let end = rest.firstRange(of: "-->") {
        out += rest[..<end.upperBound]
        rest = rest[end.upperBound...]
      } else if let (text, end) = foreign(at: rest, after: out.last, number) {
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

  /// What stands here of another tool, as a lesson has it, and where it ends.
  private mutating func foreign(at rest: Substring, after last: Character?, _ number: Int) -> (text: String, end: String.Index)? {
    switch rest.first {
    case "\\":
      // To search for the end takes less than the pattern does where there is none.
      guard rest.hasPrefix("\\("), rest.contains("\\)"), let formula = rest.prefixMatch(of: /(?s)\\\((.+?)\\\)/) else { return nil }
      return ("$\(formula.1.trimmed)$", formula.range.upperBound)
    case "{":
      if let role = rest.prefixMatch(of: /\{([a-z][a-z:-]*)\}`([^`]+)`/) {
        guard let text = self.role(String(role.1), role.2, number) else { return nil }
        return (text, role.range.upperBound)
      }
      if let template = rest.prefixMatch(of: /\{\{[<%]? ?[^{}\n]*\}\}|\{%[^{}\n]*%\}/) {
        remark(number, "`\(template.0)` stays as text: write what it stands for")
        return (String(template.0), template.range.upperBound)
      }
    case ":":
      if let role = rest.prefixMatch(of: /:([a-z][a-z:-]*):`([^`]+)`/), let text = self.role(String(role.1), role.2, number) {
        return (text, role.range.upperBound)
      }
    case "@":
      guard last.map({ !$0.isLetter && !$0.isNumber && $0 != "[" && $0 != "-" }) ?? true,
        let reference = rest.prefixMatch(of: /@((?:fig|tbl|eq|sec|lst)-[\w-]*\w)/)
      else { return nil }
      return ("[](#\(name(reference.1)))", reference.range.upperBound)
    case "<": return isDocC ? docCLink(at: rest, number) : nil
    case "]":
      if isDocC, let link = docCLink(at: rest, number) { return link }
      // A link to a heading by the other tool's name for it; attributes of a span or a link.
      if let link = rest.prefixMatch(of: /\]\(#([^()\s]+)\)/), let heading = headings[String(link.1)] {
        return ("](#\(heading))", link.range.upperBound)
      }
      if let attributes = rest.prefixMatch(of: /(\](?:\([^()\s]*\))?)\{([.#][^{}\n]*|[\w-]+=[^{}\n]*)\}/) {
        remark(number, "`{\(attributes.2)}` is left out")
        return (String(attributes.1), attributes.range.upperBound)
      }
    case "^":
      guard let note = rest.prefixMatch(of: /\^\[((?:[^\[\]]|\[[^\[\]]*\])+)\]/), note.1.contains(" ") else { return nil }
      let id = "note-\(notes.count + 1)"
      // The place of the note first, since there may be one in it.
      notes.append("")
      notes[notes.count - 1] = "[^\(id)]: \(note.1)"
      return ("[^\(id)]", note.range.upperBound)
    case "=":
      guard last.map({ !$0.isLetter && !$0.isNumber && $0 != "=" }) ?? true,
        let marked = rest.prefixMatch(of: /==([^\s=](?:[^=\n]*[^\s=])?)==(?![=\w])/)
      else { return nil }
      return ("<mark>\(marked.1)</mark>", marked.range.upperBound)
    default: break
    }
    return nil
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
    case "sub-ref", "download": return "[\(words.isEmpty ? String(target) : words)](\(target))"
    default:
      remark(number, "the role `{\(role)}` has no counterpart: it stays as text")
      return nil
    }
  }
}
