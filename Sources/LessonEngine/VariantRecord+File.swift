import Diagnostics
import Foundation
import LessonChecks
import LessonRunner

extension VariantRecord {
  /// What a course keeps; nothing if it has no such file.
  package static func read(ofCourse folder: URL) throws(ToolFailure) -> VariantRecord {
    let file = folder.appending(path: fileName)
    guard let bytes = contentsOfRegularFile(file.path) else {
      if let failure = UnreadNamedFile.failure(file) { throw failure }
      return VariantRecord()
    }
    do {
      return try JSONDecoder().decode(VariantRecord.self, from: bytes)
    } catch {
      throw ToolFailure(
        "\(file.lastPathComponent) beside the lessons could not be read", details: Self.words(for: error),
        help: "it holds `same`, a list of `lesson`, `latex` and `why`, and the `count` that `lessons check --mutants --accept` writes")
    }
  }

  private static func words(for error: any Error) -> String {
    func place(_ path: [any CodingKey]) -> String { path.map { $0.intValue.map { "\($0 + 1)" } ?? $0.stringValue }.joined(separator: ", ") }
    switch error {
    case DecodingError.keyNotFound(let key, let context):
      return "`\(key.stringValue)` is missing" + (context.codingPath.isEmpty ? "" : " in \(place(context.codingPath))")
    case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
      return "\(place(context.codingPath)): this is of another kind than it should be"
    case is DecodingError: return "it isn't JSON"
    default: return error.localizedDescription
    }
  }

  package func write(toCourse folder: URL) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try (try encoder.encode(self) + Data("\n".utf8)).write(to: folder.appending(path: Self.fileName), options: .atomic)
  }
}
