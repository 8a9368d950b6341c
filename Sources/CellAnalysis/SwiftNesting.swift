/// Protects the Swift parser from deep nesting: it tries each `[` and `<` in two ways, so each level doubles its time.
package enum SwiftNesting {
  package static let deepestBracket = 10
  private static let deepestAngle = 12

  /// The byte offset of the first bracket that is nested too deeply to be parsed in time; nil if there is none.
  package static func offsetOfTooDeep(in code: String) -> Int? {
    var brackets = 0
    var angles = 0
    for (offset, byte) in code.utf8.enumerated() {
      switch byte {
      case UInt8(ascii: "["): brackets += 1
      case UInt8(ascii: "]"): brackets = max(brackets - 1, 0)
      case UInt8(ascii: "<"): angles += 1
      case UInt8(ascii: ">"): angles = max(angles - 1, 0)
      // `<` as a comparison is never closed.
      case UInt8(ascii: "\n"): angles = 0
      default: continue
      }
      if brackets > deepestBracket || angles > deepestAngle { return offset }
    }
    return nil
  }
}
