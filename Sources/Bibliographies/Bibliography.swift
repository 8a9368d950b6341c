import Diagnostics

/// A file of works that lessons cite, in BibTeX (`.bib`) or CSL-JSON (`.json`).
package struct Bibliography: Sendable {
  package let file: SourceFile
  /// The entries in the order of the file, each key once.
  package private(set) var entries: [BibliographyEntry] = []
  package private(set) var problems: [Problem] = []

  /// Endings of files that can be read.
  package static let endings = ["bib", "json"]

  package init(_ file: SourceFile) {
    self.file = file
    let found: (entries: [BibliographyEntry], problems: [Problem])
    if file.path.lowercased().hasSuffix(".json") {
      found = CSLReader.read(file)
    } else {
      found = BibTeXReader.read(file)
    }
    problems = found.problems
    var seen: [String: Range<Int>] = [:]
    for entry in found.entries {
      if let first = seen[entry.key] {
        let line = file.position(at: first.lowerBound).line
        problems.append(
          Problem("two entries have the key `\(entry.key)`", at: entry.range, notes: ["the other is on line \(line)"], help: "rename one"))
        continue
      }
      seen[entry.key] = entry.range
      entries.append(entry)
      if entry.title.isEmpty {
        problems.append(
          Problem("the entry `\(entry.key)` has no title", at: entry.range, severity: .warning, help: "a list of references shows it"))
      }
    }
  }
}
