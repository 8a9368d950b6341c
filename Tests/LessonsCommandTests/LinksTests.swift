import Foundation
import TestSupport
import Testing

/// `lessons links`, against a server on this machine: no test asks the internet.
@Suite struct LinksTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func links(_ text: String, _ arguments: String...) throws -> LessonsTool.Result {
    try folder.write("# A\n\n\(text)\n", to: "Lessons/a.md")
    return try LessonsTool().run(["links"] + arguments, in: folder.url)
  }

  @Test func `without a request the links are listed with their places`() throws {
    let result = try links("[one](https://example.org/#part), [mail](mailto:a@example.org) and [A](a.md).\n\nhttps://example.org/ again.")
    #expect(result.exitCode == 0, "\(result.errors)")
    #expect(result.output == "Lessons/a.md:3:1: https://example.org/\nLessons/a.md:5:1: https://example.org/\n")
  }

  @Test func `the addresses in the settings count as well, unless lessons are named`() throws {
    try folder.write(
      """
      title: A
      # https://example.org/not-this
      repository: https://example.org/source
      footer: "See [the club](https://example.org/club), or https://example.org/x."
      license: { CC BY 4.0: https://example.org/by/ }
      """, to: "Lessons/course.yml")
    let result = try links("[one](https://example.org/club)")
    #expect(result.exitCode == 0, "\(result.errors)")
    #expect(
      result.output == """
        Lessons/course.yml:3:13: https://example.org/source
        Lessons/course.yml:4:25: https://example.org/club
        Lessons/a.md:3:1: https://example.org/club
        Lessons/course.yml:4:55: https://example.org/x
        Lessons/course.yml:5:23: https://example.org/by/

        """)
    #expect(try links("[one](https://example.org/club)", "a").output == "Lessons/a.md:3:1: https://example.org/club\n")
  }

  @Test func `pages that are there hold, whatever the server knows of HEAD`() throws {
    let server = try LinkServer()
    defer { server.stop() }
    let result = try links(
      "[a](\(server.address("found"))) [b](\(server.address("found#part"))) [c](\(server.address("no-head"))) [d](\(server.address("elsewhere")))",
      "--external")
    #expect(result.exitCode == 0, "\(result.errors)")
    #expect(result.errors == "")
    #expect(result.output == "3 of 3 addresses answer, 1 of them by way of another one\n")
    // Each address is asked once, one after the other.
    #expect(server.requests == ["HEAD /found", "HEAD /no-head", "GET /no-head", "HEAD /elsewhere", "HEAD /found"])
  }

  @Test func `what can't be read is an error at each place, what has moved permanently a warning`() throws {
    let server = try LinkServer()
    defer { server.stop() }
    let result = try links(
      "A [b](\(server.address("missing"))).\n\n[c](\(server.address("moved"))) [d](\(server.address("refused"))) [e](\(server.address("missing")))",
      "--external")
    #expect(result.exitCode == 1)
    for part in [
      "Lessons/a.md:3:3: error: \(server.address("missing")) can't be read: its server answers 404",
      "Lessons/a.md:5:1: warning: \(server.address("moved")) has moved permanently", "help: link to \(server.address("found"))",
      "warning: \(server.address("refused")) couldn't be checked: its server answers 403",
    ] { #expect(result.errors.contains(part), "\(part): \(result.errors)") }
    #expect(result.errors.matches(of: /answers 404/).count == 2)
    #expect(result.output == "1 of 3 addresses answer, 1 of them by way of another one, 1 couldn't be checked, 1 can't be read\n")
  }

  @Test func `a server that is slow, leads in circles or isn't there is told`() throws {
    let server = try LinkServer()
    defer { server.stop() }
    let gone = try LinkServer()
    let address = gone.address("x")
    gone.stop()
    let slow = try links("[a](\(server.address("slow")))", "--external", "--timeout", "1")
    #expect(slow.exitCode == 1)
    #expect(slow.errors.contains("slow can't be read: there is no answer within 1 second\n"), "\(slow.errors)")
    // On a busy machine any answer may take a second.
    let result = try links("[b](\(server.address("loop"))) [c](\(address))", "--external", "--timeout", "100")
    #expect(result.exitCode == 1)
    #expect(result.errors.contains("loop can't be read: it leads from address to address\n"), "\(result.errors)")
    #expect(result.errors.contains("\(address) can't be read: nothing answers there\n"), "\(result.errors)")
  }

  @Test func `the report for programs has the places and what was answered`() throws {
    let server = try LinkServer()
    defer { server.stop() }
    let result = try links("[a](\(server.address("missing"))) [b](\(server.address("moved")))", "--external", "--format", "json")
    #expect(result.exitCode == 1)
    let report = try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: [[String: Any]]])
    let links = try #require(report["links"])
    #expect(links.map { $0["outcome"] as? String } == ["broken", "moved"])
    #expect(links[0]["status"] as? Int == 404)
    #expect(links[1]["target"] as? String == server.address("found"))
    #expect(links[1]["isPermanent"] as? Bool == true)
    let places = try #require(links[0]["places"] as? [[String: Any]])
    #expect(places.map { $0["file"] as? String } == ["Lessons/a.md"])
    #expect(places.map { $0["line"] as? Int } == [3])
  }

  @Test func `a server that sends on to no page of the web is told`() throws {
    let server = try LinkServer()
    defer { server.stop() }
    let result = try links("[a](\(server.address("nowhere"))) [b](\(server.address("file")))", "--external")
    #expect(result.exitCode == 1)
    #expect(
      result.errors.contains("nowhere can't be read: its server answers 302, and doesn't say where the page is\n"), "\(result.errors)")
    #expect(
      result.errors.contains("file can't be read: it leads to `file:///etc/hostname`, which isn't on the web\n"), "\(result.errors)")
  }

  @Test func `if no host can be found, there is no network, or all addresses are wrong`() throws {
    let result = try links("[a](https://a.invalid/) [b](https://b.invalid/)", "--external")
    #expect(result.exitCode == 2)
    let message = "no host of the 2 links can be found: there is no network, or all of these addresses are wrong\n"
    #expect(
      result.errors.contains("\(message)Lessons/a.md:3:1: https://a.invalid/\nLessons/a.md:3:25: https://b.invalid/\n"),
      "\(result.errors)")
    let one = try links("[a](https://a.invalid/)", "--external")
    #expect(one.exitCode == 2)
    #expect(
      one.errors.contains("the host of the link can't be found: there is no network, or the address is wrong\nLessons/a.md:3:1: "),
      "\(one.errors)")
  }

  @Test func `a lesson that can't be read is an error, since its links aren't known`() throws {
    try folder.write(Array("# B\n\n[b](https://example.org/b) caf".utf8) + [0xE9, 0x0A], to: "Lessons/b.md")
    let result = try links("[a](https://example.org/a)")
    #expect(result.exitCode == 1)
    #expect(result.errors.hasPrefix("Lessons/b.md:3:31: error: the file isn't UTF-8"), "\(result.errors)")
    #expect(result.output == "Lessons/a.md:3:1: https://example.org/a\n")
    // What isn't asked for isn't told.
    #expect(try links("[a](https://example.org/a)", "a").exitCode == 0)
  }

  @Test func `that there is no link is said`() throws {
    for arguments in [[], ["--external"]] {
      try folder.write("# A\n", to: "Lessons/a.md")
      let result = try LessonsTool().run(["links"] + arguments, in: folder.url)
      #expect((arguments.isEmpty ? result.errors : result.output) == "there is no link to the web\n")
      #expect(result.exitCode == 0)
    }
  }

  @Test func `an address without a scheme has that of the site`() throws {
    #expect(try links("[a](//example.org/404#x) [b](/c)").output == "Lessons/a.md:3:1: https://example.org/404\n")
  }

  @Test(arguments: ["0", "-1", "601", "nan"]) func `a time limit is a number of seconds`(limit: String) throws {
    #expect(try links("", "--timeout=\(limit)").exitCode == 64)
  }
}
