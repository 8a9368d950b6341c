import Foundation
import LessonDocument
import ToolSupport

/// Markdown of other tools as a lesson: Quarto, MyST and Jupyter Book, mdoc, DocC, MkDocs, Docusaurus, Obsidian, Hugo.
///
/// Line by line, what these tools have of their own becomes what a lesson has instead. Everything else stays byte for byte, so that a lesson stays
/// the same. What has no place in a lesson is told, with its line.
package struct MarkdownImport {
  /// What couldn't be taken over.
  package struct Remark: Sendable, Hashable {
    /// In the file that was read.
    package var line: Int
    package var text: String
  }

  package private(set) var text = ""
  package internal(set) var remarks: [Remark] = []
  /// The same, to find one at once.
  private var knownRemarks: Set<Remark> = []

  /// A line with its number in the file.
  struct Line {
    var number: Int
    var text: Substring
  }

  /// Whether the file has fences that another tool runs. A plain `swift` fence is then only shown.
  var marksCells = false
  /// Whether it is an article of DocC.
  var isDocC = false
  /// Whether it has signs of MyST, in which a line that begins with `%` is a comment, and of Obsidian, whose comments stand between `%%`.
  var isMyST = false
  var isObsidian = false
  /// Whether it is text of a notebook, in which two backslashes and a bracket begin a formula, too.
  let isInNotebook: Bool
  /// The ids of headings in a lesson, by the names that the other tool gives them.
  var headings: [String: String] = [:]
  /// Notes that stood in the text, for its end.
  var notes: [String] = []
  /// The line up to which what begins with a sign has no end, so that its end isn't searched for again and again.
  private var knownOpen: [String: Int] = [:]
  /// What doesn't stand in the rest of a text that is read.
  var absentEnds: Set<String> = []
  /// Whether works are named that the text may cite.
  var hasBibliography = false
  /// How many boxes, quotations and items are around what is read.
  private var depth = 0

  /// - Parameters:
  ///   - isBeginning: Whether the text may have front matter.
  ///   - isInNotebook: Whether it is text of a notebook, whose cells are apart: a listing in it is only shown.
  package init(_ source: String, isBeginning: Bool = true, isInNotebook: Bool = false) {
    self.isInNotebook = isInNotebook
    if let exported = ExportedMarkdown(source) {
      text = exported.lesson
      remarks = exported.remarks
      return
    }
    // A mark of Windows' editors.
    let source = source.hasPrefix("\u{FEFF}") ? String(source.unicodeScalars.dropFirst()) : source
    // A return before a line feed is no part of the text, and one alone ended the lines of old Macs.
    let lines = source.replacing("\r\n", with: "\n").replacing("\r", with: "\n").split(separator: "\n", omittingEmptySubsequences: false)
      .enumerated()
      .map { Line(number: $0 + 1, text: $1) }
    isMyST = lines.contains { Self.isSignOfMyST($0.text) }
    isObsidian = lines.contains { Self.isSignOfObsidian($0.text) }
    let matter = ImportedFrontMatter(isBeginning ? lines : [], hasTitleBlock: !isMyST)
    for remark in matter.remarks { self.remark(remark.line, remark.text) }
    let body = Array(lines.dropFirst(matter.lineCount))
    marksCells =
      isInNotebook || body.contains { Self.opening(of: Self.item($0.text)?.rest ?? $0.text).map { Self.isRunElsewhere($0.info) } ?? false }
    isDocC = Self.isDocC(body)
    hasBibliography = matter.text.contains("\nbibliography:")
    findHeadings(body)
    var out = blocks(body)
    if !notes.isEmpty {
      while out.last?.isEmpty == true { out.removeLast() }
      out += [""] + notes.flatMap { [$0, ""] }
    }
    text = matter.text + out.joined(separator: "\n")
    remarks.sort { $0.line < $1.line }
  }

  mutating func remark(_ line: Int, _ text: String) {
    let remark = Remark(line: line, text: text)
    if knownRemarks.insert(remark).inserted { remarks.append(remark) }
  }

  /// Finds the names that other tools give headings: `## Title {#sec-title}`, and `(title)=` on the line before.
  private mutating func findHeadings(_ lines: [Line]) {
    var name: Substring?
    for line in lines {
      if line.text.hasPrefix("("), let target = line.text.wholeMatch(of: Self.targetPattern) {
        name = target.1
      } else if line.text.hasPrefix("#"), line.text.utf8.count <= Self.mostBytes,
        let heading = line.text.wholeMatch(of: Self.namedHeadingPattern)
      {
        let id = heading.2?.split(separator: " ").first { $0.hasPrefix("#") }?.dropFirst()
        for name in [id, name].compactMap(\.self) { headings[String(name)] = Self.headingID(Self.withoutEnd(ofHeading: heading.1)) }
        name = nil
      } else if !line.text.allSatisfy(\.isWhitespace) {
        name = nil
      }
    }
  }

  /// The words of a heading without the signs that may stand at its end.
  private static func withoutEnd(ofHeading words: Substring) -> Substring {
    let end = words.lastIndex { $0 != "#" } ?? words.startIndex
    return end < words.endIndex && words[end] == " " ? words[..<end].trimmed : words
  }

  private static func isSignOfMyST(_ line: Substring) -> Bool {
    let text = line.trimmed
    if text.hasPrefix("("), text.wholeMatch(of: targetPattern) != nil { return true }
    guard text.hasPrefix("```{") || text.hasPrefix("~~~{") || text.hasPrefix(":::"),
      let name = text.firstMatch(of: /^[`~:]{3,}\{([a-z][\w:-]*)\}/)
    else {
      return text.contains("}`") && text.contains(/\{(?:math|eq|ref|numref|doc|cite|term|prf:ref)[a-z:]*\}`/)
    }
    return name.1 != "swift" && !languages.contains(String(name.1))
  }

  private static func isSignOfObsidian(_ line: Substring) -> Bool {
    line.trimmed == "%%" || line.contains("[[") && line.contains(/\[\[\p{L}[^\[\]]*\]\]/)
      || line.hasPrefix(">") && line.contains(/\[![a-z]+\][-+]/)
  }

  /// The id that a lesson gives a heading.
  package static func headingID(_ title: Substring) -> String {
    String(
      title.lowercased().composed.compactMap { character -> Character? in
        if character == " " { return "-" }
        return character.isLetter || character.isNumber || character == "-" || character == "_" ? character : nil
      })
  }
}

// MARK: - Blocks

extension MarkdownImport {
  /// Each line is read once for each box around it, and no text that people write has so many.
  private static let mostDepth = 30

  mutating func blocks(_ lines: [Line]) -> [String] {
    guard depth <= Self.mostDepth else {
      if let first = lines.first {
        remark(first.number, "what is in more than \(Self.mostDepth) boxes, quotations and lists stays as it is")
      }
      return lines.map { String($0.text) }
    }
    depth += 1
    // What has no end in a box may have one behind it.
    let outer = (knownOpen, absentEnds)
    knownOpen = [:]
    defer {
      depth -= 1
      (knownOpen, absentEnds) = outer
    }
    var out: [String] = []
    var rest = lines[...]
    while let line = rest.first {
      let (before, begin) = (out.count, rest.startIndex)
      var isBlock = false
      defer {
        if out.count > before {
          separate(isBlock: isBlock, in: &out, from: before, madeOf: lines[begin..<rest.startIndex], before: rest.first)
        }
      }
      if let code = takeIndentedCode(from: &rest, after: out.last) ?? takeRawHTML(from: &rest) {
        out += code
      } else if let fence = Self.opening(of: line.text) {
        isBlock = true
        out += self.fence(fence, takeFence(fence, from: &rest))
      } else if let box = boxOpening(line) {
        isBlock = true
        rest.removeFirst()
        let content = takeBox(box, from: &rest)
        // Without anything in it, it is a sentence.
        if case .indented = box.form, content.isEmpty { out.append(String(line.text)) } else { out += self.box(box, content) }
      } else if let formula = takeFormula(from: &rest) {
        out += formula.map { numbered($0[...]) }
      } else if let table = takeGridTable(from: &rest) ?? takeMultilineTable(from: &rest) ?? takeSimpleTable(from: &rest) {
        out += table
      } else if let quote = takeQuote(from: &rest) {
        out += quote
      } else if let directive = takeDocCDirective(from: &rest) {
        isBlock = true
        out += directive
      } else if let item = takeItem(from: &rest) {
        out += item
      } else if let caption = takeCaption(from: &rest, after: out) {
        out += caption
      } else if let lines = takeVerse(from: &rest) ?? takeDefinition(from: &rest) ?? takeComment(from: &rest) {
        out += lines
      } else {
        rest.removeFirst()
        out += plain(line, followedBy: &rest)
      }
    }
    return out
  }

  /// What was made of something else ends there: a text that follows would go on with its last paragraph, in a box or a caption.
  private func separate(isBlock: Bool, in out: inout [String], from start: Int, madeOf source: ArraySlice<Line>, before next: Line?) {
    guard let last = out.last, !last.allSatisfy(\.isWhitespace), let next, !next.text.allSatisfy(\.isWhitespace) else { return }
    let isCaption = last.hasPrefix("Figure: ") || last.hasPrefix("Table: ")
    let endsItself = Self.opening(of: last[...]) != nil || last.hasSuffix("$$")
    guard isCaption ? last != source.last.map({ String($0.text) }) : isBlock && !endsItself else { return }
    if out[start...].elementsEqual(source.lazy.map { String($0.text) }) { return }
    out.append("")
  }

  /// HTML whose content is no Markdown.
  private func takeRawHTML(from rest: inout ArraySlice<Line>) -> [String]? {
    guard let first = rest.first, first.text.hasPrefix("<"),
      let name = ["pre", "script", "style", "textarea"].first(where: { first.text.dropFirst().lowercased().hasPrefix($0) }),
      let end = rest.prefix(25 * Self.mostLines).firstIndex(where: { $0.text.lowercased().contains("</\(name)>") })
    else { return nil }
    let lines = rest[...end]
    rest = rest[(end + 1)...]
    return lines.map { String($0.text) }
  }

  /// Lines of code without a fence, which stay as they are: four blanks before each, and an empty line before the first.
  private func takeIndentedCode(from rest: inout ArraySlice<Line>, after last: String?) -> [String]? {
    func isCode(_ line: Line) -> Bool { line.text.hasPrefix("    ") || line.text.hasPrefix("\t") }
    guard let first = rest.first, isCode(first), !first.text.allSatisfy(\.isWhitespace), last?.allSatisfy(\.isWhitespace) ?? true else {
      return nil
    }
    let lines = rest.prefix { isCode($0) || $0.text.allSatisfy(\.isWhitespace) }
    rest = rest[lines.endIndex...]
    return lines.map { String($0.text) }
  }

  func isKnownOpen(_ sign: String, at line: Line) -> Bool { line.number < knownOpen[sign, default: 0] }

  /// - Parameter last: The last line at which what begins has no end; nil for all lines.
  mutating func setOpen(_ sign: String, upTo last: Line?) { knownOpen[sign] = last.map { $0.number + 1 } ?? .max }

  private nonisolated(unsafe) static let targetPattern = /\(([^()\s]+)\)=\s*/
  private nonisolated(unsafe) static let definitionOfLinkPattern = /(\[[^\^\]\[][^\[\]]*\]: *)([^\s]+)( .*|)/
  private nonisolated(unsafe) static let examplePattern = /\(@[\w-]*\) .*/
  // Braces hold attributes only if all in them are some: `{#id .class key=value -}`. Others are words.
  private nonisolated(unsafe) static let headingPattern =
    /(#{1,6} +.*?) *+\{((?:\s*(?:#[\w:.-]++|\.[\w-]++|[\w:-]++=(?:"[^"{}]*"|'[^'{}]*'|[^\s{}"']++)|-(?=[\s}])))++)\s*\} *+#*+ *+/
  private nonisolated(unsafe) static let namedHeadingPattern =
    /#{1,6} +(.*?) *+(?:\{((?:\s*(?:#[\w:.-]++|\.[\w-]++|[\w:-]++=(?:"[^"{}]*"|'[^'{}]*'|[^\s{}"']++)|-(?=[\s}])))++)\s*\})? *+#*+ *+/
  private nonisolated(unsafe) static let alertPattern = /((?:> ?)+)\[!([A-Za-z]+)\]([-+]?)(.*)/
  private nonisolated(unsafe) static let environmentPattern =
    /\\begin\{(equation|align|gather|multline|eqnarray|alignat|flalign)(\*?)\}/

  private mutating func plain(_ line: Line, followedBy rest: inout ArraySlice<Line>) -> [String] {
    let text = line.text
    let next = rest.first
    // A regular expression is read anew each time: the first sign of a line decides whether it is needed.
    if text.hasPrefix("("), text.wholeMatch(of: Self.targetPattern) != nil {
      if let next, !next.text.hasPrefix("#"), !next.text.allSatisfy(\.isWhitespace) {
        remark(line.number, "the name `\(text.dropLast(2).dropFirst())` is left out: a formula, a cell or a caption has an id of its own")
      }
      return []
    }
    if text.hasPrefix("(@"), text.wholeMatch(of: Self.examplePattern) != nil {
      remark(line.number, "an example that is numbered by `(@)` stays as text: write an item of a list, `1. `")
    }
    if isMyST, text.hasPrefix("+++"), text.contains(/^\+\+\+(?: .*)?$/) { return [] }
    if text.hasPrefix("["), let definition = text.wholeMatch(of: Self.definitionOfLinkPattern) {
      // Its address is no text, and may be a heading's name.
      let heading = definition.2.hasPrefix("#") ? headings[String(definition.2.dropFirst())] : nil
      return ["\(definition.1)\(heading.map { "#\($0)" } ?? String(definition.2))\(definition.3)"]
    }
    if text.hasPrefix("["), text.contains(/^\[(?:TOC|toc)\]\s*$/) {
      remark(line.number, "the table of contents is left out: each page has one")
      return []
    }
    if isMyST, text.hasPrefix("%"), !text.dropFirst(2).contains("%%"), let comment = text.wholeMatch(of: /% ?(.*)/),
      !comment.1.contains("--")
    {
      return ["<!-- \(comment.1) -->"]
    }
    if text.hasPrefix("#"), text.contains("{"), text.utf8.count <= Self.mostBytes,
      let heading = text.wholeMatch(of: Self.headingPattern)
    {
      let left = ImportedAttributes(heading.2).withoutID(except: ["unnumbered", "unlisted"])
      if !left.isEmpty { remark(line.number, "of the heading, \(left.map { "`\($0)`" }.joined(separator: ", ")) is left out") }
      return [inlines(heading.1, line.number)]
    }
    if text.hasPrefix(">"), let kind = kindOfQuote(line) { return kind }
    if text.hasPrefix("!["), let image = image(line) { return image }
    if text.hasPrefix("    ") || text.hasPrefix("\t") { return [String(text)] }
    return inlines(takeText(line, from: &rest).text, line.number).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  /// The first line of a quotation that another tool takes for a box.
  mutating func kindOfQuote(_ line: Line) -> [String]? {
    if let alert = foldedAlert(line) { return [alert] }
    return aside(line.text).map { ["> [!\($0.kind)]", "> \(inlines($0.rest, line.number))"] }
  }

  /// Obsidian's boxes, which have further kinds and may fold: `> [!info] Title`.
  private mutating func foldedAlert(_ line: Line) -> String? {
    guard line.text.contains("[!"), let match = line.text.wholeMatch(of: Self.alertPattern) else { return nil }
    // In capitals, and without a sign, it is one of a lesson's own.
    let isOwn = match.3.isEmpty && Block.Alert(rawValue: String(match.2)) != nil
    guard !isOwn else { return nil }
    guard let kind = Self.alert(String(match.2)) else {
      remark(line.number, "`[!\(match.2)]\(match.3)` is no alert of a lesson: it stays as text")
      return nil
    }
    if match.3 == "-" { remark(line.number, "an alert that folds in another quotation doesn't fold here") }
    return "\(match.1)[!\(kind)]\(match.4)"
  }

  /// The title of one that is folded and stands in no other quotation: `> [!info]- Title`.
  mutating func foldedTitle(_ line: Line) -> String? {
    guard line.text.contains("]-"), let match = line.text.wholeMatch(of: Self.alertPattern), match.3 == "-",
      match.1.trimmed == ">"
    else { return nil }
    let title = match.4.trimmed
    return title.isEmpty ? match.2.prefix(1).uppercased() + match.2.dropFirst().lowercased() : summary(of: String(title), at: line.number)
  }

  /// A picture alone on a line, with attributes behind it.
  private mutating func image(_ line: Line) -> [String]? {
    guard let match = line.text.wholeMatch(of: /!\[([^\[\]]*)\]\(([^()\s]+)(?: "([^"]*)")?\)\{([^{}]*)\}\s*/) else { return nil }
    let attributes = ImportedAttributes(match.4)
    let unread = attributes.values.keys.filter { !["width", "height", "fig-alt", "fig-align"].contains($0) }.sorted()
    if !unread.isEmpty { remark(line.number, "of the picture, \(unread.map { "`\($0)`" }.joined(separator: ", ")) is left out") }
    let alternative = attributes.values["fig-alt"] ?? String(match.1)
    var sizes = ""
    for name in ["width", "height"] {
      guard let size = attributes.values[name] else { continue }
      if size.contains(/^\d+(?:px|%)?$/) {
        sizes += " \(name)=\"\(size.replacing("px", with: ""))\""
      } else {
        remark(line.number, "the \(name) `\(size)` of a picture is left out: a lesson has pixels and percent")
      }
    }
    let title = match.3.map { sizes.isEmpty ? " \"\($0)\"" : " title=\"\($0)\"" } ?? ""
    let picture =
      sizes.isEmpty ? "![\(alternative)](\(match.2)\(title))" : "<img src=\"\(match.2)\" alt=\"\(alternative)\"\(title)\(sizes)>"
    guard let id = attributes.id else { return [picture] }
    guard !match.1.isEmpty else {
      remark(line.number, "the name `\(id)` is left out: a picture has one with its caption")
      return [picture]
    }
    return [picture, "", "Figure: \(match.1) <!-- id: \(id) -->"]
  }

  /// A formula on lines of its own, if there is one.
  private mutating func takeFormula(from rest: inout ArraySlice<Line>) -> [String]? {
    guard let first = rest.first else { return nil }
    let start = first.text.drop { $0 == " " }
    if start.hasPrefix("$$") {
      // The line with the end may name the formula: `$$ {#eq-sum}`, `$$ (sum)`.
      var count = 0
      for line in rest {
        count += 1
        let text = count == 1 ? start.dropFirst(2) : line.text
        guard let end = text.firstRange(of: "$$") else { continue }
        var lines = rest.prefix(count).map { String($0.text) }
        rest.removeFirst(count)
        // TeX would begin a new paragraph at an empty line. Between signs on lines of their own all is formula.
        if count <= Self.mostLines, start.trimmed == "$$", text.trimmed.hasPrefix("$$") {
          lines.removeAll { $0.allSatisfy(\.isWhitespace) }
          count = lines.count
        }
        if let name = text[end.upperBound...].wholeMatch(of: /\s*(?:\{#([\w:.-]+)[^{}]*\}|\(([\w:.-]+)\))\s*/), let id = name.1 ?? name.2 {
          let last = lines[count - 1]
          // Unless it is the first one, the last `$$` of the line.
          if let mark = last.ranges(of: "$$").last {
            lines[count - 1] = last[..<mark.lowerBound] + "\\label{\(id)} $$"
          }
        }
        return lines
      }
      return nil
    }
    if isInNotebook, start.hasPrefix("\\\\["), let formula = first.text.wholeMatch(of: /\s*\\\\\[(.+)\\\\\]\s*/) {
      rest.removeFirst()
      return ["$$\(formula.1)$$"]
    }
    if start.hasPrefix("\\[") {
      guard !isKnownOpen("\\]", at: first) else { return nil }
      guard let end = rest.firstIndex(where: { $0.text.contains("\\]") }), rest[end].text.trimmed.hasSuffix("\\]") else {
        setOpen("\\]", upTo: rest.first { $0.text.contains("\\]") })
        return nil
      }
      let lines = Self.withoutEmptyLines(rest[...end])
      rest = rest[(end + 1)...]
      return lines.enumerated().map { place, line in
        var text = String(line.text)
        if place == 0 { text = text.replacing("\\[", with: "$$", maxReplacements: 1) }
        if place == lines.count - 1, let mark = text.ranges(of: "\\]").last { text.replaceSubrange(mark, with: "$$") }
        return text
      }
    }
    if start.hasPrefix("\\begin"),
      let name = start.prefixMatch(of: Self.environmentPattern)?.output
    {
      let mark = "\\end{\(name.1)\(name.2)}"
      guard !isKnownOpen(mark, at: first) else { return nil }
      guard let end = rest.firstIndex(where: { $0.text.contains(mark) }) else {
        setOpen(mark, upTo: nil)
        return nil
      }
      let lines = Self.withoutEmptyLines(rest[...end]).map { String($0.text) }
      rest = rest[(end + 1)...]
      return ["$$"] + lines + ["$$"]
    }
    return nil
  }

  /// The lines of a formula, in which an empty one would begin a paragraph.
  private static func withoutEmptyLines(_ lines: ArraySlice<Line>) -> [Line] {
    lines.count <= mostLines ? lines.filter { !$0.text.allSatisfy(\.isWhitespace) } : Array(lines)
  }
}
