import Diagnostics
import KeyedYAML
import ToolSupport

extension CourseSettings {
  /// A formula or a cell of a lesson to be shown on the landing page: `06-worked-example#attention`.
  package struct CoverPart: Sendable, Hashable {
    /// The name of the lesson's file, without its extension.
    package var lesson: String
    package var id: String
    package var range: Range<Int>

    static func parse(_ name: LocatedYAML.Scalar) throws(Problem) -> CoverPart {
      let parts = name.text.split(separator: "#", omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }) else {
        throw Problem(
          "`\(name.text)` names no part of a lesson", at: name.range,
          help: "write the lesson and the id of a formula or cell in it: `01-first#softmax`")
      }
      let lesson = parts[0].hasSuffix(".md") ? String(parts[0].dropLast(3)) : parts[0]
      return CoverPart(lesson: lesson.replacing("/", with: "-"), id: parts[1].composed, range: name.range)
    }
  }
}
