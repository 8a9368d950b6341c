/// Passes the heads of requests on line by line, without headers that are too long. The preview needs none of those.
struct RequestFilter {
  /// The longest line that is passed on. Addresses of pages and browsers' own headers are shorter; only cookies may be longer.
  private static let longestLine = 2_000

  /// The reason why the last complete request is refused. Nothing is read after it.
  private(set) var refusal: String?
  private var problem: String?
  private var isFirstLine = true
  private var hasHost = false
  private var line: [UInt8] = []
  private var length = 0

  /// A name, a port, and what stands around them.
  private static let longestHost = 300

  /// Whether the line says the host, however it is written.
  private var isHost: Bool {
    let name = line.prefix { $0 != UInt8(ascii: ":") }.filter { $0 > 0x20 }
    return String(decoding: name, as: UTF8.self).lowercased() == "host"
  }

  mutating func passing(_ bytes: [UInt8]) -> [UInt8] {
    var passed: [UInt8] = []
    for byte in bytes where refusal == nil {
      length += 1
      if length <= Self.longestLine { line.append(byte) }
      if byte == UInt8(ascii: "\n") { endLine(&passed) }
    }
    return passed
  }

  private mutating func endLine(_ passed: inout [UInt8]) {
    let isTooLong = length > Self.longestLine
    let isEmpty = line.elementsEqual("\r\n".utf8) || line.elementsEqual("\n".utf8)
    if isFirstLine {
      let method = line.prefix { $0 != UInt8(ascii: " ") }
      if !["GET", "HEAD"].contains(where: { method.elementsEqual($0.utf8) }) { problem = "405 Method Not Allowed" }
      let version = line.split { [UInt8(ascii: " "), UInt8(ascii: "\r"), UInt8(ascii: "\n")].contains($0) }.last ?? []
      if !["HTTP/1.1", "HTTP/1.0"].contains(where: { version.elementsEqual($0.utf8) }) { problem = "505 HTTP Version Not Supported" }
      if isTooLong { problem = "414 URI Too Long" }
      hasHost = false
    } else if isHost {
      // Of two hosts, one program may believe the first and another one the second. One that is too long would be left out.
      if hasHost || isTooLong || line.count > Self.longestHost { problem = problem ?? "400 Bad Request" }
      hasHost = true
    }
    if problem == nil, !isTooLong { passed += line }
    // Refuse only at the end of the head, since a client that is still writing doesn't read.
    if isEmpty { refusal = problem }
    isFirstLine = isEmpty
    line = []
    length = 0
  }
}
