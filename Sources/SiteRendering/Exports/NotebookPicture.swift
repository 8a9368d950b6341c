import CellOutputs
import LessonChecks

/// A figure as a notebook shows it, by itself: drawn as in a book, with a style of its own that concerns nothing around it.
struct NotebookPicture {
  /// The type of the picture, as notebooks name it.
  let type: String
  let text: String

  /// Of what the style sheet of books says, this is about figures.
  private static let style: String = {
    let rules = String(decoding: Theme.bookStyle, as: UTF8.self).split(separator: "}").map { $0.split(separator: "{") }.filter {
      $0.count == 2
    }
    let first = rules.firstIndex { $0[0].contains(".figure") } ?? rules.startIndex
    let kept = rules.enumerated().filter { $0.offset >= first || $0.element[0].contains(".tensor") }.map(\.element)
    return kept.map { rule in
      let selectors = rule[0].split(separator: ",").map { ".lesson-figure \($0.trimmed)" }.joined(separator: ",")
      return "\(selectors){\(rule[1])}"
    }.joined()
  }()

  init(_ figure: Figure, recorded: String, _ localization: FigureLocalization) {
    let html = figure.html(alternative: localization.spoken(figure, recorded), localization)
    let nodes = BookMarkup(address: { _ in nil }, id: { $0 }, picture: { _ in nil }).nodes(MarkupNode.parse(html))
    if let drawing = FigureDrawing(nodes) {
      type = "image/svg+xml"
      text = drawing.svg(style: Self.style)
    } else {
      // Several drawings, or a table.
      type = "text/html"
      text = "<style>\(Self.style)</style><div class=\"lesson-figure\">\(nodes.xml)</div>"
    }
  }
}

/// A figure with one drawing, and the texts around it: they become parts of the drawing.
private struct FigureDrawing {
  private var drawing: MarkupElement
  /// The classes of the elements around the drawing, from outside in.
  private var classes: [String] = []
  private var title = ""
  private var above: [String] = []
  private var below: [String] = []
  private var legend: [MarkupElement] = []

  private static let lineHeight = 20.0
  private static let letterWidth = 7.5

  /// nil for a figure without a drawing, with several, or with a table.
  init?(_ nodes: [MarkupNode]) {
    drawing = MarkupElement("")
    guard !nodes.allElements.contains(where: { $0.name == "table" }), read(nodes, in: []), drawing.name == "svg" else { return nil }
  }

  /// - Returns: Whether there is at most one drawing.
  private mutating func read(_ nodes: [MarkupNode], in outer: [String]) -> Bool {
    for element in nodes.compactMap(\.element) {
      let isAfter = drawing.name == "svg"
      switch element.name {
      case "svg":
        guard !isAfter else { return false }
        drawing = element
        classes = outer
      case "figcaption": title = element.children.escapedText
      case "ul" where element.classes.contains("legend"):
        if !element.classes.contains("narrow") { legend = element.children.compactMap(\.element) }
      case "p":
        let text = element.children.escapedText
        if text.allSatisfy(\.isWhitespace) { continue }
        if isAfter { below.append(text) } else { above.append(text) }
      default:
        guard read(element.children, in: outer + [element["class"]].compactMap(\.self)) else { return false }
      }
    }
    return true
  }

  func svg(style: String) -> String {
    let box = (drawing["viewBox"] ?? "").split(separator: " ").compactMap { Double($0) }
    let size = box.count == 4 ? (width: box[2], height: box[3]) : (width: 480, height: 240)
    let texts = [title] + above + below
    let width = max(size.width, (texts.map(\.count).max().map(Double.init) ?? 0) * Self.letterWidth)
    var content: [MarkupNode] = []
    var y = 0.0
    func line(_ text: String, weight: String = "normal") {
      y += Self.lineHeight
      content.append(.element(MarkupElement("text", [("x", "4"), ("y", "\(y - 6)"), ("style", "font-weight:\(weight)")], [.text(text)])))
    }
    if !title.isEmpty { line(title, weight: "bold") }
    for text in above { line(text) }
    for entry in legend {
      y += Self.lineHeight
      var sample = entry.children.compactMap(\.element).first { $0.name == "svg" } ?? MarkupElement("svg")
      sample["x"] = "4"
      sample["y"] = "\(y - 16)"
      let name = MarkupElement("text", [("x", "40"), ("y", "\(y - 6)")], [.text(entry.children.escapedText)])
      content.append(.element(MarkupElement("g", [("class", "legend \(entry["class"] ?? "")")], [.element(sample), .element(name)])))
    }
    var inner = drawing
    for (name, value) in [("x", "0"), ("y", "\(y)"), ("width", "\(size.width)"), ("height", "\(size.height)")] { inner[name] = value }
    inner["style"] = nil
    content.append(.element(classes.reversed().reduce(inner) { MarkupElement("g", [("class", $1)], [.element($0)]) }))
    y += size.height
    for text in below { line(text) }
    let figure = MarkupElement("g", [("class", "figure")], [.element(MarkupElement("svg", [("overflow", "visible")], content))])
    let whole = MarkupElement(
      "svg",
      [
        ("xmlns", "http://www.w3.org/2000/svg"), ("class", "lesson-figure"), ("viewBox", "0 0 \(width) \(y + 4)"), ("width", "\(width)"),
        ("height", "\(y + 4)"),
      ], [.element(MarkupElement("style", [], [.text(style)])), .element(figure)])
    return [MarkupNode.element(whole)].xml
  }
}
