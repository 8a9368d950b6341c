import Diagnostics
import KeyedYAML

/// The numbers between which a reader may slide an input: `0.05...5`, `0.01...100 log`, `0...5 step 0.25`.
package struct Slider: Sendable, Hashable, Codable {
  package var lowest: Double
  package var highest: Double
  /// Whether equal ways change it by equal factors.
  package var isLogarithmic = false
  /// Between neighboring numbers; nil for a two-hundredth of the way.
  package var step: Double?

  /// - Throws: A `Problem` at the text, if it isn't a range of finite numbers, from the lower to the higher one.
  init(parsing scalar: LocatedYAML.Scalar) throws(Problem) {
    func problem(_ message: String) -> Problem {
      Problem(message, at: scalar.range, help: "write, say, `0.05...5`, `0.01...100 log` or `0...5 step 0.25`")
    }
    let words = scalar.text.split(separator: " ").map(String.init)
    guard let range = words.first, let place = range.firstRange(of: "..."), let lowest = Double(range[..<place.lowerBound]),
      let highest = Double(range[place.upperBound...]), lowest.isFinite, highest.isFinite
    else { throw problem("`\(scalar.text)` isn't a range of numbers") }
    guard lowest < highest else {
      throw problem("a slider needs to go up, but it is from \(range[..<place.lowerBound]) to \(range[place.upperBound...])")
    }
    (self.lowest, self.highest) = (lowest, highest)
    switch (words.count, words.dropFirst().first) {
    case (1, _): break
    case (2, "log"):
      guard lowest > 0 else { throw problem("a logarithmic slider begins above 0") }
      isLogarithmic = true
    case (3, "step"):
      guard let step = Double(words[2]), step > 0, step <= highest - lowest else {
        throw problem("`\(words[2])` isn't a step between these numbers")
      }
      self.step = step
    default: throw problem("`\(words.dropFirst().joined(separator: " "))` says nothing of a slider")
    }
  }
}
