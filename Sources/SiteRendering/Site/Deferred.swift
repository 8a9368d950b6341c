import Foundation
import ToolSupport

/// A value that is read from what was kept of it only when it's asked for: few builds ask for most of such values.
enum Deferred<Value: Codable & Sendable>: Sendable {
  case made(Value)
  case kept(Data)

  /// nil if what was kept can't be read, which doesn't happen as long as the same tool has written it.
  var value: Value? {
    switch self {
    case .made(let value): value
    case .kept(let text): try? JSONDecoder().decode(Value.self, from: text)
    }
  }
}

extension Deferred: Codable {
  init(from decoder: any Decoder) throws { self = .kept(try TextsBesideJSON.text(from: decoder)) }

  func encode(to encoder: any Encoder) throws {
    switch self {
    case .made(let value): try TextsBesideJSON.encode(try JSONEncoder().encode(value), to: encoder)
    case .kept(let text): try TextsBesideJSON.encode(text, to: encoder)
    }
  }
}
