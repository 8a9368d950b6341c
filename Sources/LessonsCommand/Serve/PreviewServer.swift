import Diagnostics
import FlyingSocks
import Foundation

/// Answers browsers on this machine, and only those: the port is open to nobody else.
///
/// No more of HTTP than the preview needs: heads alone, one request of a connection after the other.
struct PreviewServer {
  private let listener: AsyncSocket
  private let pool: any AsyncSocketPool
  private let pages: PreviewPages

  /// How long a request may take to arrive, and a connection to rest. Browsers open another one when they need it.
  private static let patience = Duration.seconds(10)
  /// How long a client may take to read an answer: one that never does would keep its connection from others.
  private static let patienceWithReaders = Duration.seconds(60)

  /// - Throws: `ToolFailure` if the port is taken.
  init(_ site: PreviewSite, port: UInt16) throws {
    pages = PreviewPages(site: site)
    pool = SocketPool<Poll>.make()
    do {
      let socket = try Socket(domain: Int32(sockaddr_in.family))
      try socket.setValue(true, for: .localAddressReuse)
      try socket.ignorePipeSignal()
      try socket.bind(to: .inet(ip4: "127.0.0.1", port: port))
      try socket.listen()
      listener = try AsyncSocket(socket: socket, pool: pool)
    } catch SocketError.failed(_, let code, _) where code == EADDRINUSE {
      throw ToolFailure(
        "port \(port) is taken: another `lessons serve`, perhaps", help: "end that one, or choose another port with --port")
    } catch SocketError.failed(_, let code, let message) where code == EACCES {
      throw ToolFailure("port \(port) can't be used: \(message)", help: "choose one above 1023 with --port")
    }
  }

  /// The address for a browser.
  var address: String {
    guard case .ip4(_, let port)? = try? listener.socket.sockname() else { return "" }
    return "http://127.0.0.1:\(port)/"
  }

  /// Serves until the task is cancelled.
  func run() async throws {
    defer { try? listener.close() }
    try await pool.prepare()
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      tasks.addTask { try await pool.run() }
      tasks.addTask { try await accept() }
      defer { tasks.cancelAll() }
      try await tasks.next()
    }
  }

  private func accept() async throws {
    try await withThrowingTaskGroup(of: Void.self) { connections in
      var count = 0
      while true {
        // Further ones wait until one ends: builds need files, too.
        if count == OpenFiles.roomForConnections {
          try await connections.next()
          count -= 1
        }
        do {
          let client = try await listener.accept()
          connections.addTask {
            defer { try? client.close() }
            // A client that is gone needs no answer.
            try? await serve(client)
          }
          count += 1
        } catch SocketError.failed(_, let code, _) where [ECONNABORTED, EMFILE, ENFILE, ENOBUFS, ENOMEM].contains(code) {
          // The system has too many at the moment.
          try await Task.sleep(for: .milliseconds(100))
        }
      }
    }
  }

  private func serve(_ client: AsyncSocket) async throws {
    try client.socket.ignorePipeSignal()
    var reader = RequestReader()
    while true {
      let (isInTime, requests) = try await received(from: client, &reader)
      for request in requests {
        let endsConnection = request.endsConnection || request.isOld
        let response = try await pages.response(to: request)
        try await send(response.bytes(hasBody: request.method == .get, endsConnection: endsConnection), to: client)
        if endsConnection { return }
      }
      if let refusal = isInTime ? reader.refusal : "408 Request Timeout" {
        guard isInTime || reader.isWithinRequest else { return }
        return try await send(Response(status: refusal, text: "").bytes(endsConnection: true), to: client)
      }
    }
  }

  private func send(_ bytes: Data, to client: AsyncSocket) async throws {
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      tasks.addTask { try await client.write(bytes) }
      tasks.addTask {
        try await Task.sleep(for: Self.patienceWithReaders)
        throw CancellationError()
      }
      defer { tasks.cancelAll() }
      try await tasks.next()
    }
  }

  /// The next requests, and whether one was complete in time.
  private func received(from client: AsyncSocket, _ reader: inout RequestReader) async throws -> (isInTime: Bool, requests: [Request]) {
    let current = reader
    let (next, requests) = try await withThrowingTaskGroup(of: (RequestReader, [Request])?.self) { tasks in
      tasks.addTask {
        var reader = current
        while true {
          do {
            let requests = reader.requests(completedBy: try await client.read(atMost: 4096))
            if !requests.isEmpty || reader.refusal != nil { return (reader, requests) }
          } catch is CancellationError {
            return (reader, [])
          }
        }
      }
      tasks.addTask {
        try await Task.sleep(for: Self.patience)
        return nil
      }
      if let first = try await tasks.next(), let received = first {
        tasks.cancelAll()
        return received
      }
      tasks.cancelAll()
      return (try await tasks.next() ?? nil) ?? (current, [])
    }
    try Task.checkCancellation()
    reader = next
    return (!requests.isEmpty || next.refusal != nil, requests)
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
