import Diagnostics
import ToolSupport

/// The text that LaTeX in a BibTeX file stands for: accents, signs and dashes as Unicode, without braces and fonts.
struct LaTeXText {
  private let bytes: ArraySlice<UInt8>
  private var position: Int
  private var parts: [TitlePart] = []
  private var text = ""
  private(set) var problems: [Problem] = []

  /// Whether it is the address of a page, where signs such as `~` and `--` are themselves.
  private let isAddress: Bool

  /// - Parameter bytes: A slice whose indices are offsets in the file.
  init(_ bytes: ArraySlice<UInt8>, isAddress: Bool = false) {
    self.bytes = bytes
    self.isAddress = isAddress
    position = bytes.startIndex
    while position < bytes.endIndex { readNext() }
    closeText()
  }

  var titleParts: [TitlePart] { parts }
  /// The text, with the LaTeX of its formulas.
  var plainText: String { parts.plainText }

  private mutating func closeText() {
    // Line breaks and tabs in a field are spaces.
    let words = text.split(omittingEmptySubsequences: false) { " \n\r\t".contains($0) }
    var joined = ""
    for word in words where !word.isEmpty { joined += joined.isEmpty ? word : " " + word }
    if let first = text.first, first.isWhitespace, !parts.isEmpty { joined = " " + joined }
    if let last = text.last, last.isWhitespace, position < bytes.endIndex, !joined.hasSuffix(" ") { joined += " " }
    if !joined.isEmpty { parts.append(.text(joined)) }
    text = ""
  }

  private mutating func readNext() {
    let byte = bytes[position]
    switch byte {
    case UInt8(ascii: "{"), UInt8(ascii: "}"): position += 1
    case _ where isAddress && "~-`'$".utf8.contains(byte):
      text.unicodeScalars.append(Unicode.Scalar(byte))
      position += 1
    case UInt8(ascii: "~"):
      text += "\u{A0}"
      position += 1
    case UInt8(ascii: "-"):
      let length = run(of: byte)
      text += length == 3 ? "—" : length == 2 ? "–" : String(repeating: "-", count: length)
      position += length
    case UInt8(ascii: "`"), UInt8(ascii: "'"):
      let length = min(run(of: byte), 2)
      text += byte == UInt8(ascii: "`") ? (length == 2 ? "“" : "‘") : (length == 2 ? "”" : "’")
      position += length
    case UInt8(ascii: "$"): readFormula()
    case UInt8(ascii: "\\"): readCommand()
    default:
      let end = bytes[(position + 1)...].firstIndex { $0 & 0xC0 != 0x80 } ?? bytes.endIndex
      text += String(decoding: bytes[position..<end], as: UTF8.self)
      position = end
    }
  }

  private func run(of byte: UInt8) -> Int { bytes[position...].prefix { $0 == byte }.count }

  private mutating func readFormula() {
    guard let end = bytes[(position + 1)...].firstIndex(of: UInt8(ascii: "$")) else {
      text += "$"
      position += 1
      return
    }
    closeText()
    parts.append(.formula(String(decoding: bytes[(position + 1)..<end], as: UTF8.self)))
    position = end + 1
  }

  // MARK: - Commands

  private mutating func readCommand() {
    let start = position
    position += 1
    guard position < bytes.endIndex else {
      text += "\\"
      return
    }
    let name = readName()
    if let accent = Self.accents[name] {
      text += (accentedLetter() + accent).composed
      return
    }
    if let sign = Self.signs[name] {
      skipBlanksAfterWord(name)
      text += sign
      return
    }
    switch name {
    case "url", "path":
      text += argument().map { String(decoding: $0, as: UTF8.self) } ?? ""
    case "href":
      _ = argument()
    case _ where Self.fonts.contains(name):
      skipBlanksAfterWord(name)
    case "\\", " ", "\n": text += " "
    case "-", "/", "@": break
    default:
      problems.append(
        Problem(
          "`\\\(name)` isn't known in a list of references", at: start..<position, severity: .warning,
          help: "write the character itself; the page shows `\(name)`"))
      text += name
    }
  }

  /// The letters after a backslash, or the one character there.
  private mutating func readName() -> String {
    let letters = bytes[position...].prefix(while: Self.isLetter)
    if letters.isEmpty {
      let end = bytes[(position + 1)...].firstIndex { $0 & 0xC0 != 0x80 } ?? bytes.endIndex
      defer { position = end }
      return String(decoding: bytes[position..<end], as: UTF8.self)
    }
    position = letters.endIndex
    return String(decoding: letters, as: UTF8.self)
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) }

  /// LaTeX skips blanks after a command whose name consists of letters.
  private mutating func skipBlanksAfterWord(_ name: String) {
    guard name.first?.isLetter == true else { return }
    while position < bytes.endIndex, bytes[position] == UInt8(ascii: " ") { position += 1 }
  }

  /// The letter below an accent, as text: `o`, `{o}`, `\i`, `{\i}`.
  private mutating func accentedLetter() -> String {
    while position < bytes.endIndex, bytes[position] == UInt8(ascii: " ") { position += 1 }
    guard position < bytes.endIndex else { return "" }
    if bytes[position] == UInt8(ascii: "{") {
      guard let inner = argument() else { return "" }
      return LaTeXText(inner).plainText.dotlessAsPlain
    }
    if bytes[position] == UInt8(ascii: "\\") {
      position += 1
      guard position < bytes.endIndex else { return "" }
      let name = readName()
      skipBlanksAfterWord(name)
      return (Self.signs[name] ?? name).dotlessAsPlain
    }
    let end = bytes[(position + 1)...].firstIndex { $0 & 0xC0 != 0x80 } ?? bytes.endIndex
    defer { position = end }
    return String(decoding: bytes[position..<end], as: UTF8.self)
  }

  /// The content of the braces at the position; nil if there are none.
  private mutating func argument() -> ArraySlice<UInt8>? {
    while position < bytes.endIndex, bytes[position] == UInt8(ascii: " ") { position += 1 }
    guard position < bytes.endIndex, bytes[position] == UInt8(ascii: "{") else { return nil }
    let start = position + 1
    var depth = 0
    while position < bytes.endIndex {
      if bytes[position] == UInt8(ascii: "{") { depth += 1 }
      if bytes[position] == UInt8(ascii: "}") { depth -= 1 }
      position += 1
      if depth == 0 { return bytes[start..<(position - 1)] }
    }
    return bytes[start...]
  }

  /// Accents, as the combining characters that follow their letters.
  private static let accents: [String: String] = [
    "\"": "\u{308}", "'": "\u{301}", "`": "\u{300}", "^": "\u{302}", "~": "\u{303}", "=": "\u{304}", ".": "\u{307}",
    "c": "\u{327}", "v": "\u{30C}", "u": "\u{306}", "H": "\u{30B}", "r": "\u{30A}", "k": "\u{328}", "b": "\u{331}", "d": "\u{323}",
  ]

  private static let signs: [String: String] = [
    "&": "&", "%": "%", "$": "$", "#": "#", "_": "_", "{": "{", "}": "}", ",": "\u{2009}", ";": " ", ":": " ", "!": "",
    "ss": "ß", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å", "AA": "Å",
    "i": "ı", "j": "ȷ", "dj": "đ", "DJ": "Đ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "ng": "ŋ", "NG": "Ŋ",
    "S": "§", "P": "¶", "copyright": "©", "pounds": "£", "euro": "€", "dots": "…", "ldots": "…", "textellipsis": "…",
    "textendash": "–", "textemdash": "—", "textquoteright": "’", "textquoteleft": "‘", "textquotedblleft": "“",
    "textquotedblright": "”", "textbackslash": "\\", "textasciitilde": "~", "textunderscore": "_", "textdegree": "°",
    "textregistered": "®", "texttrademark": "™", "textmu": "µ", "slash": "/", "quad": " ", "TeX": "TeX", "LaTeX": "LaTeX",
    "BibTeX": "BibTeX",
  ]

  /// Commands that change only how their text looks.
  private static let fonts: Set<String> = [
    "emph", "textit", "textbf", "textsc", "textrm", "texttt", "textsf", "textsl", "textup", "textnormal", "text", "mathrm", "mbox",
    "enquote", "uppercase", "MakeUppercase", "em", "it", "bf", "sl", "sc", "rm", "tt", "sf", "itshape", "bfseries", "scshape",
    "upshape", "textsuperscript", "textsubscript", "mkbibquote", "protect", "relax", "noopsort", "bibinfo", "natexlab", "penalty",
  ]
}

extension String {
  /// An accent replaces the dot: `\"{\i}` is ï.
  fileprivate var dotlessAsPlain: String { self == "ı" ? "i" : self == "ȷ" ? "j" : self }
}
