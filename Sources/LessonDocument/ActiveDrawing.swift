/// What in a drawing (SVG) would run a script, or load something, when a reader opens the file alone. In a page a drawing is an image and
/// can do neither.
package struct ActiveDrawing: Sendable, Hashable {
  /// The first such part.
  package var part: String
  package var line: Int

  /// - Returns: nil for a drawing that only draws.
  package init?(_ bytes: [UInt8]) {
    // In another encoding the search below would find nothing.
    guard !bytes.contains(0), let text = String(validating: bytes, as: UTF8.self) else {
      (part, line) = ("text that isn't UTF-8", 1)
      return
    }
    let patterns: [(String, Regex<AnyRegexOutput>)] = [
      ("another encoding", Regex(#/(?i)<\?xml[^>]*encoding\s*=\s*["'](?!utf-8["'])/#)),
      ("an instruction", Regex(#/(?i)<\?(?!xml\s)[a-z]/#)),
      // A list of attributes may give each element an event's attribute.
      ("a definition of entities", Regex(#/(?i)<!(ENTITY|ATTLIST|ELEMENT|NOTATION|DOCTYPE[^>]*\[)/#)),
      ("a script", Regex(#/(?i)<\s*([\w.\-]+:)?script\b/#)),
      ("a part of another kind", Regex(#/(?i)<\s*([\w.\-]+:)?(foreignObject|iframe|object|embed|handler|listener|audio|video|set)\b/#)),
      ("an animated address", Regex(#/(?i)attributeName\s*=\s*["']\s*([\w.\-]+:)?href/#)),
      ("a part of another kind", Regex(#/(?i)\sxmlns(:[\w.\-]+)?\s*=\s*["'][^"']*xhtml/#)),
      // All that is searched for here could be written so.
      (
        "a letter written as a number",
        Regex(#/(?i)&#(x0*(4[0-9a-f]|5[0-9a]|6[1-9a-f]|7[0-9a])|0*(6[4-9]|7\d|8\d|9[07-9]|1[01]\d|12[0-2]));/#)
      ),
      ("an escape in a style", Regex(#/(?i)<([\w.\-]+:)?style\b(?:(?!<\/([\w.\-]+:)?style)(?:.|\n))*?\\[0-9a-f]/#)),
      ("an escape in a style", Regex(#/(?i)\sstyle\s*=\s*("[^"]*\\[0-9a-f]|'[^']*\\[0-9a-f])/#)),
      ("a part of another file", Regex(#/(?i)\b(?:url|image-set)\(\s*("|'|&quot;|&apos;)?\s*(?!["'&\s#]|data:)/#)),
      ("a part of another file", Regex(#/(?i)\sxml:base\s*=/#)),
      ("an event's attribute", Regex(#/(?i)<[^<>"'!?](?:[^<>"']|"[^"]*"|'[^']*')*?\son[a-z]+\s*=/#)),
      ("an import", Regex(#/(?i)@import/#)),
    ]
    var first: (part: String, place: String.Index)?
    func note(_ part: String, _ place: String.Index) { if first.map({ place < $0.place }) ?? true { first = (part, place) } }
    for (part, pattern) in patterns { if let found = text.firstMatch(of: pattern) { note(part, found.range.lowerBound) } }
    // An address is a part of the drawing, a picture in it, or a page that a reader may go to.
    // `xlink:href` is one word to `\b`.
    for address in text.matches(of: #/(?i)href\s*=\s*("[^"]*"|'[^']*')/#) {
      let value = address.1.dropFirst().dropLast().filter { !$0.isWhitespace }.lowercased()
      let isHarmless = ["#", "https://", "http://", "data:image/png", "data:image/jpeg", "data:image/gif", "data:image/webp"].contains {
        value.hasPrefix($0)
      }
      if !isHarmless, value.contains(where: { ":&\\".contains($0) }) { note("an address that may run", address.range.lowerBound) }
    }
    // What a drawing uses, other than by a link for readers, must be in it.
    for tag in text.matches(of: #/<([\w.\-]+:)?([\w.\-]+)((?:[^<>"']|"[^"]*"|'[^']*')*)>/#) where tag.2 != "a" {
      guard let address = tag.3.firstMatch(of: #/(?i)\s(?:[\w.\-]+:)?href\s*=\s*("[^"]*"|'[^']*')/#) else { continue }
      let value = address.1.dropFirst().dropLast().drop(while: \.isWhitespace)
      if !value.isEmpty, !value.hasPrefix("#"), !value.lowercased().hasPrefix("data:") {
        note("a part of another file", address.range.lowerBound)
      }
    }
    guard let first else { return nil }
    part = first.part
    line = text[..<first.place].count { $0 == "\n" || $0 == "\r\n" } + 1
  }
}
