import FlyingFox
import Foundation

/// Answers only requests that name this machine as their host. Otherwise a page from elsewhere could point its own name to this
/// machine's address (DNS rebinding) and read the lessons.
struct LocalNames<Handler: HTTPHandler>: HTTPHandler {
  let handler: Handler

  func handleRequest(_ request: HTTPRequest) async throws -> HTTPResponse {
    // Only programs that use HTTP/1.0 send no host.
    guard let host = request.headers[.host], !Self.isOurs(host) else { return try await handler.handleRequest(request) }
    return HTTPResponse(statusCode: HTTPStatusCode(421, phrase: "Misdirected Request"), body: Data("no such site here\n".utf8))
  }

  private static func isOurs(_ host: String) -> Bool {
    host.lowercased().wholeMatch(of: /(127\.0\.0\.1|localhost|\[::1\])(:\d*)?/) != nil
  }
}
