import Diagnostics

/// Which code the words of a cell forbid.
package enum CellRules {
  /// Readers would believe an expected value even though nothing compares it.
  package static func uncomparedValues(in statements: [CellStatement], _ options: CellOptions) -> [Problem] {
    guard let word = options.wordAgainstRunning else { return [] }
    let values = statements.compactMap(\.expected).map { expected in
      Problem(
        "nothing compares this `// =>`: a `\(word.rawValue)` cell isn't run", at: expected.range,
        help: "write the comment without the arrow, or let the cell run")
    }
    return values
      + statements.flatMap(\.prints).map { comment in
        Problem(
          "nothing compares this `// Prints`: a `\(word.rawValue)` cell isn't run", at: comment.range,
          help: "write the comment in other words, or let the cell run")
      }
  }

  /// A cell with a scope of its own becomes the body of a block, where some declarations aren't allowed.
  package static func hiddenDeclarations(in statements: [CellStatement], _ options: CellOptions) -> [Problem] {
    guard let word = options.wordOfOwnScope else { return [] }
    return statements.compactMap { statement in
      statement.fileScopeWord.map { declaration in
        Problem(
          "`\(declaration)` can't be in a `\(word.rawValue)` cell, which has a scope of its own",
          at: statement.range.lowerBound..<statement.range.lowerBound + declaration.utf8.count,
          help: "put it into a cell of its own above this one")
      }
    }
  }
}
