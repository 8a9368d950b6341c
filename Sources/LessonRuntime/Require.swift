/// Stops the lesson with `message` unless `condition` holds.
///
/// A release build, in which lessons link this library, drops the message of `precondition`. `#fileID` keeps the folders of the building
/// machine out of the message.
@inline(__always)
func require(
  _ condition: Bool, _ message: @autoclosure () -> String, file: StaticString = #fileID, line: UInt = #line
) {
  if !condition { fatalError(message(), file: file, line: line) }
}
