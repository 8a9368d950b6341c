import Diagnostics
import Foundation

/// What is wrong with a package's manifest. The package manager says it without the name of the file.
enum ManifestErrors {
  /// - Parameter output: What the package manager printed.
  static func failure(of package: URL, _ output: String) -> ToolFailure {
    let manifest = BuildErrors.path(package.appending(path: "Package.swift").path)
    return ToolFailure(
      "\(manifest) isn't the manifest of a package that can be used",
      details: details(output, manifest, lacksVersion: lacksVersion(package)),
      help: "`swift package describe` in its folder says the same")
  }

  private static func details(_ output: String, _ manifest: String, lacksVersion: Bool) -> String {
    let condensed = BuildErrors.condensed(output)
    guard condensed == output else { return condensed }
    // Without the line, the package manager speaks of the version of tools that is ten years old.
    if lacksVersion {
      return
        "\(manifest):1:1: error: the first line doesn't say for which version of Swift the manifest is: write, say, `// swift-tools-version: 6.0`"
    }
    let lines = output.split(separator: "\n").filter { $0 != "error: fatalError" }.map {
      // The call of the compiler fills a screen.
      String($0).replacing(#/ \(compiled with: \[.*\]\)/#, with: "")
    }
    // `error: 'name': …` names the package, which the file does, too.
    return lines.joined(separator: "\n").replacing(#/error: (?:'[^'\n]*': )?/#, with: "\(manifest): error: ")
  }

  private static func lacksVersion(_ package: URL) -> Bool {
    let bytes = contentsOfRegularFile(package.appending(path: "Package.swift").path) ?? Data()
    return !bytes.isEmpty && !String(decoding: bytes, as: UTF8.self).lowercased().contains("swift-tools-version")
  }
}
