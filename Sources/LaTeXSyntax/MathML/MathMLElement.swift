/// One element, until it is written.
struct MathMLElement {
  var name: String
  var attributes: [(name: String, value: String)]
  /// Markup, already escaped.
  var content: String

  init(_ name: String, _ attributes: [(name: String, value: String)] = [], _ content: String) {
    self.name = name
    self.attributes = attributes
    self.content = content
  }

  init(_ name: String, _ content: String) { self.init(name, [], content) }

  init(_ name: String, _ attributes: [(name: String, value: String)] = [], text: String) {
    self.init(name, attributes, escaped(text))
  }

  init(_ name: String, _ children: MathMLElement...) {
    self.init(name, [], children.map(\.markup).joined())
  }

  static func space(em: Double) -> MathMLElement {
    // A width may not be negative; a margin may.
    em < 0
      ? MathMLElement("mspace", [("style", "margin-left:\(length(em))")], "")
      : MathMLElement("mspace", [("width", length(em))], "")
  }

  var openingTag: String {
    var tag = "<" + name
    for (name, value) in attributes { tag += " \(name)=\"\(escaped(value))\"" }
    return tag + ">"
  }

  // Inside of `<math>` HTML's parser knows the short form.
  var markup: String { content.isEmpty ? openingTag.dropLast() + "/>" : "\(openingTag)\(content)</\(name)>" }
}

/// A length in em with at most three decimals, as short as it can be: `.167em`, `1em`, `0`.
func length(_ em: Double) -> String {
  let thousandths = Int((em * 1000).rounded())
  guard thousandths != 0 else { return "0" }
  let (whole, fraction) = thousandths.magnitude.quotientAndRemainder(dividingBy: 1000)
  var text = (thousandths < 0 ? "-" : "") + (whole == 0 ? "" : "\(whole)")
  if fraction != 0 {
    var digits = "\(1000 + fraction)".dropFirst()
    while digits.last == "0" { digits.removeLast() }
    text += "." + digits
  }
  return text + "em"
}

private func escaped(_ text: String) -> String {
  var out = ""
  for character in text.unicodeScalars {
    switch character {
    case "&": out += "&amp;"
    case "<": out += "&lt;"
    case ">": out += "&gt;"
    case "\"": out += "&quot;"
    default: out.unicodeScalars.append(character)
    }
  }
  return out
}
