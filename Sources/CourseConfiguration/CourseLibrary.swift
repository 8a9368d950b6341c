import Diagnostics
import KeyedYAML

extension CourseSettings {
  /// A Swift package whose products lessons link and import: an entry of `libraries` in `course.yml` or in front matter.
  package struct Library: Sendable, Hashable {
    package enum Source: Sendable, Hashable {
      /// The package that comes with the tool.
      case tool
      /// A folder, relative to the course's folder.
      case folder(LocatedText)
      case repository(LocatedText, Requirement)
    }

    /// Which version of a package in a repository is used: `from: 1.2.0`.
    package struct Requirement: Sendable, Hashable {
      package enum Rule: String, Sendable, Hashable { case from, exact, branch, revision }

      package var rule: Rule
      package var value: LocatedText

      package init(_ rule: Rule, _ value: LocatedText) {
        self.rule = rule
        self.value = value
      }
    }

    package var source: Source
    /// If none is named, all library products of the package.
    package var products: [LocatedText] = []
    /// The modules that lessons import. If none is named, all modules of the products.
    package var imports: [String] { importNames.map(\.text) }
    /// These modules, with their places in the file.
    package var importNames: [LocatedText] = []
    /// Its place in the file.
    package var range: Range<Int>

    package init(_ source: Source, at range: Range<Int>) {
      self.source = source
      self.range = range
    }
  }
}

// MARK: - Reading

extension CourseSettings.Library {
  private enum Key: String, YAMLKey {
    case path, package, url, from, exact, branch, revision, products, product, imports

    static func unknown(_ key: String) -> String { "unknown key `\(key)` of a library" }
    static let list = "the keys are url, from, exact, branch, revision, path, products, imports"

    var rule: Requirement.Rule? { Requirement.Rule(rawValue: rawValue) }
  }

  private static let example = "write, say, `libraries: [{ url: https://github.com/apple/swift-algorithms, from: 1.2.0 }]`"

  /// Reads `libraries: [{ url: …, from: 1.2.0, products: [Algorithms] }]`, or one library without the brackets.
  ///
  /// - Parameter place: Turns a range of the YAML into one of the file.
  package static func parse(
    _ pair: LocatedYAML.Pair, place: (Range<Int>) -> Range<Int> = { $0 }
  ) throws(Problem) -> [Self] {
    guard case .sequence(let items) = pair.value.content else { return [try parse(pair.value, of: pair, place)] }
    var libraries: [Self] = []
    for item in items { libraries.append(try parse(item, of: pair, place)) }
    return libraries
  }

  private static func parse(
    _ item: LocatedYAML, of list: LocatedYAML.Pair, _ place: (Range<Int>) -> Range<Int>
  ) throws(Problem) -> Self {
    guard case .mapping(let pairs) = item.content else {
      throw Problem("`\(list.key.text)` needs keys", at: item.range.isEmpty ? list.key.range : item.range, help: example)
    }
    var folder: LocatedYAML.Scalar?
    var repository: LocatedYAML.Scalar?
    var requirement: (key: LocatedYAML.Scalar, rule: Requirement.Rule, value: LocatedYAML.Scalar)?
    var library = Self(.tool, at: place(pairs.first?.key.range ?? list.key.range))
    for pair in pairs {
      let key = try Key(reading: pair)
      switch key {
      case .path, .package: folder = try pair.text(need: "a folder")
      case .url: repository = try address(pair)
      case .products, .product: library.products = try pair.names().map { LocatedText(text: $0.text, range: place($0.range)) }
      case .imports: library.importNames = try pair.names().map { LocatedText(text: $0.text, range: place($0.range)) }
      case .from, .exact, .branch, .revision:
        guard let rule = key.rule else { continue }
        if let other = requirement {
          throw Problem("`\(key.rawValue)` and `\(other.rule.rawValue)` exclude each other", at: pair.key.range, help: "keep one of them")
        }
        requirement = (pair.key, rule, try version(pair, rule))
      }
    }
    if let folder {
      guard repository == nil, requirement == nil else {
        let key = pairs.first { ["url", "from", "exact", "branch", "revision"].contains($0.key.text) }?.key ?? list.key
        throw Problem("`\(key.text)` doesn't go with a package in a folder", at: key.range, help: "keep the folder or the address")
      }
      library.source = .folder(LocatedText(text: folder.text, range: place(folder.range)))
    } else if let repository {
      guard let requirement else {
        throw Problem(
          "this package needs a version", at: repository.range, help: "write, say, `from: 1.2.0`, or `exact:`, `branch:`, `revision:`")
      }
      library.source = .repository(
        LocatedText(text: repository.text, range: place(repository.range)),
        Requirement(requirement.rule, LocatedText(text: requirement.value.text, range: place(requirement.value.range))))
    } else if let requirement {
      throw Problem("`\(requirement.rule.rawValue)` needs the `url` of a package", at: requirement.key.range, help: example)
    }
    return library
  }

  private static func address(_ pair: LocatedYAML.Pair) throws(Problem) -> LocatedYAML.Scalar {
    let address = try pair.text(need: "an address")
    guard address.text.contains("://") || address.text.hasPrefix("git@") else {
      throw Problem(
        "`\(address.text)` isn't the address of a package", at: address.range, help: "write `https://…`, or `path:` for a folder")
    }
    return address
  }

  private static func version(_ pair: LocatedYAML.Pair, _ rule: Requirement.Rule) throws(Problem) -> LocatedYAML.Scalar {
    let value = try pair.text(need: rule == .branch || rule == .revision ? "a name" : "a version")
    guard rule == .branch || rule == .revision || value.text.wholeMatch(of: /\d+\.\d+\.\d+([-+][0-9A-Za-z.+-]+)?/) != nil else {
      throw Problem("`\(value.text)` isn't a version of a package", at: value.range, help: "write three numbers, say `1.2.0`")
    }
    return value
  }
}
