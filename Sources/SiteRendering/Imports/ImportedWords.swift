import CellAnalysis

/// The words after `swift` on a fence, as Docusaurus, MkDocs, Jupytext and others have them too.
struct ImportedWords {
  /// The words that a lesson has, such as `hide` and `id=a`, and `mark=` for lines that another tool highlights.
  private(set) var kept: [String] = []
  /// What Jupytext says of a cell.
  private(set) var tags: [String] = []
  private(set) var left: [String] = []
  /// Whether one of the words is a lesson's own.
  private(set) var hasOwn = false

  private nonisolated(unsafe) static let pattern =
    /\{[^{}]*\}|[\w:.-]+=(?:"[^"]*"|'[^']*'|\[[^\[\]]*\]|\{[^{}]*\}|\S*)|"[^"]*"|[^\s{]+|\{/

  /// nil for a fence of another language.
  init?(_ info: Substring) {
    guard info.hasPrefix("swift"), info.dropFirst(5).first.map({ $0.isWhitespace || $0 == "{" }) ?? true else { return nil }
    let own = CellOptions.keys + ["include"]
    for match in info.dropFirst(5).matches(of: Self.pattern) {
      let word = String(match.0)
      let sides = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let (name, value) = (String(sides[0]), sides.count > 1 ? sides[1].unquoted : "")
      if InfoWord(rawValue: word) != nil || own.contains(name) {
        hasOwn = true
        kept.append(word)
      } else if let lines = Self.lines(word, name, value) {
        kept.append("mark=\(lines)")
      } else if name == "tags" {
        tags += value.split { " [],\"'".contains($0) }.map(String.init)
      } else {
        left.append(word)
      }
    }
  }

  /// The lines that another tool highlights: `{1,3-4}`, `hl_lines="1 3-4"`.
  private static func lines(_ word: String, _ name: String, _ value: String) -> String? {
    let text: String
    if word.hasPrefix("{"), word.hasSuffix("}") {
      text = String(word.dropFirst().dropLast())
    } else if name == "hl_lines" {
      text = value
    } else {
      return nil
    }
    let parts = text.split { $0 == "," || $0 == " " }
    let isRead = !parts.isEmpty && parts.allSatisfy { $0.wholeMatch(of: /[1-9]\d{0,4}(?:-[1-9]\d{0,4})?/) != nil }
    return isRead ? parts.joined(separator: ",") : nil
  }
}

extension MarkdownImport {
  /// A fence of Swift, without the words that a lesson doesn't have.
  mutating func listing(_ words: ImportedWords, _ lines: (all: [Line], content: [Line]), _ fence: Fence) -> [String] {
    let line = lines.all[0].number
    var kept = words.kept
    if !words.tags.isEmpty { kept = self.words(ofTags: words.tags, at: line) + kept }
    if !words.left.isEmpty {
      remark(line, "of the listing, \(words.left.map { "`\($0)`" }.joined(separator: ", ")) is left out")
    }
    if isInNotebook && !kept.contains("norun") || marksCells && !words.hasOwn {
      remark(line, "a listing that isn't run there is `norun` here")
      kept.insert("norun", at: 0)
    }
    let info = (["swift"] + kept).joined(separator: " ")
    // A lesson's own fence stays byte for byte.
    let isOwn = words.left.isEmpty && words.tags.isEmpty && kept.allSatisfy { fence.info.contains($0) }
    return isOwn ? lines.all.map { String($0.text) } : rewritten(info, lines.content, fence)
  }
}
