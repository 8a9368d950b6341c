/// Stops the program with `message` unless `condition` holds.
///
/// A release build, in which lessons link this library, drops the message of `precondition`. The author of the lesson needs the message,
/// with the shapes in it. `#fileID` keeps the folders of the building machine out of the message.
@inline(__always)
package func require(
  _ condition: Bool, _ message: @autoclosure () -> String,
  file: StaticString = #fileID, line: UInt = #line
) {
  if !condition { stop(message(), file: file, line: line) }
}

/// Stops the program with `message`.
package func stop(_ message: String, file: StaticString = #fileID, line: UInt = #line) -> Never {
  // Don't use `preconditionFailure`, since a release build drops its message.
  fatalError(message, file: file, line: line)
}
