import Testing

@testable import SiteRendering

/// What a picture's file says of its size.
@Suite struct ImageSizeTests {
  private static let png: [UInt8] =
    [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13] + Array("IHDR".utf8) + [0, 0, 1, 4, 0, 0, 0, 7, 8, 6]
  /// A segment of ours, a table of codes, which isn't a frame, and a progressive frame.
  private static let jpeg: [UInt8] =
    [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2, 0xFF, 0xC4, 0, 3, 9, 0xFF, 0xC2, 0, 11, 8, 0, 7, 1, 4, 1, 1, 0x11, 0]
  private static let gif: [UInt8] = Array("GIF89a".utf8) + [4, 1, 7, 0, 0]

  @Test(arguments: [png, jpeg, gif]) func `a picture of points says how many it has`(bytes: [UInt8]) throws {
    let size = try #require(ImageSize(bytes))
    #expect((size.width, size.height) == (260, 7))
    // Cut anywhere, it says the same or nothing.
    for count in bytes.indices { #expect([size, nil].contains(ImageSize(Array(bytes.prefix(count))))) }
  }

  @Test(arguments: [
    ("<svg width=\"260\" height='7px'>", (260, 7)), ("<?xml?>\n<svg xmlns=\"a\"\n viewBox=\"-1 0 260,7.2\">", (260, 7)),
    ("<svg width=\"100%\" height=\"7\" viewBox=\"0 0 26 70\">", (26, 70)),
  ])
  func `a drawing says it in its root`(text: String, size: (Int, Int)) throws {
    let found = try #require(ImageSize(Array(text.utf8)))
    #expect((found.width, found.height) == size)
  }

  @Test(arguments: [
    "", "<svg>", "<svg width=\"2em\" height=\"3em\">", "<svg viewBox=\"0 0 0 9\">", "<svg viewBox=\"0 0 9\">",
    "<svg width=\"1e99\" height=\"2\">", "<svg width=\"999999\" height=\"2\">", "not a picture",
    "<svg stroke-width=\"3\" line-height=\"4\">",
  ])
  func `what has no size of its own is left as it is`(text: String) {
    #expect(ImageSize(Array(text.utf8)) == nil)
  }
}
