extension String {
  /// `can't` as prose has it, `can’t`: titles and summaries are read beside it.
  package var withApostrophes: String { replacing(/(\p{L})'(?=\p{L})/) { "\($0.1)’" } }
}
