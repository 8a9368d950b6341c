import Foundation

/// Reads the heads of requests line by line. No request of the preview has more than a head.
///
/// What programs may read in different ways is refused, and what is longer than browsers send it is left out or refused.
struct RequestReader {
  /// The longest line that is read. Addresses of pages and browsers' own headers are shorter; only cookies may be longer.
  private static let longestLine = 2_000
  /// A name, a port, and what stands around them.
  private static let longestHost = 300
  /// Browsers send about twenty.
  private static let mostHeaders = 100

  /// The reason why the last complete request is refused. Nothing is read after it.
  private(set) var refusal: String?
  private var request = Request()
  private var problem: String?
  private var isFirstLine = true
  private var hasHost = false
  private var headerCount = 0
  private var line: [UInt8] = []
  private var length = 0

  /// Whether a request has begun that isn't complete.
  var isWithinRequest: Bool { !isFirstLine || length > 0 }

  /// The requests that are complete with further bytes, in their order.
  mutating func requests(completedBy bytes: [UInt8]) -> [Request] {
    var requests: [Request] = []
    for byte in bytes where refusal == nil {
      length += 1
      if length <= Self.longestLine { line.append(byte) }
      if byte == UInt8(ascii: "\n"), let request = endLine() { requests.append(request) }
    }
    return requests
  }

  /// - Returns: The request that the line ends.
  private mutating func endLine() -> Request? {
    defer {
      line = []
      length = 0
    }
    let isTooLong = length > Self.longestLine
    if line.last == UInt8(ascii: "\n") { line.removeLast() }
    if line.last == UInt8(ascii: "\r") { line.removeLast() }
    if isFirstLine {
      // Some clients end a request with a line too many.
      if line.isEmpty { return nil }
      isFirstLine = false
      problem = readFirstLine()
      if isTooLong { problem = "414 URI Too Long" }
    } else if !line.isEmpty {
      headerCount += 1
      problem = problem ?? readHeader(isTooLong)
    } else {
      defer {
        isFirstLine = true
        (hasHost, headerCount) = (false, 0)
      }
      // Refuse only at the end of the head, since a client that is still writing doesn't read.
      refusal = problem ?? (hasHost || request.isOld ? nil : "400 Bad Request")
      return refusal == nil ? request : nil
    }
    return nil
  }

  /// - Returns: What is wrong with it.
  private mutating func readFirstLine() -> String? {
    let parts = line.split(separator: UInt8(ascii: " "))
    let version = parts.last.map { String(decoding: $0, as: UTF8.self) }
    guard version == "HTTP/1.1" || version == "HTTP/1.0" else { return "505 HTTP Version Not Supported" }
    guard let method = Request.Method(rawValue: String(decoding: parts[0], as: UTF8.self)) else { return "405 Method Not Allowed" }
    // Other signs stand in an address as `%` and two digits.
    guard parts.count == 3, parts[1].allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return "400 Bad Request" }
    request = Request(method: method, target: String(decoding: parts[1], as: UTF8.self), isOld: version == "HTTP/1.0")
    return nil
  }

  /// - Returns: What is wrong with it.
  private mutating func readHeader(_ isTooLong: Bool) -> String? {
    if headerCount > Self.mostHeaders { return "431 Request Header Fields Too Large" }
    let name = line.prefix { $0 != UInt8(ascii: ":") }
    // Programs read blanks before the colon, or lines that go on with a blank, in different ways.
    guard !name.isEmpty, name.count < line.count, name.allSatisfy({ $0 > 0x20 && $0 < 0x7F }), !line.contains(0) else {
      return isTooLong ? nil : "400 Bad Request"
    }
    let value = String(decoding: line[(name.count + 1)...], as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    switch String(decoding: name, as: UTF8.self).lowercased() {
    // Of two hosts, one program may believe the first and another one the second. One that is too long would be left out.
    case "host":
      defer { hasHost = true }
      if hasHost || isTooLong || line.count > Self.longestHost { return "400 Bad Request" }
      request.host = value
    // What follows the head is read as the next request.
    case "transfer-encoding": return "400 Bad Request"
    case "content-length": return value == "0" ? nil : "400 Bad Request"
    case "connection": request.endsConnection = request.endsConnection || value.lowercased().contains("close")
    case "origin": request.origins.append(value)
    case "sec-fetch-site": request.fetchSite = value
    case "sec-fetch-mode": request.fetchMode = value
    default: break
    }
    return nil
  }
}
