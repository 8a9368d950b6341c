/// A language in which the site has words of its own.
package enum Language: String, Sendable, CaseIterable {
  case english = "en"
  case chinese = "zh-Hans"

  /// nil for a BCP 47 tag of another language, or of Chinese in other characters.
  package init?(tag: String) {
    let parts = tag.lowercased().split(separator: "-", omittingEmptySubsequences: false)
    switch parts.first {
    case "en": self = .english
    case "zh" where parts.allSatisfy({ !["hant", "tw", "hk", "mo"].contains($0) }): self = .chinese
    default: return nil
    }
  }
}
