import Foundation
import Synchronization
import TestSupport
import Testing

/// The preview: what a browser gets from it while lessons change.
@Suite(.ownThreads) struct ServeTests {
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
  /// A port that is probably free, and no other test's. The system itself gives out those above 32,768.
  private let port = Self.ports.withLock { port in
    port += 1
    return port
  }
  private static let ports = Mutex(UInt16.random(in: 20_000...32_000))

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(Self.lesson, to: "Lessons/a.md")
  }

  private func get(_ path: String) async throws -> (status: Int, text: String) {
    let answer = try answer(to: "GET \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nConnection: close\r\n\r\n")
    guard let end = answer.firstRange(of: "\r\n\r\n") else { throw POSIXError(.ECONNRESET) }
    return (answer.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0, String(answer[end.upperBound...]))
  }

  /// The server's answer to the bytes of a request, until it closes the connection.
  private func answer(to request: String) throws -> String {
    guard let answer = localAnswer(to: request, port: port) else { throw POSIXError(.ECONNREFUSED) }
    return answer
  }

  /// Calls `work` while the server is running, and then ends it as Ctrl-C does.
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
    // The server may not be listening yet.
    let holds = try await waitUntil { (try? await condition()) == true }
    #expect(holds, "it never came to be")
  }

  @Test func `the theme is followed as it stands in the package, and a template that can't be read is told`() async throws {
    // A package like the tool's own. A lesson without cells needs nothing of it.
    for target in ["CAttentionKernels", "Attention", "CellOutputs", "LessonRuntime", "AttentionAdapters", "LessonGuard"] {
      try folder.write("", to: "Sources/\(target)/a.swift")
    }
    try folder.write("", to: "Package.swift")
    try folder.write("# First\n", to: "Lessons/a.md")
    try folder.write("body { color: olive }", to: "Sources/SiteRendering/Theme/theme.css")
    try await serving {
      #expect(try await get("/assets/theme.css").text.contains("olive"))
      try folder.write("body { color: teal }", to: "Sources/SiteRendering/Theme/theme.css")
      try await untilTrue { try await get("/assets/theme.css").text.contains("teal") }
      try folder.write("{{#words}}", to: "Sources/SiteRendering/Theme/page.mustache")
      try await untilTrue { try await get("/-/state").text.contains("template page.mustache can't be read") }
      #expect(try await get("/a.html").text.contains("First"))
    }
  }

  @Test func `a save that keeps the size and the time of a file is noticed`() async throws {
    try folder.write("# First\n", to: "Lessons/a.md")
    let path = folder.url.appending(path: "Lessons/a.md").path
    let time = Date(timeIntervalSince1970: 1_700_000_000)
    try FileManager.default.setAttributes([.modificationDate: time], ofItemAtPath: path)
    try await serving {
      #expect(try await get("/a.html").text.contains("First"))
      try folder.write("# Other\n", to: "Lessons/a.md")
      try FileManager.default.setAttributes([.modificationDate: time], ofItemAtPath: path)
      try await untilTrue { try await get("/a.html").text.contains("Other") }
    }
  }

  /// What a page has in common with the one that is built: the server adds its script to it, and sends its policy itself.
  private func common(_ page: String) -> String {
    page.replacing(/<meta http-equiv="Content-Security-Policy"[^>]*>/, with: "")
      .replacing(/<script[^>]*live\.js[^>]*><\/script>\n/, with: "")
  }

  @Test func `what is kept of the last site is the same as what is built anew`() async throws {
    try folder.write("# First\n\nText.\n\n## Section\n", to: "Lessons/a.md")
    try folder.write("# Second\n\nSee [](a.md#section).\n", to: "Lessons/b.md")
    try folder.write("# Third\n", to: "Lessons/c.md")
    try await serving {
      let third = common(try await get("/c.html").text)
      // An error, and its correction, leave what was there.
      try folder.write("# First\n\nText [](nowhere.md).\n\n## Section\n", to: "Lessons/a.md")
      try await untilTrue { try await get("/-/state").text.contains("nowhere") }
      try folder.write("# First\n\nOther text.\n\n## *Section*\n", to: "Lessons/a.md")
      try await untilTrue { try await get("/a.html").text.contains("Other text") }
      #expect(try await get("/-/state").text.contains("\"errors\":[]"))
      #expect(try await get("/b.html").text.contains("<em>Section</em>"))
      #expect(common(try await get("/c.html").text) == third)
      let built = try LessonsTool().run(["build"], in: folder.url)
      #expect(built.exitCode == 0)
      for name in ["a.html", "b.html", "c.html", "print.html", "assets/search-index.js"] {
        let (shown, text) = try await (common(get("/\(name)").text), common(folder.text(of: "site/\(name)")))
        #expect(shown == text, "\(name)")
      }
    }
  }

  @Test func `pages are served, follow the lessons, and show their errors`() async throws {
    try await serving {
      let page = try await get("/a.html").text
      #expect(page.contains("<h1"))
      #expect(page.contains("/-/live.js"))
      #expect(!page.contains("Content-Security-Policy"))
      #expect(try await get("/-/live.js").text.contains("location.reload"))
      #expect(try await get("/-/state").text.contains("\"errors\":[]"))
      #expect(try await get("/nowhere.html").status == 404)
      #expect(try await get("/..%2f..%2fetc/passwd").status == 404)

      try folder.write(Self.lesson.replacing("2.0 * 3", with: "2.0 * 4"), to: "Lessons/a.md")
      try await untilTrue { try await get("/a.html").text.contains(">8.0<") }
      #expect(try await get("/-/state").text.contains("the output isn't what was recorded"))

      // The last page of a lesson that can't be parsed stays.
      try folder.write("```swift\nlet x", to: "Lessons/a.md")
      try await untilTrue { try await get("/-/state").text.contains("this fence is never closed") }
      #expect(try await get("/a.html").text.contains(">8.0<"))

      try folder.write(Self.lesson.replacing("First", with: "Second"), to: "Lessons/a.md")
      try folder.write("# Another", to: "Lessons/b.md")
      try await untilTrue { try await get("/b.html").status == 200 }
      #expect(try await get("/a.html").text.contains("Second"))
      #expect(try await get("/-/state").text.contains("\"errors\":[]"))

      try folder.write("titel: x", to: "Lessons/course.yml")
      try await untilTrue { try await get("/-/state").text.contains("unknown key `titel` in course.yml") }
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
    try folder.write(
      "![Dot](dot.svg)\n\n```swift\nimport Foundation\ntry String(contentsOfFile: \"word.txt\", encoding: .utf8)\n```\n", to: "Lessons/a.md"
    )
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
    let output = try FileHandle(forWritingTo: folder.url.appending(path: "out"))
    let server = try LessonsTool().start(["serve", "--port", "0"], in: folder.url, output: output)
    defer { server.terminate() }
    try waitUntil { try folder.text(of: "out").contains("until Ctrl-C\n") }
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
      let before = try await version()
      async let answer = version(after: before)
      try folder.write(Self.lesson + "\n\nMore.", to: "Lessons/a.md")
      var news = try await answer
      // A question is answered after a while also if there is no news, and a build may take longer.
      while news == before { news = try await version(after: before) }
      // The answer for an old version comes sooner than the one for the current version.
      var (old, current) = (before, news)
      while true {
        let answers = try await withThrowingTaskGroup(of: (asked: Substring, answered: Substring).self) { questions in
          for version in [current, old] {
            questions.addTask { (version, try await self.version(after: version)) }
          }
          return try await questions.reduce(into: []) { $0.append($1) }
        }
        if answers.allSatisfy({ $0.answered == current }) {
          #expect(answers.first?.asked == old)
          break
        }
        // There was more news: a save may be seen as two changes.
        (old, current) = (current, try await version())
      }
    }
  }

  /// The site's current version.
  private func version() async throws -> Substring { try await version(of: "/-/state") }

  /// The site's version when it is another one, or after a while.
  private func version(after last: Substring) async throws -> Substring { try await version(of: "/-/state?after=\(last)") }

  private func version(of question: String) async throws -> Substring {
    try #require(try await get(question).text.firstMatch(of: /"version":"([^"]+)"/)).1
  }

  @Test func `a page knows its version, which no other server has`() async throws {
    var versions: Set<Substring> = []
    for _ in 0..<2 {
      try await serving {
        let version = try await version()
        #expect(try await get("/a.html").text.contains("<script src=\"/-/live.js?version=\(version)\">"))
        versions.insert(version)
      }
    }
    #expect(versions.count == 2)
  }

  @Test func `a lesson that is gone has no page, one that can't be read keeps its last`() async throws {
    try folder.write("# Other\n\n![Dot](dot.svg)\n", to: "Lessons/b.md")
    try folder.write("<svg xmlns='http://www.w3.org/2000/svg'/>", to: "Lessons/dot.svg")
    try await serving {
      #expect(try await get("/b.html").status == 200)
      try FileManager.default.moveItem(at: folder.url.appending(path: "Lessons/b.md"), to: folder.url.appending(path: "Lessons/c.md"))
      try await untilTrue { try await get("/c.html").status == 200 }
      #expect(try await get("/b.html").status == 404)
      #expect(try await get("/dot.svg").status == 200)
      try folder.write("# Other\n\n```swift\n", to: "Lessons/c.md")
      try await untilTrue { try await get("/-/state").text.contains("this fence is never closed") }
      #expect(try await get("/c.html").status == 200)
      #expect(try await get("/dot.svg").status == 404)
    }
  }

  @Test func `an edit doesn't wait for the run of the one before it`() async throws {
    try await serving {
      try folder.write("```swift timeout=600\nwhile true {}\n```\n", to: "Lessons/a.md")
      // The lesson is running by now.
      try await Task.sleep(for: .seconds(3))
      try folder.write(Self.lesson.replacing("First", with: "Second"), to: "Lessons/a.md")
      try await untilTrue { try await get("/a.html").text.contains("Second") }
    }
  }

  /// Files that change all the time: a log, a lesson's data, a lesson that some program rewrites, the library's sources.
  @Test(arguments: ["Lessons/log.txt", "Lessons/a/log.txt", "Lessons/b.md", "Lessons/a.md"])
  func `beside a file that never rests each build that begins after an ended one is shown`(path: String) async throws {
    // The build takes longer than such a file needs to seem unchanged.
    let slow = "```swift\nimport Foundation\nThread.sleep(forTimeInterval: 4)\n2.0 * 3\n```\n\n```output\nDouble = 6.0\n```\n"
    try folder.write("# First\n\n" + slow, to: "Lessons/a.md")
    let restless = Task(executorPreference: Threads.executor) {
      for count in 0... {
        if path == "Lessons/a.md" {
          try folder.write("# First\n\n\(slow)\n\(count)", to: path)
        } else {
          try folder.write("# Other \(count)", to: path)
        }
        try await Task.sleep(for: .milliseconds(30))
      }
    }
    defer { restless.cancel() }
    try await serving {
      let first = try await version()
      try await untilTrue { try await version() != first }
      #expect(try await get("/a.html").text.contains("First"))
    }
  }

  @Test func `any name of a lesson has its page`() async throws {
    try folder.write("# Spaced", to: "Lessons/q r.md")
    try folder.write("# Percent", to: "Lessons/q%20r.md")
    try folder.write("# Question", to: "Lessons/why?.md")
    try await serving {
      for (path, title) in [("/q%20r.html", "Spaced"), ("/q%2520r.html", "Percent"), ("/why%3F.html", "Question")] {
        let page = try await get(path)
        #expect(page.text.contains(">\(title)</h1>"), "\(path)")
      }
    }
  }

  @Test func `only the head of a page can be asked for`() async throws {
    try await serving {
      let head = try answer(to: "HEAD /a.html HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
      #expect(head.hasPrefix("HTTP/1.1 200 "))
      let page = try await get("/a.html").text
      #expect(head.contains("Content-Length: \(page.utf8.count)\r\n"), "\(head)")
      #expect(head.hasSuffix("\r\n\r\n"))
    }
  }

  @Test func `it answers to no other name than this machine's own`() async throws {
    try await serving {
      func answered(_ host: String) throws -> String {
        let answer = try answer(to: "GET /a.html HTTP/1.1\r\nHost: \(host)\r\nConnection: close\r\n\r\n")
        return String(answer.prefix(12))
      }
      for host in ["127.0.0.1:\(port)", "localhost:\(port)", "LOCALHOST", "[::1]:1"] {
        let status = try answered(host)
        #expect(status == "HTTP/1.1 200", "\(host)")
      }
      for host in ["example.org", "example.org:\(port)", "localhost.example.org", "127.0.0.1.example.org", "localhost@example.org", ""] {
        let status = try answered(host)
        #expect(status == "HTTP/1.1 421", "\(host)")
      }
    }
  }

  @Test func `a long line of a request costs it nothing`() async throws {
    try await serving {
      let long = String(repeating: "x", count: 1_000_000)
      let page = try answer(to: "GET /a.html HTTP/1.1\r\nHost: localhost\r\nCookie: \(long)\r\nConnection: close\r\n\r\n")
      #expect(page.hasPrefix("HTTP/1.1 200 "))
      #expect(try answer(to: "GET /\(long) HTTP/1.1\r\nHost: localhost\r\n\r\n").hasPrefix("HTTP/1.1 414 "))
      #expect(try await get("/a.html").status == 200)
    }
  }

  @Test func `a request that programs may read in different ways is refused`() async throws {
    try await serving {
      let own = "GET /a.html HTTP/1.1\r\nHost: localhost"
      let requests = [
        (own, 200), ("\(own)\r\nHost: example.org", 400), ("\(own)\r\nhOST : localhost", 400),
        ("GET /a.html HTTP/1.1\r\nHost: \(String(repeating: "x", count: 5_000))", 400), ("GET /a.html HTTP/9.9\r\nHost: localhost", 505),
        ("GET /a.html\r\nHost: localhost", 505), ("GET /a.html HTTP/1.1", 400), ("GET /a.html HTTP/1.0", 200), ("\r\n\(own)", 200),
        // Programs read these in different ways.
        ("GET /a.html HTTP/1.1\r\nHost : localhost", 400), ("\(own)\r\n .example.org", 400), ("\(own)\r\nno colon", 400),
        ("\(own)\r\nX: \0", 400), ("GET /\u{E4}.html HTTP/1.1\r\nHost: localhost", 400), ("GET /a .html HTTP/1.1\r\nHost: localhost", 400),
        // What follows would be the next request.
        ("\(own)\r\nTransfer-Encoding: chunked", 400), ("\(own)\r\nContent-Length: 5", 400), ("\(own)\r\nContent-Length: -1", 400),
        ("\(own)\r\nContent-Length: 0", 200), (own + (0..<20_000).map { "\r\nX-\($0): y" }.joined(), 431),
      ]
      for (head, status) in requests {
        let answer = try answer(to: head + "\r\nConnection: close\r\n\r\n")
        #expect(answer.hasPrefix("HTTP/1.1 \(status) "), "\(head.prefix(80))")
      }
    }
  }

  @Test func `a page of another site may link to the preview, and gets nothing of it`() async throws {
    try await serving {
      let requests = [
        ("Origin: http://localhost:\(port)", 200), ("Origin: http://example.org", 403), ("Origin: http://localhost.example.org", 403),
        ("Origin: null", 403), ("origin: https://127.0.0.1", 403), ("Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors", 403),
        ("Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate", 200), ("Sec-Fetch-Site: same-origin\r\nSec-Fetch-Mode: cors", 200),
      ]
      for (headers, status) in requests {
        let answer = try answer(to: "GET /a.html HTTP/1.1\r\nHost: localhost\r\n\(headers)\r\nConnection: close\r\n\r\n")
        #expect(answer.hasPrefix("HTTP/1.1 \(status) "), "\(headers)")
        #expect(!answer.lowercased().contains("access-control-allow"))
      }
    }
  }

  @Test func `requests of one connection are answered in their order, and one that never ends holds nobody up`() async throws {
    try await serving {
      let own = "Host: localhost\r\n"
      let both = try answer(to: "GET /a.html HTTP/1.1\r\n\(own)\r\nHEAD /nowhere HTTP/1.1\r\n\(own)Connection: close\r\n\r\n")
      #expect(both.hasPrefix("HTTP/1.1 200 "))
      #expect(both.matches(of: /HTTP\/1\.1 \d+/).map { String($0.0) } == ["HTTP/1.1 200", "HTTP/1.1 404"])
      let unfinished = try answer(to: "GET /a.html HTTP/1.1\r\n\(own)")
      #expect(unfinished.hasPrefix("HTTP/1.1 408 "))
      let unused = try answer(to: "")
      #expect(unused.isEmpty)
    }
  }

  @Test func `connections that nobody uses take neither files nor the page from others`() async throws {
    try await serving {
      let unused = (0..<150).map { _ in localConnection(port: port) }
      defer { for case let connection? in unused { close(connection) } }
      let status = try await get("/a.html").status
      #expect(status == 200)
    }
  }

  @Test func `an address may name the host`() async throws {
    try await serving {
      for (target, status) in [
        ("http://localhost:\(port)/a.html", 200), ("http://127.0.0.1/a.html?x", 200), ("http://example.org/a.html", 421), ("http://", 421),
        ("a.html", 200), ("https://localhost/a.html", 404),
      ] {
        let answer = try answer(to: "GET \(target) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        #expect(answer.hasPrefix("HTTP/1.1 \(status) "), "\(target)")
      }
    }
  }

  @Test func `what is served has the policy of the page, and its type isn't guessed`() async throws {
    try await serving {
      let page = try answer(to: "GET /a.html HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
      #expect(page.contains("X-Content-Type-Options: nosniff\r\n"))
      #expect(page.contains("Content-Security-Policy: default-src 'none'; script-src 'self';"))
      #expect(page.contains("connect-src 'self'\r\n"))
      let picture = try answer(to: "GET /assets/icon.svg HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
      #expect(picture.contains("Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'; sandbox\r\n"))
    }
  }
}
