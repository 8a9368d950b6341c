import Diagnostics

/// Commutative diagrams of the package amscd, `\begin{CD} A @>f>> B \end{CD}`, written out as arrays whose cells are objects and arrows.
extension MacroExpansion {
  /// An object, or an arrow with what is written on either side of it.
  private enum Entry {
    case object([Item])
    case arrow(Arrow, [[Item]], at: Range<Int>)

    var isBlank: Bool {
      switch self {
      case .object(let items): items.allSatisfy(\.isBlank)
      case .arrow(let arrow, _, _): arrow == .none
      }
    }

    var isVertical: Bool {
      if case .arrow(let arrow, _, _) = self { arrow.isVertical } else { false }
    }
  }

  private enum Arrow: String, CaseIterable {
    case right = ">"
    case left = "<"
    case down = "V"
    case up = "A"
    case equal = "="
    case equalDown = "|"
    case none = "."

    /// Whether it is written three times, with two labels between.
    var hasLabels: Bool { [.right, .left, .down, .up].contains(self) }
    var isVertical: Bool { [.down, .up, .equalDown].contains(self) }
    var latex: String {
      switch self {
      case .right: #"\xrightarrow"#
      case .left: #"\xleftarrow"#
      case .down: #"\Big\downarrow"#
      case .up: #"\Big\uparrow"#
      case .equal: #"\xlongequal{\qquad}"#
      case .equalDown: #"\Big\Vert"#
      case .none: ""
      }
    }
  }

  /// Whether `{CD}` follows `\begin` or `\end`, which has just been read.
  var isAtDiagramName: Bool { pending.suffix(4).reversed().map(\.text) == ["{", "C", "D", "}"] }

  /// Puts the array in place of a diagram whose `\begin` has just been read.
  mutating func expandDiagram(_ begin: Item) throws(Problem) {
    pending.removeLast(4)
    var rows: [[Entry]] = []
    var row: [Entry] = []
    var object: [Item] = []
    var level = 0
    while let item = pending.popLast() {
      if item.text == "{" { level += 1 }
      if item.text == "}" { level -= 1 }
      if level == 0, item.name == "end", isAtDiagramName {
        pending.removeLast(4)
        row.append(.object(object))
        if !row.allSatisfy(\.isBlank) { rows.append(row) }
        pending += try array(of: rows, begin).reversed()
        return
      }
      if level == 0, item.text == "@" {
        row += [.object(object), try arrow(after: item)]
        object = []
      } else if level == 0, item.text == #"\\"# || item.name == "cr" {
        rows.append(row + [.object(object)])
        (row, object) = ([], [])
      } else {
        object.append(item)
      }
    }
    throw Problem(#"`\begin{CD}` is never closed"#, at: begin.source, help: #"write `\end{CD}` after the last row"#)
  }

  private mutating func arrow(after at: Item) throws(Problem) -> Entry {
    guard let sign = pending.popLast(), let arrow = Arrow(rawValue: sign.text) else {
      throw Problem(
        "`@` begins an arrow of the diagram here, and none of its signs follows", at: at.source,
        help: "the arrows are `@>a>b>`, `@<a<b<`, `@VaVbV`, `@AaAbA`, `@=`, `@|` and, for none, `@.`")
    }
    guard arrow.hasLabels else { return .arrow(arrow, [], at: at.source) }
    var labels: [[Item]] = [[]]
    var level = 0
    while let item = pending.popLast() {
      if item.text == "{" { level += 1 }
      if item.text == "}" { level -= 1 }
      if level < 0 || level == 0 && (item.text == #"\\"# || item.name == "end") { break }
      guard level == 0, item.text == sign.text else {
        labels[labels.count - 1].append(item)
        continue
      }
      if labels.count == 2 { return .arrow(arrow, labels, at: at.source) }
      labels.append([])
    }
    throw Problem(
      "the arrow `@\(sign.text)` has no third `\(sign.text)`", at: at.source.lowerBound..<sign.source.upperBound,
      help:
        "write `@\(sign.text)a\(sign.text)b\(sign.text)`, where `a` and `b` are its labels or nothing, and put a label with `\(sign.text)` in braces"
    )
  }

  private func array(of rows: [[Entry]], _ begin: Item) throws(Problem) -> [Item] {
    func written(_ text: String) -> [Item] { Self.items(text).map { Item(text: $0.text, source: begin.source, macro: "CD") } }
    // A row of vertical arrows is read with objects between them, which are blank, and one at either end.
    let columns = rows.map { $0.contains(where: \.isVertical) ? $0.count - 2 : $0.count }.max() ?? 1
    var items = written("\\begin{array}{\(String(repeating: "c", count: columns))}")
    for (index, row) in rows.enumerated() {
      if index > 0 { items += written(#"\\"#) }
      // In a row of vertical arrows each is below an object, and nothing is between them.
      let isVertical = row.contains(where: \.isVertical)
      var isFirst = true
      for entry in row {
        switch entry {
        case .object(let object):
          if isVertical, let word = object.first(where: { !$0.isBlank }) {
            throw Problem("a row of vertical arrows has no objects", at: word.source, help: #"write `\\` before this"#)
          }
          if isVertical { continue }
          if !isFirst { items += written("&") }
          items += object
        case .arrow(let arrow, let labels, let place):
          guard !isVertical || arrow.isVertical || arrow == .none else {
            throw Problem("a row has either horizontal or vertical arrows", at: place, help: #"write `\\` between them"#)
          }
          if !isFirst { items += written(isVertical ? "&&" : "&") }
          items += self.items(of: arrow, labels, written)
        }
        isFirst = false
      }
    }
    return items + written(#"\end{array}"#)
  }

  private func items(of arrow: Arrow, _ labels: [[Item]], _ written: (String) -> [Item]) -> [Item] {
    guard arrow.hasLabels else { return written(arrow.latex) }
    if arrow.isVertical {
      return written(#"\mathllap{\scriptstyle "#) + labels[0] + written("}" + arrow.latex + #"\mathrlap{\scriptstyle "#) + labels[1]
        + written("}")
    }
    // As long as the word of a label and some more, so that arrows without labels are seen.
    return written(arrow.latex + #"[{\quad "#) + labels[1] + written(#"\quad}]{\quad "#) + labels[0] + written(#"\quad}"#)
  }
}
