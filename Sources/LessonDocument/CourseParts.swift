import Diagnostics

extension CourseSettings {
  /// A part of the course, and the lesson that it begins with.
  package struct Part: Sendable, Hashable {
    package var title: String
    /// The lesson's number, or what its file's name begins with.
    package var start: String
    var range = 0..<0
  }

  /// - Parameter file: `course.yml`, for what is wrong with it.
  package func checkParts(in lessons: [Document], file: SourceFile) throws(Diagnostic) {
    for part in parts where !lessons.contains(where: part.begins) {
      let names = lessons.map(\.name)
      throw Diagnostic(
        Problem(
          "there is no lesson `\(part.start)` for the part `\(part.title)` to begin with", at: part.range,
          help: (Int(part.start) == nil ? nearestName(to: part.start, among: names) : nil).map { "did you mean `\($0)`?" }
            ?? "the lessons are \(names.map { "`\($0)`" }.joined(separator: ", "))"), in: file)
    }
  }

  /// The lessons, by their indices, in the parts that they belong to; those before the first part have no title.
  package func grouped(_ lessons: [Document]) -> [(title: String?, indices: [Int])] {
    var groups: [(title: String?, indices: [Int])] = [(nil, [])]
    for (index, lesson) in lessons.enumerated() {
      if let part = parts.last(where: { $0.begins(with: lesson) }) { groups.append((part.title, [])) }
      groups[groups.count - 1].indices.append(index)
    }
    return groups.filter { !$0.indices.isEmpty }
  }
}

extension CourseSettings.Part {
  fileprivate func begins(with lesson: Document) -> Bool {
    if let number = Int(start) { return Int(lesson.name.prefix { $0.isASCII && $0.isNumber }) == number }
    return lesson.name == start
  }
}
