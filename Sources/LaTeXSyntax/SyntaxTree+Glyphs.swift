extension SyntaxTree {
  /// The name of the command that writes a letter or sign, without its backslash: `alpha` for `α`. Nil if the glyph is its own name.
  package static func commandName(ofGlyph glyph: String) -> String? { Command.namesByGlyph[glyph] }
}
