/// Tells the lines of listings from the others, in a text that is read line by line.
struct Listings {
  /// The one that is open.
  private var fence: MarkdownImport.Fence?

  /// The line that would close the one that is open.
  var missingEnd: String? { fence.map { "\($0.indentation)\($0.mark)" } }

  /// Whether the next line belongs to a listing, as the fences around it do; also in quotations, and where an item of a list begins with it.
  mutating func contains(_ line: Substring) -> Bool {
    if let open = fence {
      if open.isEnded(by: line.drop { " >".contains($0) }.trimmed) { fence = nil }
      return true
    }
    guard line.utf8.contains(where: { $0 == UInt8(ascii: "`") || $0 == UInt8(ascii: "~") }) else { return false }
    let text = line.drop { " >".contains($0) }
    fence = MarkdownImport.opening(of: MarkdownImport.item(text)?.rest ?? text)
    return fence != nil
  }
}
