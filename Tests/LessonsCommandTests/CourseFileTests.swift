import Foundation
import TestSupport
import Testing

/// The effects of `course.yml`.
@Suite struct CourseFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func call(_ arguments: String...) throws -> LessonsTool.Result { try LessonsTool().run(arguments, in: folder.url) }

  @Test func `lessons come in the order that it names, the others after them`() throws {
    for name in ["a", "b", "c", "d"] { try folder.write("# Lesson \(name)\n", to: "Lessons/\(name).md") }
    try folder.write("order: [d, b.md]\n", to: "Lessons/course.yml")
    let result = try call("build")
    #expect(result.exitCode == 0, "\(result.errors)")
    let page = try folder.text(of: "site/index.html")
    let order = page.matches(of: /<li>.*?href="([a-d])\.html"/).map { String($0.1) }
    #expect(order == ["d", "b", "a", "c"])
    let start = try #require(page.firstMatch(of: /<dl class="about">.*?href="([a-d])\.html"/.dotMatchesNewlines()))
    #expect(start.1 == "d")
  }

  @Test(arguments: [
    ("order: [a, bb]", "1:12: error: there is no lesson `bb`", "did you mean `b`?"),
    (
      "cover: [a#gone]", "1:9: error: there is no formula or cell `#gone` in `a`",
      "a cell is named by `id=` on its fence, a formula by `id:` in its check"
    ),
    ("cover: e#gone", "1:8: error: there is no lesson `e`", "did you mean `a`?"),
    ("order:\n  - a\n  - a", "3:5: error: `a` is in `order` twice", "take one of them out"),
    (
      "library: Geometry", "1:10: error: `library` needs keys",
      "write, say, `libraries: [{ url: https://github.com/apple/swift-algorithms, from: 1.2.0 }]`"
    ),
    ("library: { prodcut: G }", "1:12: error: unknown key `prodcut` of a library", "did you mean `product`?"),
    (
      "libraries: [{ from: 1.0.0 }]", "1:15: error: `from` needs the `url` of a package",
      "write, say, `libraries: [{ url: https://github.com/apple/swift-algorithms, from: 1.2.0 }]`"
    ),
    (
      "libraries: [{ url: https://a.b/c }]", "1:20: error: this package needs a version",
      "write, say, `from: 1.2.0`, or `exact:`, `branch:`, `revision:`"
    ),
    (
      "libraries: [{ url: https://a.b/c, from: 1.2 }]", "1:41: error: `1.2` isn't a version of a package",
      "write three numbers, say `1.2.0`"
    ),
    (
      "libraries: [{ url: https://a.b/c, from: 1.2.0, branch: main }]", "1:48: error: `branch` and `from` exclude each other",
      "keep one of them"
    ),
    (
      "libraries: [{ url: a.b/c, from: 1.2.0 }]", "1:20: error: `a.b/c` isn't the address of a package",
      "write `https://…`, or `path:` for a folder"
    ),
    (
      "libraries: [{ path: ../c, from: 1.2.0 }]", "1:27: error: `from` doesn't go with a package in a folder",
      "keep the folder or the address"
    ),
    ("isolation: non", "1:12: error: `isolation` can't be `non`", "did you mean `none`?"),
    ("swift-version: 7", "1:16: error: `swift-version` can't be `7`", "the compiler knows 4, 4.2, 5, 6"),
    ("tolerance: few", "1:12: error: `tolerance` needs a positive number, not `few`", "write, say, `1e-4`"),
    (
      "parts: { First: a, Second: 9 }", "1:28: error: there is no lesson `9` for the part `Second` to begin with",
      "the lessons are `a`, `b`"
    ),
    ("parts: { First: bb }", "1:17: error: there is no lesson `bb` for the part `First` to begin with", "did you mean `b`?"),
    ("toleranc: 1", "1:1: error: unknown key `toleranc` in course.yml", "did you mean `tolerance`?"),
  ])
  func `what is wrong in it is told at its place`(yaml: String, message: String, help: String) throws {
    for name in ["a", "b"] { try folder.write("# Lesson \(name)\n", to: "Lessons/\(name).md") }
    try folder.write(yaml, to: "Lessons/course.yml")
    let result = try call("check")
    #expect(result.errors.contains("Lessons/course.yml:\(message)\n"), "\(result.errors)")
    #expect(result.errors.contains("= help: \(help)\n"), "\(result.errors)")
    #expect(result.exitCode == 1)
  }

  @Test func `its tolerance is that of every cell that has none of its own`() throws {
    let output = "```output\nDouble = 2.5003\n```\n"
    try folder.write("```swift\n2.5\n```\n\n\(output)", to: "Lessons/a.md")
    // Half a unit of the last digit is 0.00005; a ten-thousandth is 0.00025.
    #expect(try call("check").exitCode == 1)
    try folder.write("tolerance: 1e-3", to: "Lessons/course.yml")
    #expect(try call("check").exitCode == 0)
    try folder.write("```swift tolerance=1e-5\n2.5\n```\n\n\(output)", to: "Lessons/a.md")
    #expect(try call("check").exitCode == 1)
  }

  @Test func `a course can teach another library`() throws {
    let manifest = """
      // swift-tools-version: 6.0
      import PackageDescription
      let package = Package(
        name: "Geometry", products: [.library(name: "Geometry", TYPE targets: ["Geometry"])], targets: [.target(name: "Geometry")])
      """
    try folder.write("public func area(_ a: Double, _ b: Double) -> Double { a * b }\n", to: "Geometry/Sources/Geometry/area.swift")
    try folder.write("library: { package: ../Geometry, product: Geometry }\n", to: "Lessons/course.yml")
    try folder.write("```swift\narea(2, 3)\n```\n\n```output\nDouble = 6.0\n```\n", to: "Lessons/a.md")
    for type in ["", "type: .dynamic,", "type: .static,"] {
      try folder.write(manifest.replacing("TYPE", with: type), to: "Geometry/Package.swift")
      let right = try call("check")
      #expect(right.exitCode == 0, "\(right.errors)")
    }

    // With another library, the recorded outputs no longer hold.
    try folder.write("public func area(_ a: Double, _ b: Double) -> Double { a * b / 2 }\n", to: "Geometry/Sources/Geometry/area.swift")
    let changed = try call("check")
    #expect(changed.errors.contains("the output isn't what was recorded"), "\(changed.errors)")
    #expect(changed.exitCode == 1)

    try folder.write("library: { package: ../Geometri }\n", to: "Lessons/course.yml")
    let lost = try call("check")
    #expect(
      lost.errors.contains("Lessons/course.yml:1:21: error: there is no Swift package at \(folder.url.path)/Geometri\n"), "\(lost.errors)")
    #expect(lost.exitCode == 1)
  }

  @Test func `a library is built anew when a package changes that it depends on, and wherever its sources stand`() throws {
    func manifest(_ name: String, _ dependencies: String, _ target: String) -> String {
      """
      // swift-tools-version: 6.0
      import PackageDescription
      let package = Package(
        name: "\(name)", products: [.library(name: "\(name)", type: .dynamic, targets: ["\(name)"])],
        dependencies: [\(dependencies)], targets: [.target(name: "\(name)"\(target))])
      """
    }
    try folder.write(manifest("Base", "", ""), to: "Base/Package.swift")
    try folder.write("public func unit() -> Int { 10 }\n", to: "Base/Sources/Base/unit.swift")
    let target = ", dependencies: [\"Base\"], path: \"code\""
    try folder.write(manifest("Taught", ".package(path: \"../Base\")", target), to: "Taught/Package.swift")
    try folder.write("import Base\npublic func area() -> Int { unit() + 6 }\n", to: "Taught/code/area.swift")
    try folder.write("library: { package: ../Taught, product: Taught }\n", to: "Lessons/course.yml")
    try folder.write("```swift\narea()\n```\n\n```output\nInt = 16\n```\n", to: "Lessons/a.md")
    let first = try call("check")
    #expect(first.exitCode == 0, "\(first.errors)")
    try folder.write("public func unit() -> Int { 20 }\n", to: "Base/Sources/Base/unit.swift")
    #expect(try call("check").errors.contains("+ Int = 26"))
    try folder.write("import Base\npublic func area() -> Int { unit() + 7 }\n", to: "Taught/code/area.swift")
    #expect(try call("check").errors.contains("+ Int = 27"))
  }
}
