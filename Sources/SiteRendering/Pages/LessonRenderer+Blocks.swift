import LessonDocument

extension LessonRenderer {
  func html(_ blocks: [Block]) -> HTML {
    var parts: [HTML] = []
    var rest = blocks[...]
    while let block = rest.popFirst() {
      if case .alert(.exercise, let content) = block {
        var solution: [Block]?
        if case .alert(.solution, let answer)? = rest.first {
          solution = answer
          rest.removeFirst()
        }
        parts.append(exercise(content, solution: solution))
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
    case .alert(let alert, let content): self.alert(alert, content)
    case .thematicBreak: "<hr>"
    case .listing(let language, let code): listing(language, code)
    case .cell(let index): cell(document.cells[index])
    case .formula(let index): displayFormula(document.formulas[index])
    }
  }

  /// The page's title is its only first-level heading.
  private func heading(_ level: Int, _ id: String, _ content: [Inline]) -> HTML {
    let tag = HTML(verbatim: "h\(min(max(level, 2), 6))")
    return "<\(tag) id=\"\(id)\"><a href=\"#\(id)\">\(html(content.withoutLinks))</a></\(tag)>"
  }

  /// A paragraph whose formulas are checked has what became of them beside it.
  private func paragraph(_ content: [Inline]) -> HTML {
    let notes = checkNotes(in: content)
    let text: HTML = "<p>\(html(content))</p>"
    return notes.isEmpty ? text : "<div class=\"annotated\">\(notes.joined())\(text)</div>"
  }

  private func list(_ list: Block.List) -> HTML {
    let items = list.items.map { blocks -> HTML in "<li>\(item(blocks, isTight: list.isTight))</li>" }
    let content = items.joined(separator: "\n")
    guard let start = list.start else { return "<ul>\n\(content)\n</ul>" }
    return start == 1 ? "<ol>\n\(content)\n</ol>" : "<ol start=\"\(start)\">\n\(content)\n</ol>"
  }

  /// In a tight list the paragraphs aren't set apart.
  private func item(_ blocks: [Block], isTight: Bool) -> HTML {
    guard isTight, case .paragraph(let content)? = blocks.first, checkNotes(in: content).isEmpty else {
      return html(blocks)
    }
    return html(content) + html(Array(blocks.dropFirst()))
  }

  private func alert(_ alert: Block.Alert, _ content: [Block]) -> HTML {
    let (kind, title): (HTML, HTML) =
      switch alert {
      case .note: ("note", "Note")
      case .tip: ("tip", "Tip")
      case .important: ("important", "Important")
      case .warning: ("warning", "Warning")
      case .caution: ("caution", "Caution")
      case .exercise: ("exercise", "Exercise")
      case .solution: ("solution", "Solution")
      }
    if alert == .solution { return "<details><summary>\(title)</summary>\n\(html(content))\n</details>" }
    return "<div class=\"alert \(kind)\"><p class=\"title\">\(title)</p>\n\(html(content))\n</div>"
  }

  private func exercise(_ content: [Block], solution: [Block]?) -> HTML {
    let answer: HTML = solution.map { "\n" + alert(.solution, $0) } ?? .empty
    return "<div class=\"exercise\"><p class=\"title\">Exercise</p>\n\(html(content))\(answer)\n</div>"
  }

  private func listing(_ language: String, _ code: String) -> HTML {
    let text = code.hasSuffix("\n") ? String(code.dropLast()) : code
    let content = language == "swift" ? SwiftHighlighter.html(for: text) : HTML(text: text)
    return Listing.html(content, of: text, tag: "code", language: language)
  }
}
