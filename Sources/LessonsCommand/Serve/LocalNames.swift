import FlyingFox
import Foundation

/// Answers only requests that name this machine as their host. Otherwise a page from elsewhere could point its own name to this
/// machine's address (DNS rebinding) and read the lessons. Nor does a page from elsewhere get parts of the site for itself; it may only link to it.
struct LocalNames<Handler: HTTPHandler>: HTTPHandler {
  let handler: Handler

  func handleRequest(_ request: HTTPRequest) async throws -> HTTPResponse {
    // Only programs that use HTTP/1.0 send no host.
    if let host = request.headers[.host], !Self.isOurs(host) {
      return HTTPResponse(statusCode: HTTPStatusCode(421, phrase: "Misdirected Request"), body: Data("no such site here\n".utf8))
    }
    if Self.isForAnotherSite(request) {
      return HTTPResponse(statusCode: .forbidden, body: Data("only for pages of this site\n".utf8))
    }
    return try await handler.handleRequest(request)
  }

  /// Whether a browser says that the page that asks is of another site, and doesn't just follow a link.
  private static func isForAnotherSite(_ request: HTTPRequest) -> Bool {
    if let origin = request.headers[HTTPHeader("Origin")], origin.wholeMatch(of: /http:\/\/(.*)/).map({ isOurs(String($0.1)) }) != true {
      return true
    }
    return request.headers[HTTPHeader("Sec-Fetch-Site")] == "cross-site" && request.headers[HTTPHeader("Sec-Fetch-Mode")] != "navigate"
  }

  private static func isOurs(_ host: String) -> Bool {
    host.lowercased().wholeMatch(of: /(127\.0\.0\.1|localhost|\[::1\])(:\d*)?/) != nil
  }
}
