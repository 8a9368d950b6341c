import Diagnostics
import LessonDocument

extension LessonRenderer {
  func html(_ blocks: [Block]) -> HTML {
    var parts: [HTML] = []
    var rest = blocks[...]
    var awaitsOutput = false
    while let block = rest.popFirst() {
      if case .alert(.predict, _, _) = block { awaitsOutput = true }
      if awaitsOutput, block.cellIndex != nil {
        awaitsOutput = false
        var lesson = self
        lesson.isPredicted = true
        parts.append(lesson.html(block))
      } else if case .alert(.exercise, _, let content) = block {
        var solution: Block?
        if case .alert(.solution, _, _)? = rest.first { solution = rest.removeFirst() }
        parts.append(exercise(block, content, solution: solution))
      } else {
        parts.append(html(block))
      }
    }
    return parts.joined(separator: "\n")
  }

  private func html(_ block: Block) -> HTML {
    switch block {
    case .heading(let level, let id, let content): heading(level, id, content)
    case .paragraph(let content): paragraph(content)
    case .list(let list): self.list(list)
    case .quote(let content): "<blockquote>\n\(html(content))\n</blockquote>"
    case .alert(let alert, _, let content): self.alert(alert, title(of: block), content)
    case .question(let question): self.question(question)
    case .details(let details): self.details(details)
    case .captioned(let caption, let block): captioned(caption, html(block))
    case .definitions(let definitions): self.definitions(definitions)
    case .thematicBreak: "<hr>"
    case .listing(let language, let code): listing(language, code)
    case .table(let table): self.table(table)
    case .cell(let index): cell(document.cells[index])
    case .formula(let index): displayFormula(document.formulas[index])
    }
  }

  /// The page's title is its only first-level heading. Where the text has others, all its headings are one level lower.
  private func heading(_ level: Int, _ id: String, _ content: [Inline]) -> HTML {
    let (tag, deeper) = headingTag(max(level + headingShift, 2))
    // A heading leads to itself, unless there are links in it: no link can be within another one.
    let words: HTML =
      content.hasLinks
      ? html(content) : "<a href=\"\(address(ofID: id))\">\(html(inLink: content))</a>\(footnoteReferences(in: content))"
    let heading: HTML = "<\(tag) id=\"\(self.id(id))\"\(deeper)>\(words)</\(tag)>"
    return ([heading] + sidenotes(in: content)).joined(separator: "\n")
  }

  /// A paragraph has beside it what became of the formulas in it, and its footnotes.
  private func paragraph(_ content: [Inline]) -> HTML {
    annotated("<p>\(html(content))</p>", with: notes(in: content))
  }

  private func notes(in content: [Inline]) -> [HTML] { checkNotes(in: content) + sidenotes(in: content) }

  private func annotated(_ content: HTML, with notes: [HTML]) -> HTML {
    notes.isEmpty ? content : "<div class=\"annotated\">\(notes.joined())\(content)</div>"
  }

  /// A row of two columns that the narrowest screen shows in about two lines.
  private static let mostLettersInTwoColumns = 48

  private func table(_ table: Block.Table) -> HTML {
    // A wide table is a list on a narrow screen, where each cell but the first says what it is. So are two columns of sentences.
    let letterCount = table.rows.map { $0.reduce(0) { $0 + $1.plainText.count } }.max() ?? 0
    let isWide = table.alignments.count > 2 || letterCount > Self.mostLettersInTwoColumns
    func row(_ cells: [[Inline]], tag: HTML) -> HTML {
      let cells = zip(zip(cells, table.header), table.alignments).enumerated().map { column, cell -> HTML in
        let ((content, header), alignment) = cell
        // An empty corner is no heading.
        let isHeading = tag == "th" && !content.isEmpty
        let name: HTML = isWide && column > 0 && tag == "td" ? " data-name=\"\(header.plainText)\"" : .empty
        return isHeading
          ? "<th\(Self.className(of: alignment))>\(html(content))</th>"
          : "<td\(Self.className(of: alignment))\(name)>\(inCell(content))</td>"
      }
      return "<tr>\(cells.joined())</tr>"
    }
    // A ragged row is an error of the document; it isn't shown.
    let rows = table.rows.map { row($0, tag: "td") }.joined(separator: "\n")
    let body: HTML = rows.isEmpty ? .empty : "\n<tbody>\n\(rows)\n</tbody>"
    let markup: HTML = """
      <table\(isWide ? " class=\"wide-table\"" : HTML.empty)>
      <thead>
      \(row(table.header, tag: "th"))
      </thead>\(body)
      </table>
      """
    let name = table.header.map(\.plainText).filter { !$0.isEmpty }.joined(separator: ", ")
    let scroller = Scroller.html(markup, name: "\(localization.table)\(localization.colon)\(name)", mayScroll: table.alignments.count > 2)
    return annotated(scroller, with: ([table.header] + table.rows).flatMap { $0.flatMap(notes) })
  }

  /// The words of a cell; a citation alone is no remark in brackets.
  private func inCell(_ content: [Inline]) -> HTML {
    if content.count == 1, case .citation(let index)? = content.first { return citation(index, isAlone: true) }
    return html(content)
  }

  private static func className(of alignment: Block.Table.Alignment) -> HTML {
    switch alignment {
    case .natural: .empty
    case .left: " class=\"left\""
    case .center: " class=\"center\""
    case .right: " class=\"right\""
    }
  }

  private func list(_ list: Block.List) -> HTML {
    let items = list.items.map { item -> HTML in
      let content = self.item(item.content, isTight: list.isTight)
      guard let isDone = item.isDone else { return "<li>\(content)</li>" }
      return "<li class=\"task\">\(box(isDone: isDone))\(content)</li>"
    }
    let content = items.joined(separator: "\n")
    guard let start = list.start else { return "<ul>\n\(content)\n</ul>" }
    return start == 1 ? "<ol>\n\(content)\n</ol>" : "<ol start=\"\(start)\">\n\(content)\n</ol>"
  }

  /// In a tight list the paragraphs aren't set apart.
  func item(_ blocks: [Block], isTight: Bool) -> HTML {
    guard isTight else { return html(blocks) }
    var parts: [HTML] = []
    var others: [Block] = []
    for block in blocks {
      guard case .paragraph(let content) = block, notes(in: content).isEmpty else {
        others.append(block)
        continue
      }
      if !others.isEmpty { parts.append(html(others)) }
      others = []
      parts.append(html(content))
    }
    if !others.isEmpty { parts.append(html(others)) }
    return parts.joined(separator: "\n")
  }

  private func box(isDone: Bool) -> HTML {
    let state: HTML = isDone ? " checked" : .empty
    return "<input type=\"checkbox\" disabled\(state) aria-label=\"\(isDone ? localization.done : localization.toDo)\">"
  }

  private func details(_ details: Block.Details) -> HTML {
    let state: HTML = details.isOpen ? " open" : .empty
    let summary: HTML = "<summary>\(html(inLink: details.summary))</summary>"
    return "<details class=\"aside\"\(state)>\(summary)\n\(html(details.content))\n</details>"
  }

  private func definitions(_ definitions: [Block.Definition]) -> HTML {
    let parts = definitions.flatMap { definition in
      definition.terms.map { "<dt>\(html($0))</dt>" as HTML } + definition.descriptions.map { "<dd>\(html($0))</dd>" as HTML }
    }
    let beside = definitions.flatMap { $0.terms + $0.descriptions }.flatMap { notes(in: $0) }
    return annotated("<dl>\n\(parts.joined(separator: "\n"))\n</dl>", with: beside)
  }

  private func alert(_ alert: Block.Alert, _ title: HTML, _ content: [Block]) -> HTML {
    let kind = alert.rawValue.lowercased()
    if alert == .solution { return "<details><summary>\(title)</summary>\n\(html(content))\n</details>" }
    return "<div class=\"alert \(kind)\"><p class=\"title\">\(title)</p>\n\(html(content))\n</div>"
  }

  private func title(of alert: Block.Alert) -> HTML { localization.alerts[alert.rawValue.lowercased()] ?? .empty }

  /// The kind of an alert, and its author's title.
  private func title(of block: Block) -> HTML {
    guard case .alert(let alert, let words, _) = block else { return .empty }
    let kind = title(of: alert)
    return words.isEmpty ? kind : "\(kind)\(localization.colon)\(html(words))"
  }

  /// The style sheet numbers the exercises after their kind, so that an author's title is an element of its own, on the same line.
  private func exercise(_ block: Block, _ content: [Block], solution: Block?) -> HTML {
    var words = HTML.empty
    if case .alert(_, let title, _) = block, !title.isEmpty { words = "<p class=\"name\"><strong>\(html(title))</strong></p>\n" }
    let answer: HTML = hasSolutionsApart ? .empty : solution.map { "\n" + html($0) } ?? .empty
    return "<div class=\"exercise\"><p class=\"title\">\(title(of: Block.Alert.exercise))</p>\n\(words)\(html(content))\(answer)\n</div>"
  }

  /// On paper, the solutions of all exercises follow the last lesson.
  private var hasSolutionsApart: Bool { if case .section = placement { true } else { false } }

  /// The solutions alone, each with the number of its exercise.
  var solutions: HTML {
    var number = 0
    let blocks = document.blocks
    return blocks.indices.compactMap { index -> HTML? in
      guard case .alert(.exercise, _, _) = blocks[index] else { return nil }
      number += 1
      guard index + 1 < blocks.count, case .alert(.solution, _, let answer) = blocks[index + 1] else { return nil }
      return "<div class=\"solution\"><h4>\(title(of: .exercise)) \(number)</h4>\n\(html(answer))\n</div>"
    }.joined(separator: "\n")
  }

  private func captioned(_ caption: Block.Caption, _ content: HTML) -> HTML {
    let id: HTML = caption.id.map { " id=\"\(self.id($0.text))\"" } ?? .empty
    let number = localization.number(of: caption)
    let words = caption.words.isEmpty ? number : "\(number)\(localization.colon)\(html(caption.words))"
    let notes = notes(in: caption.words).joined()
    return "<figure class=\"captioned\"\(id)>\(content)\n\(notes)<figcaption>\(words)</figcaption></figure>"
  }

  private func listing(_ language: String, _ code: String) -> HTML {
    let text = code.hasSuffix("\n") ? String(code.dropLast()) : code
    return
      "<div class=\"listing\">\(Listing.html(CodeHighlighter.html(for: text, language: language), of: text, tag: "code", language: language))</div>"
  }
}
