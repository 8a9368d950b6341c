import Diagnostics

/// The body of a comment after a number: `= expression`, or `= none: reason`.
struct NumberComment {
  private let comment: ExtractedText
  private let text: Substring

  init(_ comment: ExtractedText) {
    self.comment = comment
    text = comment.text.drop(while: \.isWhitespace)
  }

  /// Whether it was meant as such a comment.
  var isMeant: Bool { text.first == "=" || text.first == "＝" }

  /// Whether it may be a rule in an author's notes: `===`.
  var mayBeRule: Bool { text.hasPrefix("==") }

  enum Content {
    case expression(code: String, range: Range<Int>)
    case none(reason: String)
  }

  /// The expression or reason, with its place in the file.
  func content() throws(Problem) -> Content {
    let sign = place(of: text.prefix { $0 == "=" || $0 == "＝" })
    guard text.first == "=", !text.hasPrefix("==") else {
      throw Problem("this comment needs one plain `=` before its expression", at: sign, help: "write `<!-- = expression -->`")
    }
    let rest = text.dropFirst().trimmed
    guard !rest.isEmpty else {
      throw Problem("nothing follows the `=` of this comment", at: sign, help: "write the Swift expression that gives the number")
    }
    guard let reason = Self.reason(rest) else { return .expression(code: String(rest), range: place(of: rest)) }
    guard !reason.isEmpty else {
      throw Problem("`= none` needs a reason", at: place(of: rest), help: "write why nothing computes the number: `= none: a year`")
    }
    return .none(reason: String(reason).split(whereSeparator: \.isNewline).map { $0.trimmed }.joined(separator: " "))
  }

  /// The text after `none:`; nil for an expression.
  private static func reason(_ text: Substring) -> Substring? {
    guard text.hasPrefix("none") else { return nil }
    let rest = text.dropFirst("none".count).trimmed
    if rest.isEmpty { return rest }
    return rest.first == ":" || rest.first == "：" ? rest.dropFirst().trimmed : nil
  }

  private func place(of part: Substring) -> Range<Int> {
    let utf8 = comment.text.utf8
    let start = utf8.distance(from: utf8.startIndex, to: part.startIndex)
    return comment.fileRange(of: start..<start + part.utf8.count)
  }
}

extension Substring {
  fileprivate var trimmed: Substring {
    var rest = drop(while: \.isWhitespace)
    while let last = rest.last, last.isWhitespace { rest.removeLast() }
    return rest
  }
}
