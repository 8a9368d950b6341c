import SwiftParser
import SwiftSyntax
import Synchronization

/// Code that is a single name, as most expressions of check comments are. Each name is parsed once, and the other questions about it need no parser.
enum NameAlone {
  private static let known = Mutex<[String: Bool]>([:])

  static func isName(_ code: String) -> Bool {
    guard code.utf8.count < 64, code.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "z") ~= $0 }) else { return false }
    if let isName = known.withLock({ $0[code] }) { return isName }
    let tree = Parser.parse(source: code)
    let isName =
      !tree.hasError && tree.statements.count == 1 && tree.statements.first?.item.is(DeclReferenceExprSyntax.self) == true
      && tree.statements.first?.item.trimmedDescription == code && ToolNames.problems(in: tree).isEmpty
    known.withLock { $0[code] = isName }
    return isName
  }
}
