/// What a lesson's program reports at one place: the cell, statement, name or expression that the report is about.
///
/// A program has these in one text, in the order in which they are made. They aren't arguments of its calls, because the compiler took a
/// third of its time for such a call for the literals.
public struct ProgramReport: Sendable, Hashable {
  public enum Subject: Sendable, Hashable {
    /// A statement of a cell begins.
    case statement(cell: Int, index: Int)
    /// The value of a cell's last expression.
    case display(cell: Int)
    /// The value before a `// =>` comment.
    case record(cell: Int, statement: Int)
    /// The value of a variable after the cell.
    case bind(cell: Int, name: String)
    /// A variable whose value is reported after this cell and each that follows.
    case follow(name: String)
    /// The evaluation of a check comment's Swift expression begins.
    case expression(Int)
    /// The value of that expression.
    case evaluate(Int)
    case cellEnd(Int)
    /// The statements of a cell that must trap begin. They run only if the run is about this cell.
    case crashCell(Int)
    /// They end. What follows belongs to other runs.
    case crashCellEnd(Int)
    case programEnd
  }

  public var subject: Subject
  /// Whether it is made by the call that makes the report before it, because none of the author's code runs in between.
  public var isJoined: Bool

  public init(_ subject: Subject, isJoined: Bool = false) {
    self.subject = subject
    self.isJoined = isJoined
  }
}

extension ProgramReport {
  private static let joint = "+"

  /// A line of the program's text: a word, numbers, and last a name, which may contain blanks.
  public var line: String {
    let words: [String] =
      switch subject {
      case .statement(let cell, let index): ["statement", "\(cell)", "\(index)"]
      case .display(let cell): ["display", "\(cell)"]
      case .record(let cell, let statement): ["record", "\(cell)", "\(statement)"]
      case .bind(let cell, let name): ["bind", "\(cell)", name]
      case .follow(let name): ["follow", name]
      case .expression(let index): ["expression", "\(index)"]
      case .evaluate(let index): ["evaluate", "\(index)"]
      case .cellEnd(let cell): ["end", "\(cell)"]
      case .crashCell(let cell): ["crash", "\(cell)"]
      case .crashCellEnd(let cell): ["crash-end", "\(cell)"]
      case .programEnd: ["program-end"]
      }
    return (isJoined ? Self.joint : "") + words.joined(separator: " ")
  }

  /// nil if the line isn't one of a program's text.
  public init?(line: Substring) {
    let isJoined = line.hasPrefix(Self.joint)
    let parts = (isJoined ? line.dropFirst() : line).split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
    guard let word = parts.first else { return nil }
    let numbers = parts.dropFirst().map { Int($0) }
    let subject: Subject? =
      switch (word, numbers.first ?? nil, numbers.count) {
      case ("statement", let cell?, 2): numbers[1].map { .statement(cell: cell, index: $0) }
      case ("display", let cell?, 1): .display(cell: cell)
      case ("record", let cell?, 2): numbers[1].map { .record(cell: cell, statement: $0) }
      case ("bind", let cell?, 2): .bind(cell: cell, name: String(parts[2]))
      case ("follow", _, 1...): .follow(name: parts.dropFirst().joined(separator: " "))
      case ("expression", let index?, 1): .expression(index)
      case ("evaluate", let index?, 1): .evaluate(index)
      case ("end", let cell?, 1): .cellEnd(cell)
      case ("crash", let cell?, 1): .crashCell(cell)
      case ("crash-end", let cell?, 1): .crashCellEnd(cell)
      case ("program-end", nil, 0): .programEnd
      default: nil
      }
    guard let subject else { return nil }
    self.init(subject, isJoined: isJoined)
  }
}
