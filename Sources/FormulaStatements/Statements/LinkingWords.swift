import LaTeXSyntax

/// The words between the parts of a formula that the check understands (R12, R14), in English and Chinese.
package enum LinkingWords {
  /// Words between two statements.
  static let separating: Set<String> = conditional.union([
    "with", "and", "for all", "for each", "for every", "s.t.", "such that", "其中", "这里", "此处", "且", "并且", "和", "以及", "对所有", "对于所有",
    "对任意", "对于任意", "对每个", "对于每个", "对一切", "满足",
  ])

  /// Words before a condition.
  package static let conditional: Set<String> = ["if", "for", "when", "where", "and if", "若", "如果", "当", "对", "对于"]

  /// Words that stand for the condition of the last branch.
  package static let otherwise: Set<String> = [
    "otherwise", "else", "else if", "in all other cases", "否则", "其他", "其它", "其余", "其他情况", "其它情况", "其余情况", "其他情况下", "其它情况下",
  ]

  /// Words after a condition that add nothing to it: `x > 0 \text{ 时}`.
  package static let trailing: Set<String> = ["时", "的时候", "的情况", "的情况下"]

  package static let and: Set<String> = ["and", "且", "并且", "而且"]
  package static let or: Set<String> = ["or", "或", "或者"]
  package static let even: Set<String> = ["even", "is even", "偶数", "为偶数", "是偶数"]
  package static let odd: Set<String> = ["odd", "is odd", "奇数", "为奇数", "是奇数"]

  /// Whether the words begin the condition of a branch, in one cell with its value.
  package static func beginsCondition(_ words: String) -> Bool {
    let plain = plain(words)
    return conditional.contains(plain) || otherwise.contains(plain)
  }

  /// Whether the words stand between formulas, as opposed to a function's name.
  static func linksFormulas(_ words: String) -> Bool {
    beginsCondition(words) || and.contains(plain(words)) || or.contains(plain(words)) || trailing.contains(plain(words))
  }

  /// The words without capitals, blanks and punctuation around them.
  package static func plain(_ words: String) -> String {
    var text = Substring(SyntaxTree.trimmed(words).lowercased())
    while let first = text.first, first.isWhitespace || ",:，：".contains(first) { text.removeFirst() }
    while let last = text.last, last.isWhitespace || ",:.;，：。；、".contains(last) { text.removeLast() }
    // A point belongs to this one.
    return text == "s.t" ? "s.t." : String(text)
  }
}
