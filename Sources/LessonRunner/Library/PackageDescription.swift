import Diagnostics
import Foundation

extension Decodable {
  /// Decodes the JSON object that the package manager printed, maybe between warnings.
  init?(amid text: String) {
    guard let start = text.firstIndex(of: "{"), let end = text.lastIndex(of: "}"), start < end,
      let value = try? JSONDecoder().decode(Self.self, from: Data(text[start...end].utf8))
    else { return nil }
    self = value
  }
}

/// What a Swift package says of itself: its products and targets.
struct PackageDescription: Decodable {
  struct Product: Decodable {
    var name: String
    var targets: [String]
    /// `{"library": ["automatic"]}`
    var type: Kind

    struct Kind: Decodable {
      var library: [String]?
    }
  }
  struct Target: Decodable {
    var name: String
    var c99name: String
    var path: String
    var type: String
  }
  struct Dependency: Decodable {
    /// The folder of a package on this disk; nil for other dependencies.
    var path: String?
  }

  var name: String
  var products: [Product]
  var targets: [Target]
  var dependencies: [Dependency]

  var libraries: [String] { products.filter { $0.type.library != nil }.map(\.name) }

  /// The modules of the products that Swift code can import.
  func modules(of chosen: [String]) -> [String] {
    var modules: [String] = []
    for target in products.filter({ chosen.contains($0.name) }).flatMap(\.targets) {
      guard let target = targets.first(where: { $0.name == target }), target.type == "library", !modules.contains(target.c99name) else {
        continue
      }
      modules.append(target.c99name)
    }
    return modules
  }

  static func of(_ package: URL, scratch: URL, _ toolchain: Toolchain) async throws(ToolFailure) -> PackageDescription {
    let (isSuccess, text) = try await output(
      of: toolchain.swift, ["package", "--package-path", package.path, "--scratch-path", scratch.path, "describe", "--type", "json"])
    guard isSuccess, let description = PackageDescription(amid: text) else { throw ManifestErrors.failure(of: package, text) }
    return description
  }
}
