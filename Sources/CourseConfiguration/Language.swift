/// A language of the site's own texts.
package enum Language: String, Sendable, CaseIterable {
  case english = "en"
  case chinese = "zh-Hans"

  /// Returns nil for a BCP 47 tag of any other language, and for Chinese in traditional characters.
  package init?(tag: String) {
    let parts = tag.lowercased().split(separator: "-", omittingEmptySubsequences: false)
    switch parts.first {
    case "en": self = .english
    case "zh" where parts.allSatisfy({ !["hant", "tw", "hk", "mo"].contains($0) }): self = .chinese
    default: return nil
    }
  }
}
