import Diagnostics
import ToolSupport

/// Reads BibTeX: `@article{key, author = {…}, year = 2017}`. After a mistake it goes on with the next entry.
struct BibTeXReader {
  private let file: SourceFile
  private let bytes: [UInt8]
  private var position = 0
  private var strings: [String: [UInt8]] = [:]
  private var problems: [Problem] = []
  private var found: [(entry: RawEntry, fields: [String: Field])] = []

  private struct RawEntry {
    var type: String
    var key: String
    var range: Range<Int>
  }

  private struct Field {
    var name: Range<Int>
    /// The value with its LaTeX. Its indices are offsets in the file, unless it was joined from several parts.
    var value: ArraySlice<UInt8>
  }

  static func read(_ file: SourceFile) -> (entries: [BibliographyEntry], problems: [Problem]) {
    var reader = BibTeXReader(file)
    reader.run()
    let entries = reader.entries()
    return (entries, reader.problems.sorted { $0.range.lowerBound < $1.range.lowerBound })
  }

  private init(_ file: SourceFile) {
    self.file = file
    bytes = Array(file.text.utf8)
    for (index, month) in Self.months.enumerated() { strings[month] = Array("\(index + 1)".utf8) }
  }

  private static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]

  // MARK: - Syntax

  /// What is outside of entries is a comment.
  private mutating func run() {
    while let at = bytes[position...].firstIndex(of: UInt8(ascii: "@")) {
      position = at + 1
      do throws(Problem) {
        try readEntry(at: at)
      } catch {
        problems.append(error)
        skipToNextEntry()
      }
    }
  }

  /// Moves to the next `@` at the beginning of a line.
  private mutating func skipToNextEntry() {
    while position < bytes.count {
      guard let end = bytes[position...].firstIndex(of: UInt8(ascii: "\n")) else {
        position = bytes.count
        return
      }
      position = end + 1
      skipBlanks()
      if position < bytes.count, bytes[position] == UInt8(ascii: "@") { return }
    }
  }

  private mutating func readEntry(at start: Int) throws(Problem) {
    skipBlanks()
    let type = readName()
    // An `@` in a comment, as in a mail address.
    guard !type.isEmpty, start == 0 || !isWord(bytes[start - 1]) else { return }
    skipBlanks()
    guard let opening = current, opening == UInt8(ascii: "{") || opening == UInt8(ascii: "(") else {
      if type.lowercased() == "comment" { return }
      throw Problem("`@\(type)` has no `{`", at: start..<position, help: "write `@\(type){key, title = {…}}`")
    }
    let closing = opening == UInt8(ascii: "{") ? UInt8(ascii: "}") : UInt8(ascii: ")")
    let openingPlace = position
    position += 1
    switch type.lowercased() {
    case "comment":
      position = openingPlace
      if opening == UInt8(ascii: "{") { _ = try readBraces() }
    case "preamble":
      _ = try readValue(of: "@preamble")
      try close(closing, openedAt: openingPlace, type)
    case "string":
      let (name, value) = try readField()
      strings[name.lowercased()] = Array(value.value)
      try close(closing, openedAt: openingPlace, type)
    default:
      try readFields(of: type, closing, openedAt: openingPlace)
    }
  }

  private mutating func readFields(of type: String, _ closing: UInt8, openedAt opening: Int) throws(Problem) {
    skipBlanks()
    let keyStart = position
    while let byte = current, !isBlank(byte), !",={}()\"#%".utf8.contains(byte) { position += 1 }
    let key = String(decoding: bytes[keyStart..<position], as: UTF8.self)
    guard !key.isEmpty else {
      throw Problem("this entry has no key", at: keyStart..<keyStart, help: "write the name that lessons cite it by: `@\(type){key, …}`")
    }
    skipBlanks()
    guard current != UInt8(ascii: "=") else {
      throw Problem(
        "this entry has no key", at: keyStart..<position, help: "write the name that lessons cite it by: `@\(type){key, \(key) = …}`")
    }
    var fields: [String: Field] = [:]
    while true {
      skipBlanks()
      if current == closing { break }
      guard current == UInt8(ascii: ",") else {
        throw Problem(
          position < bytes.count ? "there is no comma before this" : "the entry `\(key)` is never closed",
          at: position < bytes.count ? position..<position + 1 : opening..<opening + 1,
          help: position < bytes.count ? "put a comma after each value of `\(key)`" : "end it with `}`")
      }
      position += 1
      skipBlanks()
      // A comma after the last field is usual.
      if current == closing { break }
      guard position < bytes.count else {
        throw Problem("the entry `\(key)` is never closed", at: opening..<opening + 1, help: "end it with `}`")
      }
      let (name, field) = try readField()
      if fields[name.lowercased()] == nil { fields[name.lowercased()] = field }
    }
    try close(closing, openedAt: opening, type)
    found.append((RawEntry(type: type.lowercased(), key: key.composed, range: keyStart..<keyStart + key.utf8.count), fields))
  }

  private mutating func readField() throws(Problem) -> (name: String, field: Field) {
    skipBlanks()
    let start = position
    let name = readName()
    guard !name.isEmpty else {
      throw Problem("a field's name is missing", at: start..<min(start + 1, bytes.count), help: "write `name = {value},`")
    }
    let range = start..<position
    skipBlanks()
    guard current == UInt8(ascii: "=") else {
      throw Problem("`\(name)` has no `=` after it", at: range, help: "write `\(name) = {…},`; is a comma or a brace missing before it?")
    }
    position += 1
    return (name, Field(name: range, value: try readValue(of: name)))
  }

  /// Reads `{…}`, `"…"`, a number or the name of a string, or several of these joined by `#`.
  private mutating func readValue(of name: String) throws(Problem) -> ArraySlice<UInt8> {
    var value = try readPart(of: name)
    skipBlanks()
    while current == UInt8(ascii: "#") {
      position += 1
      value = ArraySlice(Array(value) + Array(try readPart(of: name)))
      skipBlanks()
    }
    return value
  }

  private mutating func readPart(of name: String) throws(Problem) -> ArraySlice<UInt8> {
    skipBlanks()
    let start = position
    switch current {
    case UInt8(ascii: "{")?: return try readBraces()
    case UInt8(ascii: "\"")?: return try readQuotes()
    case let byte? where isWord(byte):
      let word = readName()
      if word.allSatisfy(\.isNumber) { return bytes[start..<position] }
      guard let string = strings[word.lowercased()] else {
        throw Problem(
          "there is no string `\(word)`", at: start..<position,
          help: suggestion(for: word, among: strings.keys) ?? "put the text of `\(name)` in braces, or define it: `@string{\(word) = {…}}`")
      }
      return ArraySlice(string)
    default:
      throw Problem("`\(name)` has no value", at: start..<min(start + 1, bytes.count), help: "write `\(name) = {…}`")
    }
  }

  private mutating func readBraces() throws(Problem) -> ArraySlice<UInt8> {
    guard let text = readText(until: UInt8(ascii: "}")) else {
      throw Problem(
        "this brace is never closed", at: position..<position + 1, help: "write the `}` that closes it; write `\\{` for the sign itself")
    }
    return text
  }

  private mutating func readQuotes() throws(Problem) -> ArraySlice<UInt8> {
    guard let text = readText(until: UInt8(ascii: "\"")) else {
      throw Problem(
        "this quotation mark is never closed", at: position..<position + 1, help: "end the value with `\"`, or write it in braces")
    }
    return text
  }

  /// Reads from the sign at the position to the one that closes it, outside of the braces in between.
  ///
  /// - Returns: What is between the two. If nothing closes it: nil, and the position stays, so that one mistake doesn't hide the entries below it.
  private mutating func readText(until closing: UInt8) -> ArraySlice<UInt8>? {
    let start = position + 1
    var cursor = start
    var depth = 0
    while cursor < bytes.count {
      switch bytes[cursor] {
      case closing where depth == 0:
        position = cursor + 1
        return bytes[start..<cursor]
      case UInt8(ascii: "\\"): cursor += 1
      case UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "}"): depth -= 1
      default: break
      }
      cursor += 1
    }
    return nil
  }

  private mutating func close(_ closing: UInt8, openedAt opening: Int, _ type: String) throws(Problem) {
    skipBlanks()
    guard current == closing else {
      throw Problem(
        "this `@\(type)` is never closed", at: opening..<opening + 1, help: "end it with `\(Character(Unicode.Scalar(closing)))`")
    }
    position += 1
  }

  // MARK: - Bytes

  private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipBlanks() {
    while let byte = current, isBlank(byte) { position += 1 }
  }

  private mutating func readName() -> String {
    let start = position
    while let byte = current, isWord(byte) { position += 1 }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

  private func isWord(_ byte: UInt8) -> Bool {
    byte >= 0x80 || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
      || "-_.:+/!?*&".utf8.contains(byte)
  }
}

// MARK: - Meaning

extension BibTeXReader {
  private mutating func entries() -> [BibliographyEntry] {
    let byKey = Dictionary(found.map { ($0.entry.key, $0.fields) }) { first, _ in first }
    return found.map { raw, fields in
      var fields = fields
      // What an entry leaves out it takes from the work that contains it.
      if let parent = fields["crossref"].flatMap({ byKey[String(decoding: $0.value, as: UTF8.self)] }) {
        if fields["booktitle"] == nil { fields["booktitle"] = parent["title"] }
        fields.merge(parent) { own, _ in own }
      }
      return entry(raw, fields)
    }
  }

  private mutating func entry(_ raw: RawEntry, _ fields: [String: Field]) -> BibliographyEntry {
    var entry = BibliographyEntry(key: raw.key, at: raw.range)
    entry.title = LaTeXText(fields["title"]?.value ?? []).titleParts
    if let people = fields["author"] ?? fields["editor"] {
      (entry.authors, entry.hasFurtherAuthors) = BibTeXNames.read(people.value)
    }
    func plain(_ names: String..., isAddress: Bool = false) -> String? {
      names.compactMap { fields[$0] }.map { LaTeXText($0.value, isAddress: isAddress).plainText }.first { !$0.isEmpty }
    }
    entry.language = plain("langid", "language", "hyphenation").flatMap(LanguageName.tag)
    // BibLaTeX's date begins with the year.
    entry.year = plain("year") ?? plain("date").map { String($0.prefix { $0 != "-" && $0 != "/" }) }
    entry.container = plain("journal", "journaltitle", "booktitle", "series")
    entry.volume = plain("volume")
    entry.issue = plain("number", "issue")
    entry.pages = plain("pages").map { $0.replacing("-", with: "–") }
    entry.publisher = plain("publisher", "school", "institution", "organization")
    entry.note = plain("howpublished", "note").flatMap { $0.hasPrefix("http") ? nil : $0 }
    entry.address = WebAddress.of(
      doi: plain("doi", isAddress: true), url: plain("url", "howpublished", isAddress: true), eprint: plain("eprint"),
      archive: plain("archiveprefix", "eprinttype"))
    for name in ["title", "journal", "booktitle", "publisher", "note"] {
      guard let field = fields[name], bytes.indices.contains(field.value.startIndex), field.value.startIndex > 0 else { continue }
      problems += LaTeXText(field.value).problems
    }
    return entry
  }
}
