/// Front matter of other tools, with the keys that a lesson has.
struct ImportedFrontMatter {
  /// With the lines around it; empty if nothing is left of it.
  private(set) var text = ""
  private(set) var remarks: [MarkdownImport.Remark] = []
  /// The lines of the file that it takes.
  private(set) var lineCount = 0

  private static let own: Set<String> = [
    "title", "summary", "kind", "vary", "macros", "libraries", "isolation", "flags", "bibliography", "draft", "date", "tags",
    "swift-version",
    "prose-numbers",
  ]
  private static let renamed = [
    "subtitle": "summary", "description": "summary", "abstract": "summary", "categories": "tags", "keywords": "tags",
  ]

  /// - Parameter hasTitleBlock: Whether lines at the beginning may be Pandoc's title, authors and date, each after `%`.
  init(_ lines: [MarkdownImport.Line], hasTitleBlock: Bool) {
    if hasTitleBlock, lines.first?.text.hasPrefix("% ") == true {
      readTitleBlock(lines)
      return
    }
    guard let first = lines.first?.text, first.trimmed == "---" || first.trimmed == "+++", lines.count > 1,
      !lines[1].text.allSatisfy(\.isWhitespace)
    else { return }
    let isTOML = first.trimmed == "+++"
    guard let end = lines.dropFirst().firstIndex(where: { $0.text.trimmed == first.trimmed || !isTOML && $0.text.trimmed == "..." }) else {
      return
    }
    lineCount = end + 1
    // A key with all lines that belong to it.
    var entries: [(key: String, lines: [MarkdownImport.Line])] = []
    for line in lines[1..<end] {
      // In TOML, all that follows a name in brackets belongs to it.
      if isTOML, let table = line.text.wholeMatch(of: /\s*\[+([^\[\]"']+)\]+\s*/) {
        entries.append(("\(table.1).", [line]))
      } else if isTOML, entries.last?.key.hasSuffix(".") == true {
        entries[entries.count - 1].lines.append(line)
      } else if let key = line.text.prefixMatch(of: /([A-Za-z_][\w-]*)[ \t]*[:=]/) {
        entries.append((String(key.1), [line]))
      } else if entries.isEmpty {
        entries.append(("", [line]))
      } else {
        entries[entries.count - 1].lines.append(line)
      }
    }
    let keys = Set(entries.map(\.key))
    var kept: [String] = []
    var names: Set<String> = []
    for (key, lines) in entries {
      let name = Self.renamed[key].flatMap { keys.contains($0) ? nil : $0 } ?? key
      let isComment = lines.allSatisfy { $0.text.hasPrefix("#") || $0.text.allSatisfy(\.isWhitespace) }
      guard isComment || Self.own.contains(name) && !names.contains(name) else {
        remarks.append(.init(line: lines[0].number, text: Self.why(key)))
        continue
      }
      var texts = lines.map { String($0.text) }
      if name == "date", !texts[0].contains(/\d{4}-\d\d-\d\d/) {
        remarks.append(.init(line: lines[0].number, text: "the date is left out: a lesson has one such as `2026-11-28`"))
        continue
      }
      if isTOML { texts[0] = texts[0].replacing(/^([\w-]+)\s*=\s*/, with: { "\($0.1): " }) }
      if name != key { texts[0] = name + texts[0].dropFirst(key.count) }
      names.insert(name)
      kept += texts
    }
    if kept.contains(where: { !$0.allSatisfy(\.isWhitespace) }) { text = "---\n" + kept.joined(separator: "\n") + "\n---\n" }
  }

  private mutating func readTitleBlock(_ lines: [MarkdownImport.Line]) {
    var fields: [(line: Int, text: String)] = []
    for line in lines {
      if line.text.hasPrefix("%"), fields.count < 3 {
        fields.append((line.number, line.text.dropFirst().trimmingBlanks))
      } else if line.text.hasPrefix(" "), !line.text.allSatisfy(\.isWhitespace) {
        fields[fields.count - 1].text += " " + line.text.trimmed
      } else {
        break
      }
      lineCount += 1
    }
    text = "---\ntitle: '\(fields[0].text.replacing("'", with: "''"))'\n---\n"
    for (field, key) in zip(fields.dropFirst(), ["author", "date"]) where !field.text.isEmpty {
      remarks.append(
        .init(line: field.line, text: key == "date" ? "the date is left out: a lesson has one such as `2026-11-28`" : Self.why(key)))
    }
  }

  private static func why(_ key: String) -> String {
    switch key {
    case _ where key.hasSuffix("."): "the part `\(key.dropLast())` of the front matter is left out"
    case "author", "authors": "`\(key)` is left out: the authors of a course are in `course.yml`"
    case "lang", "language": "`\(key)` is left out: the language of a course is in `course.yml`"
    case "license", "copyright": "`\(key)` is left out: the license of a course is in `course.yml`"
    default: "the key `\(key)` of the front matter is left out"
    }
  }
}
