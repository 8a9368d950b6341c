import Foundation
import SiteRendering
import Testing
import ToolSupport

@Suite struct TextsBesideJSONTests {
  private let texts = ["<p class=\"a\">é</p>", "", "\u{0}\n"]

  @Test func `each text is where it was put`() {
    let written = TextsBesideJSON()
    let places = texts.map(written.append)
    // Also in a part of a longer file.
    let read = TextsBesideJSON((Data("before".utf8) + written.bytes).dropFirst(6))
    #expect(places.map { read[$0] } == texts)
  }

  @Test(arguments: [[], [0], [0, 4], [-1, 2], [2, -1], [Int.max, 1], [1, Int.max]])
  func `a place that isn't there has no text`(place: [Int]) {
    #expect(TextsBesideJSON(Data("abc".utf8))[place] == nil)
  }

  @Test func `markup is coded with texts beside the JSON, and without`() throws {
    let markup = texts.map { HTML(verbatim: $0) }
    #expect(try JSONDecoder().decode([HTML].self, from: JSONEncoder().encode(markup)) == markup)
    let (encoder, decoder, written) = (JSONEncoder(), JSONDecoder(), TextsBesideJSON())
    encoder.userInfo[TextsBesideJSON.key] = written
    let json = try encoder.encode(markup)
    #expect(String(decoding: json, as: UTF8.self) == "[[0,\(texts[0].utf8.count)],[\(texts[0].utf8.count),0],[\(texts[0].utf8.count),2]]")
    decoder.userInfo[TextsBesideJSON.key] = TextsBesideJSON(written.bytes)
    #expect(try decoder.decode([HTML].self, from: json) == markup)
    decoder.userInfo[TextsBesideJSON.key] = TextsBesideJSON()
    #expect(throws: DecodingError.self) { try decoder.decode([HTML].self, from: json) }
  }
}
