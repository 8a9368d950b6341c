import CEmbeddedFiles
import Foundation
import SiteRendering
import ToolSupport

/// Answers requests with the files of a `PreviewSite`, and pages' queries for what is new.
struct PreviewPages: Sendable {
  let site: PreviewSite

  /// The path of the page's script and of its queries. No lesson's file has such a name.
  private static let scriptPath = "/-/live.js"
  private static let statePath = "/-/state"
  /// The longest time until a query is answered, even if nothing changes. Browsers would wait longer.
  private static let longestAnswer = Duration.seconds(8)

  func response(to request: Request) async throws -> Response {
    if let refusal = request.refusal { return refusal }
    switch request.path {
    case Self.scriptPath: return Response(type: "text/javascript", body: Data(embedded_live_js.content))
    case Self.statePath:
      let state = try await site.state(after: request.query("after"), waitingFor: Self.longestAnswer)
      return Response(type: "application/json", body: try JSONEncoder().encode(state))
    case let path: return try await page(Self.sitePath(path))
    }
  }

  private func page(_ path: String) async throws -> Response {
    let (file, version) = try await site.file(path)
    if let file {
      return Response(
        type: Self.type(of: path), policy: Self.policy(of: file.bytes, path), body: Self.live(file.bytes, path, version))
    }
    guard let missing = try await site.file("404.html").file else { return Response(status: "404 Not Found", text: "not found\n") }
    return Response(
      status: "404 Not Found", type: "text/html; charset=utf-8", policy: Self.policy(of: missing.bytes, "404.html"),
      body: Self.live(missing.bytes, "404.html", version))
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
