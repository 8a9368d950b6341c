import Diagnostics

extension CourseSettings {
  /// The library that the lessons link and import, where `course.yml` says another than usual.
  package struct Library: Sendable, Hashable {
    /// The folder of its Swift package, from the course's.
    package var package: String?
    /// Its product: a dynamic library.
    package var product: String?
    /// The modules that every lesson imports; if none is named, one that is called as the product.
    package var imports: [String] = []

    package init() {}
  }
}

extension CourseSettings.Library {
  private static let keys = ["package", "product", "imports"]

  /// Reads `library: { package: ../Geometry, product: Geometry, imports: [Geometry] }`.
  static func parse(_ yaml: LocatedYAML, key: LocatedYAML.Scalar) throws(Problem) -> Self {
    guard case .mapping(let pairs) = yaml.content else {
      throw Problem(
        "`library` needs keys", at: key.range, help: "write, say, `library: { package: ../Geometry, product: Geometry }`")
    }
    var library = Self()
    for pair in pairs {
      if pair.key.text == "imports" {
        library.imports = try CourseSettings.names(pair.value, key: pair.key).map(\.text)
        continue
      }
      guard keys.contains(pair.key.text) else {
        throw Problem(
          "unknown key `\(pair.key.text)` of `library`", at: pair.key.range,
          help: nearestName(to: pair.key.text, among: keys).map { "did you mean `\($0)`?" }
            ?? "the keys are \(keys.joined(separator: ", "))")
      }
      guard let value = pair.value.scalar, !value.text.isEmpty else {
        throw Problem("`\(pair.key.text)` needs a text", at: pair.key.range)
      }
      if pair.key.text == "package" { library.package = value.text } else { library.product = value.text }
    }
    return library
  }
}
