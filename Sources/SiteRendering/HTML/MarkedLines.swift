extension HTML {
  private nonisolated(unsafe) static let tagPattern = /<span[^>]*>|<\/span>/

  /// Colored code with some of its lines highlighted.
  ///
  /// - Parameter lines: For each line, whether it is.
  func marking(_ lines: [Bool]) -> HTML {
    var out = ""
    // The `<span …>` that goes on from line to line: a string or a comment of several lines.
    var open = ""
    let all = markup.split(separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in all.enumerated() {
      var text = open + line
      for tag in line.matches(of: Self.tagPattern) { open = tag.output == "</span>" ? "" : String(tag.output) }
      if !open.isEmpty { text += "</span>" }
      if index + 1 < all.count { text += "\n" }
      out += lines.indices.contains(index) && lines[index] ? "<span class=\"marked\">\(text)</span>" : text
    }
    return HTML(verbatim: out)
  }
}
