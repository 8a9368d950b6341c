/// Guards the Swift parser, which tries each `[` and each `<` as two things: its time doubles with every one within another.
package enum SwiftNesting {
  package static let deepestBracket = 10
  private static let deepestAngle = 12

  /// The byte offset of the bracket that is too deep to be parsed in time; nil if none is.
  package static func offsetOfTooDeep(in code: String) -> Int? {
    var brackets = 0
    var angles = 0
    for (offset, byte) in code.utf8.enumerated() {
      switch byte {
      case UInt8(ascii: "["): brackets += 1
      case UInt8(ascii: "]"): brackets = max(brackets - 1, 0)
      case UInt8(ascii: "<"): angles += 1
      case UInt8(ascii: ">"): angles = max(angles - 1, 0)
      // A comparison is never closed.
      case UInt8(ascii: "\n"): angles = 0
      default: continue
      }
      if brackets > deepestBracket || angles > deepestAngle { return offset }
    }
    return nil
  }
}
