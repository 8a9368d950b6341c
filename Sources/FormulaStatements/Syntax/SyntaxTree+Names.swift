import LaTeXSyntax

extension SyntaxTree {
  /// Every name that the formula has in some reading: for `W_1 x` these are `W_1`, `W` and `x`.
  package var possibleNames: Set<Name> {
    var names: Set<Name> = []
    let scanner = SymbolScanner { name, _, _ in
      names.insert(name)
      // No name is accepted as known, so that all other readings are visited too.
      return false
    }
    scanner.scan(nodes) { _ in }
    return names
  }
}
