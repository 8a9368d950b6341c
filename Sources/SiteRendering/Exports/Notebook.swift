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
    }

    package var kind: Kind
    var id: String?
    package var metadata: Metadata?
    package var source: Lines
    /// nil for text.
    package var outputs: [Output]?
    var executionCount: Int?

    package struct Metadata: Codable, Sendable {
      package var lessons: Fences?
    }

    /// The first lines of a cell's fences.
    package struct Fences: Codable, Sendable {
      package var code: String
      package var output: String?
    }

    enum CodingKeys: String, CodingKey {
      case kind = "cell_type"
      case id, metadata, source, outputs
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
      text = try (try? container.decode(String.self)) ?? container.decode([String].self).joined()
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
    }

    var kernel: Kernel?
    var language: Language?
    var lessons: Lesson?

    enum CodingKeys: String, CodingKey {
      case kernel = "kernelspec"
      case language = "language_info"
      case lessons
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

  package var isSwift: Bool {
    [metadata.language?.name, metadata.kernel?.language, metadata.kernel?.name].compactMap { $0?.lowercased() }.first.map {
      $0.hasPrefix("swift")
    }
      ?? false
  }

  package var languageName: String { metadata.language?.name ?? metadata.kernel?.language ?? "text" }
}

// MARK: - A lesson as a notebook

extension Notebook {
  /// - Parameter figures: Those of each cell, by its index. They stand beside the recorded text of the cell's output.
  init(_ document: Document, _ provenance: Provenance, _ citations: CitationText, figures: [Int: [NotebookPicture]] = [:]) {
    let bytes = Array(document.file.text.utf8)
    func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
    let start = FrontMatter.parse(document.file).end
    cells = []
    metadata = Metadata(
      kernel: .init(name: "swift", language: "swift", displayName: "Swift"), language: .init(name: "swift", fileExtension: ".swift"),
      lessons: .init(frontMatter: start > 0 ? text(0..<start) : nil, provenance: provenance))
    format = 4
    minorFormat = 5
    var end = start
    for cell in document.cells.filter({ Self.isOfItsOwn($0, bytes) }) {
      let code = Fence(text(cell.range))
      let recorded = cell.recorded.flatMap { recorded -> Range<Int>? in
        guard recorded.linePrefix.isEmpty, recorded.range.lowerBound >= cell.range.upperBound,
          text(cell.range.upperBound..<recorded.range.lowerBound).allSatisfy(\.isWhitespace)
        else { return nil }
        return recorded.range
      }
      let output = recorded.map { Fence(text($0)) }
      append(citations.text(end..<cell.range.lowerBound, keepsKeys: true))
      cells.append(
        Cell(
          kind: .code, id: "cell-\(cell.index + 1)", metadata: .init(lessons: .init(code: code.opening, output: output?.opening)),
          source: Lines(code.content),
          outputs: (output.map { [Output(kind: "stream", name: "stdout", text: Lines($0.content.isEmpty ? "" : $0.content + "\n"))] } ?? [])
            + (figures[cell.index] ?? []).map { Output(kind: "display_data", data: [$0.type: .text(Lines($0.text))]) },
          executionCount: cell.options.runs ? cell.index + 1 : nil))
      end = recorded?.upperBound ?? cell.range.upperBound
    }
    append(citations.text(end..<bytes.count, keepsKeys: true))
    if let references = citations.references {
      cells.append(Cell(kind: .markdown, id: Self.referencesID, source: Lines(references.trimmingLineEnds)))
    }
  }

  /// The id of the cell that lists the works, which is no part of the lesson.
  private static let referencesID = "references"

  private mutating func append(_ text: String) {
    let text = text.trimmingLineEnds
    guard !text.isEmpty else { return }
    cells.append(Cell(kind: .markdown, id: "text-\(cells.count + 1)", source: Lines(NotebookText.shown(text))))
  }

  /// Whether a cell stands between the paragraphs and not in a list or a quotation, and in this file.
  private static func isOfItsOwn(_ cell: CellAnalysis.Cell, _ bytes: [UInt8]) -> Bool {
    let start = cell.range.lowerBound
    return cell.source == nil && cell.linePrefix.isEmpty && (start == 0 || bytes[start - 1] == UInt8(ascii: "\n"))
  }

  var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    // Texts and numbers can always be encoded.
    return ((try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}") + "\n"
  }

  func file(_ document: Document) -> SiteFile { SiteFile(path: document.pageStem + ".ipynb", text: json) }
}

/// The first line of a fence, and what stands in it.
private struct Fence {
  var opening: String
  var content: String

  init(_ text: String) {
    var lines = text.trimmingLineEnds.split(separator: "\n", omittingEmptySubsequences: false)
    opening = lines.isEmpty ? "" : String(lines.removeFirst())
    if let last = lines.last, last.allSatisfy({ $0 == "`" || $0 == "~" || $0 == " " }), !last.isEmpty { lines.removeLast() }
    content = lines.joined(separator: "\n")
  }
}

extension String {
  fileprivate var trimmingLineEnds: String {
    var text = self[...]
    while text.first == "\n" { text.removeFirst() }
    while text.last == "\n" { text.removeLast() }
    return String(text)
  }
}

// MARK: - A notebook as a lesson

extension Notebook {
  /// The lesson's Markdown, and what has no place in it.
  package func lesson() -> (text: String, unmapped: [String]) {
    var parts: [String] = []
    var unmapped: [String] = []
    for (index, cell) in cells.enumerated() {
      let source = cell.source.text.trimmingLineEnds
      switch cell.kind {
      case .markdown where metadata.lessons != nil && cell.id == Self.referencesID: break
      case .markdown where metadata.lessons != nil: if !source.isEmpty { parts.append(CitationText.lesson(NotebookText.lesson(source))) }
      case .markdown:
        // Text of another tool.
        let text = MarkdownImport(source)
        if !text.text.isEmpty { parts.append(text.text) }
        unmapped += text.remarks.map { "cell \(index + 1), line \($0.line): \($0.text)" }
      case .raw: unmapped.append("cell \(index + 1) is raw text for another program: left out")
      case .code:
        let runs = cell.metadata?.lessons != nil || isSwift
        parts.append(Self.fence(cell.metadata?.lessons?.code, words: runs ? "swift" : languageName, around: source))
        if !runs, parts.count == 1 || !unmapped.contains(where: { $0.hasSuffix("shown, not run") }) {
          unmapped.append("cell \(index + 1) is \(languageName): shown, not run")
        }
        if let output = output(of: cell, index, &unmapped) {
          parts.append(Self.fence(cell.metadata?.lessons?.output, words: runs ? "output" : "text", around: output.trimmingLineEnds))
        }
      }
    }
    return (
      (metadata.lessons?.frontMatter ?? "") + (metadata.lessons?.frontMatter == nil ? "" : "\n") + parts.joined(separator: "\n\n") + "\n",
      unmapped
    )
  }

  private func output(of cell: Cell, _ index: Int, _ unmapped: inout [String]) -> String? {
    var text: String?
    for output in cell.outputs ?? [] {
      switch output.kind {
      case "stream" where output.name != "stderr": text = (text ?? "") + (output.text?.text ?? "")
      case "stream": unmapped.append("cell \(index + 1) writes to standard error: left out")
      // A figure that a lesson draws anew.
      case "display_data" where cell.metadata?.lessons != nil: break
      case "error": unmapped.append("cell \(index + 1) failed: its error is left out")
      default:
        if case .text(let lines)? = output.data?["text/plain"] {
          text = (text.map { $0.hasSuffix("\n") || $0.isEmpty ? $0 : $0 + "\n" } ?? "") + lines.text + "\n"
        }
        for kind in (output.data ?? [:]).keys.sorted() where kind != "text/plain" {
          unmapped.append("cell \(index + 1) gives \(kind): left out")
        }
      }
    }
    return text
  }

  /// - Parameter opening: The first line, if it is known.
  private static func fence(_ opening: String?, words: String, around text: String) -> String {
    let lines: [Substring] = text.split(separator: "\n")
    let longest = lines.map { line in line.prefix { $0 == "`" }.count }.max() ?? 0
    let mark = opening.map { String($0.prefix { $0 == "`" || $0 == "~" }) } ?? String(repeating: "`", count: max(3, longest + 1))
    return "\(opening ?? mark + words)\n\(text.isEmpty ? "" : text + "\n")\(mark)"
  }
}
