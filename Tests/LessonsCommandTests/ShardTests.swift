import Foundation
import TestSupport
import Testing

/// A course that several machines share out.
@Suite struct ShardTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    for name in ["a", "b", "c", "d", "e"] {
      try folder.write("# \(name)\n\n$$ 1 + 1 = 2 $$\n<!-- check: {} -->\n\n$2 \\cdot 3 = 6$\n", to: "Lessons/\(name).md")
    }
  }

  private func check(_ arguments: String...) throws -> LessonsTool.Result { try LessonsTool().run(["check"] + arguments, in: folder.url) }

  private func shares(_ count: Int) throws -> [String] {
    try (1...count).map { index in
      let file = "\(index).json"
      try folder.write(check("--shard", "\(index)/\(count)", "--format", "json").output, to: file)
      return file
    }
  }

  @Test(arguments: [1, 2, 3, 7]) func `the shares put together are one run`(count: Int) throws {
    let whole = try check("--format", "json")
    let merged = try LessonsTool().run(["report", "--merge"] + shares(count).reversed(), in: folder.url)
    #expect(merged.output == whole.output)
    #expect(merged.exitCode == 0, "\(merged.errors)")
  }

  @Test func `warnings about files of the course are in the report of each share, and once in all`() throws {
    try folder.write("bibliography: refs.bib\n", to: "Lessons/course.yml")
    try folder.write("@book{k2001, author={Ape, A}, title={On A}, year={2001}}\n", to: "Lessons/refs.bib")
    let whole = try check("--format", "json")
    #expect(whole.output.contains("no lesson cites `k2001`"), "\(whole.output)")
    #expect(try check("--format", "github").output.contains("::warning file=Lessons/refs.bib"))
    let merged = try LessonsTool().run(["report", "--merge"] + shares(2), in: folder.url)
    #expect(merged.output == whole.output, "\(merged.errors)")
    #expect(merged.exitCode == 0)
  }

  @Test(arguments: [["Lessons/a.md"], ["Lessons/data.csv"], ["--warnings-as-errors"], ["--vary", "3"]])
  func `shares of other files or options aren't put together`(change: [String]) throws {
    let first = try check("--shard", "1/2", "--format", "json").output
    if change[0].hasPrefix("-") {
      try folder.write(LessonsTool().run(["check", "--shard", "2/2", "--format", "json"] + change, in: folder.url).output, to: "2.json")
    } else {
      try folder.write("# Another\n", to: change[0])
      try folder.write(check("--shard", "2/2", "--format", "json").output, to: "2.json")
    }
    try folder.write(first, to: "1.json")
    let merged = try LessonsTool().run(["report", "--merge", "1.json", "2.json"], in: folder.url)
    #expect(merged.exitCode == 2)
    #expect(merged.errors.contains("`2.json` is of other files, or of other options, than `1.json`"), "\(merged.errors)")
  }

  @Test(arguments: ["unknown: 1\n", "setup: gone.md\n", "bibliography: gone.bib\n", "css: gone.css\n"])
  func `a mistake of the whole course is told once, as by one run`(settings: String) throws {
    try folder.write(settings, to: "Lessons/course.yml")
    let whole = try check("--format", "json")
    #expect(whole.exitCode == 1)
    #expect(whole.output.contains("course-malformed"), "\(whole.output)")
    let merged = try LessonsTool().run(["report", "--merge"] + shares(3), in: folder.url)
    #expect(merged.exitCode == 1, "\(merged.errors)")
    #expect(merged.output == whole.output)
  }

  @Test func `a library that can't be used fails the whole, though not each share needs it`() throws {
    try folder.write("libraries: [ { name: Gone, path: ../gone } ]\n", to: "Lessons/course.yml")
    try folder.write("# a\n\n```swift\n1\n```\n", to: "Lessons/a.md")
    let whole = try check("--format", "json")
    let merged = try LessonsTool().run(["report", "--merge"] + shares(2), in: folder.url)
    #expect(merged.exitCode == whole.exitCode, "\(whole.output)\(whole.errors)")
    #expect(merged.output == whole.output)
  }

  @Test func `a share of a broken course without an error is damaged`() throws {
    try folder.write("unknown: 1\n", to: "Lessons/course.yml")
    let files = try shares(2)
    let report = try folder.text(of: files[0])
    let healed = report.replacing("\"severity\" : \"error\"", with: "\"severity\" : \"warning\"").replacing(
      "\"errors\" : 1", with: "\"errors\" : 0")
    try folder.write(healed, to: files[0])
    let result = try LessonsTool().run(["report", "--merge"] + files, in: folder.url)
    #expect(result.errors.contains("is damaged"), "\(result.errors)")
    #expect(result.exitCode == 2)
  }

  /// Checks the course of a folder as another machine does: in another place, and with the runs of others alone.
  private func checkElsewhere(_ arguments: String..., keptIn caches: [TemporaryFolder]) throws -> (LessonsTool.Result, TemporaryFolder) {
    let other = try TemporaryFolder()
    let files = FileManager.default
    try files.copyItem(at: folder.url.appending(path: "Lessons"), to: other.url.appending(path: "Lessons"))
    let runs = ".lessons-cache/Lessons/runs"
    try files.createDirectory(at: other.url.appending(path: runs), withIntermediateDirectories: true)
    for cache in caches {
      for name in try files.contentsOfDirectory(atPath: cache.url.appending(path: runs).path) {
        try files.copyItem(at: cache.url.appending(path: "\(runs)/\(name)"), to: other.url.appending(path: "\(runs)/\(name)"))
      }
    }
    return (try LessonsTool().run(["check", "--format", "json"] + arguments, in: other.url), other)
  }

  private func ran(_ result: LessonsTool.Result) -> [Substring] {
    result.errors.split(separator: "\n").filter { $0.hasPrefix("ran ") }.map { $0.split(separator: " ")[1] }.sorted()
  }

  @Test func `runs that are kept are used on another machine, which reports the same`() throws {
    for name in ["c", "d"] {
      try folder.write(
        "# \(name)\n\n```swift\nlet x = 3.0\nlet y = x * x\nprint(y)\n```\n\n```output\n9.0\n```\n\n$$ y = x^2 $$\n<!-- check: {} -->\n",
        to: "Lessons/\(name).md")
    }
    let whole = try check("--format", "json")
    #expect(ran(whole) == ["c", "d"] && whole.exitCode == 0, "\(whole.errors)")
    // Two machines, each with its share, and one more with the runs of both.
    let (first, one) = try checkElsewhere("--shard", "1/2", keptIn: [])
    let (second, two) = try checkElsewhere("--shard", "2/2", keptIn: [])
    #expect((ran(first) + ran(second)).sorted() == ["c", "d"])
    let (third, _) = try checkElsewhere(keptIn: [one, two])
    #expect(ran(third) == [])
    #expect(third.output == whole.output)
    #expect(third.exitCode == 0, "\(third.errors)")
    try folder.write(first.output, to: "1.json")
    try folder.write(second.output, to: "2.json")
    #expect(try LessonsTool().run(["report", "--merge", "1.json", "2.json"], in: folder.url).output == whole.output)
  }

  @Test func `a report that can't be that of its share isn't merged`() throws {
    _ = try shares(2)
    let report = try folder.text(of: "2.json")
    let file = "Lessons/b.md"
    #expect(report.contains("\"file\" : \"\(file)\"") && report.contains("\"holds\" : true"))
    let changes = [
      ("\"file\" : \"\(file)\"", "\"file\" : \"Lessons/z.md\"", "no share has `\(file)`"),
      ("\"holds\" : true", "\"holds\" : false", "is damaged"),
      ("\"errors\" : 0", "\"errors\" : -1", "is damaged"), ("\"cells\" : 0", "\"cells\" : 9223372036854775807", "is damaged"),
      ("\"index\" : 2", "\"index\" : 3", "is damaged"), ("\"of\" : 2", "\"of\" : 2000000000", "is damaged"),
    ]
    for (old, new, message) in changes {
      let changed = report.replacingOccurrences(of: old, with: new)
      try #require(changed != report, "\(old)")
      try folder.write(changed, to: "2.json")
      let result = try LessonsTool().run(["report", "--merge", "1.json", "2.json"], in: folder.url)
      #expect(result.exitCode == 2)
      #expect(result.errors.contains(message), "\(new): \(result.errors)")
    }
    // A lesson that is in no course.
    let start = try #require(report.range(of: "\"lessons\" : [")).upperBound
    let other = #"{"file": "z.md", "title": "z", "holds": true, "formulas": [], "numbers": [], "failures": []},"#
    try folder.write(report[..<start] + other + report[start...], to: "2.json")
    let result = try LessonsTool().run(["report", "--merge", "1.json", "2.json"], in: folder.url)
    #expect(result.exitCode == 2)
    #expect(result.errors.contains("`z.md` isn't among the lessons of the shares"), "\(result.errors)")
  }

  @Test func `a failure in a share is one of the whole`() throws {
    try folder.write("# d\n\n$$ 1 + 1 = 3 $$\n<!-- check: {} -->\n", to: "Lessons/d.md")
    let whole = try check("--format", "json")
    let merged = try LessonsTool().run(["report", "--merge"] + shares(2), in: folder.url)
    #expect(whole.exitCode == 1)
    #expect(merged.exitCode == 1)
    #expect(merged.output == whole.output)
  }

  @Test func `a share that is missing, twice there or of another course is refused`() throws {
    let files = try shares(2)
    func refusal(_ files: [String]) throws -> String { try LessonsTool().run(["report", "--merge"] + files, in: folder.url).errors }
    #expect(try refusal([files[0]]).contains("the share 2/2 is missing"))
    #expect(try refusal([files[0], files[0]]).contains("are both the share 1/2"))
    try folder.write("# f\n", to: "Lessons/f.md")
    try folder.write(check("--shard", "2/2", "--format", "json").output, to: "2.json")
    #expect(try refusal(files).contains("`2.json` isn't a share of the same course as `1.json`"))
    try folder.write("{}", to: "3.json")
    #expect(try refusal(["3.json"]).contains("`3.json` isn't a report"))
  }

  @Test(arguments: ["0/2", "3/2", "2", "a/b", "-1/2"]) func `a share that can't be is refused`(share: String) throws {
    let result = try check("--shard=\(share)")
    #expect(result.exitCode == 64)
  }
}
