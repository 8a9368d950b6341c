/// Tables, and what looks like one: Pandoc's simple tables, MyST's lists as tables, captions, definitions and lines of verse.
extension MarkdownImport {
  // MARK: - Captions

  /// `: Words {#tbl-id}` and `Table: Words {#tbl-id}`, as Pandoc and Quarto have them, and bookdown's `Table: (\#tab:id) Words`. In a lesson a
  /// caption stands after its table.
  mutating func takeCaption(from rest: inout ArraySlice<Line>, after out: [String]) -> [String]? {
    guard let first = rest.first, Self.mayBeginCaption(first.text) else { return nil }
    let isAfter = out.last { !$0.allSatisfy(\.isWhitespace) }?.hasPrefix("|") ?? false
    // It is a paragraph of its own.
    guard isAfter || out.last?.allSatisfy(\.isWhitespace) ?? true else { return nil }
    var lines: [Substring] = []
    for line in rest {
      let text = line.text.trimmed
      guard !text.isEmpty, !text.hasPrefix("|"), Self.opening(of: line.text) == nil, lines.count < Self.mostLines else { break }
      lines.append(lines.isEmpty ? line.text.drop { $0 == " " } : line.text)
      if Self.attributes(atEndOf: text) != nil { break }
    }
    let text = lines.joined(separator: "\n")
    guard text.utf8.count <= Self.mostBytes, let match = text.wholeMatch(of: Self.captionPattern) else { return nil }
    let attributes = Self.attributes(atEndOf: match.3)
    let id = match.2.map(String.init) ?? attributes?.read.id
    var after = rest.dropFirst(lines.count)
    // What begins with a colon may be a description, and a lesson's own caption is below what it is of.
    let isTold = id != nil || match.1 != nil && attributes != nil
    guard isAfter || isTold else { return nil }
    guard isTold || match.1 == nil else { return take(lines.count, from: &rest) }
    var table: [String] = []
    if !isAfter {
      var below = after.drop { $0.text.allSatisfy(\.isWhitespace) }
      if let found = takeTable(from: &below) {
        (table, after) = (found + [""], below)
      } else if match.1 == nil {
        return nil
      }
    }
    rest = after
    if let left = attributes?.read.withoutID(except: []), !left.isEmpty {
      remark(first.number, "`\(left.joined(separator: " "))` of the caption is left out")
    }
    let words = inlines(match.3[..<(attributes?.start ?? match.3.endIndex)].trimmed, first.number)
    let caption = "Table: \(words)\(id.map { " <!-- id: \($0) -->" } ?? "")".split(separator: "\n").map(String.init)
    return (isAfter && out.last?.allSatisfy(\.isWhitespace) == false ? [""] : []) + table + caption
  }

  /// Lines as they are, but for what is in them.
  private mutating func take(_ count: Int, from rest: inout ArraySlice<Line>) -> [String] {
    defer { rest = rest.dropFirst(count) }
    return rest.prefix(count).map { inlines($0.text, $0.number) }
  }

  /// Whether a caption of a table may begin with a line.
  static func mayBeginCaption(_ line: Substring) -> Bool {
    let text = line.drop { $0 == " " }
    return line.count - text.count <= 3 && (text.hasPrefix(": ") || text.hasPrefix("Table: "))
  }

  /// The attributes in braces at the end of a caption: `{#tbl-a .striped}`.
  private static func attributes(atEndOf text: Substring) -> (start: Substring.Index, read: ImportedAttributes)? {
    let text = text.trimmed
    guard text.hasSuffix("}"), let start = text.lastIndex(of: "{"), text[..<start].last != "\\" else { return nil }
    let inner = text[start...].dropFirst().dropLast()
    guard let sign = inner.trimmed.first, sign == "#" || sign == "." || inner.contains("="), !inner.contains("}") else { return nil }
    return (start, ImportedAttributes(inner))
  }

  private mutating func takeTable(from rest: inout ArraySlice<Line>) -> [String]? {
    if let table = takeGridTable(from: &rest) ?? takeMultilineTable(from: &rest) ?? takeSimpleTable(from: &rest) { return table }
    let rows = rest.prefix { $0.text.hasPrefix("|") }
    guard !rows.isEmpty else { return nil }
    rest = rest[rows.endIndex...]
    return blocks(Array(rows))
  }

  func caption(_ words: String, id: String?) -> [String] {
    guard !words.isEmpty || id != nil else { return [] }
    return ["", "Table: \(words)\(id.map { " <!-- id: \($0) -->" } ?? "")"]
  }

  // MARK: - Tables

  /// A table of the cells of rows, each of one paragraph. Without a head it gets an empty one.
  mutating func table(_ rows: [[(text: String, line: Int)]], heads: Int, alignments: [String]? = nil) -> [String] {
    let columns = rows.map(\.count).max() ?? 0
    func written(_ cells: [String]) -> String {
      "| " + (cells + Array(repeating: "", count: columns - cells.count)).joined(separator: " | ") + " |"
    }
    var lines = rows.map { row in written(row.map { inlines($0.text[...], $0.line).replacing(/\\?\|/, with: "\\|") }) }
    if heads == 0 { lines.insert(written([]), at: 0) }
    lines.insert("|" + (alignments ?? Array(repeating: "---", count: columns)).joined(separator: "|") + "|", at: 1)
    return lines
  }

  /// The rows of MyST's `{list-table}`; nil if a cell has more than a paragraph.
  func rows(ofList lines: [Line]) -> [[(text: String, line: Int)]]? {
    var rows: [[(text: String, line: Int)]] = []
    for line in lines where !line.text.allSatisfy(\.isWhitespace) {
      if let row = line.text.wholeMatch(of: /[*-] +- *(.*)/) {
        rows.append([(String(row.1), line.number)])
      } else if let cell = line.text.wholeMatch(of: /\ {1,4}- *(.*)/), !rows.isEmpty {
        rows[rows.count - 1].append((String(cell.1), line.number))
      } else if line.text.hasPrefix("    "), !rows.isEmpty, Self.opening(of: line.text) == nil, Self.item(line.text.trimmed) == nil {
        let last = rows[rows.count - 1].count - 1
        rows[rows.count - 1][last].text += " " + line.text.trimmed
      } else {
        return nil
      }
    }
    let isPlain = rows.joined().allSatisfy { Self.opening(of: $0.text[...]) == nil && Self.item($0.text[...]) == nil }
    return rows.isEmpty || !isPlain ? nil : rows
  }

  /// Pandoc's table whose rows take several lines, between lines of dashes. It stays as it is.
  mutating func takeMultilineTable(from rest: inout ArraySlice<Line>) -> [String]? {
    guard let first = rest.first else { return nil }
    func isBorder(_ line: Line) -> Bool { line.text.trimmed.count > 3 && line.text.trimmed.allSatisfy { $0 == "-" } }
    let end: Int
    if isBorder(first) {
      // The columns' dashes come after the lines of the head, before an empty line.
      let head = rest.dropFirst().prefix(Self.mostLines).prefix { !$0.text.allSatisfy(\.isWhitespace) }
      guard let ruler = head.firstIndex(where: { Self.isRuler($0.text) }), ruler > head.startIndex,
        let last = rest[ruler...].firstIndex(where: isBorder)
      else { return nil }
      end = last
    } else {
      // Without a head it begins with the columns' dashes, and empty lines are between its rows.
      guard Self.isRuler(first.text), !isKnownOpen("- -", at: first) else { return nil }
      let lines = rest.dropFirst().prefix(Self.mostLines * 5)
      guard let last = lines.firstIndex(where: { Self.isRuler($0.text) || isBorder($0) }), last > lines.startIndex,
        !lines[lines.startIndex].text.allSatisfy(\.isWhitespace), lines[..<last].contains(where: { $0.text.allSatisfy(\.isWhitespace) }),
        !lines[..<last].contains(where: { $0.text.hasPrefix("#") || Self.opening(of: $0.text) != nil })
      else { return nil }
      end = last
    }
    let lines = rest[...end]
    rest = rest[(end + 1)...]
    remark(first.number, "a table whose rows take several lines stays as text: write it with a line for each row")
    return ["~~~text"] + lines.map { String($0.text) } + ["~~~"]
  }

  /// Pandoc's simple table: columns below dashes.
  mutating func takeSimpleTable(from rest: inout ArraySlice<Line>) -> [String]? {
    guard let first = rest.first, let second = rest.dropFirst().first else { return nil }
    let hasHead = Self.isRuler(second.text) && !first.text.allSatisfy(\.isWhitespace) && !Self.isRuler(first.text)
    guard hasHead || Self.isRuler(first.text) && !isKnownOpen("--", at: first) else { return nil }
    let ruler = Array(hasHead ? second.text : first.text)
    let starts = ruler.indices.filter { ruler[$0] == "-" && ($0 == 0 || ruler[$0 - 1] == " ") }
    let ends = starts.map { start in ruler[start...].firstIndex(of: " ") ?? ruler.count }
    var body = rest.dropFirst(hasHead ? 2 : 1).prefix { !$0.text.allSatisfy(\.isWhitespace) }
    let isClosed = body.last.map { Self.isRuler($0.text) } ?? false
    // Without a head, only a closing line tells it from a rule.
    guard hasHead || isClosed, body.count > (isClosed ? 1 : 0) else {
      if !hasHead { setOpen("--", upTo: body.last) }
      return nil
    }
    let end = body.endIndex
    if isClosed { body = body.dropLast() }
    func cells(_ line: Line) -> [(text: String, line: Int)] {
      let text = Array(line.text)
      return starts.indices.map { column in
        let range =
          min(column == 0 ? 0 : starts[column], text.count)..<min(column + 1 < starts.count ? starts[column + 1] : text.count, text.count)
        return (String(text[range]).trimmingBlanks, line.number)
      }
    }
    /// A head that touches only one end of its dashes tells how its column is aligned.
    let head = Array((hasHead ? first : body[body.startIndex]).text)
    let alignments = starts.indices.map { column in
      func isFilled(_ place: Int) -> Bool { head.indices.contains(place) && head[place] != " " }
      switch (isFilled(starts[column]), isFilled(ends[column] - 1)) {
      case (true, false): return ":---"
      case (false, true): return "---:"
      case (false, false): return ":---:"
      case (true, true): return "---"
      }
    }
    let rows = (hasHead ? [cells(first)] : []) + body.map(cells)
    rest = rest[end...]
    return table(rows, heads: hasHead ? 1 : 0, alignments: alignments)
  }

  /// Two or more groups of dashes.
  static func isRuler(_ line: Substring) -> Bool {
    let text = line.trimmed
    return text.hasPrefix("--") && text.contains(" ") && text.contains(/^-{2,}(?: +-{2,})+$/)
  }

  // MARK: - Definitions and verse

  /// A term with definitions, of which a lesson's begin with a colon.
  mutating func takeDefinition(from rest: inout ArraySlice<Line>) -> [String]? {
    guard let first = rest.first, let start = first.text.first, !start.isWhitespace, !"|#>`~:-*+<".contains(start) else { return nil }
    let definitions = rest.dropFirst().prefix { $0.text.wholeMatch(of: Self.definitionPattern) != nil }
    guard !definitions.isEmpty else { return nil }
    rest = rest[definitions.endIndex...]
    return [inlines(first.text, first.number)]
      + definitions.map { line in
        let sign = line.text.firstIndex { $0 != " " } ?? line.text.startIndex
        return "\(line.text[..<sign]):\(inlines(line.text[line.text.index(after: sign)...], line.number))"
      }
  }

  private nonisolated(unsafe) static let oneColumnPattern = /\| *:?-+:? */
  private nonisolated(unsafe) static let definitionPattern = /\ {0,3}[:~] +([^\s:].*)/
  private nonisolated(unsafe) static let captionPattern =
    /(?s)(Table)?:\s+(?:\(\\#(?:tab|fig):([\w:.-]+)\)\s*)?(.*)/

  /// Pandoc's lines of verse: `| ` before each.
  mutating func takeVerse(from rest: inout ArraySlice<Line>) -> [String]? {
    guard let first = rest.first, first.text.hasPrefix("| "), !isKnownOpen("|", at: first) else { return nil }
    let lines = rest.prefix { $0.text.hasPrefix("| ") && $0.text.count { $0 == "|" } == 1 }
    if rest[lines.endIndex...].first?.text.hasPrefix("|") == true {
      setOpen("|", upTo: lines.last)
      return nil
    }
    // With a line of dashes below it is a table of one column without its last border.
    if let ruler = lines.last(where: { $0.text.wholeMatch(of: Self.oneColumnPattern) != nil }) {
      setOpen("|", upTo: ruler)
      return nil
    }
    guard lines.count > 1 else { return nil }
    rest = rest[lines.endIndex...]
    return lines.enumerated().map { place, line in
      inlines(line.text.dropFirst(2), line.number) + (place + 1 < lines.count ? "\\" : "")
    }
  }
}
