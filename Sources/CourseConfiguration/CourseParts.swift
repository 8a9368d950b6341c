import Diagnostics
import KeyedYAML

extension CourseSettings {
  /// A part of the course, and the lesson that it begins with.
  package struct Part: Sendable, Hashable {
    package var title: String
    /// The lesson's number, or the beginning of its file's name.
    package var start: String
    var range = 0..<0

    static func parse(_ pair: LocatedYAML.Pair) throws(Problem) -> Part {
      guard let start = pair.value.scalar, !start.text.isEmpty else {
        throw Problem("the part `\(pair.key.text)` needs a lesson to begin with", at: pair.key.range, help: "write its number")
      }
      return Part(title: pair.key.text, start: start.text, range: start.range)
    }
  }

  /// - Parameter file: `course.yml`, where problems are reported.
  package func checkParts(inLessonsNamed names: [String], file: SourceFile) throws(Diagnostic) {
    for part in parts where !names.contains(where: part.begins) {
      throw Diagnostic(
        Problem(
          "there is no lesson `\(part.start)` for the part `\(part.title)` to begin with", at: part.range,
          help: (Int(part.start) == nil ? suggestion(for: part.start, among: names) : nil)
            ?? "the lessons are \(names.map { "`\($0)`" }.joined(separator: ", "))"), in: file)
    }
  }

  /// The indices of the lessons, grouped by the parts of the course. Lessons before the first part form a group without a title.
  package func grouped(lessonsNamed names: [String]) -> [(title: String?, indices: [Int])] {
    var groups: [(title: String?, indices: [Int])] = [(nil, [])]
    for (index, name) in names.enumerated() {
      if let part = parts.last(where: { $0.begins(with: name) }), groups.last?.title != part.title { groups.append((part.title, [])) }
      groups[groups.count - 1].indices.append(index)
    }
    return groups.filter { !$0.indices.isEmpty }
  }
}

extension CourseSettings.Part {
  fileprivate func begins(with name: String) -> Bool {
    if let number = Int(start) { return Int(name.prefix { $0.isASCII && $0.isNumber }) == number }
    return name == start.replacing("/", with: "-")
  }
}
