import Diagnostics
import Foundation
import LessonChecks

extension VariantRecord {
  /// What a course keeps; nothing if it has no such file.
  package static func read(ofCourse folder: URL) throws(ToolFailure) -> VariantRecord {
    let file = folder.appending(path: fileName)
    guard FileManager.default.fileExists(atPath: file.path) else { return VariantRecord() }
    do {
      return try JSONDecoder().decode(VariantRecord.self, from: Data(contentsOf: file))
    } catch {
      throw ToolFailure(
        "\(file.lastPathComponent) beside the lessons could not be read", details: "\(error)",
        help: "it holds `same`, a list of `lesson`, `latex` and `why`, and the `count` that `lessons check --mutants --accept` writes")
    }
  }

  package func write(toCourse folder: URL) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try (try encoder.encode(self) + Data("\n".utf8)).write(to: folder.appending(path: Self.fileName), options: .atomic)
  }
}
