import Diagnostics
import KeyedYAML

extension CourseSettings {
  /// The library that the lessons link and import, if `course.yml` names another than the default.
  package struct Library: Sendable, Hashable {
    /// The folder of its Swift package, relative to the course's folder.
    package var package: String?
    /// The name of its product, a dynamic library.
    package var product: String?
    /// The modules that every lesson imports. If none is named, every lesson imports the module named like the product.
    package var imports: [String] = []

    package init() {}
  }
}

extension CourseSettings.Library {
  private enum Key: String, YAMLKey {
    case package, product, imports

    static func unknown(_ key: String) -> String { "unknown key `\(key)` of `library`" }
  }

  /// Reads `library: { package: ../Geometry, product: Geometry, imports: [Geometry] }`.
  static func parse(_ pair: LocatedYAML.Pair) throws(Problem) -> Self {
    let pairs = try pair.pairs(need: "keys", help: "write, say, `library: { package: ../Geometry, product: Geometry }`")
    var library = Self()
    for pair in pairs {
      switch try Key(reading: pair.key) {
      case .package: library.package = try pair.text().text
      case .product: library.product = try pair.text().text
      case .imports: library.imports = try pair.names().map(\.text)
      }
    }
    return library
  }
}
