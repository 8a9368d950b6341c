import Foundation

/// How large a picture says it is, in pixels: with it a page keeps the picture's place, and nothing moves when it comes.
struct ImageSize: Hashable, Sendable {
  var width: Int
  var height: Int

  /// nil for nothing, and for what no screen has.
  private init?(_ width: Double, _ height: Double) {
    guard width >= 1, height >= 1, width <= 100_000, height <= 100_000 else { return nil }
    self.width = Int(width.rounded())
    self.height = Int(height.rounded())
  }

  /// Reads the beginning of a PNG, GIF, JPEG or SVG file.
  ///
  /// - Returns: nil for what is none of them, is damaged, or has no size of its own.
  /// - Complexity: O(bytes) for an SVG or JPEG, else O(1)
  init?(_ bytes: [UInt8]) {
    func number(at index: Int, bytes count: Int, isLittle: Bool = false) -> Double? {
      guard index >= 0, index + count <= bytes.count else { return nil }
      let digits = bytes[index..<index + count]
      return (isLittle ? Array(digits.reversed()) : Array(digits)).reduce(0) { $0 * 256 + Double($1) }
    }
    if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
      guard let width = number(at: 16, bytes: 4), let height = number(at: 20, bytes: 4) else { return nil }
      self.init(width, height)
    } else if bytes.starts(with: "GIF8".utf8) {
      guard let width = number(at: 6, bytes: 2, isLittle: true), let height = number(at: 8, bytes: 2, isLittle: true)
      else { return nil }
      self.init(width, height)
    } else if bytes.starts(with: [0xFF, 0xD8]) {
      guard let frame = Self.frame(ofJPEG: bytes), let height = number(at: frame + 5, bytes: 2),
        let width = number(at: frame + 7, bytes: 2)
      else { return nil }
      self.init(width, height)
    } else {
      self.init(svg: String(decoding: bytes, as: UTF8.self))
    }
  }

  /// Where the segment begins that says how large the picture is: after its marker, `FF C0` to `FF CF`.
  private static func frame(ofJPEG bytes: [UInt8]) -> Int? {
    var at = 2
    while at + 9 <= bytes.count, bytes[at] == 0xFF {
      let marker = bytes[at + 1]
      // Tables of codes and of arithmetic coding have numbers in the same range.
      if (0xC0...0xCF).contains(marker), ![0xC4, 0xC8, 0xCC].contains(marker) { return at }
      at += 2 + Int(bytes[at + 2]) * 256 + Int(bytes[at + 3])
    }
    return nil
  }

  /// By the root's `width` and `height`, or else by its `viewBox`.
  private init?(svg text: String) {
    guard let root = text.firstMatch(of: /<svg\b[^>]*>/)?.output else { return nil }
    func attribute(_ name: String) -> Substring? {
      root.matches(of: /\s([A-Za-z]+)\s*=\s*["']([^"']*)["']/).first { $0.1 == name }?.2
    }
    func pixels(_ name: String) -> Double? {
      attribute(name)?.wholeMatch(of: /\s*([\d.]+)(?:px)?\s*/).flatMap { Double($0.1) }
    }
    if let width = pixels("width"), let height = pixels("height") {
      self.init(width, height)
    } else {
      let box = attribute("viewBox")?.split { " ,\n\t".contains($0) }.compactMap { Double($0) } ?? []
      guard box.count == 4 else { return nil }
      self.init(box[2], box[3])
    }
  }
}
