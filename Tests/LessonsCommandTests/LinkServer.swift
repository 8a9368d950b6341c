import Foundation
import Synchronization

/// A server on this machine that answers each path in one way, and says what it was asked.
final class LinkServer: Sendable {
  let port: UInt16
  private let socket: Int32
  private let log = Mutex<[String]>([])

  /// The first lines of all requests: `HEAD /found`.
  var requests: [String] { log.withLock { $0 } }

  func address(_ path: String) -> String { "http://127.0.0.1:\(port)/\(path)" }

  init() throws {
    #if os(Linux)
      let kind = Int32(SOCK_STREAM.rawValue)
    #else
      let kind = SOCK_STREAM
    #endif
    let socket = Foundation.socket(AF_INET, kind, 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let listens = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        bind(socket, pointer, size) == 0 && listen(socket, 32) == 0 && getsockname(socket, pointer, &size) == 0
      }
    }
    guard socket >= 0, listens else { throw CocoaError(.featureUnsupported) }
    self.socket = socket
    port = UInt16(bigEndian: address.sin_port)
    Thread { [self] in accept() }.start()
  }

  /// Ends the thread, too.
  func stop() {
    shutdown(socket, Int32(SHUT_RDWR))
    close(socket)
  }

  private func accept() {
    while true {
      let client = Foundation.accept(socket, nil, nil)
      guard client >= 0 else { return }
      Thread { [self] in answer(client) }.start()
    }
  }

  private func answer(_ client: Int32) {
    defer { close(client) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while bytes.firstRange(of: Array("\r\n\r\n".utf8)) == nil {
      let count = read(client, &buffer, buffer.count)
      guard count > 0 else { return }
      bytes += buffer[..<count]
    }
    let words = String(decoding: bytes, as: UTF8.self).split(separator: " ")
    let (method, path) = (String(words[0]), String(words[1].dropFirst()))
    log.withLock { $0.append("\(method) /\(path)") }
    let (status, further): (String, String) =
      switch path {
      case "found", "found-2": ("200 OK", "")
      case "no-head": (method == "HEAD" ? "405 Method Not Allowed" : "200 OK", "")
      case "moved": ("301 Moved Permanently", "Location: \(address("found"))\r\n")
      case "elsewhere": ("302 Found", "Location: /found\r\n")
      case "nowhere": ("302 Found", "")
      case "file": ("302 Found", "Location: file:///etc/hostname\r\n")
      case "loop": ("302 Found", "Location: /loop\r\n")
      case "refused": ("403 Forbidden", "")
      default: ("404 Not Found", "")
      }
    if path == "slow" { Thread.sleep(forTimeInterval: 5) }
    let text = "HTTP/1.1 \(status)\r\n\(further)Content-Length: 0\r\nConnection: close\r\n\r\n"
    _ = text.withCString { write(client, $0, text.utf8.count) }
  }
}
