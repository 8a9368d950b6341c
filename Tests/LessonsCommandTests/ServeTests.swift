import Foundation
import TestSupport
import Testing

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// The preview: what a browser gets from it as lessons change.
@Suite(.serialized) struct ServeTests {
  private static let lesson = """
    # First

    ```swift
    2.0 * 3
    ```

    ```output
    Double = 6.0
    ```
    """

  private let folder: TemporaryFolder
  /// One that nobody else is likely to have.
  private let port = UInt16.random(in: 20_000...60_000)

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(Self.lesson, to: "Lessons/a.md")
  }

  private func get(_ path: String) async throws -> (status: Int, text: String) {
    let url = try #require(URL(string: "http://127.0.0.1:\(port)\(path)"))
    let (data, response) = try await URLSession.shared.data(from: url)
    return ((response as? HTTPURLResponse)?.statusCode ?? 0, String(decoding: data, as: UTF8.self))
  }

  /// Calls `work` with the server running, and then ends it as Ctrl-C does.
  private func serving(_ work: () async throws -> Void) async throws {
    let server = try LessonsTool().start(["serve", "--port", "\(port)"], in: folder.url)
    defer { if server.isRunning { server.terminate() } }
    try await untilTrue { try await get("/").status == 200 }
    try await work()
    server.interrupt()
    server.waitUntilExit()
    #expect(server.terminationReason == .exit)
    #expect(server.terminationStatus == 0)
  }

  private func untilTrue(_ condition: () async throws -> Bool) async throws {
    for _ in 0..<600 {
      // The server may not listen yet.
      if (try? await condition()) == true { return }
      try await Task.sleep(for: .milliseconds(100))
    }
    Issue.record("it never came to be")
  }

  @Test func `pages are served, follow the lessons, and show their errors`() async throws {
    try await serving {
      let page = try await get("/a.html").text
      #expect(page.contains("<h1"))
      #expect(page.contains("/-/live.js"))
      #expect(!page.contains("Content-Security-Policy"))
      #expect(try await get("/-/live.js").text.contains("location.reload"))
      #expect(try await get("/-/state?after=-1").text.contains("\"errors\":[]"))
      #expect(try await get("/nowhere.html").status == 404)
      #expect(try await get("/..%2f..%2fetc/passwd").status == 404)

      try folder.write(Self.lesson.replacing("2.0 * 3", with: "2.0 * 4"), to: "Lessons/a.md")
      try await untilTrue { try await get("/a.html").text.contains(">8.0<") }
      #expect(try await get("/-/state?after=-1").text.contains("the output isn't what was recorded"))

      // A lesson that can't even be read: its last page stays.
      try folder.write("```swift\nlet x", to: "Lessons/a.md")
      try await untilTrue { try await get("/-/state?after=-1").text.contains("this fence is never closed") }
      #expect(try await get("/a.html").text.contains(">8.0<"))

      try folder.write(Self.lesson.replacing("First", with: "Second"), to: "Lessons/a.md")
      try folder.write("# Another", to: "Lessons/b.md")
      try await untilTrue { try await get("/b.html").status == 200 }
      #expect(try await get("/a.html").text.contains("Second"))
      #expect(try await get("/-/state?after=-1").text.contains("\"errors\":[]"))

      try folder.write("titel: x", to: "Lessons/course.yml")
      try await untilTrue { try await get("/-/state?after=-1").text.contains("unknown key `titel` in course.yml") }
    }
    #expect(!FileManager.default.fileExists(atPath: folder.url.appending(path: "site").path))
  }

  @Test func `a change of the library shows on the page`() async throws {
    func library(_ expression: String) throws {
      try folder.write("public func area(_ a: Double, _ b: Double) -> Double { \(expression) }\n", to: "G/Sources/G/area.swift")
    }
    try folder.write(
      """
      // swift-tools-version: 6.0
      import PackageDescription
      let package = Package(
        name: "G", products: [.library(name: "G", type: .dynamic, targets: ["G"])], targets: [.target(name: "G")])
      """, to: "G/Package.swift")
    try library("a * b")
    try folder.write("library: { package: ../G, product: G }", to: "Lessons/course.yml")
    try folder.write("```swift\narea(2, 3)\n```\n", to: "Lessons/a.md")
    try await serving {
      #expect(try await get("/a.html").text.contains(">6.0<"))
      try library("a + b")
      try await untilTrue { try await get("/a.html").text.contains(">5.0<") }
    }
  }

  @Test func `data and pictures are watched too`() async throws {
    try folder.write("![Dot](dot.svg)\n\n```swift\nimport Foundation\ntry String(contentsOfFile: \"word.txt\", encoding: .utf8)\n```\n", to: "Lessons/a.md")
    try folder.write("one", to: "Lessons/a/word.txt")
    try folder.write("<svg xmlns='http://www.w3.org/2000/svg'/>", to: "Lessons/dot.svg")
    try await serving {
      #expect(try await get("/a.html").text.contains("one"))
      try folder.write("two", to: "Lessons/a/word.txt")
      try await untilTrue { try await get("/a.html").text.contains("two") }
      try folder.write("<svg xmlns='http://www.w3.org/2000/svg' width='9'/>", to: "Lessons/dot.svg")
      try await untilTrue { try await get("/dot.svg").text.contains("width='9'") }
    }
  }

  @Test func `a second server at the same port says so`() async throws {
    try await serving {
      let second = try LessonsTool().run(["serve", "--port", "\(port)"], in: folder.url)
      #expect(second.exitCode == 2)
      #expect(
        second.errors == """
          lessons: error: port \(port) is taken: another `lessons serve`, perhaps
            = help: end that one, or choose another port with --port

          """)
    }
  }

  @Test func `a port that is free is found and told`() throws {
    try folder.write("", to: "out")
    let server = try LessonsTool().start(["serve", "--port", "0"], in: folder.url, output: folder.url.appending(path: "out"))
    defer { server.terminate() }
    for _ in 0..<600 where try !folder.text(of: "out").contains("until Ctrl-C\n") { Thread.sleep(forTimeInterval: 0.1) }
    let port = try folder.text(of: "out").firstMatch(of: /serving http:\/\/127\.0\.0\.1:(\d+)\/ until/).flatMap { Int($0.1) }
    #expect(try #require(port) > 0)
  }

  @Test func `a library that the course names later is watched too`() async throws {
    try folder.write(
      """
      // swift-tools-version: 6.0
      import PackageDescription
      let package = Package(
        name: "G", products: [.library(name: "G", type: .dynamic, targets: ["G"])], targets: [.target(name: "G")])
      """, to: "G/Package.swift")
    try folder.write("public func area() -> Int { 6 }\n", to: "G/Sources/G/area.swift")
    try await serving {
      try folder.write("library: { package: ../G, product: G }", to: "Lessons/course.yml")
      try folder.write("```swift\narea()\n```\n", to: "Lessons/a.md")
      try await untilTrue { try await get("/a.html").text.contains(">6<") }
      try folder.write("public func area() -> Int { 7 }\n", to: "G/Sources/G/area.swift")
      try await untilTrue { try await get("/a.html").text.contains(">7<") }
    }
  }

  @Test func `a question for news is answered as soon as there is some`() async throws {
    try await serving {
      let before = try await get("/-/state?after=-1").text
      #expect(before.contains("\"version\":1"))
      async let answer = get("/-/state?after=1").text
      try folder.write(Self.lesson + "\n\nMore.", to: "Lessons/a.md")
      #expect(try await answer.contains("\"version\":2"))
    }
  }
}
