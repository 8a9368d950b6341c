/// The lesson in a file that `lessons export --format markdown` wrote, without what the export added: the works and the lines on its origin at the
/// end, and the words of citations. What somebody wrote after the last of these lines belongs to the lesson.
struct ExportedMarkdown {
  let lesson: String
  private(set) var remarks: [MarkdownImport.Remark] = []

  /// nil for another file.
  init?(_ source: String) {
    // An editor of Windows may have changed the ends of all lines.
    let plain = source.replacing("\r\n", with: "\n")
    let hasReturns = plain.replacing("\n", with: "\r\n").utf8.elementsEqual(source.utf8)
    let text = hasReturns ? plain : source
    let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
    guard let origin = lines.lastIndex(where: Self.isOrigin), let rule = Self.rule(before: origin, lines) else { return nil }
    let comment = lines.indices.contains(origin + 1) ? AddedParts(comment: lines[origin + 1].trimmed) : nil
    let added = comment ?? AddedParts()
    var remarks: [MarkdownImport.Remark] = []
    let words = CitationText.lesson(String(text[..<lines[rule - 1].startIndex])) { line, citation in
      if added.isChanged(citation) { remarks.append(.init(line: line, text: AddedParts.changedCitation)) }
    }
    for index in rule...origin where !lines[index].allSatisfy(\.isWhitespace) && added.isChanged(lines[index]) {
      remarks.append(.init(line: index + 1, text: AddedParts.changedEnding))
    }
    let rest = lines[(origin + (comment == nil ? 1 : 2))...].first { !$0.allSatisfy(\.isWhitespace) }
    let whole = words + (rest.map { "\n" + text[$0.startIndex...] } ?? "")
    lesson = hasReturns ? whole.replacing("\n", with: "\r\n") : whole
    self.remarks = remarks
  }

  /// Whether a line says where a lesson is from, and what was checked.
  private static func isOrigin(_ line: Substring) -> Bool {
    line.hasPrefix("A lesson of ") && (line.contains("Checked against a run of the code: ") || line.contains("Nothing in it was checked."))
  }

  /// The rule between empty lines with which the ending begins; nil if more than a list of works stands between.
  private static func rule(before origin: Int, _ lines: [Substring]) -> Int? {
    guard let rule = lines[..<origin].lastIndex(where: { $0.trimmed == "---" }), rule > 0, lines[rule - 1].allSatisfy(\.isWhitespace),
      lines[rule + 1].allSatisfy(\.isWhitespace)
    else { return nil }
    let between = lines[(rule + 1)..<origin].filter { !$0.allSatisfy(\.isWhitespace) }
    return between.isEmpty || between[0].hasPrefix("## ") && !between.dropFirst().contains { $0.hasPrefix("#") } ? rule : nil
  }
}
