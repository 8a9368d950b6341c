import FlyingSocks
import Foundation

/// A proxy in front of the server that removes from requests what would block it: FlyingFox needs time quadratic in a line's length to
/// read it, and serves nobody else meanwhile.
struct RequestGuard {
  private let listener: AsyncSocket
  private let pool: any AsyncSocketPool

  /// - Parameter pool: The server's pool, which runs as long as the server.
  init(port: UInt16, pool: some AsyncSocketPool) throws {
    let socket = try Socket(domain: Int32(sockaddr_in.family))
    try socket.setValue(true, for: .localAddressReuse)
    try socket.ignorePipeSignal()
    try socket.bind(to: .inet(ip4: "127.0.0.1", port: port))
    try socket.listen()
    listener = try AsyncSocket(socket: socket, pool: pool)
    self.pool = pool
  }

  /// The address for browsers.
  var address: Socket.Address? { try? listener.socket.sockname() }

  /// Passes requests on to the server until the task is cancelled.
  func run(before server: some SocketAddress) async throws {
    defer { try? listener.close() }
    try await withThrowingDiscardingTaskGroup { connections in
      for try await client in listener.sockets {
        connections.addTask {
          defer { try? client.close() }
          guard let server = try? await Self.connected(to: server, pool) else { return }
          defer { try? server.close() }
          async let _: Void = Self.passRequests(from: client, to: server)
          try? await Self.passResponses(from: server, to: client)
        }
      }
    }
  }

  private static func connected(to address: some SocketAddress, _ pool: some AsyncSocketPool) async throws -> AsyncSocket {
    let server = try await AsyncSocket.connected(to: address, pool: pool)
    try server.socket.ignorePipeSignal()
    return server
  }

  private static func passRequests(from client: AsyncSocket, to server: AsyncSocket) async throws {
    // The server then answers complete requests and closes the connection.
    defer { shutdown(server.socket.file.rawValue, Int32(SHUT_WR)) }
    var filter = RequestFilter()
    while true {
      let bytes = try await client.read(atMost: 4096)
      try await server.write(Data(filter.passing(bytes)))
      if let refusal = filter.refusal {
        return try await client.write(Data("HTTP/1.1 \(refusal)\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".utf8))
      }
    }
  }

  private static func passResponses(from server: AsyncSocket, to client: AsyncSocket) async throws {
    while true { try await client.write(Data(try await server.read(atMost: 4096))) }
  }
}

extension Socket {
  /// Ignores SIGPIPE, so that a closed connection doesn't end the process. On Linux each call sets a flag for that instead.
  fileprivate func ignorePipeSignal() throws {
    #if canImport(Darwin)
      try setValue(true, for: .noSIGPIPE)
    #endif
  }
}
