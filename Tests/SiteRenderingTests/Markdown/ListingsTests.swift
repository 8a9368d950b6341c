import Testing

@testable import SiteRendering

/// Which lines of a text belong to listings.
@Suite struct ListingsTests {
  @Test(arguments: [
    ("a\n```swift\nb\n```\nc", "pllLp"), ("````\n```swift\n````\na", "llLp"), ("~~~\n```\n~~~\na", "llLp"), ("```a``` b\nc", "pp"),
    ("> ```\n> a\n> ```\n> b", "llLp"), ("- ```swift\n  a\n  ```\n- b", "llLp"), ("1. ~~~\n   a\n   ~~~\nb", "llLp"),
    ("> - ```\n>   a\n>   ```\nb", "llLp"), ("``\na", "pp"),
  ])
  func `a listing goes from its fence to one that is as long and has no words`(text: String, kinds: String) {
    var listings = Listings()
    let found = text.split(separator: "\n", omittingEmptySubsequences: false).map { listings.contains($0) ? "l" : "p" }
    #expect(found.joined() == kinds.lowercased())
  }
}
