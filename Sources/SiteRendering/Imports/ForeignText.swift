/// What other programs write into the cells of notebooks, as a lesson can hold it.
enum ForeignText {
  /// A text whose last listing and comment are closed: they would go on through the cells after it.
  static func closed(_ text: String, _ remark: (String) -> Void) -> String {
    var listings = Listings()
    var isInComment = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if !isInComment, listings.contains(line) { continue }
      var rest = line
      while !rest.isEmpty {
        guard let mark = rest.firstRange(of: isInComment ? "-->" : "<!--") else { break }
        isInComment.toggle()
        rest = rest[mark.upperBound...]
      }
    }
    if let end = listings.missingEnd {
      remark("its listing has no end: it ends with the cell")
      return "\(text)\n\(end)"
    }
    guard isInComment else { return text }
    remark("its comment has no end: it ends with the cell")
    return "\(text) -->"
  }

  /// A command to the notebook's program and not to the compiler, with the language that it says: `%install …`, `%%bash`, `!ls`.
  static func command(_ source: String, isSwift: Bool) -> (command: String, language: String?)? {
    guard isSwift else { return nil }
    for line in source.split(separator: "\n") {
      let text = line.trimmed
      if let magic = text.prefixMatch(of: /%%(\w+)/) { return (String(magic.0), String(magic.1)) }
      if let magic = text.prefixMatch(of: /%\w[\w-]*/) { return (String(magic.0), nil) }
      // In Swift, what begins with an exclamation mark is an expression, and no expression is a word with an argument.
      if let call = text.prefixMatch(of: /!(\w+)(?=\s+[\w.\/-]|$)/), line == source.split(separator: "\n").first {
        return (String(call.0), "bash")
      }
    }
    return nil
  }

  /// What a terminal would show in the end: without colors, and of a line that was written anew the last state.
  static func plain(_ text: String) -> String {
    let uncolored = text.replacing(/\u{1B}(?:\[[0-?]*[ -\/]*[@-~]|\][^\u{07}\u{1B}]*(?:\u{07}|\u{1B}\\)|[@-Z\\^_])/, with: "")
    guard uncolored.unicodeScalars.contains(where: { $0.properties.generalCategory == .control && $0 != "\n" && $0 != "\t" }) else {
      return uncolored
    }
    return uncolored.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      let states = line.split(separator: "\r")
      return String((states.last ?? "").unicodeScalars.filter { $0.properties.generalCategory != .control || $0 == "\t" })
    }.joined(separator: "\n")
  }
}
