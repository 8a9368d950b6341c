import Diagnostics

/// What stands between `---` lines at a lesson's head.
package struct FrontMatter: Sendable, Hashable {
  package var title: String?
  package var summary: String?

  package init() {}

  static let keys = ["title", "summary"]

  /// Reads the front matter, if there is any; `end` is the byte offset of what follows it.
  static func parse(_ file: SourceFile) -> (matter: FrontMatter, end: Int, problems: [Problem]) {
    var matter = FrontMatter()
    let start = file.rangeOfLine(1).lowerBound
    guard file.line(1) == "---" else { return (matter, start, []) }
    guard let closing = (2..<max(file.lineCount + 1, 2)).first(where: { ["---", "..."].contains(file.line($0)) }) else {
      let problem = Problem(
        "the front matter is never closed", at: start..<start + 3, help: "end it with a line of `---`")
      return (matter, file.text.utf8.count, [problem])
    }
    let bodyStart = file.rangeOfLine(2).lowerBound
    let body = ExtractedText(bodyStart..<max(bodyStart, file.rangeOfLine(closing).lowerBound), of: file)
    let end = closing < file.lineCount ? file.rangeOfLine(closing + 1).lowerBound : file.text.utf8.count
    do throws(Problem) {
      try matter.read(body.text)
      return (matter, end, [])
    } catch {
      return (matter, end, [body.located(error)])
    }
  }

  private mutating func read(_ yaml: String) throws(Problem) {
    guard let node = try LocatedYAML.parse(yaml) else { return }
    guard case .mapping(let pairs) = node.content else {
      throw Problem("front matter is `key: value` lines", at: node.range, help: "write `title: …` and `summary: …`")
    }
    for pair in pairs {
      let (key, value) = (pair.key, pair.value)
      guard let text = value.scalar?.text else { throw Problem("`\(key.text)` needs a text", at: value.range) }
      switch key.text {
      case "title": title = text.withApostrophes
      case "summary": summary = text.withApostrophes
      default:
        let nearest = nearestName(to: key.text, among: Self.keys)
        throw Problem(
          "unknown key `\(key.text)` in the front matter", at: key.range,
          help: nearest.map { "did you mean `\($0)`?" } ?? "the keys are \(Self.keys.joined(separator: " and "))")
      }
    }
  }
}
