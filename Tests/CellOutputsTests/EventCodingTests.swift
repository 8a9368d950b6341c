import CellOutputs
import Testing

@Suite struct EventCodingTests {
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
    let line = try EventCoding.line(for: event)
    #expect(line.filter { $0 == UInt8(ascii: "\n") }.count == 1)
    #expect(line.last == UInt8(ascii: "\n"))
    #expect(try EventCoding.events(from: line + line) == [event, event])
  }

  @Test(arguments: [
    0.1, .leastNonzeroMagnitude, .greatestFiniteMagnitude, .infinity, -.infinity, -0.0, Double(Float(0.1)),
  ])
  func `a number keeps every bit`(number: Double) throws {
    let event = RunEvent(
      .evaluated(expression: 0, value: .numbers(NumericArray(number), type: "D")), outputOffset: 0, errorOffset: 0)
    let back = try EventCoding.events(from: EventCoding.line(for: event))
    guard case .evaluated(_, .numbers(let numbers, _)) = try #require(back.first).kind else {
      Issue.record("another event came back")
      return
    }
    #expect(numbers.elements[0].bitPattern == number.bitPattern)
  }

  @Test func `not a number comes back as not a number`() throws {
    let event = RunEvent(
      .evaluated(expression: 0, value: .numbers(NumericArray(.nan), type: "D")), outputOffset: 0, errorOffset: 0)
    guard
      case .evaluated(_, .numbers(let numbers, _)) = try EventCoding.events(from: EventCoding.line(for: event))[0].kind
    else { return }
    #expect(numbers.elements[0].isNaN)
  }

  @Test func `a line that a crash cut short is left out, and the lines before it stay`() throws {
    let first = try EventCoding.line(for: RunEvent(.cellEnded(cell: 1), outputOffset: 0, errorOffset: 0))
    let second = try EventCoding.line(for: RunEvent(.programEnded, outputOffset: 0, errorOffset: 0))
    for length in 0..<second.count {
      #expect(try EventCoding.events(from: first + second.prefix(length)).map(\.kind) == [.cellEnded(cell: 1)])
    }
    #expect(try EventCoding.events(from: []).isEmpty)
  }

  @Test(arguments: ["nonsense\n", "{}\n", "[1,2]\n", "\u{FFFD}\n"])
  func `a line that is no event is an error`(line: String) {
    #expect(throws: (any Error).self) { try EventCoding.events(from: Array(line.utf8)) }
  }

  @Test(arguments: ["[2,2]", "[-1]", "[9223372036854775807,9223372036854775807]", "[0,-1]"])
  func `numbers that don't fill their shape are no event`(shape: String) throws {
    let event = RunEvent(
      .bound(cell: 0, name: "x", value: .numbers(NumericArray(shape: [1], elements: [7]), type: "T")), outputOffset: 0,
      errorOffset: 0)
    let line = String(decoding: try EventCoding.line(for: event), as: UTF8.self)
    let forged = line.replacing("[1]", with: shape)
    #expect(forged != line)
    #expect(throws: (any Error).self) { try EventCoding.events(from: Array(forged.utf8)) }
  }
}
