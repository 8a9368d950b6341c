import Diagnostics
import Testing

@Suite struct NearestNameTests {
  private static let words = ["hide", "fold", "silent", "norun", "fail", "crash", "nest", "reset", "volatile"]

  @Test(arguments: [
    ("slient", "silent"), ("silnt", "silent"), ("silentt", "silent"), ("foldd", "fold"), ("fial", "fail"),
    ("nset", "nest"),
    ("rest", "nest"), ("vilatile", "volatile"), ("hide", "hide"), ("SILENT", "silent"), ("Hide", "hide"),
  ])
  func `a slip of the hand finds the word that was meant`(slip: String, word: String) {
    #expect(nearestName(to: slip, among: Self.words) == word)
  }

  @Test(arguments: ["", "x", "python", "silent-please"])
  func `nothing near finds nothing`(name: String) {
    #expect(nearestName(to: name, among: Self.words) == nil)
  }

  @Test func `of two equally near names the first in the alphabet is taken, in whatever order they come`() {
    #expect(nearestName(to: "ac", among: ["ad", "ab"]) == "ab")
    #expect(nearestName(to: "ac", among: ["ab", "ad"]) == "ab")
  }

  @Test func `without candidates there is none`() {
    #expect(nearestName(to: "fold", among: []) == nil)
  }

  @Test func `a name of a million letters costs nothing when no candidate is as long`() {
    #expect(nearestName(to: String(repeating: "x", count: 1_000_000), among: Self.words) == nil)
  }
}
