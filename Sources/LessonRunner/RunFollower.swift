import CellOutputs
import Foundation
import LessonDocument

/// Reads the events and the output of a running program as they come, to show progress. The final result is what `RunReader` makes of
/// the whole.
struct RunFollower {
  private let events: ProgramFile
  private let output: ProgramFile
  private var reader: EventReader
  /// The limit of the text that is reported for a cell.
  private let printedBytesOfCell: @Sendable (Int) -> Int

  private var eventsEnd = 0
  private var printedEnd = 0
  private var cell: Int?
  private var room = 0

  /// What happened since the last look.
  enum News {
    case event(RunEvent.Kind)
    case printed(cell: Int, String)
  }

  init(events: ProgramFile, output: ProgramFile, key: EventSeal.Key, printedBytesOfCell: @escaping @Sendable (Int) -> Int) {
    self.events = events
    self.output = output
    reader = EventReader(key: key)
    self.printedBytesOfCell = printedBytesOfCell
  }

  /// - Parameter isLast: Whether the program has ended, so that an incomplete line stays incomplete.
  mutating func news(isLast: Bool = false) -> [News] {
    // Output up to here was printed before any event that is read later. Output that these events refer to is read after them.
    let settledEnd = printedEnd + output.bytes(from: printedEnd).count
    let told = events.bytes(from: eventsEnd)
    let start = printedEnd
    let printed = output.bytes(from: start)
    var news: [News] = []
    if let end = told.lastIndex(of: UInt8(ascii: "\n")), !RunOrder.isUntaken(told) {
      eventsEnd += end + 1
      // Ignore lines that aren't events. They are reported after the program's end.
      for event in reader.events(from: Array(told[...end])) {
        // Output before the first event doesn't belong to a cell.
        if cell == nil { printedEnd = max(printedEnd, event.outputOffset) }
        tell(printed.dropFirst(printedEnd - start).prefix(max(event.outputOffset - printedEnd, 0)), to: &news)
        switch event.kind {
        case .statement(let index, _):
          if index != cell { room = printedBytesOfCell(index) }
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
