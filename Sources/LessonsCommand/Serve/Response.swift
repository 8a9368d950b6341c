import Foundation

/// What the preview answers.
struct Response: Sendable {
  var status = "200 OK"
  var type = "text/plain; charset=utf-8"
  /// What the page may do: nothing, unless it says more.
  var policy = "default-src 'none'"
  var body = Data()

  init(status: String = "200 OK", type: String, policy: String = "default-src 'none'", body: Data) {
    self.status = status
    self.type = type
    self.policy = policy
    self.body = body
  }

  init(status: String, text: String) { self.init(status: status, type: "text/plain; charset=utf-8", body: Data(text.utf8)) }

  /// The bytes to send.
  ///
  /// - Parameter hasBody: Whether the body is sent. Its length is told in any case.
  func bytes(hasBody: Bool = true, endsConnection: Bool) -> Data {
    let head = """
      HTTP/1.1 \(status)
      Content-Type: \(type)
      Content-Length: \(body.count)
      Cache-Control: no-store
      X-Content-Type-Options: nosniff
      Content-Security-Policy: \(policy)
      Connection: \(endsConnection ? "close" : "keep-alive")


      """.replacing("\n", with: "\r\n")
    return Data(head.utf8) + (hasBody ? body : Data())
  }
}
