import Diagnostics
import SwiftParser
import SwiftSyntax

extension SwiftExpression {
  /// Why the text can't be inserted into the lesson's program: it isn't a single expression, or it uses the tool's own names. The
  /// compiler reports other errors.
  package var problem: Problem? {
    if NameAlone.isName(code) { return nil }
    // Inside the parentheses that the program puts around it, invalid code could become valid: `1), f(2`.
    let tree = Parser.parse(source: code)
    let (statements, problems, strayComments) = CellStatement.parse(code, as: tree)
    if !tree.hasError, let problem = problems.first ?? strayComments.first ?? ToolNames.problems(in: tree).first { return located(problem) }
    let isOne = statements.count == 1 && tree.statements.first?.item.is(ExprSyntax.self) == true
    guard !isOne, statements.count > 1 || hasUnmatchedBracket(tree) else { return nil }
    return Problem(
      "`\(code)` isn't a single Swift expression", at: range, help: "write a single expression, and compute anything else in a cell")
  }

  private func located(_ problem: Problem) -> Problem {
    var located = problem
    located.range = range
    return located
  }

  /// Whether there is a closing bracket without an opening one, as in `1), f(2`.
  private func hasUnmatchedBracket(_ tree: SourceFileSyntax) -> Bool {
    var open: [TokenKind] = []
    for token in tree.tokens(viewMode: .all) where token.presence == .present {
      switch token.tokenKind {
      case .leftParen: open.append(.rightParen)
      case .leftSquare: open.append(.rightSquare)
      case .leftBrace: open.append(.rightBrace)
      case .rightParen, .rightSquare, .rightBrace: if open.popLast() != token.tokenKind { return true }
      default: break
      }
    }
    return false
  }
}
