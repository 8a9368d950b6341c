extension String {
  /// The text with typographic apostrophes (`can’t` for `can't`), as titles and summaries appear beside typeset prose.
  package var withApostrophes: String { utf8.contains(UInt8(ascii: "'")) ? replacing(/(\p{L})'(?=\p{L})/) { "\($0.1)’" } : self }
}
