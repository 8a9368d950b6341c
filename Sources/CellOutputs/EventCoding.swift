// Only the essential part of Foundation, because lesson programs would take longer to load all of it.
#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Writes events as lines of JSON, each after its seal. Every event has a line of its own, so that a crash damages only the last one.
public struct EventWriter: Sendable {
  private var seal: EventSeal

  public init(key: EventSeal.Key) { seal = EventSeal(key: key) }

  public mutating func line(for event: RunEvent) throws -> [UInt8] {
    let text = try encoded(event)
    return Array(seal.next(for: text[...]).utf8) + [UInt8(ascii: " ")] + text + [UInt8(ascii: "\n")]
  }
}

/// Reads the events of an `EventWriter` with the same key, all at once or piece by piece.
public struct EventReader: Sendable {
  private var seal: EventSeal
  /// Whether a line wasn't written by the writer, or not at its place. Everything after it is ignored.
  public private(set) var isForged = false

  public init(key: EventSeal.Key) { seal = EventSeal(key: key) }

  /// The events of complete lines, up to a forged one. An incomplete last line is left out.
  public mutating func events(from bytes: [UInt8]) -> [RunEvent] {
    guard let end = bytes.lastIndex(of: UInt8(ascii: "\n")) else { return [] }
    let decoder = decoder()
    var events: [RunEvent] = []
    for line in bytes[..<end].split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) where !isForged {
      let text = line.dropFirst(EventSeal.length + 1)
      // A line with a valid seal always decodes. One that doesn't decode was written by a cell, whatever its error.
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

/// The tool's instructions to a lesson's program.
public struct RunOrder: Codable, Sendable {
  /// The key for the seals of its events.
  public var key: EventSeal.Key
  /// The index of the only `crash` cell that runs; nil to skip all `crash` cells.
  public var crashCell: Int?
  /// The function calls to be answered.
  public var calls: [FunctionCall]
  /// Other values for the lesson's inputs; nil for the recorded ones.
  public var variation: Variation?

  public init(key: EventSeal.Key, crashCell: Int? = nil, calls: [FunctionCall] = [], variation: Variation? = nil) {
    self.key = key
    self.crashCell = crashCell
    self.calls = calls
    self.variation = variation
  }

  public init(bytes: [UInt8]) throws { self = try decoder().decode(RunOrder.self, from: Data(bytes)) }

  /// The content of the program's standard input. `LessonGuard` reads the first part, and `LessonRuntime` the rest.
  ///
  /// - Parameter readable: The files and folders that the program may read.
  /// - Parameter writable: The files and folders that it may also write.
  public func handover(readable: [String], writable: [String]) throws -> [UInt8] {
    let paths = ["#lesson"] + readable.map { "r" + $0 } + writable.map { "w" + $0 } + [""]
    return paths.flatMap { Array($0.utf8) + [0] } + (try encoded(self))
  }

  /// Whether the program hasn't taken its order yet. The file contains no events then.
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

/// Names and numbers shared by the tool and lesson programs.
public enum RunEnvironment {
  /// The exit code of a program that couldn't write its events any more.
  public static let lostEvents: Int32 = 119
  /// The environment variable with the identifier of the tool's process. `LessonGuard` reads it, and ends the lesson with that process.
  public static let tool = "LESSON_TOOL"
}
