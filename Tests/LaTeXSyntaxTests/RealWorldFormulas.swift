import Foundation

/// Formulas as they stand in texts on attention and recurrent networks, one a line, in many authors' habits.
enum RealWorldFormulas {
  static func all() throws -> [String] {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../Fixtures/formulas/real-world.txt")
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map(String.init)
  }
}
