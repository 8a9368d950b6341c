import Foundation

/// Only a fault lasts as long, however busy the machine is.
package let longestWait: TimeInterval = 600
private let pause: TimeInterval = 0.05

/// Waits until something holds that will hold soon.
///
/// - Returns: Whether it holds.
@discardableResult
package func waitUntil(atMost seconds: TimeInterval = longestWait, _ condition: () throws -> Bool) rethrows -> Bool {
  let end = Date().addingTimeInterval(seconds)
  while try !condition() {
    if Date() > end { return false }
    Thread.sleep(forTimeInterval: pause)
  }
  return true
}

/// The same for what is found out by waiting, such as the answer to a request.
@discardableResult
package func waitUntil(_ condition: () async throws -> Bool) async throws -> Bool {
  let end = Date().addingTimeInterval(longestWait)
  while try await !condition() {
    if Date() > end { return false }
    try await Task.sleep(for: .seconds(pause))
  }
  return true
}
