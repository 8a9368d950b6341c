import Diagnostics

extension CourseSettings {
  /// The place of a lesson in the `order` of `course.yml`.
  package struct OrderedLesson: Sendable, Hashable {
    /// The name of its file, with or without its extension.
    var name: String
    var range: Range<Int>
  }

  /// The lessons' files in the order of the course: those that `order` names, then the others by name.
  ///
  /// - Parameter file: `course.yml`, where problems are reported.
  package func ordered(_ files: [String], in file: SourceFile) throws(Diagnostic) -> [String] {
    var rest = files.sorted()
    var ordered: [String] = []
    for lesson in order {
      let name = lesson.name.hasSuffix(".md") ? lesson.name : lesson.name + ".md"
      guard let index = rest.firstIndex(of: name) else {
        let isTwice = ordered.contains(name)
        let names = files.map { String($0.dropLast(3)) }
        throw Diagnostic(
          Problem(
            isTwice ? "`\(lesson.name)` is in `order` twice" : "there is no lesson `\(lesson.name)`", at: lesson.range,
            help: isTwice
              ? "take one of them out"
              : suggestion(for: lesson.name, among: names)
                ?? "the lessons are \(names.sorted().map { "`\($0)`" }.joined(separator: ", "))"), in: file)
      }
      ordered.append(rest.remove(at: index))
    }
    return ordered + rest
  }
}
