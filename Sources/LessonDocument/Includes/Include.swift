import CellAnalysis
import Diagnostics

/// A fence with `include=Sources/Softmax.swift#softmax`: it holds the text of a source file, or of a region of it.
package struct Include: Sendable {
  /// The path of the file, relative to the folder of the package.
  package var path: LocatedText
  package var region: LocatedText?
  /// The fence, and the text that it holds now.
  package var recorded: RecordedOutput
  /// What the file holds; nil until the course has been read.
  package var found: Found?

  package enum Found: Sendable {
    case text(String)
    case problem(Problem)
  }

  /// Reads `include=PATH#REGION`; nil for another word.
  init?(_ word: (text: String, range: Range<Int>), of fence: Fence) {
    let key = "include="
    guard word.text.hasPrefix(key) else { return nil }
    let value = word.text.dropFirst(key.count)
    let start = word.range.lowerBound + key.utf8.count
    let path = value.prefix { $0 != "#" }
    self.path = LocatedText(text: String(path), range: start..<start + path.utf8.count)
    if path.endIndex < value.endIndex {
      let region = value[value.index(after: path.endIndex)...]
      self.region = LocatedText(text: String(region), range: word.range.upperBound - region.utf8.count..<word.range.upperBound)
    }
    recorded = RecordedOutput(range: fence.range, text: fence.content, linePrefix: fence.linePrefix)
  }
}
