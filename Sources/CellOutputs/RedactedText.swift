extension String {
  /// The text without what no two runs have in common: an address is `0x…`, and a file of the run's working folder is named as seen
  /// from there.
  public var redacted: String {
    var text = self
    // The searches below are slow, and in most texts there is nothing to be found.
    if text.contains("0x0000") { text.replace(/0x0000[0-9a-f]{12}\b/, with: "0x…") }
    if text.contains("/lesson-run-") {
      text.replace(/(?:file:\/\/)?\/[^\s"'(]*?\/lesson-run-[0-9A-F-]+\/work\/(?=[^\s"'),])/, with: "")
      text.replace(/(?:file:\/\/)?\/[^\s"'(]*?\/lesson-run-[0-9A-F-]+\/work\/?/, with: ".")
    }
    return text
  }
}
