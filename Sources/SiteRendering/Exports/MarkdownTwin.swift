import CellAnalysis
import Diagnostics
import LessonDocument

/// A lesson as plain Markdown, for readers and programs that want no page: without front matter and the comments that only the tool reads.
struct MarkdownTwin {
  let document: Document
  let provenance: Provenance
  let citations: CitationText

  var file: SiteFile { SiteFile(path: document.pageStem + ".md", text: text) }

  private var text: String {
    var text = ""
    var end = FrontMatter.parse(document.file).end
    for (id, start) in anchors where start >= end {
      text += citations.text(end..<start, keepsKeys: false) + "<a id=\"\(id.markup)\"></a>\n\n"
      end = start
    }
    text = Self.withoutComments(text + citations.text(end..<document.file.text.utf8.count, keepsKeys: false))
    let hasTitle = text.hasPrefix("# ") || text.contains("\n# ")
    return (hasTitle ? "" : "# \(document.title)\n\n") + text + ending
  }

  /// The ids of formulas and cells, which stand in what the text loses, and where each of these begins. In a quotation or a list a line of its own would
  /// end what it stands in.
  private var anchors: [(id: HTML, start: Int)] {
    let bytes = Array(document.file.text.utf8)
    let formulas = document.formulas.filter(\.isDisplay).map { ($0.id, $0.range.lowerBound) }
    let cells = document.cells.filter { $0.source == nil }.map { ($0.options.id, $0.range.lowerBound) }
    return (formulas + cells).sorted { $0.1 < $1.1 }.compactMap { id, start in
      guard let id, start == 0 || bytes[start - 1] == UInt8(ascii: "\n") else { return nil }
      return (HTML(text: id), start)
    }
  }

  /// The lesson's file itself, with the same lines at its end. `ExportedMarkdown` takes them away again, and what is added to citations.
  var complete: SiteFile {
    let text = citations.text(0..<document.file.text.utf8.count, keepsKeys: true)
    var added = AddedParts()
    _ = CitationText.lesson(text) { added.add($1) }
    for line in ending.split(separator: "\n") { added.add(line) }
    let end = text.utf8.last == UInt8(ascii: "\n") ? "" : "\n"
    return SiteFile(path: document.pageStem + ".md", text: text + end + ending + added.comment + "\n")
  }

  /// The works that it cites, and where it is from.
  private var ending: String { "\n---\n\n" + (citations.references.map { $0 + "\n" } ?? "") + "\(provenance.markdown)\n" }

  /// The text without HTML comments, which code keeps.
  static func withoutComments(_ text: String) -> String {
    var lines: [Substring] = []
    var listings = Listings()
    var isInComment = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if isInComment {
        guard let end = line.firstRange(of: "-->") else { continue }
        isInComment = false
        let rest = line[end.upperBound...]
        // Lines that were only a comment leave one line behind, at most.
        if !rest.isEmpty || lines.last?.isEmpty != true { lines.append(rest) }
        continue
      }
      if listings.contains(line) {
        lines.append(line)
        continue
      }
      let kept: String
      (kept, isInComment) = withoutComments(of: line)
      if isInComment {
        lines.append(kept[...])
      } else if kept.isEmpty, !line.isEmpty {
        // A line that was only a comment leaves no line behind.
      } else {
        lines.append(Substring(kept))
      }
    }
    while lines.last?.isEmpty == true { lines.removeLast() }
    return lines.joined(separator: "\n") + "\n"
  }

  /// A line without its comments, and whether the last one goes on behind it.
  private static func withoutComments(of line: Substring) -> (kept: String, isOpen: Bool) {
    var (kept, rest) = ("", line)
    while let start = rest.firstRange(of: "<!--") {
      kept += rest[..<start.lowerBound]
      guard let end = rest[start.upperBound...].firstRange(of: "-->") else { return (kept, true) }
      rest = rest[end.upperBound...]
    }
    return (kept + rest, false)
  }
}
