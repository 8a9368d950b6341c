import Diagnostics

/// Comments that say something of what stands before them.
extension DocumentParser {
  /// Where text follows a comment on the last line of an HTML block, and the prefix for a new line there.
  func textsBehindComments(in tree: MarkdownNode) -> [(offset: Int, prefix: [UInt8])] {
    var found: [(offset: Int, prefix: [UInt8])] = []
    var open = [tree]
    while let node = open.popLast() {
      open += node.children.reversed()
      guard case .htmlBlock(let literal) = node.kind, literal.drop(while: \.isWhitespace).hasPrefix("<!--") else { continue }
      let line = prepared.line(node.startLine)
      var rest = line.dropFirst(node.startColumn - 1).drop { $0 == UInt8(ascii: " ") }
      while rest.starts(with: "<!--".utf8), let end = rest.firstRange(of: Array("-->".utf8)) {
        rest = rest[end.upperBound...].drop { [UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r")].contains($0) }
      }
      guard !rest.isEmpty, !rest.starts(with: "<!--".utf8) else { continue }
      // A list marker is only on the first line of its item; align later lines with spaces.
      let kept = [UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: ">")]
      let prefix = line.prefix(node.startColumn - 1).map { kept.contains($0) ? $0 : UInt8(ascii: " ") }
      found.append((prepared.offset(line: node.startLine, column: 1) + (rest.startIndex - line.startIndex), prefix))
    }
    return found
  }

  mutating func readComment(_ item: PreparedMarkdown.Item) {
    do throws(Problem) {
      let formula = formulaAwaitingCheck
      let awaitsCheck = formula.map { formulas[$0].check == nil } ?? false
      if addCell(inComment: item) { return }
      if try readCaptionComment(item) { return }
      if try readQuestionComment(item) { return }
      if try readNumberComment(item) { return }
      let comment = CheckComment(item.body)
      guard comment.isCheck else {
        if let problem = comment.misspelling(followsFormula: awaitsCheck) { throw problem }
        return
      }
      let check = try FormulaCheck.parse(item.body, range: item.range, cellsBefore: cells.count, expressions: &expressions)
      guard let formula else {
        throw Problem(
          "this check comment follows no formula", at: item.range,
          help: "put it right after the formula that it checks")
      }
      guard awaitsCheck else {
        throw Problem("the formula before it has a check already", at: item.range, help: "put all keys into one comment")
      }
      formulas[formula].check = check
    } catch {
      problems.append(error)
      if let formula = formulaAwaitingCheck, formulas[formula].check == nil { formulas[formula].hasUnreadCheck = true }
    }
  }
}
