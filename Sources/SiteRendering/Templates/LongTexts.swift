import Foundation

/// Texts that a page takes up after its templates were filled: those of all lessons together are most of a site, and each template would copy
/// them.
struct LongTexts {
  private var texts: [LongText] = []

  /// No page has such a character otherwise.
  private static let mark: UInt8 = 0

  /// What stands for a text in a template.
  mutating func place(of text: LongText) -> HTML {
    texts.append(text)
    let mark = String(decoding: [Self.mark], as: UTF8.self)
    return HTML(verbatim: "\(mark)\(texts.count - 1)\(mark)")
  }

  /// A page with the texts in their places.
  func filling(_ page: HTML) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(texts.reduce(page.markup.utf8.count) { $0 + $1.bytes.count })
    // Every second part is the number of a text.
    for (index, part) in page.markup.utf8.split(separator: Self.mark, omittingEmptySubsequences: false).enumerated() {
      if index.isMultiple(of: 2) {
        bytes += part
      } else if let number = Int(Substring(part)), texts.indices.contains(number) {
        texts[number].bytes.withUnsafeBytes { bytes += $0 }
      }
    }
    return bytes
  }
}
