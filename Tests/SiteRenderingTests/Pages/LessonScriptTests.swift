import CellOutputs
import LessonChecks
import LessonDocument
import Testing

@testable import SiteRendering

@Suite struct LessonScriptTests {
  private func files(_ markdown: String, imports: [String] = ["Attention"]) -> [SiteFile] {
    let result = lesson(markdown)
    return LessonScript(document: result.document, run: result.run, course: "Course", imports: imports).files
  }

  private func code(_ markdown: String) -> String {
    let text = files(markdown).first.map { String(decoding: $0.bytes, as: UTF8.self) } ?? ""
    return text.split(separator: "import LessonRuntime\n", maxSplits: 1).last.map { String($0.drop { $0 == "\n" }) } ?? ""
  }

  @Test func `a lesson's cells are one file that says how it runs`() throws {
    let file = try #require(files("# One\n\n```swift\nlet a = 1\n```\n\n```swift hide\nlet b = 2\n```").first)
    let text = String(decoding: file.bytes, as: UTF8.self)
    #expect(file.path == "01-lesson.swift")
    #expect(text.hasPrefix("// One\n// The code of a lesson of “Course”.\n"))
    #expect(text.contains("swiftc ") && text.contains("01-lesson.swift -o lesson"))
    #expect(text.hasSuffix("import Attention\nimport LessonRuntime\n\nlet a = 1\n\nlet b = 2\n"))
  }

  @Test(arguments: [
    (["Geometry", "CGeometry"], " that depends on Geometry, CGeometry", "\n\nimport Geometry\nimport CGeometry"), ([], "", ""),
  ])
  func `a lesson of another library needs neither the tool's library nor its runtime`(imports: [String], library: String, lines: String)
    throws
  {
    let text = String(decoding: try #require(files("# One\n\n```swift\nlet a = 1\n```", imports: imports).first).bytes, as: UTF8.self)
    #expect(
      text.hasPrefix(
        "// One\n// The code of a lesson of “Course”.\n//\n// It runs as the `main.swift` of an executable\(library), with Swift 6 and"))
    #expect(text.hasSuffix("`MainActor`.\(lines)\n\nlet a = 1\n"), "\(text)")
  }

  @Test func `it says how the lesson is compiled`() throws {
    let text = "---\nswift-version: 5\nisolation: none\nflags: [-DFAST]\n---\n\n# One\n\n```swift\nlet a = 1\n```"
    let own = String(decoding: try #require(files(text).first).bytes, as: UTF8.self)
    #expect(own.contains("swiftc -swift-version 5 -DFAST -I "), "\(own)")
    let other = String(decoding: try #require(files(text, imports: []).first).bytes, as: UTF8.self)
    #expect(other.contains("of an executable, with Swift 5, compiled with `-DFAST`.\n"), "\(other)")
  }

  @Test func `what doesn't run is there as a comment`() {
    #expect(code("```swift\nlet a = 1\n```\n```swift norun\nb\n\nc\n```") == "let a = 1\n\n// This is only shown:\n// b\n//\n// c\n")
    #expect(code("```swift\nlet a = 1\n```\n```swift fail\na = 2\n```") == "let a = 1\n\n// This must not compile:\n// a = 2\n")
    #expect(
      code("```swift\nlet a = 1\n```\n```swift crash\nfatalError()\n```")
        == "let a = 1\n\n// This must stop the program:\n// fatalError()\n")
  }

  @Test func `a scope of its own stays one, and a new program is another file`() {
    #expect(code("```swift nest\nlet a = 1\n```") == "do {\nlet a = 1\n}\n")
    #expect(
      files("```swift\nlet a = 1\n```\n```swift reset\nlet a = 2\n```").map(\.path) == ["01-lesson.swift", "01-lesson-program-2.swift"])
    #expect(files("# No code").isEmpty)
  }
}
