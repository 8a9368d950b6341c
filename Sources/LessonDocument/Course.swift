import Diagnostics

/// A folder of lessons: what `course.yml` says of them, the lessons in their order, and the pictures beside them.
package struct Course: Sendable {
  package var settings: CourseSettings
  package var lessons: [Document]
  /// The pictures beside the lessons, by their paths from the folder of lessons.
  package var pictures: [String: Picture]
  /// What is doubtful in the course, but not in one of its lessons.
  package var warnings: [Diagnostic] = []

  package init(settings: CourseSettings, lessons: [Document], pictures: [String: Picture] = [:]) {
    self.settings = settings
    self.lessons = lessons
    self.pictures = pictures
  }

  /// The pictures that the lessons show, each once, by their paths.
  package var shownPictures: [String] { Set(lessons.flatMap(\.images).map(\.path)).intersection(pictures.keys).sorted() }
}

/// A language in which the site has words of its own.
package enum Language: String, Sendable, CaseIterable {
  case english = "en"
  case chinese = "zh-Hans"

  /// nil for a BCP 47 tag of another language, or of Chinese in other characters.
  package init?(tag: String) {
    let parts = tag.lowercased().split(separator: "-", omittingEmptySubsequences: false)
    switch parts.first {
    case "en": self = .english
    case "zh" where parts.allSatisfy({ !["hant", "tw", "hk", "mo"].contains($0) }): self = .chinese
    default: return nil
    }
  }
}

/// What `course.yml` says.
package struct CourseSettings: Sendable, Hashable {
  package var title = "Lessons"
  package var summary: String?
  /// A BCP 47 tag.
  package var language = "en"
  package var authors: [String] = []
  /// Whether every display formula must be checked, or say why it can't be.
  package var requiresFormulaChecks = false
  /// The address of the repository, for "edit this page".
  package var repository: String?
  /// Where the site will stand, ending in `/`: for canonical addresses and the site map. Without it no page has an absolute link.
  package var url: String?
  /// The commands by which a reader runs a lesson; `{lesson}` stands for its name.
  package var run: String?
  package var parts: [Part] = []
  /// What the landing page shows of the lessons.
  package var cover: [CoverPart] = []
  /// The lessons that come first, in this order; the others follow as their files' names go.
  package var order: [OrderedLesson] = []
  /// How far a printed number may be from the recorded one, relative to it, unless its cell's fence says `tolerance=`.
  package var tolerance: Double?
  /// nil for the library of the package that the course stands in, else of the tool's own.
  package var library: Library?
  /// What is doubtful in `course.yml`, though it can be read.
  package var warnings: [Problem] = []
  /// How much of the machine each lesson may use.
  package var limits = Limits()
  /// How formulas are checked at other inputs; nil where it says nothing.
  package var vary: VarySettings?
  /// By what readers may use the course, for the foot of each page.
  package var licenses: [License] = []

  package struct License: Sendable, Hashable {
    package var name: String
    /// Where its text is.
    package var address: String
  }

  package init() {}

  static let keys = [
    "title", "summary", "language", "authors", "repository", "url", "run", "order", "parts", "cover", "formulas", "tolerance", "limits",
    "library", "license", "vary",
  ]

  /// Reads `course.yml`.
  package static func parse(_ file: SourceFile) throws(Diagnostic) -> CourseSettings {
    do throws(Problem) {
      if let conflict = ConflictMarkers.problems(in: file).first { throw conflict }
      var settings = CourseSettings()
      guard let node = try LocatedYAML.parse(file.text) else { return settings }
      guard case .mapping(let pairs) = node.content else {
        throw Problem("`course.yml` is `key: value` lines", at: node.range)
      }
      for pair in pairs { try settings.read(pair.key, pair.value) }
      return settings
    } catch {
      throw Diagnostic(LocatedYAML.problem(error, in: file.text), in: file)
    }
  }

  private static func part(_ pair: LocatedYAML.Pair) throws(Problem) -> Part {
    guard let start = pair.value.scalar, !start.text.isEmpty else {
      throw Problem("the part `\(pair.key.text)` needs a lesson to begin with", at: pair.key.range, help: "write its number")
    }
    return Part(title: pair.key.text, start: start.text, range: start.range)
  }

  private static func address(
    _ text: String, _ key: LocatedYAML.Scalar, _ value: LocatedYAML
  ) throws(Problem) -> String {
    guard text.hasPrefix("https://") || text.hasPrefix("http://") else {
      throw Problem("`\(key.text)` needs an address that begins with `https://`", at: value.range)
    }
    return text
  }

  private mutating func read(_ key: LocatedYAML.Scalar, _ value: LocatedYAML) throws(Problem) {
    if key.text == "authors", case .sequence(let items) = value.content {
      authors = []
      for item in items {
        guard let name = item.scalar?.text else { throw Problem("an author is a name", at: item.range) }
        authors.append(name)
      }
      return
    }
    if key.text == "parts" {
      guard case .mapping(let pairs) = value.content else {
        throw Problem(
          "`parts` needs titles and the lessons they begin with", at: key.range, help: "write `parts: { First part: 1 }`")
      }
      parts = try pairs.map(Self.part)
      return
    }
    switch key.text {
    case "order":
      order = try Self.names(value, key: key).map { OrderedLesson(name: $0.text, range: $0.range) }
      return
    case "cover":
      cover = try Self.names(value, key: key).map(CoverPart.parse)
      return
    case "vary":
      vary = try VarySettings.parse(value, key: key)
      return
    case "limits":
      try limits.read(value)
      return
    case "library":
      library = try Library.parse(value, key: key)
      return
    case "license":
      guard case .mapping(let pairs) = value.content else {
        throw Problem(
          "`license` needs names and the addresses of their texts", at: key.range,
          help: "write, say, `license: { CC BY 4.0: https://creativecommons.org/licenses/by/4.0/ }`")
      }
      licenses = try pairs.map { pair throws(Problem) in
        License(name: pair.key.text, address: try Self.address(pair.value.scalar?.text ?? "", pair.key, pair.value))
      }
      return
    default: break
    }
    guard let text = value.scalar?.text, !text.isEmpty else {
      throw Problem("`\(key.text)` needs a text", at: key.range)
    }
    switch key.text {
    case "title": title = text.withApostrophes
    case "summary": summary = text.withApostrophes
    case "language":
      language = text
      if Language(tag: text) == nil {
        warnings.append(
          Problem(
            "the site has no words of its own in the language `\(text)`: they will be English", at: value.range, severity: .warning,
            help: "it has them in \(Language.allCases.map { "`\($0.rawValue)`" }.joined(separator: " and "))"))
      }
    case "authors": authors = [text]
    case "formulas":
      guard text == "checked" || text == "free" else {
        throw Problem(
          "`formulas` can't be `\(text)`", at: value.range,
          help: "`checked`: every display formula needs a check or says why not; `free`: none does")
      }
      requiresFormulaChecks = text == "checked"
    case "tolerance":
      guard let number = Double(text), number > 0, number.isFinite else {
        throw Problem("`tolerance` needs a positive number, not `\(text)`", at: value.range, help: "write, say, `1e-4`")
      }
      guard number < 1 else {
        throw Problem(
          "`tolerance: \(text)` lets every number pass", at: value.range, help: "write a number below 1: it is relative to the number")
      }
      tolerance = number
    case "repository": repository = try Self.address(text, key, value)
    case "url":
      let address = try Self.address(text, key, value)
      url = address.hasSuffix("/") ? address : address + "/"
    case "run": run = text.split(separator: "\n").joined(separator: "\n")
    default:
      throw Problem(
        "unknown key `\(key.text)` in course.yml", at: key.range,
        help: nearestName(to: key.text, among: Self.keys).map { "did you mean `\($0)`?" }
          ?? "the keys are \(Self.keys.joined(separator: ", "))")
    }
  }
}
