import Foundation
import TestSupport
import Testing

/// What a terminal shows while lessons run.
@Suite struct ProgressTests {
  /// The text that a check of a slow lesson writes to a terminal.
  private func progress(columns: UInt16, lesson: String) throws -> String {
    let folder = try TemporaryFolder()
    try folder.write("```swift silent timeout=60\nimport Foundation\n_ = sleep(3)\n```\n", to: "Lessons/\(lesson).md")
    var terminal: Int32 = 0
    var line: Int32 = 0
    var size = winsize(ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    #expect(openpty(&terminal, &line, nil, nil, &size) == 0)
    defer {
      close(terminal)
      close(line)
    }
    let check = try LessonsTool().start(["check"], in: folder.url, errors: FileHandle(fileDescriptor: line))
    check.waitUntilExit()
    // The text fits into the terminal's buffer.
    var bytes = [UInt8](repeating: 0, count: 65_536)
    let count = read(terminal, &bytes, bytes.count)
    return String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self)
  }

  private func lines(_ text: String) -> [String] {
    text.split(separator: "\r").map { String($0.replacing("\u{1B}[K", with: "")) }.filter { !$0.isEmpty && $0 != "\n" }
  }

  @Test func `no line is longer than the terminal is wide`() throws {
    let lines = lines(try progress(columns: 30, lesson: "01-" + String(repeating: "注", count: 30)))
    #expect(!lines.isEmpty)
    // Each of these characters is two columns wide.
    for line in lines { #expect(line.count + line.count(where: { $0 == "注" }) < 30, "\(line)") }
  }

  @Test func `the time goes on while a cell runs, and nothing of it stays`() throws {
    let text = try progress(columns: 80, lesson: "slow\u{1B}[31m")
    let lines = lines(text)
    #expect(lines.count { $0.contains(": cell 1, ") } >= 3, "\(lines)")
    #expect(lines.allSatisfy { $0.hasPrefix("slow␛[31m: ") }, "\(lines)")
    #expect(text.hasSuffix("\r\u{1B}[K"))
  }
}
