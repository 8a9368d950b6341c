import CellOutputs
import Foundation
import Testing

@Suite struct EventCodingTests {
  private static let key = EventSeal.Key(first: 1, second: 2)

  /// The events as a program writes them.
  private func written(_ kinds: RunEvent.Kind..., outputOffset: Int = 0, errorOffset: Int = 0) throws -> [UInt8] {
    var writer = EventWriter(key: Self.key)
    return try kinds.flatMap { try writer.line(for: RunEvent($0, outputOffset: outputOffset, errorOffset: errorOffset)) }
  }

  private func read(_ bytes: [UInt8], key: EventSeal.Key = key) -> (events: [RunEvent], isForged: Bool) {
    var reader = EventReader(key: key)
    let events = reader.events(from: bytes)
    return (events, reader.isForged)
  }

  private static let figure = Figure.heatMap(
    HeatMap(title: "W", rowLabels: ["a"], columnLabels: ["b"], values: NumericArray(shape: [1, 1], elements: [0.5])))

  private static let kinds: [RunEvent.Kind] = [
    .statement(cell: 0, index: 3),
    .displayed(cell: 1, value: DisplayedValue(text: "1\n2 \"\\ \u{0} ∑ \u{2028}", type: "[Int]")),
    .displayed(cell: 1, value: DisplayedValue(text: "W", type: "heat map", content: .figure(figure))),
    .displayed(
      cell: 2,
      value: DisplayedValue(
        text: "t", type: "Tensor [2]",
        content: .numbers(NumericArray(shape: [2], elements: [.infinity, -0.0]), decimals: 2))),
    .recorded(cell: 1, statement: 2, value: DisplayedValue(text: "", type: "Void")),
    .bound(cell: 0, name: "α", value: .numbers(NumericArray(-.infinity), type: "Double")),
    .bound(cell: 0, name: "big", value: .tooLarge(shape: [1000, 1000], type: "Tensor")),
    .evaluated(expression: 4, value: .opaque(type: "String")),
    .expression(4), .cellEnded(cell: 7), .programEnded,
  ]

  @Test(arguments: kinds)
  func `an event is one line, and comes back as it was`(kind: RunEvent.Kind) throws {
    let event = RunEvent(kind, outputOffset: 12, errorOffset: -1)
    let line = try written(kind, outputOffset: 12, errorOffset: -1)
    #expect(line.filter { $0 == UInt8(ascii: "\n") }.count == 1)
    #expect(line.last == UInt8(ascii: "\n"))
    #expect(read(try written(kind, kind, outputOffset: 12, errorOffset: -1)).events == [event, event])
  }

  @Test(arguments: [
    0.1, .leastNonzeroMagnitude, .greatestFiniteMagnitude, .infinity, -.infinity, -0.0, Double(Float(0.1)),
  ])
  func `a number keeps every bit`(number: Double) throws {
    let back = read(try written(.evaluated(expression: 0, value: .numbers(NumericArray(number), type: "D")))).events
    guard case .evaluated(_, .numbers(let numbers, _)) = try #require(back.first).kind else {
      Issue.record("another event came back")
      return
    }
    #expect(numbers.elements[0].bitPattern == number.bitPattern)
  }

  @Test func `not a number comes back as not a number`() throws {
    let back = read(try written(.evaluated(expression: 0, value: .numbers(NumericArray(.nan), type: "D")))).events
    guard case .evaluated(_, .numbers(let numbers, _)) = try #require(back.first).kind else { return }
    #expect(numbers.elements[0].isNaN)
  }

  @Test func `a line that a crash cut short is left out, and the lines before it stay`() throws {
    let first = try written(.cellEnded(cell: 1))
    let both = try written(.cellEnded(cell: 1), .programEnded)
    for length in first.count..<both.count {
      #expect(read(Array(both.prefix(length))).events.map(\.kind) == [.cellEnded(cell: 1)])
    }
    #expect(read([]).events.isEmpty)
  }

  @Test(arguments: ["nonsense\n", "{}\n", "[1,2]\n", "\u{FFFD}\n", "\n", " \n"])
  func `a line that is no event is forged, and nothing after it is believed`(line: String) throws {
    let (events, isForged) = read(try written(.programEnded) + Array(line.utf8) + written(.programEnded))
    #expect(events.map(\.kind) == [.programEnded])
    #expect(isForged)
  }

  @Test func `an event that is repeated, left out or written by another is forged`() throws {
    let line = try written(.cellEnded(cell: 1))
    let next = try written(.cellEnded(cell: 1), .programEnded).dropFirst(line.count)
    for bytes in [line + line, Array(next), next + line] {
      #expect(read(bytes).isForged)
    }
    #expect(read(line, key: .init(first: 1, second: 3)).isForged)
    let changed = String(decoding: line, as: UTF8.self).replacing("\"cell\":1", with: "\"cell\":2")
    #expect(read(Array(changed.utf8)).isForged && Array(changed.utf8) != line)
    #expect(!read(line + next).isForged)
  }

  @Test func `pieces are read as the whole is`() throws {
    let bytes = try written(.statement(cell: 0, index: 0), .cellEnded(cell: 0), .programEnded)
    var reader = EventReader(key: Self.key)
    let pieces = bytes.split(separator: UInt8(ascii: "\n")).map { reader.events(from: $0 + [UInt8(ascii: "\n")]) }
    #expect(pieces.flatMap(\.self) == read(bytes).events && pieces.count == 3)
  }

  @Test(arguments: ["[2,2]", "[-1]", "[9223372036854775807,9223372036854775807]", "[0,-1]"])
  func `numbers that don't fill their shape are no event`(shape: String) throws {
    let event = RunEvent(
      .bound(cell: 0, name: "x", value: .numbers(NumericArray(shape: [1], elements: [7]), type: "T")), outputOffset: 0,
      errorOffset: 0)
    let text = String(decoding: try JSONEncoder().encode(event), as: UTF8.self)
    let forged = text.replacing("[1]", with: shape)
    #expect(forged != text)
    #expect(throws: DecodingError.self) { try JSONDecoder().decode(RunEvent.self, from: Data(forged.utf8)) }
  }
}
