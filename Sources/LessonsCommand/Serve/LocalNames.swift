import FlyingFox
import Foundation

/// Answers only those who call this machine by one of its own names. A page from elsewhere could otherwise give its name this
/// machine's address, and read the lessons as if they were its own.
struct LocalNames<Handler: HTTPHandler>: HTTPHandler {
  let handler: Handler

  func handleRequest(_ request: HTTPRequest) async throws -> HTTPResponse {
    // Only programs of HTTP/1.0 send none.
    guard let host = request.headers[.host], !Self.isOurs(host) else { return try await handler.handleRequest(request) }
    return HTTPResponse(statusCode: HTTPStatusCode(421, phrase: "Misdirected Request"), body: Data("no such site here\n".utf8))
  }

  private static func isOurs(_ host: String) -> Bool {
    host.lowercased().wholeMatch(of: /(127\.0\.0\.1|localhost|\[::1\])(:\d*)?/) != nil
  }
}
