import Diagnostics
import Yams

/// YAML whose every node knows its bytes in the text it was read from.
struct LocatedYAML {
  enum Content {
    case scalar(String)
    case mapping([Pair])
    case sequence([LocatedYAML])
  }

  struct Pair {
    var key: Scalar
    var value: LocatedYAML
  }

  struct Scalar {
    var text: String
    var range: Range<Int>
  }

  var content: Content
  /// Of a scalar, its text without quotation marks; else the place where it begins.
  var range: Range<Int>

  var scalar: Scalar? {
    if case .scalar(let text) = content { Scalar(text: text, range: range) } else { nil }
  }

  /// nil for a text without a node: empty, or comments only.
  static func parse(_ yaml: String) throws(Problem) -> LocatedYAML? {
    try checkNesting(of: yaml)
    let places = Places(yaml)
    do {
      guard let node = try Yams.compose(yaml: yaml) else { return nil }
      return try LocatedYAML(node, places: places)
    } catch let problem as Problem {
      throw problem
    } catch let error as YamlError {
      throw places.problem(for: error)
    } catch {
      throw Problem("this is not YAML: \(error)", at: 0..<0)
    }
  }

  private init(_ node: Node, places: Places) throws(Problem) {
    let start = places.offset(of: node.mark)
    switch node {
    case .scalar(let scalar):
      content = .scalar(scalar.string)
      let isQuoted = scalar.style == .singleQuoted || scalar.style == .doubleQuoted
      range = places.lineBound(start + (isQuoted ? 1 : 0), count: scalar.string.utf8.count)
    case .sequence(let nodes):
      var items: [LocatedYAML] = []
      for node in nodes { items.append(try LocatedYAML(node, places: places)) }
      content = .sequence(items)
      range = start..<start
    case .mapping(let mapping):
      var pairs: [Pair] = []
      for (key, value) in mapping {
        let key = try LocatedYAML(key, places: places)
        guard let name = key.scalar else { throw Problem("a key must be a word", at: key.range) }
        pairs.append(Pair(key: name, value: try LocatedYAML(value, places: places)))
      }
      content = .mapping(pairs)
      range = start..<start
    case .alias:
      throw Problem("an alias (`*name`) can't stand here", at: start..<start, help: "write the value itself")
    }
  }

  /// The YAML library recurses at each level; a lesson has no use for many.
  private static func checkNesting(of yaml: String) throws(Problem) {
    let limits = (bytes: 1 << 16, depth: 32)
    guard yaml.utf8.count <= limits.bytes else {
      throw Problem("more than \(limits.bytes / 1024) KB of YAML", at: 0..<0, help: "write less")
    }
    var depth = 0
    for (offset, byte) in yaml.utf8.enumerated() {
      if byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{") { depth += 1 }
      if byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}") { depth = max(depth - 1, 0) }
      if depth > limits.depth { throw Problem("brackets are nested too deeply", at: offset..<offset + 1) }
    }
  }
}

/// From YAML's lines and columns to byte offsets.
private struct Places {
  let file: SourceFile

  init(_ yaml: String) { file = SourceFile(path: "", text: yaml) }

  /// libyaml counts columns in Unicode scalars.
  func offset(of mark: Mark?) -> Int {
    guard let mark, mark.line >= 1 else { return 0 }
    let line = file.rangeOfLine(min(mark.line, file.lineCount))
    let prefix = file.slice(line).unicodeScalars.prefix(max(mark.column - 1, 0))
    return line.lowerBound + String(String.UnicodeScalarView(prefix)).utf8.count
  }

  /// A range that doesn't leave its line: a folded scalar's text isn't its source.
  func lineBound(_ start: Int, count: Int) -> Range<Int> {
    let line = file.rangeOfLine(file.position(at: start).line)
    return start..<max(start, min(start + count, line.upperBound))
  }

  func problem(for error: YamlError) -> Problem {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _), .composer(_, let problem, let mark, _):
      let start = offset(of: mark)
      return Problem(
        "this is not YAML: \(problem)", at: start..<start,
        help: "put a value that holds `: `, `#`, `{`, `[` or `,` in single quotation marks")
    case .duplicatedKeysInMapping(let keys, let context):
      let start = offset(of: context.mark)
      return Problem("the key `\(keys.sorted().joined(separator: "`, `"))` stands here twice", at: start..<start)
    case .reader(let problem, let offset, _, _):
      return Problem("this is not YAML: \(problem)", at: (offset ?? 0)..<(offset ?? 0))
    default:
      return Problem("this is not YAML", at: 0..<0)
    }
  }
}
