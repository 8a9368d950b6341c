/// The name of a language as HTML writes it: `de`, `pt-BR`, `zh-Hant`.
package struct LanguageTag: Sendable, Hashable {
  package var text: String

  /// Returns nil for a text that isn't made as BCP 47 makes tags: a language of two or three letters, then its script, region and variants.
  package init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard let language = parts.first, (2...3).contains(language.count), language.allSatisfy(Self.isLetter),
      parts.dropFirst().allSatisfy({ (1...8).contains($0.count) && $0.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) } })
    else { return nil }
    self.text = text
  }

  private static func isLetter(_ character: Character) -> Bool { character.isASCII && character.isLetter }
}
