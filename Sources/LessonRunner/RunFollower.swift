import CellOutputs
import Foundation
import LessonDocument

/// Reads what a running program tells and prints, piece by piece as it comes: for those who look on. What counts in the end is what
/// `RunReader` makes of the whole.
struct RunFollower {
  private let events: ProgramFile
  private let output: ProgramFile
  private var reader: EventReader
  /// Of each cell no more than this is told.
  private let printedBytesPerCell: Int

  private var eventsEnd = 0
  private var printedEnd = 0
  private var cell: Int?
  private var room = 0

  /// What the program did since the last look.
  enum News {
    case event(RunEvent.Kind)
    case printed(cell: Int, String)
  }

  init(events: ProgramFile, output: ProgramFile, key: EventSeal.Key, printedBytesPerCell: Int) {
    self.events = events
    self.output = output
    reader = EventReader(key: key)
    self.printedBytesPerCell = printedBytesPerCell
  }

  /// - Parameter isLast: Whether the program has ended, so that a line it began will not be finished.
  mutating func news(isLast: Bool = false) -> [News] {
    // What is there before the events are read was printed before any later one; what they speak of is there after it.
    let settledEnd = printedEnd + output.bytes(from: printedEnd).count
    let told = events.bytes(from: eventsEnd)
    let start = printedEnd
    let printed = output.bytes(from: start)
    var news: [News] = []
    if let end = told.lastIndex(of: UInt8(ascii: "\n")), !RunOrder.isUntaken(told) {
      eventsEnd += end + 1
      // What isn't an event is told of when the program has ended.
      for event in reader.events(from: Array(told[...end])) {
        // What the program printed before its first event is no cell's.
        if cell == nil { printedEnd = max(printedEnd, event.outputOffset) }
        tell(printed.dropFirst(printedEnd - start).prefix(max(event.outputOffset - printedEnd, 0)), to: &news)
        switch event.kind {
        case .statement(let index, _):
          if index != cell { room = printedBytesPerCell }
          cell = index
        case .expression, .cellEnded, .passing: cell = nil
        default: break
        }
        news.append(.event(event.kind))
      }
    }
    guard cell != nil else { return news }
    let rest = printed.dropFirst(printedEnd - start)
    if isLast {
      tell(rest, to: &news)
    } else if let line = rest.prefix(max(settledEnd - printedEnd, 0)).lastIndex(of: UInt8(ascii: "\n")) {
      tell(rest[...line], to: &news)
    }
    return news
  }

  private mutating func tell(_ bytes: ArraySlice<UInt8>, to news: inout [News]) {
    printedEnd += bytes.count
    guard let cell, !bytes.isEmpty, room > 0 else { return }
    news.append(.printed(cell: cell, String(decoding: bytes.prefix(room), as: UTF8.self)))
    room -= bytes.count
  }
}
