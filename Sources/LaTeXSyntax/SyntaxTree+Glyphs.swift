extension SyntaxTree {
  /// The name of the command that writes a letter or sign, without its backslash: `alpha` for `α`. Nil if the glyph is its own name.
  package static func commandName(ofGlyph glyph: String) -> String? { Command.namesByGlyph[glyph] }
}

extension SyntaxTree.Ornament {
  /// The command that draws it, without its backslash.
  package var commandName: String { Command.ornaments.first { $0.style == self }?.name ?? "" }
}
