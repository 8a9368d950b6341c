import CEmbeddedFiles
import Diagnostics
import FlyingFox
import FlyingSocks
import Foundation
import SiteRendering
import ToolSupport

/// Serves a `PreviewSite` to browsers on this machine only.
struct PreviewServer {
  private let server: HTTPServer
  private let gate: RequestGuard
  /// A folder that only this user may enter, with the server's socket.
  private let folder: URL
  private let socket: sockaddr_un

  /// The path of the page's script and of its queries. No lesson's file has such a name.
  private static let scriptPath = "/-/live.js"
  private static let statePath = "/-/state"
  /// The longest time until a query is answered, even if nothing changes. Browsers and the server would wait longer.
  private static let longestAnswer = Duration.seconds(8)

  /// - Throws: `ToolFailure` if the port is taken.
  init(_ site: PreviewSite, port: UInt16) throws {
    let pool = HTTPServer.defaultPool()
    do {
      gate = try RequestGuard(port: port, pool: pool)
    } catch SocketError.failed(_, let code, _) where code == EADDRINUSE {
      throw ToolFailure(
        "port \(port) is taken: another `lessons serve`, perhaps", help: "end that one, or choose another port with --port")
    } catch SocketError.failed(_, let code, let message) where code == EACCES {
      throw ToolFailure("port \(port) can't be used: \(message)", help: "choose one above 1023 with --port")
    }
    var routes = RoutedHTTPHandler()
    routes.appendRoute(HTTPRoute("GET \(Self.scriptPath)")) { _ in
      Self.response(Data(embedded_live_js.content), type: "text/javascript")
    }
    routes.appendRoute(HTTPRoute("GET \(Self.statePath)")) { request in
      let asked = request.query.first { $0.name == "after" }?.value
      let state = try await site.state(after: asked, waitingFor: Self.longestAnswer)
      return Self.response(try JSONEncoder().encode(state), type: "application/json")
    }
    routes.appendRoute("GET,HEAD /*") { request in
      // The path is decoded only once, because a lesson's name may contain a percent sign.
      let response = try await Self.page(Self.sitePath(request.target.path(percentEncoded: false)), of: site)
      return request.method == .HEAD ? try await Self.head(of: response) : response
    }
    // Without a port of its own, nobody reaches it but through the guard.
    folder = FileManager.default.temporaryDirectory.appending(path: "lessons-serve-\(UUID().uuidString.prefix(8))")
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw ToolFailure(
        "no temporary folder could be made", details: error.localizedDescription, help: "set TMPDIR to a folder that can be written")
    }
    socket = sockaddr_un.unix(path: folder.appending(path: "s").path)
    server = HTTPServer(address: socket, pool: pool, logger: .disabled, handler: LocalNames(handler: routes))
  }

  /// Serves until the task is cancelled.
  func run() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      tasks.addTask { try await server.run() }
      tasks.addTask {
        try await server.waitUntilListening()
        try await gate.run(before: socket)
      }
      defer { tasks.cancelAll() }
      try await tasks.next()
    }
  }

  /// The address for a browser.
  var address: String {
    guard case .ip4(_, let port)? = gate.address else { return "" }
    return "http://127.0.0.1:\(port)/"
  }

  // MARK: - Files

  private static func page(_ path: String, of site: PreviewSite) async throws -> HTTPResponse {
    let (file, version) = try await site.file(path)
    if let file { return response(live(file.bytes, path, version), type: type(of: path), policy: policy(of: file.bytes, path)) }
    let missing = try await site.file("404.html").file
    let lost = missing.map { live($0.bytes, "404.html", version) } ?? Data("not found\n".utf8)
    return response(lost, type: "text/html; charset=utf-8", status: .notFound, policy: policy(of: missing?.bytes ?? [], "404.html"))
  }

  /// Completes a path; `/` means `index.html`. A path can't lead out of the site, because only files of the site are served.
  private static func sitePath(_ path: String) -> String {
    let path = String(path.drop { $0 == "/" })
    return path.isEmpty || path.hasSuffix("/") ? path + "index.html" : path
  }

  /// The policy of a page as it says it, with the queries of the script that reloads it. What is no page may do nothing.
  private static func policy(of bytes: [UInt8], _ path: String) -> String {
    guard path.hasSuffix(".html") else { return "default-src 'none'; style-src 'unsafe-inline'; sandbox" }
    let page = String(decoding: bytes, as: UTF8.self)
    let said = page.firstMatch(of: /<meta http-equiv="Content-Security-Policy" content="([^"]*)"/)?.1
    return "\(said ?? "default-src 'none'"); connect-src 'self'"
  }

  /// A page with the script that reloads it. Its content security policy, which would forbid the script's queries, is in a header.
  private static func live(_ bytes: [UInt8], _ path: String, _ version: String) -> Data {
    guard path.hasSuffix(".html") else { return Data(bytes) }
    let page = String(decoding: bytes, as: UTF8.self)
      .replacing(/<meta http-equiv="Content-Security-Policy"[^>]*>/.ignoresCase(), with: "")
      .replacing("</body>", with: "<script src=\"\(scriptPath)?version=\(version)\"></script>\n</body>")
    return Data(page.utf8)
  }

  private static func response(
    _ body: Data, type: String, status: HTTPStatusCode = .ok, policy: String = "default-src 'none'"
  ) -> HTTPResponse {
    HTTPResponse(
      statusCode: status,
      headers: [
        .contentType: type, .cacheControl: "no-store", HTTPHeader("X-Content-Type-Options"): "nosniff",
        HTTPHeader("Content-Security-Policy"): policy,
      ], body: body)
  }

  /// The response without its body, but with the length of the body.
  private static func head(of response: HTTPResponse) async throws -> HTTPResponse {
    var headers = response.headers
    headers[.contentLength] = String(try await response.bodyData.count)
    return HTTPResponse(statusCode: response.statusCode, headers: headers, body: Data())
  }

  private static func type(of path: String) -> String {
    let types = [
      "html": "text/html; charset=utf-8", "css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8",
      "svg": "image/svg+xml", "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif",
      "webp": "image/webp", "woff2": "font/woff2", "otf": "font/otf", "txt": "text/plain; charset=utf-8",
      "xml": "application/xml", "json": "application/json",
    ]
    return types[path.split(separator: ".").last.map(String.init) ?? ""] ?? "application/octet-stream"
  }
}
