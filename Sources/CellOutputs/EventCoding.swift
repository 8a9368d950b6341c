// The small half of Foundation: a lesson program should not load the large one at each start.
#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Events as lines of JSON: one event a line, so that a line cut short by a crash is known as such and the rest is whole.
public enum EventCoding {
  public static func line(for event: RunEvent) throws -> [UInt8] { try bytes(of: event) + [UInt8(ascii: "\n")] }

  /// The calls that a program is to answer.
  public static func bytes(for calls: [FunctionCall]) throws -> [UInt8] { try bytes(of: calls) }

  public static func calls(from bytes: [UInt8]) throws -> [FunctionCall] {
    try decoder().decode([FunctionCall].self, from: Data(bytes))
  }

  private static func bytes(of value: some Encodable) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return [UInt8](try encoder.encode(value))
  }

  /// The events of whole lines; a last line without its end is left out.
  public static func events(from bytes: [UInt8]) throws -> [RunEvent] {
    let decoder = decoder()
    return try lines(of: bytes).map { try decoder.decode(RunEvent.self, from: Data($0)) }
  }

  /// The events before the first line that is none, and whether every line was one.
  public static func readableEvents(from bytes: [UInt8]) -> (events: [RunEvent], isWhole: Bool) {
    let decoder = decoder()
    var events: [RunEvent] = []
    for line in lines(of: bytes) {
      // A line that is no event was forged or damaged; the caller is told that it stood there.
      guard let event = try? decoder.decode(RunEvent.self, from: Data(line)) else { return (events, false) }
      events.append(event)
    }
    return (events, true)
  }

  private static func decoder() -> JSONDecoder {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return decoder
  }

  private static func lines(of bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    guard let end = bytes.lastIndex(of: UInt8(ascii: "\n")) else { return [] }
    return bytes[..<end].split(separator: UInt8(ascii: "\n"))
  }
}

/// The environment variables by which the tool speaks to a lesson program.
public enum RunEnvironment {
  /// The file that events are appended to.
  public static let eventsFile = "LESSON_EVENTS"
  /// The index of the one `crash` cell that is to run; without it all `crash` cells are passed over.
  public static let crashCell = "LESSON_CRASH_CELL"
  /// The file with the function calls that are to be answered; without it there are none.
  public static let callsFile = "LESSON_CALLS"
  /// The exit code of a program that could not tell its events any more.
  public static let lostEvents: Int32 = 119
  /// The tool's process: a lesson ends with it. Read by `LessonGuard`.
  public static let tool = "LESSON_TOOL"
}
