import Foundation
import TestSupport
import Testing

/// A case of `Fixtures/known-lessons/cases.json`: a small course, a call, and the expected result.
struct KnownLesson: Decodable, Sendable, CustomTestStringConvertible {
  var name: String
  var kind: String
  var files: [String: String]
  var steps: [Round]
  /// Texts that the lesson must not contain afterwards.
  var lacks: [String]

  var testDescription: String { "\(kind)/\(name)" }

  /// A call in the folder, after files were written or changed.
  struct Round: Decodable, Sendable {
    var files: [String: String]?
    var replace: [String: [[String]]]?
    var args: [String]?
    var exit: ExitCode?
    var words: [String]?
    var line: Place?
    var hasnot: [String]?
    var page: [String]?
  }

  enum ExitCode: Decodable, Sendable {
    case oneOf([Int32])
    /// A failing check, or a page that contains the text of `page`.
    case either

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let code = try? container.decode(Int32.self) {
        self = .oneOf([code])
      } else if let codes = try? container.decode([Int32].self) {
        self = .oneOf(codes)
      } else {
        self = .either
      }
    }
  }

  struct Place: Decodable, Sendable {
    var file: String
    var lines: [Int]

    init(from decoder: any Decoder) throws {
      var container = try decoder.unkeyedContainer()
      file = try container.decode(String.self)
      lines = try container.decode([Int].self)
    }
  }

  private enum Key: CodingKey { case name, kind, files, steps, lacks }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    name = try container.decode(String.self, forKey: .name)
    kind = try container.decode(String.self, forKey: .kind)
    files = try container.decode([String: String].self, forKey: .files)
    lacks = try container.decodeIfPresent([String].self, forKey: .lacks) ?? []
    // The fields of the first round are the case's own; its files are written before.
    var first = try Round(from: decoder)
    first.files = nil
    steps = [first] + (try container.decodeIfPresent([Round].self, forKey: .steps) ?? [])
  }

  static func all() throws -> [KnownLesson] {
    try JSONDecoder().decode([KnownLesson].self, from: Data(contentsOf: Fixtures.url("known-lessons/cases.json")))
  }

  /// Whether the last round must pass.
  var isRight: Bool {
    guard case .oneOf(let codes)? = steps.last?.exit else { return false }
    return codes == [0]
  }
}
