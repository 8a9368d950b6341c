import Foundation

/// What the preview reads of a browser's request.
struct Request: Sendable {
  enum Method: String {
    case get = "GET"
    case head = "HEAD"
  }

  var method = Method.get
  /// The address as it was asked for: `/06-scaling.html`, with its percent signs.
  var target = ""
  /// Whether it is of HTTP/1.0, which needs no host.
  var isOld = false
  var host: String?
  var endsConnection = false
  /// The sites of the pages that ask, as browsers say it.
  var origins: [String] = []
  var fetchSite: String?
  var fetchMode: String?

  /// The target without what a proxy would need of it.
  private var address: Substring { target.wholeMatch(of: /http:\/\/[^\/?]*(.*)/)?.1 ?? target[...] }

  /// Decoded once: a lesson's name may contain a percent sign.
  var path: String {
    let path = String(address.prefix { $0 != "?" })
    return path.removingPercentEncoding ?? path
  }

  /// The value of a name in the query.
  func query(_ name: String) -> String? {
    let pairs = address.drop { $0 != "?" }.dropFirst().split(separator: "&")
    return pairs.first { $0.hasPrefix(name + "=") }.flatMap { $0.dropFirst(name.count + 1).removingPercentEncoding }
  }

  /// Why it isn't answered; nil if it is. Only requests that name this machine as their host are. Otherwise a page from elsewhere could point its
  /// own name to this machine's address (DNS rebinding) and read the lessons. Nor does a page from elsewhere get parts of the site for itself; it
  /// may only link to it.
  var refusal: Response? {
    // What stands in the address counts for more than the header. Only programs that use HTTP/1.0 send no host.
    if let host = target.prefixMatch(of: /http:\/\/([^\/?]*)/).map({ String($0.1) }) ?? host, !Self.isOurs(host) {
      return Response(status: "421 Misdirected Request", text: "no such site here\n")
    }
    return isForAnotherSite ? Response(status: "403 Forbidden", text: "only for pages of this site\n") : nil
  }

  /// Whether a browser says that the page that asks is of another site, and doesn't just follow a link.
  private var isForAnotherSite: Bool {
    let isOfThisSite = origins.allSatisfy { $0.wholeMatch(of: /http:\/\/(.*)/).map { Self.isOurs(String($0.1)) } ?? false }
    return !isOfThisSite || fetchSite == "cross-site" && fetchMode != "navigate"
  }

  private static func isOurs(_ host: String) -> Bool {
    host.lowercased().wholeMatch(of: /(127\.0\.0\.1|localhost|\[::1\])(:\d*)?/) != nil
  }
}
