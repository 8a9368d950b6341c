import CourseConfiguration
import Diagnostics
import KeyedYAML
import ToolSupport

/// The settings between `---` lines at the beginning of a lesson.
package struct FrontMatter: Sendable, Hashable {
  package var title: String?
  package var summary: String?
  /// For whom the page is, and where readers come upon it.
  package var kind = PageKind.lesson
  /// How the lesson's formulas are checked at other inputs; nil if the front matter doesn't say.
  package var vary: VarySettings?
  /// Whether every decimal and percentage in the text must have a source; nil for the course's setting.
  package var requiresNumberChecks: Bool?
  /// Libraries that the lesson imports besides those of the course.
  package var libraries: [CourseSettings.Library] = []
  /// Whether the list of libraries is there and empty: the lesson then imports none, not even those of the course.
  package var importsNoLibrary = false
  /// How the lesson's cells are compiled.
  package var compiler = CompilerSettings()

  /// LaTeX commands of the lesson, beside those of the course.
  package var macros: [MacroDefinition] = []

  /// Files with works that the lesson cites, beside those of the course.
  package var bibliography: [LocatedText] = []

  /// Whether the lesson isn't part of the site yet.
  package var isDraft = false
  /// The day of the lesson, as `2026-11-28`.
  package var date: String?
  package var tags: [String] = []

  package init() {}

  private enum Key: String, YAMLKey {
    case title, summary, kind, vary, macros, libraries, isolation, flags, bibliography, draft, date, tags
    case swiftVersion = "swift-version"
    case proseNumbers = "prose-numbers"

    static func unknown(_ key: String) -> String { "unknown key `\(key)` in the front matter" }

    /// Whether the lesson would be another one without it: a wrong value keeps its cells from running, or its formulas from being read. The others
    /// change what pages show.
    var changesRun: Bool {
      switch self {
      case .vary, .macros, .libraries, .isolation, .flags, .swiftVersion, .bibliography: true
      case .title, .summary, .kind, .draft, .date, .tags, .proseNumbers: false
      }
    }
  }

  /// Parses the front matter, if there is any. `end` is the byte offset after it. Each wrong value is a problem of its own; it is usable if none of
  /// them changes how the lesson runs.
  ///
  /// It begins with `---` on the first line. A `---` before a blank line, or without a second one, is a thematic break.
  package static func parse(_ file: SourceFile) -> (matter: FrontMatter, end: Int, problems: [Problem], isUsable: Bool) {
    let start = file.rangeOfLine(1).lowerBound
    var matter = FrontMatter()
    guard isDelimiter(file.line(1), among: ["---"]), file.lineCount > 1, !file.line(2).allSatisfy(\.isWhitespace) else {
      return (matter, start, [], true)
    }
    guard let closing = (2...file.lineCount).first(where: { isDelimiter(file.line($0), among: ["---", "..."]) }) else {
      guard file.line(2).contains(/^[A-Za-z_-]+[ \t]*:/) else { return (matter, start, [], true) }
      let problem = Problem(
        "the front matter is never closed", at: start..<start + 3,
        help: "end it with a line of `---`. For a rule, leave a blank line after this one")
      return (matter, file.text.utf8.count, [problem], false)
    }
    let bodyStart = file.rangeOfLine(2).lowerBound
    let body = ExtractedText(bodyStart..<max(bodyStart, file.rangeOfLine(closing).lowerBound), of: file)
    let end = closing < file.lineCount ? file.rangeOfLine(closing + 1).lowerBound : file.text.utf8.count
    do throws(Problem) {
      let (problems, isUsable) = try matter.read(body.text, place: body.fileRange)
      return (matter, end, problems.map { body.located($0.severity == .error ? LocatedYAML.problem($0, in: body.text) : $0) }, isUsable)
    } catch {
      return (matter, end, [body.located(LocatedYAML.problem(error, in: body.text))], false)
    }
  }

  private static func isDelimiter(_ line: Substring, among delimiters: [String]) -> Bool {
    delimiters.contains { line.hasPrefix($0) && line.dropFirst($0.count).allSatisfy { $0 == " " || $0 == "\t" } }
  }

  /// - Returns: The problems of single keys, also the warnings about those that other tools read, and whether the lesson can run with them.
  /// - Throws: The problem of YAML that can't be read.
  private mutating func read(_ yaml: String, place: (Range<Int>) -> Range<Int>) throws(Problem) -> (problems: [Problem], isUsable: Bool) {
    guard let node = try LocatedYAML.parse(yaml) else {
      // A line with `#` is a comment in YAML and a heading in Markdown. Either would silently disappear.
      let first = yaml.prefix { !$0.isNewline }
      if first.isEmpty { return ([], true) }
      throw Problem(
        "between these two lines of `---` there are neither `key: value` lines nor a lesson's text", at: 0..<first.utf8.count,
        help: "for front matter write `title: …`; for a rule leave a blank line after the first `---`")
    }
    guard case .mapping(let pairs) = node.content else {
      throw node.missingSpace(in: yaml)
        ?? Problem(
          "front matter is `key: value` lines", at: node.range,
          help: "write `title: …` and `summary: …`; for a rule leave a blank line after the first `---`")
    }
    var (problems, isUsable): ([Problem], Bool) = ([], true)
    for pair in pairs {
      do throws(Problem) {
        problems += try read(pair, place)
      } catch {
        problems.append(error)
        if let meant = nearestName(to: pair.key.text, among: Key.names).flatMap(Key.init), !meant.changesRun { continue }
        isUsable = false
      }
    }
    return (problems, isUsable)
  }

  /// - Returns: Warnings.
  private mutating func read(_ pair: LocatedYAML.Pair, _ place: (Range<Int>) -> Range<Int>) throws(Problem) -> [Problem] {
    // A key that is nearly one of ours is a mistake; any other belongs to another tool.
    if Key(rawValue: pair.key.text) == nil, suggestion(for: pair.key.text, among: Key.names) == nil {
      let warning = Problem(
        "nothing reads the key `\(pair.key.text)` of the front matter", at: pair.key.range, severity: .warning,
        help: "take it out; \(Key.list)")
      return [warning]
    }
    let key = try Key(reading: pair)
    switch key {
    case .title:
      title = try text(of: pair)
      return [pair.cutText].compactMap(\.self)
    case .summary:
      summary = try text(of: pair)
      return [pair.cutText].compactMap(\.self)
    case .kind: kind = try PageKind(reading: pair.text())
    case .libraries:
      libraries = try CourseSettings.Library.parse(pair, place: place)
      importsNoLibrary = libraries.isEmpty
    case .swiftVersion: try compiler.readVersion(pair)
    case .isolation: try compiler.readIsolation(pair)
    case .flags: try compiler.readFlags(pair)
    case .vary: vary = try VarySettings.parse(pair, place: place)
    case .macros: macros = try MacroDefinition.parse(pair)
    case .draft:
      let word = try pair.text(need: "`true` or `false`")
      guard ["true", "false"].contains(word.text) else {
        throw Problem("`draft` can't be `\(word.text)`", at: word.range, help: "write `true` or `false`")
      }
      isDraft = word.text == "true"
    case .date: date = try Self.date(try pair.text(need: "a day"))
    case .tags: tags = try pair.names().map(\.text)
    case .bibliography: bibliography = try pair.names().map { LocatedText(text: $0.text, range: place($0.range)) }
    case .proseNumbers: requiresNumberChecks = try CourseSettings.requiresNumberChecks(pair.text())
    }
    return []
  }

  private static func date(_ text: LocatedYAML.Scalar) throws(Problem) -> String {
    let months = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    // Other tools write a time after the day.
    guard let found = text.text.prefixMatch(of: /(\d{4}-(\d\d)-(\d\d))(?=$|[T ])/), let month = Int(found.2), let day = Int(found.3),
      (1...12).contains(month), (1...months[month - 1]).contains(day)
    else { throw Problem("`\(text.text)` isn't a day", at: text.range, help: "write the year, the month and the day: `2026-11-28`") }
    return String(found.1)
  }

  private func text(of pair: LocatedYAML.Pair) throws(Problem) -> String {
    guard let text = pair.value.scalar?.text else { throw Problem("`\(pair.key.text)` needs a text", at: pair.value.range) }
    guard !text.isEmpty else {
      throw Problem("`\(pair.key.text)` needs a text", at: pair.key.range, help: "write one, or take the key out")
    }
    return text.withApostrophes
  }
}
