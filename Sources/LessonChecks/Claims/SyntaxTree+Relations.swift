import LaTeXSyntax

extension SyntaxTree {
  /// The formula with `\approx` for each `=` between its sides. A decimal then needs to be right only to half a unit of its last digit.
  var withApproximateRelations: SyntaxTree {
    SyntaxTree(
      latex: latex,
      nodes: nodes.map { node in
        guard case .sign(var sign) = node.kind, sign.glyph == "=" else { return node }
        (sign.command, sign.glyph) = ("\\approx", "≈")
        return Node(.sign(sign), node.range)
      })
  }

  /// The glyphs of the relations between its sides.
  var relations: [String] {
    nodes.compactMap { node in
      if case .sign(let sign) = node.kind, sign.atomClass == .relation { sign.glyph } else { nil }
    }
  }

  /// The two sides of a formula that consists of one equation; nil for any other formula.
  var sidesOfEquation: (left: [Node], right: [Node])? {
    guard relations.count == 1, relations[0] == "=" || relations[0] == "≈" else { return nil }
    let parts = nodes.split(omittingEmptySubsequences: false) { node in
      if case .sign(let sign) = node.kind { sign.atomClass == .relation } else { false }
    }
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else { return nil }
    return (Array(parts[0]), Array(parts[1]))
  }
}
