import Foundation
import TestSupport
import Testing

/// Courses that teach a package of their own, or of others.
@Suite struct LibraryTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func call(_ arguments: String...) throws -> LessonsTool.Result { try LessonsTool().run(arguments, in: folder.url) }

  private static let algorithms = "https://github.com/apple/swift-algorithms"
  private static let numerics = "https://github.com/apple/swift-numerics"

  private func manifest(_ name: String, targets: String, dependencies: String = "", imports: String = "") -> String {
    """
    // swift-tools-version: 6.0
    import PackageDescription
    \(imports)
    let package = Package(
      name: "\(name)", platforms: [.macOS(.v15)], products: [.library(name: "\(name)", targets: ["\(name)"])],
      dependencies: [\(dependencies)], targets: [\(targets)])
    """
  }

  @Test func `packages by address are linked, several at once, and a lesson has one of its own`() throws {
    try folder.write("libraries: [{ url: \(Self.algorithms), from: 1.2.0, products: [Algorithms] }]\n", to: "Lessons/course.yml")
    try folder.write(
      """
      ---
      libraries: { url: \(Self.numerics), from: 1.1.0, products: [Numerics] }
      ---

      ```swift
      Array([1, 2, 3].combinations(ofCount: 2)).count // => 3
      Complex(3.0, 4.0).length // => 5.0
      Double.exp(0) // => 1.0
      ```
      """, to: "Lessons/both.md")
    try folder.write("```swift\nArray([1, 1, 2].uniqued()).count // => 2\n```\n", to: "Lessons/one.md")
    let result = try call("check")
    #expect(result.exitCode == 0, "\(result.errors)")

    let pins = try folder.text(of: "Lessons/course.resolved")
    for package in ["swift-algorithms", "swift-numerics"] { #expect(pins.contains("\"identity\" : \"\(package)\"")) }
    #expect(!pins.contains("originHash"))
    // Only the lesson that names it imports it.
    try folder.write("```swift\nComplex(3.0, 4.0).length\n```\n", to: "Lessons/one.md")
    #expect(try call("check", "one").errors.contains("cannot find 'Complex' in scope"))
  }

  /// Makes a repository of a small package, at version 1.2.0: to fetch and build one of the network's takes many times as long.
  ///
  /// - Returns: Its address, and the environment in which Git finds it there. The address names the commit: the package manager remembers which commit
  ///   a version at an address was, and refuses another one.
  private func publishNumbers() throws -> (address: String, environment: [String: String]) {
    try folder.write(manifest("Numbers", targets: #".target(name: "Numbers")"#), to: "published/Package.swift")
    try folder.write("public let three = 3\n", to: "published/Sources/Numbers/three.swift")
    let place = folder.url.appending(path: "published")
    let result = try LessonsTool().run(
      shell: """
        export GIT_AUTHOR_DATE=2001-01-01T00:00:00Z GIT_COMMITTER_DATE=2001-01-01T00:00:00Z
        git init -q . && git add . \\
          && git -c user.name=Author -c user.email=author@example.org -c commit.gpgsign=false commit -q -m First \\
          && git -c tag.gpgsign=false tag 1.2.0 && git rev-parse HEAD
        """, in: place)
    try #require(result.exitCode == 0, "\(result.errors)")
    let address = "https://packages.example/\(result.output.prefix(40))/numbers"
    return (
      address, ["GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "url.file://\(place.path).insteadOf", "GIT_CONFIG_VALUE_0": address]
    )
  }

  @Test(arguments: [
    (
      "{ url: https://github.com/apple/no-such-package, from: 1.0.0 }", "1:20",
      "there is no package at https://github.com/apple/no-such-package, or it can't be reached"
    ),
    (
      "{ url: https://example.invalid/a/no-such-package, from: 1.0.0 }", "1:20",
      "there is no package at https://example.invalid/a/no-such-package, or it can't be reached"
    ),
    // NUMBERS stands for the address of `publishNumbers`.
    ("{ url: NUMBERS, from: 1.2.0, imports: [Numberz] }", "1:118", "the package has no module `Numberz`"),
    ("{ url: NUMBERS, from: 99.0.0 }", "1:101", "no version of this package fits `from: 99.0.0` and the other libraries"),
    ("{ url: NUMBERS, from: 1.2.0, products: [Numberz] }", "1:119", "the package `Numbers` has no library product `Numberz`"),
  ])
  func `what is wrong with a package is reported at its place in course.yml and in front matter`(
    library: String, place: String, message: String
  ) throws {
    let numbers = try publishNumbers()
    let library = library.replacing("NUMBERS", with: numbers.address)
    func check() throws -> LessonsTool.Result { try LessonsTool().run(["check"], in: folder.url, environment: numbers.environment) }
    try folder.write("```swift\n1 // => 1\n```\n", to: "Lessons/other.md")
    try folder.write("libraries: [\(library)]\n", to: "Lessons/course.yml")
    let course = try check()
    #expect(course.errors.contains("Lessons/course.yml:\(place): error: \(message)\n"), "\(course.errors)")
    #expect(course.exitCode == 1)
    // A lesson's library concerns no other lesson.
    try folder.write("libraries: []\n", to: "Lessons/course.yml")
    try folder.write("---\nlibraries: [\(library)]\n---\n\n```swift\n1\n```\n", to: "Lessons/a.md")
    let lesson = try check()
    let inFile = "2" + place.dropFirst()
    #expect(lesson.errors.contains("Lessons/a.md:\(inFile): error: \(message)\n"), "\(lesson.errors)")
    #expect(lesson.errors.components(separatedBy: ": error: ").count == 2, "\(lesson.errors)")
    #expect(lesson.exitCode == 1)
  }

  @Test func `a library above a C target, without a word about how it is linked, is taught`() throws {
    try folder.write(
      manifest("Deep", targets: #".target(name: "CDeep"), .target(name: "Deep", dependencies: ["CDeep"])"#), to: "Deep/Package.swift")
    try folder.write(
      "int deep_sum(int a, int b);\nstatic inline int deep_twice(int a) { return 2 * a; }\n", to: "Deep/Sources/CDeep/include/deep.h")
    try folder.write("#include \"deep.h\"\nint deep_sum(int a, int b) { return a + b; }\n", to: "Deep/Sources/CDeep/deep.c")
    try folder.write(
      "import CDeep\n@inlinable public func total(_ a: Int32) -> Int32 { deep_sum(deep_twice(a), 1) }\n", to: "Deep/Sources/Deep/deep.swift"
    )
    let top = manifest(
      "Top", targets: #".target(name: "Top", dependencies: [.product(name: "Deep", package: "Deep")])"#,
      dependencies: #".package(path: "../Deep")"#)
    try folder.write(top, to: "Top/Package.swift")
    try folder.write("import Deep\n@inlinable public func above(_ a: Int32) -> Int32 { total(a) * 10 }\n", to: "Top/Sources/Top/top.swift")
    // The course stands in the package: nothing has to name it.
    try folder.write("```swift\nabove(3) // => 70\n```\n", to: "Top/Lessons/a.md")
    let result = try LessonsTool().run(["check"], in: folder.url.appending(path: "Top"))
    #expect(result.exitCode == 0, "\(result.errors)")
    #expect(!FileManager.default.fileExists(atPath: folder.url.appending(path: "Top/Lessons/course.resolved").path))
  }

  @Test func `errors of a library are reported in its file, once and without notes`() throws {
    try folder.write(manifest("Broken", targets: #".target(name: "Broken")"#), to: "Broken/Package.swift")
    try folder.write("public func two() -> Int {\n  1 + one\n}\n", to: "Broken/Sources/Broken/two.swift")
    try folder.write("libraries: { path: ../Broken }\n", to: "Lessons/course.yml")
    try folder.write("```swift\n1 // => 1\n```\n", to: "Lessons/a.md")
    let result = try call("check")
    #expect(result.exitCode == 2)
    let told = try #require(result.errors.firstRange(of: "lessons: error"))
    #expect(
      result.errors[told.lowerBound...].hasPrefix(
        """
        lessons: error: the lessons' libraries don't build
        Broken/Sources/Broken/two.swift:2:7: error: cannot find 'one' in scope
         2 |   1 + one
           |       ^
          = help: correct the library, or name another version of it
        """), "\(result.errors)")
    try folder.write("// swift-tools-version: 6.0\nlet package = 1 +\n", to: "Broken/Package.swift")
    let manifest = try call("check")
    #expect(manifest.errors.contains("\nBroken/Package.swift:3:1: error: expected expression after operator\n"), "\(manifest.errors)")
  }

  @Test(arguments: [
    (
      "import PackageDescription\n",
      "Package.swift:1:1: error: the first line doesn't say for which version of Swift the manifest is: write, say, `// swift-tools-version: 6.0`"
    ),
    ("", "Package.swift' is empty"),
    ("// swift-tools-version: 99.0\n", "Package.swift: error: package 'own' is using Swift tools version 99.0.0 but"),
    ("// swift-tools-version: six\n", "Package.swift: error: the Swift tools version 'six' is misspelt"),
    ("// swift-tools-version: 6.0\n", "Package.swift: error: Invalid manifest\nMissing or empty JSON output"),
  ])
  func `a manifest that can't be used is named, with what is wrong with it`(manifest: String, message: String) throws {
    try folder.write(manifest, to: "Own/Package.swift")
    try folder.write("```swift\n1 // => 1\n```\n", to: "Own/Lessons/a.md")
    let result = try LessonsTool().run(["check"], in: folder.url.appending(path: "Own"))
    #expect(result.exitCode == 2)
    let own = "lessons: error: Package.swift isn't the manifest of a package that can be used\n"
    #expect(result.errors.contains(own), "\(result.errors)")
    #expect(result.errors.contains(message), "\(result.errors)")
    #expect(!result.errors.contains("compiled with"))
    #expect(result.errors.components(separatedBy: "lessons: error:").count == 2, "\(result.errors)")
  }

  @Test(arguments: [
    ("libraries: []", "", "Tensor"), ("", "---\nlibraries: []\n---\n\n", "Tensor"), ("library: []", "", "Tensor"),
    ("libraries: { path: ../Own }", "---\nlibraries: []\n---\n\n", "own"),
  ])
  func `an empty list of libraries is none`(course: String, lesson: String, name: String) throws {
    try folder.write(manifest("Own", targets: #".target(name: "Own")"#), to: "Own/Package.swift")
    try folder.write("public let own = 1\n", to: "Own/Sources/Own/own.swift")
    try folder.write(course + "\n", to: "Lessons/course.yml")
    try folder.write("\(lesson)```swift\n1 + 1 // => 2\n```\n\n```swift\n\(name)\n```\n", to: "Lessons/a.md")
    let result = try call("check")
    #expect(result.errors.contains("error: cannot find '\(name)' in scope"), "\(result.errors)")
    #expect(result.exitCode == 1)
  }

  @Test func `a macro of a library is expanded`() throws {
    let targets = #".macro(name: "Macros"), .target(name: "Answers", dependencies: ["Macros"])"#
    try folder.write(manifest("Answers", targets: targets, imports: "import CompilerPluginSupport"), to: "Answers/Package.swift")
    try folder.write(
      #"@freestanding(expression) public macro answer() -> Int = #externalMacro(module: "Macros", type: "Answer")"#,
      to: "Answers/Sources/Answers/answer.swift")
    try folder.write(Self.macroPlugin, to: "Answers/Sources/Macros/main.swift")
    try folder.write("libraries: { path: ../Answers }\n", to: "Lessons/course.yml")
    try folder.write("```swift\n#answer() // => 42\n```\n", to: "Lessons/a.md")
    let result = try call("check")
    #expect(result.exitCode == 0, "\(result.errors)")
  }

  /// A compiler plugin that speaks the compiler's protocol by itself: swift-syntax takes minutes to build.
  private static let macroPlugin = #"""
    import Foundation

    func read(_ count: Int) -> Data? {
      var data = Data()
      while data.count < count {
        guard let more = try? FileHandle.standardInput.read(upToCount: count - data.count), !more.isEmpty else { return nil }
        data += more
      }
      return data
    }

    func answer(_ text: String) {
      let size = UInt64(text.utf8.count)
      let header = (0..<8).map { UInt8(truncatingIfNeeded: size >> (8 * UInt64($0))) }
      try? FileHandle.standardOutput.write(contentsOf: Data(header) + Data(text.utf8))
    }

    while let header = read(8) {
      let size = header.reversed().reduce(0) { $0 << 8 | Int($1) }
      guard let message = read(size) else { break }
      let text = String(decoding: message, as: UTF8.self)
      if text.contains("getCapability") {
        answer(#"{"getCapabilityResult":{"capability":{"protocolVersion":7}}}"#)
      } else {
        answer(#"{"expandMacroResult":{"expandedSource":"42","diagnostics":[]}}"#)
      }
    }
    """#
}
