/// In a recorded output, `…` matches anything. A `…` of the output itself is recorded with a backslash before it.
extension String {
  /// The text as it is recorded: with a backslash before each `…`, and before each backslash directly before a `…`.
  ///
  /// - Parameter address: A text after which a `…` stays as it is.
  package func escapingEllipses(exceptAfter address: String? = nil) -> String {
    guard unicodeScalars.contains("…") else { return self }
    var out = String.UnicodeScalarView()
    var backslashes = 0
    for scalar in unicodeScalars {
      if scalar == "…", address.map({ String(out).hasSuffix($0) }) != true {
        out.append(contentsOf: String(repeating: "\\", count: backslashes + 1).unicodeScalars)
      }
      backslashes = scalar == "\\" ? backslashes + 1 : 0
      out.append(scalar)
    }
    return String(out)
  }

  private nonisolated(unsafe) static let escapePattern = /(\\+)…/

  /// The inverse of `escapingEllipses`. A `…` that the author wrote as a wildcard stays a `…`.
  package var unescapingEllipses: String {
    replacing(Self.escapePattern) { String(repeating: "\\", count: $0.1.count / 2) + "…" }
  }
}
