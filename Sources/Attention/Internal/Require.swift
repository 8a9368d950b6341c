/// Stops the program with `message` unless `condition` holds.
///
/// Why not `precondition`: a release build drops its message. Lessons link this library in release, and the message,
/// with the shapes in it, is what the lesson's author needs. `#fileID` keeps the folders of the building machine out of
/// it.
@inline(__always)
package func require(
  _ condition: Bool, _ message: @autoclosure () -> String,
  file: StaticString = #fileID, line: UInt = #line
) {
  if !condition { stop(message(), file: file, line: line) }
}

/// Stops the program with `message`: what was asked for has no answer.
package func stop(_ message: String, file: StaticString = #fileID, line: UInt = #line) -> Never {
  // Not `preconditionFailure`, whose message a release build leaves out: the caller's mistake is told in every build.
  fatalError(message, file: file, line: line)
}
