/// On which page of a PDF the places are that links lead to.
///
/// Reads what Chromium writes: a table of the objects (ISO 32000-1, 7.5.4), a tree of pages (7.7.3) and named destinations (12.3.2.3), none of them
/// compressed.
package struct PDFDestinations {
  /// By the names of the places; the first page is 1.
  package private(set) var pages: [String: Int] = [:]

  private let bytes: [UInt8]
  /// Where each object begins.
  private let offsets: [Int]

  /// - Returns: nil if the file isn't such a PDF.
  ///
  /// - Complexity: O(pages + places)
  package init?(_ bytes: [UInt8]) {
    self.bytes = bytes
    let end = String(decoding: bytes.suffix(Self.longestEnd), as: UTF8.self)
    guard let start = end.matches(of: /startxref\s+([0-9]+)/).last.flatMap({ Int($0.1) }), bytes.indices.contains(start),
      let table = String(decoding: bytes[start...].prefix(40), as: UTF8.self).prefixMatch(of: /xref\s+0 ([0-9]+)\s+/),
      let count = Int(table.1), count <= bytes.count / Self.entryLength
    else { return nil }
    let entries = start + table.0.utf8.count
    guard entries + count * Self.entryLength <= bytes.count else { return nil }
    offsets = (0..<count).map { index in
      Int(String(decoding: bytes[(entries + index * Self.entryLength)...].prefix(10), as: UTF8.self)) ?? 0
    }
    guard let root = end.matches(of: /\/Root ([0-9]+) 0 R/).last.flatMap({ Int($0.1) }), let catalog = object(root),
      let tree = catalog.firstMatch(of: /\/Pages ([0-9]+) 0 R/).flatMap({ Int($0.1) }),
      let places = catalog.firstMatch(of: /\/Dests ([0-9]+) 0 R/).flatMap({ Int($0.1) }).flatMap(object)
    else { return nil }
    let numbers = Dictionary(pageObjects(below: tree).enumerated().map { ($1, $0 + 1) }) { first, _ in first }
    for place in places.matches(of: /\/([^\s\[\/]+) \[([0-9]+) 0 R/) {
      if let page = Int(place.2) { pages[Self.name(place.1)] = numbers[page] }
    }
  }

  private static let longestEnd = 1024
  private static let entryLength = 20

  /// The text of an object without a stream.
  private func object(_ index: Int) -> String? {
    guard offsets.indices.contains(index), bytes.indices.contains(offsets[index]) else { return nil }
    let rest = bytes[offsets[index]...]
    guard let end = rest.firstRange(of: Array("endobj".utf8))?.lowerBound else { return nil }
    return String(decoding: rest[..<end], as: UTF8.self)
  }

  /// The pages' objects in the order of the tree.
  private func pageObjects(below root: Int) -> [Int] {
    var found: [Int] = []
    var seen: Set<Int> = []
    var waiting = [root]
    while let index = waiting.popLast() {
      // A broken tree may lead back to where it began.
      guard seen.insert(index).inserted, let text = object(index) else { continue }
      if let kids = text.firstMatch(of: /\/Kids \[([^\]]*)\]/) {
        waiting += kids.1.matches(of: /([0-9]+) 0 R/).compactMap { Int($0.1) }.reversed()
      } else {
        found.append(index)
      }
    }
    return found
  }

  /// A name without its escapes: `#2E` stands for a dot (7.3.5).
  private static func name(_ written: Substring) -> String {
    var name: [UInt8] = []
    var rest = Array(written.utf8)[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "#"), let code = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) {
        name.append(code)
        rest = rest.dropFirst(2)
      } else {
        name.append(byte)
      }
    }
    return String(decoding: name, as: UTF8.self)
  }
}
