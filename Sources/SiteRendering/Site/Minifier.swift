/// Takes out of our own scripts what readers don't need: comments, and white space that parts nothing.
///
/// Each of their statements ends with a semicolon or a brace, so that no line break means anything.
enum Minifier {
  static func minified(_ script: [UInt8]) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(script.count)
    var isApart = false
    for token in ScriptToken.tokens(of: script) {
      // What stands in a template is copied as it is.
      if token.kind == .space, !token.isInTemplate {
        isApart = true
        continue
      }
      if isApart, let last = out.last, let first = token.text.utf8.first, areOne(last, first) { out.append(UInt8(ascii: " ")) }
      isApart = false
      out += token.text.utf8
    }
    return out + [UInt8(ascii: "\n")]
  }

  /// Whether two bytes would be read as one sign or one name without white space between them.
  private static func areOne(_ a: UInt8, _ b: UInt8) -> Bool {
    ScriptToken.isOfName(a) && ScriptToken.isOfName(b) || a == b && "+-/".utf8.contains(a)
  }
}
