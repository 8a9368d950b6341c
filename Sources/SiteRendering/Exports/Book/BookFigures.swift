/// Figures of a book. On a page they take their sizes and colors from variables of the style sheet, and places as shares of a width that only the
/// browser knows; many reading systems know neither. In a book each drawing has a fixed size of its own, and is scaled as a whole.
enum BookFigures {
  /// The width of a plot, which a page stretches to what there is.
  private static let plotWidth = 480.0
  /// The height of the numbers below the tokens of attention lines, which only a pointer shows.
  private static let rowOfNumbers = 16.0

  // MARK: - Drawings

  /// - Parameter parent: What holds the drawing, which knows the room beside it.
  static func drawing(_ svg: MarkupElement, in parent: MarkupElement?) -> MarkupElement {
    var drawing = content(svg)
    if let parent, parent.classes.contains("chart") {
      let lengths = lengths(parent["style"])
      let right = drawing.children.allElements.contains { $0.classes.contains("ends") } ? lengths["ends"] : nil
      drawing = framed(
        drawing, width: plotWidth, height: number(svg["height"]), left: lengths["left"] ?? 0, top: 28,
        right: right ?? lengths["right"] ?? 0, bottom: 28)
    } else if let parent, parent.classes.contains("attention") {
      let lengths = lengths(parent["style"])
      let edge = lengths["edge"] ?? 0
      drawing = framed(
        drawing, width: max(plotWidth, lengths["min-width"] ?? 0) - 64 - edge, height: number(svg["height"]), left: 64, top: 0, right: edge,
        bottom: -rowOfNumbers)
    } else if svg.classes.contains("map") {
      let lengths = lengths(svg["style"])
      let width = lengths["max-width"] ?? plotWidth
      drawing["style"] = nil
      drawing = framed(
        drawing, width: width, height: width / ratio(svg["style"]), left: lengths["left"] ?? 0, top: lengths["top"] ?? 0, right: 16,
        bottom: 4)
    }
    drawing["xmlns"] = "http://www.w3.org/2000/svg"
    if let parent, parent.name == "li" || parent.name == "td", drawing["width"] == nil {
      drawing["width"] = parent.name == "td" ? "48" : "112"
    }
    return drawing
  }

  /// A drawing within a larger one, which has room for what stands around it and keeps its proportions at any size.
  private static func framed(
    _ drawing: MarkupElement, width: Double, height: Double, left: Double, top: Double, right: Double, bottom: Double
  ) -> MarkupElement {
    var inner = drawing
    var outer = MarkupElement("svg")
    for name in ["role", "aria-label", "class"] {
      outer[name] = inner[name]
      inner[name] = nil
    }
    let size = (width: left + width + right, height: top + height + bottom)
    outer["viewBox"] = "\(text(-left)) \(text(-top)) \(text(size.width)) \(text(size.height))"
    outer["style"] = "max-width: \(text(size.width * 1.25))px"
    inner["width"] = text(width)
    inner["height"] = text(height)
    // What reaches beyond the plot is shown.
    inner["overflow"] = "visible"
    outer.children = [.element(inner)]
    return outer
  }

  /// Without what only a pointer or the keyboard shows.
  private static func content(_ element: MarkupElement) -> MarkupElement {
    var element = element
    restyle(&element)
    element.attributes.removeAll { ["tabindex", "data-symbol"].contains($0.name) }
    if element.name == "g" { element.attributes.removeAll { $0.name == "role" || $0.name == "aria-label" } }
    if let language = element["lang"] {
      element["lang"] = nil
      element["xml:lang"] = language
    }
    let isToken = element.name == "g" && element.classes.contains { $0 == "key" || $0 == "query" }
    element.children = element.children.compactMap { node in
      guard case .element(let child) = node else { return node }
      // The lines and numbers of a token appear where a pointer is; a key's lines are the queries' again.
      if isToken, child.classes.contains("number") || child.name == "svg" && element.classes.contains("key") { return nil }
      return .element(content(child))
    }
    return element
  }

  // MARK: - Styles

  /// Replaces variables of the style sheet by what they stand for.
  static func restyle(_ element: inout MarkupElement) {
    guard let style = element["style"] else { return }
    let lengths = lengths(style)
    if let share = lengths["v"] {
      element["style"] = nil
      let color = color(share / 100)
      if element.name == "path" { element["fill"] = color } else { element["style"] = "background-color: \(color)" }
    } else if let weight = lengths["w"] {
      element["style"] = nil
      element["stroke-width"] = text(0.5 + 4.5 * weight)
      element["stroke-opacity"] = text(0.1 + 0.9 * weight)
    } else if let letters = lengths["letters"] {
      // Smaller where a row has many letters, as far as it can still be read.
      element["style"] = letters > 50 ? "font-size: \(text(max(0.55, 0.85 * 50 / letters)))em" : nil
    } else if element.name == "div" || element.name == "table" {
      element["style"] = nil
    }
  }

  private typealias Color = (red: Double, green: Double, blue: Double)
  private static let (raised, above, below): (Color, Color, Color) = ((246, 245, 240), (91, 164, 220), (232, 147, 90))

  /// The color of a heat map's cell: from that of zero to one of the two ends.
  ///
  /// - Parameter share: From -1 to 1.
  private static func color(_ share: Double) -> String {
    let end = share < 0 ? below : above
    let part = min(abs(share), 1)
    return "#"
      + [(raised.red, end.red), (raised.green, end.green), (raised.blue, end.blue)].map { from, to in
        let level = Int((from + (to - from) * part).rounded())
        return (level < 16 ? "0" : "") + String(level, radix: 16)
      }.joined()
  }

  /// The numbers of a style, by their names without dashes: `left` for `--left:20px`.
  private static func lengths(_ style: String?) -> [String: Double] {
    let pairs = (style ?? "").split(separator: ";").compactMap { part -> (String, Double)? in
      let sides = part.split(separator: ":")
      guard sides.count == 2 else { return nil }
      return (String(sides[0].drop { " -".contains($0) }), number(String(sides[1])))
    }
    return Dictionary(pairs) { first, _ in first }
  }

  /// Columns by rows.
  private static func ratio(_ style: String?) -> Double {
    guard let match = (style ?? "").firstMatch(of: /aspect-ratio:(\d+)\/(\d+)/), let columns = Double(match.1), let rows = Double(match.2),
      columns > 0, rows > 0
    else { return 1 }
    return columns / rows
  }

  private static func number(_ text: String?) -> Double {
    Double((text ?? "").filter { "-.0123456789".contains($0) }) ?? 0
  }

  private static func text(_ number: Double) -> String { PlotFrame.shortest(number, decimals: 2) }
}
