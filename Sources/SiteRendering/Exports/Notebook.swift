import CellAnalysis
import CellOutputs
import Diagnostics
import Foundation
import LessonDocument

/// A lesson as a Jupyter notebook (nbformat 4.5), and a notebook as a lesson.
///
/// A notebook shows its outputs without a Swift kernel. What a notebook has no place for, such as the words on a fence, is in the metadata
/// under `lessons`, so that the same lesson can be made of it again.
package struct Notebook: Codable, Sendable {
  package struct Cell: Codable, Sendable {
    package enum Kind: String, Codable, Sendable {
      case markdown, code, raw
      /// None that nbformat 4 has.
      case unknown

      package init(from decoder: any Decoder) throws {
        self = try Self(rawValue: decoder.singleValueContainer().decode(String.self)) ?? .unknown
      }
    }

    package var kind: Kind
    var id: String?
    package var metadata: Metadata?
    package var source: Lines
    /// nil for text.
    package var outputs: [Output]?
    var executionCount: Int?

    /// The names of the pictures that a text holds in itself; only read.
    package var attachments: [String] = []

    package struct Metadata: Codable, Sendable {
      package var lessons: Kept?
      /// What Jupyter Book and others say of a cell; only read.
      package var tags: [String] = []
      /// The language of the cell, where a notebook has several; only read.
      package var language: String?

      package init(lessons: Kept? = nil) { self.lessons = lessons }

      package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        // What another tool calls by these names is left out.
        lessons = try? container.decodeIfPresent(Kept.self, forKey: .lessons)
        tags = (try? container.decodeIfPresent([String].self, forKey: .tags)) ?? []
        language = (try? container.decodeIfPresent([String: String].self, forKey: .editor))?["languageId"]
      }

      package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(lessons, forKey: .lessons)
      }

      enum CodingKeys: String, CodingKey {
        case lessons, tags
        case editor = "vscode"
      }
    }

    /// What a lesson has and a notebook has no other place for, so that the lesson comes back byte for byte.
    package struct Kept: Codable, Sendable {
      /// The first lines of the cell's fences.
      package var code: String?
      package var output: String?
      /// Their last lines, where these differ from the signs that the first ones begin with.
      var codeEnd: String?
      var outputEnd: String?
      /// The line ends before it, and before its output, where these are others than one empty line.
      var before: String?
      var between: String?
      /// Whether the text is the lesson's own, although it looks like one that an export made.
      var isOwn: Bool?

      var isEmpty: Bool {
        [code, output, codeEnd, outputEnd, before, between].allSatisfy { $0 == nil } && isOwn == nil
      }
    }

    /// What an export has added, if it is a cell of that kind.
    var addedPart: String? {
      switch id {
      case Notebook.titleID: "holds the title, and was changed: left out, as the title is in the front matter"
      case Notebook.referencesID: "lists the works, and was changed: left out, as the list is made anew"
      case Notebook.originID: "says where the lesson is from, and was changed: left out, as it is made anew"
      default: nil
      }
    }

    package init(kind: Kind, id: String? = nil, kept: Kept = Kept(), source: Lines, outputs: [Output]? = nil, executionCount: Int? = nil) {
      (self.kind, self.id, self.source, self.outputs, self.executionCount) = (kind, id, source, outputs, executionCount)
      metadata = Metadata(lessons: kept.isEmpty ? nil : kept)
    }

    package init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      kind = try container.decode(Kind.self, forKey: .kind)
      source = try container.decodeIfPresent(Lines.self, forKey: .source) ?? Lines("")
      outputs = try container.decodeIfPresent([Output].self, forKey: .outputs)
      // Nothing depends on these: a notebook in which they are wrong is read, too.
      id = try? container.decodeIfPresent(String.self, forKey: .id)
      metadata = try? container.decodeIfPresent(Metadata.self, forKey: .metadata)
      executionCount = try? container.decodeIfPresent(Int.self, forKey: .executionCount)
      attachments = ((try? container.decodeIfPresent([String: Output.Data].self, forKey: .attachments)) ?? [:]).keys.sorted()
    }

    enum CodingKeys: String, CodingKey {
      case kind = "cell_type"
      case id, metadata, source, outputs, attachments
      case executionCount = "execution_count"
    }

    package func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(kind, forKey: .kind)
      try container.encodeIfPresent(id, forKey: .id)
      try container.encode(metadata ?? Metadata(), forKey: .metadata)
      try container.encode(source, forKey: .source)
      guard kind == .code else { return }
      try container.encode(outputs ?? [], forKey: .outputs)
      // The format requires it, be it null.
      try container.encode(executionCount, forKey: .executionCount)
    }
  }

  package struct Output: Codable, Sendable {
    package var kind: String
    package var name: String?
    package var text: Lines?
    package var data: [String: Data]?
    /// The format requires it where there is `data`.
    var metadata: [String: String]?

    init(kind: String, name: String? = nil, text: Lines? = nil, data: [String: Data]? = nil) {
      (self.kind, self.name, self.text, self.data) = (kind, name, text, data)
      metadata = data.map { _ in [:] }
    }

    package init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      try self.init(
        kind: container.decode(String.self, forKey: .kind), name: container.decodeIfPresent(String.self, forKey: .name),
        text: container.decodeIfPresent(Lines.self, forKey: .text), data: container.decodeIfPresent([String: Data].self, forKey: .data))
    }

    enum CodingKeys: String, CodingKey {
      case kind = "output_type"
      case name, text, data, metadata
    }

    /// A text or anything else, which isn't read.
    package enum Data: Codable, Sendable {
      case text(Lines)
      case other

      package init(from decoder: any Decoder) throws { self = (try? Lines(from: decoder)).map(Self.text) ?? .other }

      package func encode(to encoder: any Encoder) throws { if case .text(let lines) = self { try lines.encode(to: encoder) } }
    }
  }

  /// A text, which notebooks write as one string or as a list of lines.
  package struct Lines: Codable, Sendable, Hashable {
    package var text: String

    package init(_ text: String) { self.text = text }

    package init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      text = try ((try? container.decode(String.self)) ?? container.decode([String].self).joined()).replacing("\r\n", with: "\n")
    }

    package func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      let ended = lines.dropLast().map { $0 + "\n" } + (lines.last.map { $0.isEmpty ? [] : [String($0)] } ?? [])
      try container.encode(ended)
    }
  }

  package struct Metadata: Codable, Sendable {
    struct Kernel: Codable, Sendable {
      var name: String?
      var language: String?
      var displayName: String?

      enum CodingKeys: String, CodingKey {
        case name, language
        case displayName = "display_name"
      }
    }

    struct Language: Codable, Sendable {
      var name: String?
      var fileExtension: String?

      enum CodingKeys: String, CodingKey {
        case name
        case fileExtension = "file_extension"
      }
    }

    struct Lesson: Codable, Sendable {
      var frontMatter: String?
      var provenance: Provenance?
      /// What ends the file, where this is other than one line feed.
      var end: String?
      /// Whether its lines end as on Windows.
      var hasReturns: Bool?
      /// Digests of what the export added to the texts.
      var added: [String]?
    }

    var kernel: Kernel?
    var language: Language?
    var lessons: Lesson?

    enum CodingKeys: String, CodingKey {
      case kernel = "kernelspec"
      case language = "language_info"
      case lessons
    }

    /// What other programs say of a notebook; only read.
    var title: String?
    var hasAuthors = false

    private enum ForeignKeys: String, CodingKey { case title, authors }

    init(kernel: Kernel? = nil, language: Language? = nil, lessons: Lesson? = nil) {
      (self.kernel, self.language, self.lessons) = (kernel, language, lessons)
    }

    package init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      kernel = try? container.decodeIfPresent(Kernel.self, forKey: .kernel)
      language = try? container.decodeIfPresent(Language.self, forKey: .language)
      lessons = try? container.decodeIfPresent(Lesson.self, forKey: .lessons)
      let foreign = try decoder.container(keyedBy: ForeignKeys.self)
      title = try? foreign.decodeIfPresent(String.self, forKey: .title)
      hasAuthors = foreign.contains(.authors)
    }
  }

  package var cells: [Cell]
  package var metadata: Metadata
  package var format: Int
  package var minorFormat: Int

  enum CodingKeys: String, CodingKey {
    case cells, metadata
    case format = "nbformat"
    case minorFormat = "nbformat_minor"
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    format = try container.decode(Int.self, forKey: .format)
    guard format == 4 else { throw OtherFormat(format: format) }
    cells = try container.decode([Cell].self, forKey: .cells)
    // Programs that write notebooks leave these out at times.
    metadata = try container.decodeIfPresent(Metadata.self, forKey: .metadata) ?? Metadata()
    minorFormat = try container.decodeIfPresent(Int.self, forKey: .minorFormat) ?? 0
  }

  /// A notebook of another version than 4.
  package struct OtherFormat: Error {
    package var format: Int
  }

  package var isSwift: Bool {
    [metadata.language?.name, metadata.kernel?.language, metadata.kernel?.name].compactMap { $0?.lowercased() }.first.map {
      $0.hasPrefix("swift")
    }
      ?? false
  }

  /// nil if the notebook doesn't say it.
  package var languageName: String? { metadata.language?.name ?? metadata.kernel?.language }
}

// MARK: - A lesson as a notebook

extension Notebook {
  /// - Parameter figures: Those of each cell, by its index. They stand beside the recorded text of the cell's output.
  init(_ document: Document, _ provenance: Provenance, _ citations: CitationText, figures: [Int: [NotebookPicture]] = [:]) {
    let bytes = Array(document.file.text.utf8)
    let start = FrontMatter.parse(document.file).end
    cells = []
    metadata = Metadata(
      kernel: .init(name: "swift", language: "swift", displayName: "Swift"), language: .init(name: "swift", fileExtension: ".swift"),
      lessons: .init(frontMatter: start > 0 ? Self.text(bytes[..<start]) : nil, provenance: provenance))
    format = 4
    minorFormat = 5
    if bytes.contains(UInt8(ascii: "\r")) {
      let text = String(decoding: bytes, as: UTF8.self)
      // Where lines end in both ways, a line feed ends all.
      metadata.lessons?.hasReturns = text.withoutReturns.replacing("\n", with: "\r\n").utf8.elementsEqual(text.utf8) ? true : nil
    }
    var end = start
    /// Appends the cell that a part of the file is, with the line ends before it.
    func append(_ range: Range<Int>, _ cell: Cell) {
      var cell = cell
      var kept = cell.metadata?.lessons ?? Cell.Kept()
      let before = Self.text(bytes[end..<range.lowerBound])
      kept.before = before == Self.lineEnds(afterFrontMatter: start > 0, isFirst: cells.isEmpty) ? nil : before
      cell.metadata = .init(lessons: kept.isEmpty ? nil : kept)
      cells.append(cell)
      end = range.upperBound
    }
    func appendText(upTo limit: Int) {
      let range = Self.withoutLineEnds(end..<limit, bytes)
      guard !range.isEmpty else { return }
      let text = citations.text(range, keepsKeys: true).withoutReturns
      let shown = NotebookText.shown(text)
      let original = Self.text(bytes[range])
      let isChangedBack = CitationText.lesson(NotebookText.lesson(shown)) == original
      append(
        range,
        Cell(
          kind: .markdown, id: "text-\(cells.count + 1)", kept: .init(isOwn: isChangedBack ? nil : true),
          source: Lines(isChangedBack ? shown : original)))
    }
    for cell in document.cells.filter({ Self.isOfItsOwn($0, bytes) }) {
      let range = Self.withoutLineEnds(cell.range, bytes)
      var code = Fence(Self.text(bytes[range]))
      if cell.options.isInComment {
        let comment = NotebookComment(bytes[range], codeFrom: cell.code.fileOffset(of: 0))
        code = Fence(opening: comment.opening, lines: comment.code + "\n", otherEnd: comment.end)
      }
      let recorded = cell.recorded.flatMap { recorded -> Range<Int>? in
        let output = Self.withoutLineEnds(recorded.range, bytes)
        guard recorded.linePrefix.isEmpty, output.lowerBound >= range.upperBound,
          Self.text(bytes[range.upperBound..<output.lowerBound]).allSatisfy(\.isWhitespace)
        else { return nil }
        return output
      }
      let output = recorded.map { Fence(Self.text(bytes[$0])) }
      let between = recorded.map { Self.text(bytes[range.upperBound..<$0.lowerBound]) }
      appendText(upTo: range.lowerBound)
      append(
        range,
        Cell(
          kind: .code, id: "cell-\(cell.index + 1)",
          kept: .init(
            code: code.opening, output: output?.opening, codeEnd: code.otherEnd, outputEnd: output?.otherEnd,
            between: between == "\n\n" ? nil : between),
          source: Lines(code.content),
          outputs: (output.map { [Output(kind: "stream", name: "stdout", text: Lines($0.lines))] } ?? [])
            + (figures[cell.index] ?? []).map { Output(kind: "display_data", data: [$0.type: .text(Lines($0.text))]) },
          executionCount: cell.options.runs ? cell.index + 1 : nil))
      end = recorded?.upperBound ?? end
    }
    appendText(upTo: bytes.count)
    let last = Self.text(bytes[end...])
    metadata.lessons?.end = last == "\n" ? nil : last
    if let references = citations.references {
      cells.append(Cell(kind: .markdown, id: Self.referencesID, source: Lines(references.trimmingLineEnds)))
    }
    cells.append(Cell(kind: .markdown, id: Self.originID, source: Lines(provenance.markdown)))
    if document.frontMatter.title != nil {
      cells.insert(Cell(kind: .markdown, id: Self.titleID, source: Lines("# \(Self.escaped(document.title))")), at: 0)
    }
    var added = AddedParts()
    for cell in cells where cell.kind == .markdown && cell.metadata?.lessons?.isOwn != true {
      _ = CitationText.lesson(NotebookText.lesson(cell.source.text)) { added.add($1) }
      if cell.addedPart != nil { added.add(cell.source.text[...]) }
    }
    metadata.lessons?.added = added.isEmpty ? nil : added.digests.sorted()
  }

  /// The ids of cells that are no part of the lesson: its title, if that is in the front matter, the works that it cites, and where it is from.
  static let titleID = "title"
  static let referencesID = "references"
  static let originID = "origin"

  /// A plain text as Markdown on one line.
  private static func escaped(_ text: String) -> String {
    let signs = Set("\\`*_<>$[]#&")
    return text.split(whereSeparator: \.isNewline).joined(separator: " ").map { signs.contains($0) ? "\\\($0)" : "\($0)" }.joined()
  }

  /// The lines of cells that stand in a list or a quotation, where a notebook has no cell.
  static func linesOfListings(of document: Document) -> [Int] {
    let bytes = Array(document.file.text.utf8)
    return document.cells.filter { $0.options.runs && $0.source == nil && !$0.options.isInComment && !isOfItsOwn($0, bytes) }
      .map { document.file.position(at: $0.range.lowerBound).line }
  }

  /// What stands before a cell, unless the cell says otherwise.
  static func lineEnds(afterFrontMatter: Bool, isFirst: Bool) -> String { isFirst ? afterFrontMatter ? "\n" : "" : "\n\n" }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self).withoutReturns }

  private static func withoutLineEnds(_ range: Range<Int>, _ bytes: [UInt8]) -> Range<Int> {
    func isLineEnd(_ place: Int) -> Bool { bytes[place] == UInt8(ascii: "\n") || bytes[place] == UInt8(ascii: "\r") }
    var (start, end) = (range.lowerBound, range.upperBound)
    while start < end, isLineEnd(start) { start += 1 }
    while start < end, isLineEnd(end - 1) { end -= 1 }
    return start..<end
  }

  /// Whether a cell stands between the paragraphs and not in a list or a quotation, and in this file.
  private static func isOfItsOwn(_ cell: CellAnalysis.Cell, _ bytes: [UInt8]) -> Bool {
    let start = cell.range.lowerBound
    guard cell.source == nil, cell.linePrefix.isEmpty, start == 0 || bytes[start - 1] == UInt8(ascii: "\n") else { return false }
    // Text may follow a comment on its last line.
    let next = bytes[cell.range.upperBound...].first
    return !cell.options.isInComment || next.map { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") } ?? true
  }

  var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    // Texts and numbers can always be encoded.
    return ((try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}") + "\n"
  }

  func file(_ document: Document) -> SiteFile { SiteFile(path: document.pageStem + ".ipynb", text: json) }
}

/// The first line of a fence, what stands in it, and its last line.
private struct Fence {
  var opening: String
  /// Each with its end, so that one blank line isn't the same as none.
  var lines: String
  /// nil if it is made of the signs that the first one begins with.
  var otherEnd: String?

  /// Without the end of the last line.
  var content: String { lines.last == "\n" ? String(lines.dropLast()) : lines }

  init(opening: String, lines: String, otherEnd: String?) {
    (self.opening, self.lines, self.otherEnd) = (opening, lines, otherEnd)
  }

  init(_ text: String) {
    var lines = text.trimmingLineEnds.split(separator: "\n", omittingEmptySubsequences: false)
    opening = lines.isEmpty ? "" : String(lines.removeFirst())
    if let last = lines.last, last.allSatisfy({ $0 == "`" || $0 == "~" || $0 == " " }), !last.isEmpty {
      lines.removeLast()
      if last != opening.prefix(while: { $0 == "`" || $0 == "~" }) { otherEnd = String(last) }
    }
    self.lines = lines.map { $0 + "\n" }.joined()
  }
}

extension String {
  /// With line feeds alone between lines.
  fileprivate var withoutReturns: String { replacing("\r\n", with: "\n") }

  var trimmingLineEnds: String {
    var text = trimmingLastLineEnds[...]
    while text.first == "\n" { text.removeFirst() }
    return String(text)
  }

  var trimmingLastLineEnds: String {
    var text = self[...]
    while text.last == "\n" { text.removeLast() }
    return String(text)
  }
}
