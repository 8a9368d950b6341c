import Foundation
import TestSupport
import Testing

/// Wrong lessons fail at the right line, and correct ones pass.
@Suite struct KnownLessonTests {
  static let lessons = try! KnownLesson.all()

  @Test func `both right and wrong lessons are there`() {
    #expect(Self.lessons.count { $0.isRight } >= 43)
    #expect(Self.lessons.count { !$0.isRight } >= 65)
  }

  @Test(arguments: lessons)
  func `what is wrong fails and what is right passes`(_ lesson: KnownLesson) throws {
    let folder = try TemporaryFolder()
    try folder.write("title: Cases\n", to: "Lessons/course.yml")
    try write(lesson.files, to: folder)
    for round in lesson.steps {
      try write(round.files ?? [:], to: folder)
      for (path, pairs) in round.replace ?? [:] {
        var text = try folder.text(of: "Lessons/\(path)")
        for pair in pairs {
          let place = try #require(text.range(of: pair[0]), "nothing to replace: \(pair[0])")
          text.replaceSubrange(place, with: pair[1])
        }
        try folder.write(text, to: "Lessons/\(path)")
      }
      let result = try LessonsTool().run((round.args ?? ["check"]) + ["--course", "Lessons"], in: folder.url)
      try expect(round, result, in: folder)
    }
    for path in lesson.files.keys where path.hasSuffix(".md") {
      let text = try folder.text(of: "Lessons/\(path)")
      for word in lesson.lacks { #expect(!text.contains(word), "\(text)") }
    }
  }

  private func write(_ files: [String: String], to folder: TemporaryFolder) throws {
    for (path, text) in files { try folder.write(text.replacing("${DIR}", with: folder.url.path), to: "Lessons/\(path)") }
  }

  private func expect(_ round: KnownLesson.Round, _ result: LessonsTool.Result, in folder: TemporaryFolder) throws {
    let report = result.output + result.errors
    let code = result.exitCode
    #expect((0...2).contains(code), "\(report)")
    switch round.exit {
    case .oneOf(let codes)?: #expect(codes.contains(code), "\(report)")
    case .either?:
      #expect(code <= 1, "\(report)")
      if code == 0 {
        let page = try folder.text(of: "site/case.html").replacing(#/<[^>]+>/#, with: " ").replacing(#/\s+/#, with: " ")
        for words in round.page ?? [] { #expect(page.contains(words)) }
      }
    case nil: break
    }
    for word in round.hasnot ?? [] { #expect(!report.contains(word), "\(report)") }
    guard code != 0 else { return }
    for word in round.words ?? [] {
      let found = word.split(separator: "|").contains { report.lowercased().contains($0.lowercased()) }
      #expect(found, "\(word) in \(report)")
    }
    if let place = round.line {
      let lines = report.matches(of: try Regex("\(NSRegularExpression.escapedPattern(for: place.file)):(\\d+)"))
        .compactMap { $0.output[1].substring.flatMap { Int($0) } }
      #expect(!Set(lines).isDisjoint(with: place.lines), "\(report)")
    }
  }
}
