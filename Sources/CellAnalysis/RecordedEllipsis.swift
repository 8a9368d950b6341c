/// In a recorded output `…` stands for anything, so that a `…` of the output itself has a backslash before it.
extension String {
  /// The text as it is recorded: with a backslash before each `…`, and before those backslashes that stand right before it.
  ///
  /// - Parameter address: What may stand before a `…` that is left as it is.
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

  /// The text as it was before it was recorded; what an author left open stays a `…`.
  package var unescapingEllipses: String {
    replacing(/(\\+)…/) { String(repeating: "\\", count: $0.1.count / 2) + "…" }
  }
}
