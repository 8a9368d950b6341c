import Foundation

/// Passes the heads of requests on line by line, without headers that are too long. The preview needs none of those.
struct RequestFilter {
  /// The longest line that is passed on. Addresses of pages and browsers' own headers are shorter; only cookies may be longer.
  private static let longestLine = 2_000

  /// The reason why the last complete request is refused. Nothing is read after it.
  private(set) var refusal: String?
  private var problem: String?
  private var isFirstLine = true
  private var hasHost = false
  private var isOldVersion = false
  private var headerCount = 0
  private var line: [UInt8] = []
  private var length = 0

  /// A name, a port, and what stands around them.
  private static let longestHost = 300
  /// Browsers send about twenty. The server needs time quadratic in their number.
  private static let mostHeaders = 100

  /// The name of the header that the line is, in lower case; nil if it is none. Programs read blanks before the colon, or lines that go on with a
  /// blank, in different ways.
  private var header: String? {
    let name = line.prefix { $0 != UInt8(ascii: ":") }
    let isName = !name.isEmpty && name.count < line.count && name.allSatisfy { $0 > 0x20 && $0 < 0x7F }
    return isName && !line.contains(0) ? String(decoding: name, as: UTF8.self).lowercased() : nil
  }

  private var value: String {
    String(decoding: line.drop { $0 != UInt8(ascii: ":") }.dropFirst(), as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
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
      // Some clients end a request with a line too many.
      if isEmpty { return forgetLine() }
      problem = problemOfFirstLine
      if isTooLong { problem = "414 URI Too Long" }
      (hasHost, headerCount) = (false, 0)
    } else if !isEmpty {
      headerCount += 1
      problem = problem ?? problemOfHeader(isTooLong)
    } else if !hasHost, !isOldVersion {
      problem = problem ?? "400 Bad Request"
    }
    if problem == nil, !isTooLong { passed += line }
    // Refuse only at the end of the head, since a client that is still writing doesn't read.
    if isEmpty { refusal = problem }
    isFirstLine = isEmpty
    forgetLine()
  }

  private mutating func forgetLine() {
    line = []
    length = 0
  }

  private var problemOfFirstLine: String? {
    mutating get {
      let parts = line.split { [UInt8(ascii: " "), UInt8(ascii: "\r"), UInt8(ascii: "\n")].contains($0) }
      let version = parts.last.map { String(decoding: $0, as: UTF8.self) } ?? ""
      isOldVersion = version == "HTTP/1.0"
      guard ["HTTP/1.1", "HTTP/1.0"].contains(version) else { return "505 HTTP Version Not Supported" }
      let method = line.prefix { $0 != UInt8(ascii: " ") }
      guard ["GET", "HEAD"].contains(where: { method.elementsEqual($0.utf8) }) else { return "405 Method Not Allowed" }
      // Other signs stand in an address as `%` and two digits.
      return parts.count == 3 && parts[1].allSatisfy { $0 > 0x20 && $0 < 0x7F } ? nil : "400 Bad Request"
    }
  }

  private mutating func problemOfHeader(_ isTooLong: Bool) -> String? {
    if headerCount > Self.mostHeaders { return "431 Request Header Fields Too Large" }
    switch header {
    // Of two hosts, one program may believe the first and another one the second. One that is too long would be left out.
    case "host":
      defer { hasHost = true }
      return hasHost || isTooLong || line.count > Self.longestHost ? "400 Bad Request" : nil
    // What follows the head is read as the next request.
    case "transfer-encoding": return "400 Bad Request"
    case "content-length": return value == "0" ? nil : "400 Bad Request"
    case nil: return isTooLong ? nil : "400 Bad Request"
    default: return nil
    }
  }
}
