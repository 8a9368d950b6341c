// The small half of Foundation: a lesson program should not load the large one at each start.
#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Writes events as lines of JSON, each after its seal. There is one event on a line, so that a crash spoils only the last one.
public struct EventWriter: Sendable {
  private var seal: EventSeal

  public init(key: EventSeal.Key) { seal = EventSeal(key: key) }

  public mutating func line(for event: RunEvent) throws -> [UInt8] {
    let text = try encoded(event)
    return Array(seal.next(for: text[...]).utf8) + [UInt8(ascii: " ")] + text + [UInt8(ascii: "\n")]
  }
}

/// Reads what an `EventWriter` of the same key wrote, piece by piece or at once.
public struct EventReader: Sendable {
  private var seal: EventSeal
  /// Whether a line was not written by the writer, or not at this place. Everything after it is ignored.
  public private(set) var isForged = false

  public init(key: EventSeal.Key) { seal = EventSeal(key: key) }

  /// The events of whole lines, up to one that was forged; a last line without its end is left out.
  public mutating func events(from bytes: [UInt8]) -> [RunEvent] {
    guard let end = bytes.lastIndex(of: UInt8(ascii: "\n")) else { return [] }
    let decoder = decoder()
    var events: [RunEvent] = []
    for line in bytes[..<end].split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) where !isForged {
      let text = line.dropFirst(EventSeal.length + 1)
      // A line that can't be decoded isn't the runtime's: a cell wrote it, and why it can't be read says nothing more.
      if line.prefix(EventSeal.length + 1).elementsEqual((seal.next(for: text) + " ").utf8),
        let event = try? decoder.decode(RunEvent.self, from: Data(text))
      {
        events.append(event)
      } else {
        isForged = true
      }
    }
    return events
  }
}

/// What the tool tells a lesson's program to do.
public struct RunOrder: Codable, Sendable {
  /// The key of the seals of its events.
  public var key: EventSeal.Key
  /// The index of the one `crash` cell that is to run; without it all `crash` cells are passed over.
  public var crashCell: Int?
  /// The function calls that are to be answered.
  public var calls: [FunctionCall]
  /// Which other values the lesson's inputs have; nil for those that are written.
  public var variation: Variation?

  public init(key: EventSeal.Key, crashCell: Int? = nil, calls: [FunctionCall] = [], variation: Variation? = nil) {
    self.key = key
    self.crashCell = crashCell
    self.calls = calls
    self.variation = variation
  }

  public init(bytes: [UInt8]) throws { self = try decoder().decode(RunOrder.self, from: Data(bytes)) }

  /// What the program finds on its standard input: read by `LessonGuard`, and by `LessonRuntime` behind that.
  ///
  /// - Parameter readable: The files and folders that the program may read.
  /// - Parameter writable: Those that it may write too.
  public func handover(readable: [String], writable: [String]) throws -> [UInt8] {
    let paths = ["#lesson"] + readable.map { "r" + $0 } + writable.map { "w" + $0 } + [""]
    return paths.flatMap { Array($0.utf8) + [0] } + (try encoded(self))
  }

  /// Whether the program has not yet taken its order: its file holds no events then.
  public static func isUntaken(_ bytes: some Collection<UInt8>) -> Bool { bytes.first == UInt8(ascii: "#") }
}

private func encoded(_ value: some Encodable) throws -> [UInt8] {
  let encoder = JSONEncoder()
  encoder.nonConformingFloatEncodingStrategy = .convertToString(positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
  return [UInt8](try encoder.encode(value))
}

private func decoder() -> JSONDecoder {
  let decoder = JSONDecoder()
  decoder.nonConformingFloatDecodingStrategy = .convertFromString(positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
  return decoder
}

/// Names and numbers that the tool and a lesson's program agree on.
public enum RunEnvironment {
  /// The exit code of a program that could not tell its events any more.
  public static let lostEvents: Int32 = 119
  /// The environment variable that names the tool's process: a lesson ends with it. Read by `LessonGuard`.
  public static let tool = "LESSON_TOOL"
}
