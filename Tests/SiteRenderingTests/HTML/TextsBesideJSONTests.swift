import Foundation
import SiteRendering
import Testing
import ToolSupport

@Suite struct TextsBesideJSONTests {
  private let texts = ["<p class=\"a\">é</p>", "", "\u{0}\n"]

  @Test func `each text is where it was put`() {
    let written = TextsBesideJSON()
    let places = texts.map { written.append($0.utf8) }
    // Also in a part of a longer file.
    let read = TextsBesideJSON((Data("before".utf8) + written.bytes).dropFirst(6))
    #expect(places.map { read[$0] } == texts.map { Data($0.utf8) })
  }

  @Test(arguments: [4, -1, -1 << 32 | 2, 2 << 32 | 2, Int.max, 1 << 32 | 0xFFFF_FFFF, Int.min])
  func `a place that isn't there has no text`(place: Int) {
    #expect(TextsBesideJSON(Data("abc".utf8))[place] == nil)
  }

  @Test func `markup is coded with texts beside the JSON, and without`() throws {
    let markup = texts.map { HTML(verbatim: $0) }
    #expect(try JSONDecoder().decode([HTML].self, from: JSONEncoder().encode(markup)) == markup)
    let (encoder, decoder, written) = (JSONEncoder(), JSONDecoder(), TextsBesideJSON())
    encoder.userInfo[TextsBesideJSON.key] = written
    let json = try encoder.encode(markup)
    let first = texts[0].utf8.count
    #expect(String(decoding: json, as: UTF8.self) == "[\(first),\(first << 32),\(first << 32 | 2)]")
    decoder.userInfo[TextsBesideJSON.key] = TextsBesideJSON(written.bytes)
    #expect(try decoder.decode([HTML].self, from: json) == markup)
    decoder.userInfo[TextsBesideJSON.key] = TextsBesideJSON()
    #expect(throws: DecodingError.self) { try decoder.decode([HTML].self, from: json) }
  }
}
