import LaTeXSyntax

extension SyntaxTree {
  /// Every name that stands in the formula in some reading: of `W_1 x`, `W_1` and `W` and `x`.
  package var possibleNames: Set<Name> {
    var names: Set<Name> = []
    let scanner = SymbolScanner { name, _, _ in
      names.insert(name)
      // Nothing is known, so that every other reading is looked at too.
      return false
    }
    scanner.scan(nodes) { _ in }
    return names
  }
}
