import Diagnostics
import Yams

/// YAML in which every node knows its byte range in the source text.
package struct LocatedYAML {
  package enum Content {
    case scalar(String)
    case mapping([Pair])
    case sequence([LocatedYAML])
  }

  package struct Pair {
    package var key: Scalar
    package var value: LocatedYAML

    package init(key: Scalar, value: LocatedYAML) {
      self.key = key
      self.value = value
    }
  }

  package struct Scalar {
    package var text: String
    package var range: Range<Int>

    package init(text: String, range: Range<Int>) {
      self.text = text
      self.range = range
    }
  }

  package var content: Content
  /// The text of a scalar without its quotation marks; for other nodes, the place where they begin.
  package var range: Range<Int>
  /// The comment behind a text without quotation marks, or in its place: `title: # A`.
  package var comment: Range<Int>?

  package var scalar: Scalar? {
    if case .scalar(let text) = content { Scalar(text: text, range: range) } else { nil }
  }

  /// Returns nil for a text without a node: an empty one, or comments only.
  package static func parse(_ yaml: String) throws(Problem) -> LocatedYAML? {
    try checkNesting(of: yaml)
    let places = Places(yaml)
    do {
      // The basic resolver leaves all scalars as text; resolving `1` and `yes` to types would take most of the time.
      guard let node = try Yams.compose(yaml: yaml, .basic, .default, .utf8) else { return nil }
      return try LocatedYAML(node, places: places)
    } catch let problem as Problem {
      throw problem
    } catch let error as YamlError {
      throw places.problem(for: error)
    } catch {
      throw Problem("this is not YAML: \(error)", at: 0..<0)
    }
  }

  /// The problem, or the unusual character in `yaml` that causes it: one that looks like a blank or like YAML punctuation.
  package static func problem(_ problem: Problem, in yaml: String) -> Problem {
    let file = SourceFile(path: "", text: yaml)
    let line = file.rangeOfLine(file.position(at: min(problem.range.lowerBound, yaml.utf8.count)).line)
    if let unseen = UnseenCharacter.first(in: file.slice(line), at: line.lowerBound) { return unseen.problem }
    let signs: [Character: Character] = ["：": ":", "，": ",", "｛": "{", "｝": "}", "［": "[", "］": "]"]
    let place = file.slice(problem.range)
    guard let index = place.firstIndex(where: { signs[$0] != nil }), let plain = signs[place[index]] else { return problem }
    let start = problem.range.lowerBound + place.utf8.distance(from: place.startIndex, to: index)
    return Problem(
      "`\(place[index])` isn't YAML punctuation", at: start..<start + place[index].utf8.count, help: "write `\(plain)`, followed by a space"
    )
  }

  /// The problem of a text that should be `key: value` lines, if a space after its first colon would make it some.
  package func missingSpace(in yaml: String) -> Problem? {
    guard scalar != nil else { return nil }
    return YAMLMistake.missingSpace(in: SourceFile(path: "", text: yaml).slice(range), at: range.lowerBound)
  }

  private init(_ node: Node, places: Places) throws(Problem) {
    let start = places.offset(of: node.mark)
    switch node {
    case .scalar(let scalar):
      content = .scalar(scalar.string)
      let isQuoted = scalar.style == .singleQuoted || scalar.style == .doubleQuoted
      range = places.lineBound(start + (isQuoted ? 1 : 0), count: scalar.string.utf8.count)
      if scalar.style == .plain || scalar.string.isEmpty && !isQuoted { comment = places.comment(behind: range.upperBound) }
    case .sequence(let nodes):
      var items: [LocatedYAML] = []
      for node in nodes {
        try places.checkMarks(at: places.offset(of: node.mark))
        items.append(try LocatedYAML(node, places: places))
      }
      content = .sequence(items)
      range = start..<start
    case .mapping(let mapping):
      var pairs: [Pair] = []
      for (key, value) in mapping {
        let key = try LocatedYAML(key, places: places)
        guard let name = key.scalar else { throw Problem("a key must be a word", at: key.range) }
        try places.checkMarks(at: places.offset(of: value.mark))
        let pair = Pair(key: name, value: try LocatedYAML(value, places: places))
        try places.check(pair)
        pairs.append(pair)
      }
      content = .mapping(pairs)
      range = start..<start
    case .alias:
      throw Problem("an alias (`*name`) isn't allowed here", at: start..<start, help: "write the value itself")
    }
  }

  /// Limits nesting and aliases, since the YAML library recurses at each level and expands every alias. Lessons need few of either.
  private static func checkNesting(of yaml: String) throws(Problem) {
    let limits = (bytes: 1 << 16, brackets: 32, indent: 64, aliases: 16)
    guard yaml.utf8.count <= limits.bytes else {
      throw Problem("more than \(limits.bytes / 1024) KB of YAML", at: 0..<0, help: "write less")
    }
    var (brackets, indent, aliases) = (0, 0, 0)
    // Without an anchor, `&name`, a `*` is one of the author's text: `*word*`.
    let hasAnchors = yaml.utf8.contains(UInt8(ascii: "&"))
    // Whether the line's indentation goes on: spaces, and the marks of list items and keys.
    var isIndent = true
    var previous = UInt8(ascii: "\n")
    for (offset, byte) in yaml.utf8.enumerated() {
      switch byte {
      case UInt8(ascii: "\n"): (isIndent, indent) = (true, 0)
      case UInt8(ascii: " "), UInt8(ascii: "-"), UInt8(ascii: "?"), UInt8(ascii: ":"): indent += isIndent ? 1 : 0
      case UInt8(ascii: "["), UInt8(ascii: "{"): (isIndent, brackets) = (false, brackets + 1)
      case UInt8(ascii: "]"), UInt8(ascii: "}"): (isIndent, brackets) = (false, max(brackets - 1, 0))
      default: isIndent = false
      }
      if hasAnchors, previous == UInt8(ascii: "*"), byte > UInt8(ascii: " ") { aliases += 1 }
      previous = byte
      if brackets > limits.brackets || indent > limits.indent {
        throw Problem("this YAML is nested too deeply", at: offset..<offset + 1, help: "use fewer levels")
      }
      if aliases > limits.aliases {
        throw Problem("too many aliases (`*name`)", at: offset..<offset + 1, help: "write the values themselves")
      }
    }
  }
}

/// Converts YAML's lines and columns to byte offsets.
private struct Places {
  let file: SourceFile
  /// Whether a value is used by its name, `*name`, so that a `&name` before it has a purpose.
  let hasAliases: Bool

  init(_ yaml: String) {
    file = SourceFile(path: "", text: yaml)
    // A literal pattern is compiled each time it is used, which takes longer than reading a comment.
    hasAliases = yaml.utf8.contains(UInt8(ascii: "*")) && yaml.contains(/(?:[:,\[{?-]|^)\s*\*\w/)
  }

  /// Requires a value without YAML's own marks, `!tag` and `&name`. They are usually the first word of a text, which would be missing.
  func checkMarks(at start: Int) throws(Problem) {
    let sign = file.slice(start..<start + 1)
    if sign == "!" || sign == "&" && !hasAliases { throw YAMLMistake.impossibleStart(at: start, in: file) }
  }

  /// Requires a key and a value that are what they look like: `a:1` is one word to YAML, and so is a key with a blank of another kind before it.
  func check(_ pair: LocatedYAML.Pair) throws(Problem) {
    let key = pair.key
    guard file.slice(key.range) == key.text else { return }
    let unseen = key.text.unicodeScalars.first.flatMap { UnseenCharacter.first(in: String($0), at: key.range.lowerBound) }
    if let unseen { throw unseen.problem }
    guard let value = pair.value.scalar else { return }
    if value.text.isEmpty {
      if let missing = YAMLMistake.missingSpace(in: file.slice(key.range), at: key.range.lowerBound) { throw missing }
      return
    }
    // A text on a line of its own.
    let line = file.position(at: value.range.lowerBound).line
    guard line > file.position(at: key.range.lowerBound).line, file.slice(value.range).first == value.text.first,
      file.line(line).drop(while: { $0 == " " }).first == value.text.first
    else { return }
    if let missing = YAMLMistake.missingSpace(in: file.slice(value.range), at: value.range.lowerBound) { throw missing }
    if value.text.contains(/^-\S.* -\S/) {
      throw Problem(
        "a space is missing after this `-`", at: value.range.lowerBound..<value.range.lowerBound + 1,
        help: "write `- ` before each entry of a list")
    }
  }

  /// The comment that follows on the same line.
  func comment(behind end: Int) -> Range<Int>? {
    let line = file.rangeOfLine(file.position(at: end).line)
    let rest = file.slice(end..<line.upperBound).utf8
    let blanks = Set(" \t\r".utf8)
    let text = rest.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    guard text.first == UInt8(ascii: "#") else { return nil }
    let start = end + rest.count - text.count
    return start..<start + text.count - text.reversed().prefix(while: blanks.contains).count
  }

  /// libyaml counts columns in Unicode scalars.
  func offset(of mark: Mark?) -> Int {
    guard let mark, mark.line >= 1 else { return 0 }
    guard mark.line <= file.lineCount else { return file.text.utf8.count }
    let line = file.rangeOfLine(mark.line)
    let prefix = file.slice(line).unicodeScalars.prefix(max(mark.column - 1, 0))
    return line.lowerBound + String(String.UnicodeScalarView(prefix)).utf8.count
  }

  /// A range cut at the end of its line, because the text of a folded scalar differs from its source.
  func lineBound(_ start: Int, count: Int) -> Range<Int> {
    let line = file.rangeOfLine(file.position(at: start).line)
    return start..<max(start, min(start + count, line.upperBound))
  }

  func problem(for error: YamlError) -> Problem {
    switch error {
    case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      // Report what is missing at the end behind the last word, not on the line below it.
      let start = min(offset(of: mark), file.text.utf8.count - file.text.utf8.reversed().prefix { $0 <= 0x20 }.count)
      return YAMLMistake(file: file, message: problem, stop: start, begin: context.map { offset(of: $0.mark) }).problem
    case .duplicatedKeysInMapping(let keys, let context):
      return duplicate(keys.sorted(), from: offset(of: context.mark))
    case .reader(let problem, let offset, _, _):
      return Problem("this is not YAML: \(problem)", at: (offset ?? 0)..<(offset ?? 0))
    default:
      return Problem("this is not YAML", at: 0..<0)
    }
  }

  /// The second one of equal keys in the mapping that begins at `start`.
  private func duplicate(_ keys: [String], from start: Int) -> Problem {
    let column = file.position(at: start).column
    // The place is that of the first such key; within braces it isn't the first thing on its line.
    let ahead = file.slice(file.rangeOfLine(file.position(at: start).line).lowerBound..<start).last { $0 != " " && $0 != "'" && $0 != "\"" }
    let isFlow = ahead == "{" || ahead == ","
    func places(of key: String) -> [Range<Int>] {
      var (places, begin) = ([Range<Int>](), start)
      while let found = file.slice(begin..<file.text.utf8.count).firstRange(of: key) {
        let first = file.text.utf8.distance(from: file.text.utf8.startIndex, to: found.lowerBound)
        let place = first..<first + key.utf8.count
        begin = place.upperBound
        let before = file.slice(0..<place.lowerBound).utf8.last
        guard file.slice(place.upperBound..<file.text.utf8.count).prefixMatch(of: /['"]?[ ]*:/) != nil,
          before.map({ $0 <= 0x20 || "{,'\"".utf8.contains($0) }) ?? true
        else { continue }
        let isQuoted = before.map { "'\"".utf8.contains($0) } ?? false
        if isFlow || file.position(at: place.lowerBound - (isQuoted ? 1 : 0)).column == column { places.append(place) }
      }
      return places
    }
    let key = keys.first ?? ""
    let found = places(of: key)
    return Problem(
      "the key `\(key)` appears twice here", at: found.count > 1 ? found[1] : start..<start,
      help: "take out one of the two")
  }
}
