import CWebRequests
import Foundation
import LessonDocument
import Synchronization

/// Asks servers whether pages exist: with HEAD, and with GET where that isn't answered well. Each host is asked one question at a time.
struct LinkRequests {
  /// For a whole answer.
  var timeout: Double
  /// How many hosts are asked at a time.
  var concurrentHosts = 8

  /// Whether the library is there that asks.
  static var areAvailable: Bool { web_is_available() != 0 }

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
    let first = await LinkRequest(url, .head, timeout: timeout).outcome()
    switch first {
    // Servers that don't know HEAD, or don't let programs use it, may answer GET.
    case .broken, .refused, .unreachable: return await LinkRequest(url, .get, timeout: timeout).outcome()
    case .found, .moved, .unknownHost: return first
    }
  }
}

/// One request. It ends with the head of the answer: the page itself isn't loaded.
private struct LinkRequest {
  enum Method { case head, get }

  private static let mostRedirections = 10

  private let url: URL
  private let method: Method
  private let timeout: Double

  init(_ url: URL, _ method: Method, timeout: Double) {
    self.url = url
    self.method = method
    self.timeout = timeout
  }

  func outcome() async -> LinkOutcome {
    let flag = CancellationFlag()
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        // A request blocks its thread, and those of tasks are few.
        Thread.detachNewThread { continuation.resume(returning: outcome(unless: flag)) }
      }
    } onCancel: {
      flag.isCancelled.store(true, ordering: .relaxed)
    }
  }

  /// Follows the answers to the last one. The time limit is that of all together.
  private func outcome(unless flag: CancellationFlag) -> LinkOutcome {
    let end = ContinuousClock.now + .seconds(timeout)
    var address = url.absoluteString
    var isPermanent = true
    for count in 0...Self.mostRedirections {
      let rest = max(0, (end - .now) / .seconds(1))
      let answer = Answer(address, method, seconds: rest, flag)
      guard case .status(let status, let target) = answer else { return outcome(of: answer) }
      guard 300..<400 ~= status, let target else {
        return outcome(ofStatus: status, from: count == 0 ? nil : address, isPermanent: isPermanent)
      }
      guard case .external(let scheme, _) = LinkTarget(target), scheme == "https" || scheme == "http" else {
        return .unreachable("it leads to `\(target)`, which isn't on the web")
      }
      isPermanent = isPermanent && (status == 301 || status == 308)
      address = target
    }
    return .unreachable("it leads from address to address")
  }

  private func outcome(ofStatus status: Int, from other: String?, isPermanent: Bool) -> LinkOutcome {
    switch status {
    case 200..<300: other.map { .moved(to: $0, isPermanent: isPermanent) } ?? .found(status: status)
    case 401, 403, 407, 418, 429, 451, 503, 999: .refused(status: status)
    case 300..<400: .unreachable("its server answers \(status), and doesn't say where the page is")
    default: .broken(status: status)
    }
  }

  private func outcome(of answer: Answer) -> LinkOutcome {
    switch answer {
    case .status(let status, _): outcome(ofStatus: status, from: nil, isPermanent: true)
    case .unknownHost: .unknownHost
    case .noConnection: .unreachable("nothing answers there")
    case .timedOut: .unreachable("there is no answer within \(PlainSeconds(timeout))")
    case .badCertificate: .unreachable("its certificate isn't valid")
    case .failed(let reason): .unreachable(reason.isEmpty ? "there is no answer" : "no proper answer comes (libcurl: \(reason))")
    }
  }
}

/// What came back from one address.
private enum Answer {
  case status(Int, target: String?)
  case unknownHost, noConnection, timedOut, badCertificate
  case failed(String)

  init(_ address: String, _ method: LinkRequest.Method, seconds: Double, _ flag: CancellationFlag) {
    var answer = web_answer()
    let agent = "lessons/\(Lessons.version) (link checker)"
    let context = Unmanaged.passUnretained(flag).toOpaque()
    withExtendedLifetime(flag) {
      web_request(
        address, method == .get ? 1 : 0, agent, seconds,
        { context in
          guard let context else { return 0 }
          return Unmanaged<CancellationFlag>.fromOpaque(context).takeUnretainedValue().isCancelled.load(ordering: .relaxed) ? 1 : 0
        }, context, &answer)
    }
    defer { free(answer.target) }
    switch Int(answer.end) {
    case WEB_ANSWERED: self = .status(Int(answer.status), target: answer.target.map { String(cString: $0) })
    case WEB_UNKNOWN_HOST: self = .unknownHost
    case WEB_NO_CONNECTION: self = .noConnection
    case WEB_TIMED_OUT: self = .timedOut
    case WEB_BAD_CERTIFICATE: self = .badCertificate
    default:
      let reason = withUnsafeBytes(of: answer.reason) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      self = .failed(reason)
    }
  }
}

/// Whether requests are to end. Another thread asks.
private final class CancellationFlag: Sendable {
  let isCancelled = Atomic(false)
}

/// `10 seconds`, `1 second`, `0.5 seconds`.
private struct PlainSeconds: CustomStringConvertible {
  var description: String

  init(_ seconds: Double) {
    let number = seconds == seconds.rounded() ? String(Int(seconds)) : String(seconds)
    description = "\(number) second\(number == "1" ? "" : "s")"
  }
}
