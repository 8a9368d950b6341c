import Diagnostics
import KeyedYAML
import ToolSupport

/// The contents of `course.yml`.
package struct CourseSettings: Sendable, Hashable {
  package var title = "Lessons"
  package var summary: String?
  /// A BCP 47 tag.
  package var language = "en"
  package var authors: [String] = []
  /// Whether every display formula needs a check, or a reason why it has none.
  package var requiresFormulaChecks = false
  /// Whether every decimal and percentage in the text must have a source, unless a lesson's front matter says otherwise.
  package var requiresNumberChecks = false
  /// The address of the repository, for the links "edit this page".
  package var repository: String?
  /// The address of the site, ending in `/`, for canonical links and the site map. Without it no page has an absolute link.
  package var url: String?
  /// The commands by which a reader runs a lesson; `{lesson}` stands for its name.
  package var run: String?
  /// What the landing page says of the course, in the order in which it says it.
  package var about: [About] = []
  package var parts: [Part] = []
  /// The formulas and cells of lessons that the landing page shows.
  package var cover: [CoverPart] = []
  /// The lessons that come first, in this order; the others follow by their files' names.
  package var order: [OrderedLesson] = []
  /// The relative tolerance of printed numbers, unless a cell's fence sets `tolerance=`.
  package var tolerance: Double?
  /// The libraries that lessons link and import; nil if `course.yml` doesn't say.
  package var libraries: [Library]?
  /// How cells are compiled, unless a lesson's front matter says otherwise.
  package var compiler = CompilerSettings()
  /// Problems of `course.yml` that don't keep it from being used.
  package var warnings: [Problem] = []
  /// How much of the machine each lesson may use.
  package var limits = Limits()
  /// How formulas are checked at other inputs; nil if `course.yml` doesn't say.
  package var vary: VarySettings?
  /// LaTeX commands of the course's author.
  package var macros: [MacroDefinition] = []
  /// Files with the works that lessons cite, relative to the course's folder.
  package var bibliography: [LocatedText] = []
  /// The Markdown file whose cells run before those of each lesson, relative to the course's folder.
  package var setUp: LocatedText?
  /// Files of the theme's own: a picture for the browser's tab, one beside the course's title, and a style sheet.
  package var icon: LocatedText?
  package var logo: LocatedText?
  package var css: LocatedText?
  /// What the foot of each page says: a paragraph of Markdown.
  package var footer: LocatedText?
  /// The licenses of the course, for the foot of each page.
  package var licenses: [License] = []

  package struct License: Sendable, Hashable {
    package var name: String
    /// The address of its text.
    package var address: String
  }

  /// One thing that a reader wants to know before the first lesson: for whom the course is, what it takes.
  package struct About: Sendable, Hashable {
    package var title: String
    /// A paragraph of Markdown.
    package var text: LocatedText
  }

  package init() {}

  /// The paragraphs of Markdown that readers see.
  package var paragraphs: [LocatedText] { about.map(\.text) + [footer].compactMap(\.self) }

  /// The files in the folder of lessons that change how the pages look.
  package var themeFiles: [LocatedText] { [icon, logo, css].compactMap(\.self) }
}

// MARK: - Reading

extension CourseSettings {
  enum Key: String, YAMLKey {
    case title, summary, language, authors, repository, url, about, run, order, parts, cover, formulas, tolerance, limits, library,
      libraries, license, vary, macros, isolation, flags, bibliography, icon, logo, css, footer
    case setUp = "setup"
    case swiftVersion = "swift-version"
    case proseNumbers = "prose-numbers"

    static func unknown(_ key: String) -> String { "unknown key `\(key)` in course.yml" }
  }

  /// Reads `course.yml`.
  package static func parse(_ file: SourceFile) throws(Diagnostic) -> CourseSettings {
    do throws(Problem) {
      if let conflict = ConflictMarkers.problems(in: file).first { throw conflict }
      var settings = CourseSettings()
      guard let node = try LocatedYAML.parse(file.text) else { return settings }
      guard case .mapping(let pairs) = node.content else {
        throw node.missingSpace(in: file.text)
          ?? Problem("`course.yml` is `key: value` lines", at: node.range, help: "write, say, `title: …`")
      }
      for pair in pairs { try settings.read(pair) }
      return settings
    } catch {
      throw Diagnostic(LocatedYAML.problem(error, in: file.text), in: file)
    }
  }

  private mutating func read(_ pair: LocatedYAML.Pair) throws(Problem) {
    switch try Key(reading: pair) {
    case .title: title = try readText(pair)
    case .summary: summary = try readText(pair)
    case .language: try readLanguage(try pair.text())
    case .authors: authors = try Self.authors(pair)
    case .repository: repository = try Self.address(pair)
    case .url:
      let address = try Self.address(pair)
      url = address.hasSuffix("/") ? address : address + "/"
    case .about: about = try Self.about(pair)
    case .run: run = try pair.text().text.split(separator: "\n").joined(separator: "\n")
    case .order: order = try pair.names().map { OrderedLesson(name: $0.text, range: $0.range) }
    case .parts:
      parts = try pair.pairs(
        need: "titles and the lessons they begin with", help: "write `parts: { First part: 1 }`"
      ).map(Part.parse)
    case .cover: cover = try pair.names().map(CoverPart.parse)
    case .formulas: requiresFormulaChecks = try Self.requiresFormulaChecks(try pair.text())
    case .proseNumbers: requiresNumberChecks = try Self.requiresNumberChecks(try pair.text())
    case .tolerance: tolerance = try pair.text().relativeTolerance(of: pair.key.text, help: "write, say, `1e-4`")
    case .limits: try limits.read(pair.value)
    case .library, .libraries: libraries = try (libraries ?? []) + Library.parse(pair)
    case .swiftVersion: try compiler.readVersion(pair)
    case .isolation: try compiler.readIsolation(pair)
    case .flags: try compiler.readFlags(pair)
    case .license: licenses = try Self.licenses(pair)
    case .vary: vary = try VarySettings.parse(pair)
    case .macros: macros = try MacroDefinition.parse(pair)
    case .setUp:
      let name = try pair.text(need: "a file")
      setUp = LocatedText(text: name.text, range: name.range)
    case .icon: icon = try Self.file(pair, endings: ["svg", "png", "ico"])
    case .logo: logo = try Self.file(pair, endings: ["svg", "png", "jpg", "jpeg", "webp"])
    case .css: css = try Self.file(pair, endings: ["css"])
    case .footer: footer = LocatedText(text: try readText(pair), range: pair.value.range)
    case .bibliography: bibliography = try pair.names().map { LocatedText(text: $0.text, range: $0.range) }
    }
  }

  /// Reads a text for readers.
  private mutating func readText(_ pair: LocatedYAML.Pair) throws(Problem) -> String {
    if let problem = pair.cutText { warnings.append(problem) }
    return try pair.text().text.withApostrophes
  }

  private mutating func readLanguage(_ tag: LocatedYAML.Scalar) throws(Problem) {
    language = tag.text
    guard Language(tag: tag.text) == nil else { return }
    warnings.append(
      Problem(
        "the site has no words of its own in the language `\(tag.text)`: they will be English", at: tag.range, severity: .warning,
        help: "it has them in \(Language.allCases.map { "`\($0.rawValue)`" }.joined(separator: " and "))"))
  }

  private static func authors(_ pair: LocatedYAML.Pair) throws(Problem) -> [String] {
    guard case .sequence(let items) = pair.value.content else { return [try pair.text().text] }
    var authors: [String] = []
    for item in items {
      guard let name = item.scalar?.text else { throw Problem("an author is a name", at: item.range) }
      authors.append(name)
    }
    return authors
  }

  private static func file(_ pair: LocatedYAML.Pair, endings: [String]) throws(Problem) -> LocatedText {
    let name = try pair.text(need: "a file")
    guard endings.contains(where: { name.text.lowercased().hasSuffix("." + $0) }), !name.text.hasPrefix("/"), !name.text.contains("..")
    else {
      throw Problem(
        "`\(pair.key.text)` can't be `\(name.text)`", at: name.range,
        help: "name a file in the folder of lessons that ends in \(endings.map { "`.\($0)`" }.joined(separator: ", "))")
    }
    return LocatedText(text: name.text, range: name.range)
  }

  private static func address(_ pair: LocatedYAML.Pair) throws(Problem) -> String {
    try address(try pair.text().text, of: pair)
  }

  private static func address(_ text: String, of pair: LocatedYAML.Pair) throws(Problem) -> String {
    guard text.hasPrefix("https://") || text.hasPrefix("http://") else {
      throw Problem("`\(pair.key.text)` needs an address that begins with `https://`", at: pair.value.range)
    }
    return text
  }

  private static func requiresFormulaChecks(_ text: LocatedYAML.Scalar) throws(Problem) -> Bool {
    switch text.text {
    case "checked": return true
    case "free": return false
    default:
      throw Problem(
        "`formulas` can't be `\(text.text)`", at: text.range,
        help: "`checked`: every display formula needs a check or says why not; `free`: none does")
    }
  }

  /// Reads the value of `prose-numbers`, here or in a lesson's front matter.
  package static func requiresNumberChecks(_ text: LocatedYAML.Scalar) throws(Problem) -> Bool {
    switch text.text {
    case "checked": return true
    case "free": return false
    default:
      throw Problem(
        "`prose-numbers` can't be `\(text.text)`", at: text.range,
        help: "`checked`: every decimal and percentage in the text needs a comment that says where it comes from; `free`: none does")
    }
  }

  private static func about(_ pair: LocatedYAML.Pair) throws(Problem) -> [About] {
    try pair.pairs(need: "titles and paragraphs", help: "write, say, `about: { For whom: … }`").map { entry throws(Problem) in
      About(title: entry.key.text.withApostrophes, text: LocatedText(text: try entry.text().text.withApostrophes, range: entry.value.range))
    }
  }

  private static func licenses(_ pair: LocatedYAML.Pair) throws(Problem) -> [License] {
    let pairs = try pair.pairs(
      need: "names and the addresses of their texts",
      help: "write, say, `license: { CC BY 4.0: https://creativecommons.org/licenses/by/4.0/ }`")
    return try pairs.map { license throws(Problem) in
      License(name: license.key.text, address: try address(license.value.scalar?.text ?? "", of: license))
    }
  }
}
