import Foundation
import Synchronization

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// Asks servers whether pages exist: with HEAD, and with GET where that isn't answered well. Each host is asked one question at a time.
struct LinkRequests {
  /// For a whole answer.
  var timeout: Double
  /// How many hosts are asked at a time.
  var concurrentHosts = 8

  /// - Returns: An outcome for each address, in their order.
  func outcomes(of addresses: [String]) async -> [LinkOutcome] {
    let hosts = Dictionary(grouping: addresses.indices) { URL(string: addresses[$0])?.host() ?? "" }
    var rest = hosts.sorted { $0.value[0] < $1.value[0] }.map(\.value)[...]
    var outcomes = [LinkOutcome](repeating: .unreachable("it isn't a web address"), count: addresses.count)
    await withTaskGroup(of: [(Int, LinkOutcome)].self) { group in
      func startNext() {
        guard let indices = rest.popFirst() else { return }
        group.addTask {
          var found: [(Int, LinkOutcome)] = []
          for index in indices where !Task.isCancelled { found.append((index, await outcome(of: addresses[index]))) }
          return found
        }
      }
      for _ in 0..<concurrentHosts { startNext() }
      for await found in group {
        for (index, outcome) in found { outcomes[index] = outcome }
        startNext()
      }
    }
    return outcomes
  }

  private func outcome(of address: String) async -> LinkOutcome {
    guard let url = URL(string: address), url.host() != nil else { return .unreachable("it isn't a web address") }
    let first = await LinkRequest(url, method: "HEAD", timeout: timeout).outcome()
    switch first {
    // Servers that don't know HEAD, or don't let programs use it, may answer GET.
    case .broken, .refused, .unreachable: return await LinkRequest(url, method: "GET", timeout: timeout).outcome()
    case .found, .moved, .unknownHost: return first
    }
  }
}

/// One request. It ends with the head of the answer: the page itself isn't loaded.
private final class LinkRequest: NSObject, URLSessionDataDelegate, Sendable {
  private struct State {
    var redirections: [(status: Int, target: String)] = []
    var status: Int?
    var continuation: CheckedContinuation<LinkOutcome, Never>?
  }

  private let state = Mutex(State())
  private let request: URLRequest
  private let timeout: Double

  init(_ url: URL, method: String, timeout: Double) {
    var request = URLRequest(url: url, timeoutInterval: timeout)
    request.httpMethod = method
    request.setValue("lessons/\(Lessons.version) (link checker)", forHTTPHeaderField: "User-Agent")
    request.setValue("*/*", forHTTPHeaderField: "Accept")
    self.request = request
    self.timeout = timeout
  }

  func outcome() async -> LinkOutcome {
    let configuration = URLSessionConfiguration.ephemeral
    configuration.timeoutIntervalForRequest = timeout
    configuration.timeoutIntervalForResource = timeout
    let session = URLSession(configuration: configuration, delegate: self, delegateQueue: nil)
    defer { session.invalidateAndCancel() }
    let task = session.dataTask(with: request)
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        state.withLock { $0.continuation = continuation }
        task.resume()
      }
    } onCancel: {
      task.cancel()
    }
  }

  private func finish(_ outcome: LinkOutcome) {
    let continuation = state.withLock { state in
      defer { state.continuation = nil }
      return state.continuation
    }
    continuation?.resume(returning: outcome)
  }

  private func finish(status: Int) {
    let redirections = state.withLock(\.redirections)
    switch status {
    case 200..<300:
      guard let last = redirections.last else { return finish(.found(status: status)) }
      finish(.moved(to: last.target, isPermanent: redirections.allSatisfy { $0.status == 301 || $0.status == 308 }))
    case 401, 403, 407, 418, 429, 451, 503, 999: finish(.refused(status: status))
    case 300..<400: finish(.unreachable("it leads from address to address"))
    default: finish(.broken(status: status))
    }
  }

  // MARK: URLSessionDataDelegate

  func urlSession(
    _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse, newRequest request: URLRequest,
    completionHandler: @escaping @Sendable (URLRequest?) -> Void
  ) {
    let count = state.withLock { state in
      state.redirections.append((response.statusCode, request.url?.absoluteString ?? ""))
      return state.redirections.count
    }
    completionHandler(count > 10 ? nil : request)
  }

  func urlSession(
    _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
    completionHandler: @escaping @Sendable (URLSession.ResponseDisposition) -> Void
  ) {
    if let status = (response as? HTTPURLResponse)?.statusCode { finish(status: status) }
    completionHandler(.cancel)
  }

  func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
    if let status = (task.response as? HTTPURLResponse)?.statusCode, error == nil { return finish(status: status) }
    switch (error as? URLError)?.code {
    case .cannotFindHost, .dnsLookupFailed, .notConnectedToInternet: finish(.unknownHost)
    case .timedOut: finish(.unreachable("there is no answer within \(PlainSeconds(timeout))"))
    case .cannotConnectToHost: finish(.unreachable("nothing answers there"))
    case .httpTooManyRedirects: finish(.unreachable("it leads from address to address"))
    case .secureConnectionFailed, .serverCertificateUntrusted, .serverCertificateHasBadDate, .serverCertificateHasUnknownRoot:
      finish(.unreachable("its certificate isn't valid"))
    default: finish(.unreachable(error.map { "\($0.localizedDescription)" } ?? "there is no answer"))
    }
  }
}

/// `10 seconds`, `1 second`, `0.5 seconds`.
private struct PlainSeconds: CustomStringConvertible {
  var description: String

  init(_ seconds: Double) {
    let number = seconds == seconds.rounded() ? String(Int(seconds)) : String(seconds)
    description = "\(number) second\(number == "1" ? "" : "s")"
  }
}
