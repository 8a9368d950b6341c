import Foundation

/// A connection to a server on this machine, which its owner closes; nil if nothing listens there.
package func localConnection(port: UInt16) -> Int32? {
  #if canImport(Darwin)
    let kind = SOCK_STREAM
  #else
    let kind = Int32(SOCK_STREAM.rawValue)
  #endif
  let socket = socket(AF_INET, kind, 0)
  guard socket >= 0 else { return nil }
  var address = sockaddr_in()
  address.sin_family = sa_family_t(AF_INET)
  address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
  address.sin_port = port.bigEndian
  let isConnected = withUnsafePointer(to: address) { pointer in
    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0 }
  }
  if isConnected { return socket }
  close(socket)
  return nil
}

/// The answer of a server on this machine to the bytes of a request, until it closes the connection; nil if nothing listens there.
///
/// `URLSession` takes many times as long, and a test asks often.
package func localAnswer(to request: String, port: UInt16) -> String? {
  guard let socket = localConnection(port: port) else { return nil }
  defer { close(socket) }
  // A server that neither answers nor closes holds no test up for ever.
  var patience = timeval(tv_sec: 60, tv_usec: 0)
  setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
  #if canImport(Darwin)
    let flags: Int32 = 0
    var isQuiet: Int32 = 1
    setsockopt(socket, SOL_SOCKET, SO_NOSIGPIPE, &isQuiet, socklen_t(MemoryLayout<Int32>.size))
  #else
    let flags = Int32(MSG_NOSIGNAL)
  #endif
  var rest = Array(request.utf8)[...]
  // A server that has heard enough may close before all is sent.
  while !rest.isEmpty {
    let count = rest.withUnsafeBytes { send(socket, $0.baseAddress, $0.count, flags) }
    guard count > 0 else { break }
    rest = rest.dropFirst(count)
  }
  var answer: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = recv(socket, &buffer, buffer.count, 0)
    guard count > 0 else { break }
    answer += buffer[..<count]
  }
  return String(decoding: answer, as: UTF8.self)
}
