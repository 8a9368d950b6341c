extension String {
  /// The text without what differs in every run: an address becomes `0x…`, and a path of the run's working folder becomes relative to
  /// that folder.
  public var redacted: String {
    var text = self
    // Test for the parts first, because the searches below are slow and usually find nothing.
    if text.contains("0x0000") { text.replace(/0x0000[0-9a-f]{12}\b/, with: "0x…") }
    if text.contains("/lesson-run-") {
      text.replace(/(?:file:\/\/)?\/[^\s"'(]*?\/lesson-run-[0-9A-F-]+\/work\/(?=[^\s"'),])/, with: "")
      text.replace(/(?:file:\/\/)?\/[^\s"'(]*?\/lesson-run-[0-9A-F-]+\/work\/?/, with: ".")
    }
    return text
  }
}
