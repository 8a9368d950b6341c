extension String {
  /// The text with typographic apostrophes (`can’t` for `can't`), as titles and summaries appear beside typeset prose.
  package var withApostrophes: String { replacing(/(\p{L})'(?=\p{L})/) { "\($0.1)’" } }
}
