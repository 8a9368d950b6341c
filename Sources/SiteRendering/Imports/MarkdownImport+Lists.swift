/// Items of lists, whose content may be anything that stands outside of one.
extension MarkdownImport {
  /// The sign of an item with the blanks around it, and what follows on its line.
  static func item(_ line: Substring) -> (mark: Substring, rest: Substring)? {
    let indentation = line.prefix { $0 == " " }
    let text = line[indentation.endIndex...]
    guard indentation.count <= 3, let first = text.first else { return nil }
    let sign: Substring
    if "-*+".contains(first) {
      sign = text.prefix(1)
    } else if text.hasPrefix("#.") {
      sign = text.prefix(2)
    } else {
      let digits = text.prefix { $0.isASCII && $0.isNumber }
      guard (1...9).contains(digits.count), let dot = text[digits.endIndex...].first, dot == "." || dot == ")" else { return nil }
      sign = text.prefix(digits.count + 1)
    }
    let blanks = text[sign.endIndex...].prefix { $0 == " " }
    let rest = text[blanks.endIndex...]
    // A rule, `* * *`, is no item; five blanks are one, and code.
    guard !blanks.isEmpty, !rest.isEmpty, !(text.count >= 3 && text.allSatisfy { $0 == first || $0 == " " }) else { return nil }
    let width = blanks.count > 4 ? 1 : blanks.count
    let end = line.index(blanks.startIndex, offsetBy: width)
    return (line[..<end], line[end...])
  }

  /// The lines of an item of a list at the beginning of `rest`, if what is in it has to be read as blocks: more than text in one paragraph.
  mutating func takeItem(from rest: inout ArraySlice<Line>) -> [String]? {
    guard let first = rest.first, let (sign, text) = Self.item(first.text) else { return nil }
    let width = sign.count
    var inner = [Line(number: first.number, text: text)]
    var end = rest.startIndex + 1
    for (index, line) in zip(rest.indices, rest).dropFirst() {
      if line.text.allSatisfy(\.isWhitespace) {
        inner.append(line)
      } else if line.text.prefix(width).count == width, line.text.prefix(width).allSatisfy({ $0 == " " }) {
        inner.append(Line(number: line.number, text: line.text.dropFirst(width)))
        end = index + 1
      } else if line.text.first == "\t", width <= 4 {
        // A tab is as wide as four blanks.
        inner.append(Line(number: line.number, text: line.text.dropFirst()))
        end = index + 1
      } else {
        break
      }
    }
    let taken = rest[rest.startIndex..<end]
    inner.removeLast(inner.count - taken.count)
    rest = rest[end...]
    let out = blocks(inner)
    // Pandoc counts such items itself.
    let mark = sign.replacing("#.", with: "1.")
    if first.text.hasPrefix(mark), out == inner.map({ String($0.text) }) { return taken.map { String($0.text) } }
    let indentation = String(repeating: " ", count: width)
    return out.enumerated().map { place, line in
      place == 0 ? mark + line : line.allSatisfy(\.isWhitespace) ? line : indentation + line
    }
  }
}
