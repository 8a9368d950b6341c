import Formulas
import Foundation

extension Precision {
  /// 4 units in the last place of the largest entry, by which summing in another order may change any entry.
  func noise(besides largest: Double) -> Double { 4 * (self == .single ? Double(Float(largest).ulp) : largest.ulp) }
}

extension [OutputLine] {
  /// Marks numbers in quotation marks, since a string is compared as text. Sets the noise of each number in square brackets from the
  /// largest of them.
  mutating func markNumbers(_ precision: Precision) {
    var depth = 0
    var entries: [(line: Int, token: Int)] = []
    var largest = 0.0
    for line in indices {
      let quoted = self[line].quotedTokens
      for (index, token) in self[line].tokens.enumerated() {
        switch token {
        case .number where quoted.contains(index): self[line].changeNumber(at: index) { $0.isQuoted = true }
        case .number(let number) where depth > 0:
          entries.append((line, index))
          largest = Swift.max(largest, abs(number.value))
        case .scalar("[") where !quoted.contains(index): depth += 1
        case .scalar("]") where depth > 0 && !quoted.contains(index):
          depth -= 1
          guard depth == 0 else { continue }
          let noise = precision.noise(besides: largest)
          for (line, token) in entries { self[line].changeNumber(at: token) { $0.noise = noise } }
          (entries, largest) = ([], 0)
        default: break
        }
      }
    }
  }
}

extension OutputLine {
  /// The indices of the tokens between quotation marks.
  fileprivate var quotedTokens: IndexSet {
    var quoted = IndexSet()
    var opening: Int?
    var curlyOpening: Int?
    var isEscaped = false
    for (index, token) in tokens.enumerated() {
      if token == .scalar("“") { curlyOpening = index }
      if token == .scalar("”"), let start = curlyOpening {
        quoted.insert(integersIn: start..<index)
        curlyOpening = nil
      }
      let isQuote = token == .scalar("\"") && !isEscaped
      isEscaped = token == .scalar("\\") && !isEscaped
      guard isQuote else { continue }
      if let start = opening { quoted.insert(integersIn: start..<index) }
      opening = opening == nil ? index : nil
    }
    return quoted
  }
}
