import Diagnostics

/// What a server answered, or why none did.
enum LinkOutcome: Sendable, Hashable {
  case found(status: Int)
  /// Another address answered.
  case moved(to: String, isPermanent: Bool)
  /// The server refuses programs, or asks them to come later: nothing is known of the page.
  case refused(status: Int)
  case broken(status: Int)
  case unreachable(String)
  /// The name of the host can't be found, which is also so without a network.
  case unknownHost

  var isFailure: Bool {
    switch self {
    case .broken, .unreachable, .unknownHost: true
    case .found, .moved, .refused: false
    }
  }

  /// What to tell of it; nil for a link that holds.
  func problem(_ address: String, at range: Range<Int>) -> Problem? {
    switch self {
    case .found: nil
    case .moved(let target, true):
      Problem("\(address) has moved permanently", at: range, severity: .warning, help: "link to \(target)")
    case .moved: nil
    case .refused(let status):
      Problem(
        "\(address) couldn't be checked: its server answers \(status)", at: range, severity: .warning, help: "open it in a browser")
    case .broken(let status):
      Problem("\(address) can't be read: its server answers \(status)", at: range, help: "correct the address, or take the link out")
    case .unreachable(let why): Problem("\(address) can't be read: \(why)", at: range, help: "correct the address, or try again later")
    case .unknownHost: Problem("\(address) can't be read: there is no such host", at: range, help: "correct the address")
    }
  }
}
