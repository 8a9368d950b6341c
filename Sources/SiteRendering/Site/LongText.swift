import Foundation
import ToolSupport

/// A text that is only passed on, as bytes: to look whether it is UTF-8 takes most of the time to read it.
struct LongText: Sendable, Equatable {
  private(set) var bytes = Data()

  init() {}
  init(_ text: String) { bytes = Data(text.utf8) }

  var html: HTML { HTML(verbatim: String(decoding: bytes, as: UTF8.self)) }
}

extension LongText: Codable {
  init(from decoder: any Decoder) throws { bytes = try TextsBesideJSON.text(from: decoder) }
  func encode(to encoder: any Encoder) throws { try TextsBesideJSON.encode(bytes, to: encoder) }
}
