import CellOutputs

/// What an export adds to the text of a lesson: the words of citations, the works, the lines on its origin. An import takes it away again. By their
/// digests it knows which of them somebody has changed since.
struct AddedParts {
  /// nil if the file doesn't say them.
  private var known: Set<String>?

  init(_ digests: [String]? = nil) { known = digests.map { Set($0) } }

  var digests: Set<String> { known ?? [] }
  var isEmpty: Bool { digests.isEmpty }

  mutating func add(_ part: Substring) { known = digests.union([Self.digest(part)]) }

  func holds(_ part: Substring) -> Bool { known?.contains(Self.digest(part)) ?? false }

  func isChanged(_ part: Substring) -> Bool { known.map { !$0.contains(Self.digest(part)) } ?? false }

  private static func digest(_ part: Substring) -> String { ValueDigest { $0.add(String(part.trimmed)) }.text }

  static let changedCitation = "the words of this citation were changed after the export, and are left out"
  static let changedEnding = "this line was changed after the export, and is left out"
}

// MARK: - In Markdown

extension AddedParts {
  private static let opening = "<!-- added by the export: "

  /// The line that says the digests.
  var comment: String { "\(Self.opening)\(digests.sorted().joined(separator: " ")) -->" }

  /// nil for another line.
  init?(comment: Substring) {
    guard comment.hasPrefix(Self.opening), comment.hasSuffix(" -->") else { return nil }
    known = Set(comment.dropFirst(Self.opening.count).dropLast(4).split(separator: " ").map(String.init))
  }
}
