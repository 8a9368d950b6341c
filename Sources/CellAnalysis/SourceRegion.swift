import Diagnostics
import SwiftParser
import SwiftSyntax

/// A part of a source file, by its name: between comments that mark it, or a Swift declaration.
///
///     // ANCHOR: softmax          // snippet.softmax          // #region softmax
///     …                           …                           …
///     // ANCHOR_END: softmax      // snippet.end              // #endregion
package struct SourceRegion {
  private let lines: [Substring]
  private let isSwift: Bool
  private let source: String

  /// - Parameter path: Its ending tells the language.
  package init(of source: String, path: String) {
    self.source = source
    lines = source.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
    isSwift = path.hasSuffix(".swift")
  }

  /// The text of a region, without the indentation that all its lines share, and without marks; of the whole file without a name.
  ///
  /// - Returns: nil if there is no such region.
  package func text(named name: String?) -> String? {
    guard let name else { return Self.text(lines[...]) }
    if let marked = markedLines(name) { return Self.text(marked) }
    return declarations.first { $0.name == name }.map { Self.text(lines[$0.lines]) }
  }

  /// The names of all regions.
  package var names: [String] { lines.compactMap { Mark($0)?.begun } + declarations.map(\.name) }

  private enum Mark {
    case begin(String)
    /// The end of a named region, or of the last one that is open.
    case end(String?)

    init?(_ line: Substring) {
      if let match = line.firstMatch(of: /\bANCHOR:\s*([\w.-]+)/) {
        self = .begin(String(match.1))
      } else if let match = line.firstMatch(of: /\bANCHOR_END:\s*([\w.-]+)/) {
        self = .end(String(match.1))
      } else if let match = line.firstMatch(of: /#region\s+([\w.-]+)/) {
        self = .begin(String(match.1))
      } else if line.contains(/#endregion\b/) {
        self = .end(nil)
      } else if let match = line.firstMatch(of: /^\s*(?:\/\/|#|--)\s*snippet\.([\w-]+)/) {
        self = match.1 == "end" ? .end(nil) : .begin(String(match.1))
      } else {
        return nil
      }
    }

    var begun: String? { if case .begin(let name) = self { name } else { nil } }
  }

  private func markedLines(_ name: String) -> ArraySlice<Substring>? {
    guard let start = lines.firstIndex(where: { Mark($0)?.begun == name }) else { return nil }
    // Regions may be within one another.
    var open: [String] = [name]
    for index in lines.indices[(start + 1)...] {
      switch Mark(lines[index]) {
      case .begin(let inner)?: open.append(inner)
      case .end(let ended?)?:
        if ended == name { return lines[(start + 1)..<index] }
        open.removeAll { $0 == ended }
      case .end(nil)?:
        open.removeLast()
        if open.isEmpty { return lines[(start + 1)..<index] }
      case nil: break
      }
    }
    return lines[(start + 1)...]
  }

  private static func text(_ lines: ArraySlice<Substring>) -> String {
    var lines = lines.filter { Mark($0) == nil }[...]
    while lines.first?.allSatisfy(\.isWhitespace) == true { lines.removeFirst() }
    while lines.last?.allSatisfy(\.isWhitespace) == true { lines.removeLast() }
    let written = lines.filter { !$0.allSatisfy(\.isWhitespace) }
    let indents = written.map { line in line.prefix { $0 == " " || $0 == "\t" } }
    let shared = indents.dropFirst().reduce(indents.first ?? "") { shared, indent in
      Substring(zip(shared, indent).prefix { $0 == $1 }.map(\.0))
    }
    return lines.map { $0.hasPrefix(shared) ? String($0.dropFirst(shared.count)) : "" }.joined(separator: "\n")
  }

  // MARK: Declarations

  private struct Declaration {
    var name: String
    var lines: Range<Int>
  }

  /// The declarations of a Swift file, `softmax` and `Matrix.transposed`, with the comments before them.
  private var declarations: [Declaration] {
    guard isSwift, SwiftNesting.offsetOfTooDeep(in: source) == nil else { return [] }
    let tree = Parser.parse(source: source)
    let places = SourceLocationConverter(fileName: "", tree: tree)
    var found: [Declaration] = []
    func add(_ declaration: DeclSyntax, within type: String) {
      var names: [String] = []
      var members: MemberBlockItemListSyntax?
      if let named = declaration.asProtocol((any NamedDeclSyntax).self) { names = [named.name.text] }
      if let variable = declaration.as(VariableDeclSyntax.self) { names = variable.bindings.flatMap(\.pattern.names) }
      if declaration.is(InitializerDeclSyntax.self) { names = ["init"] }
      if declaration.is(SubscriptDeclSyntax.self) { names = ["subscript"] }
      if let group = declaration.asProtocol((any DeclGroupSyntax).self) { members = group.memberBlock.members }
      if let extended = declaration.as(ExtensionDeclSyntax.self) { names = [extended.extendedType.trimmedDescription] }
      let isExtension = declaration.is(ExtensionDeclSyntax.self)
      for name in names {
        // An extension is a region of its own only by `extension Matrix`.
        let lines = Self.lines(of: declaration, places)
        found.append(Declaration(name: isExtension ? "extension \(name)" : type + name, lines: lines))
        for member in members ?? [] { add(member.decl, within: type + name + ".") }
      }
    }
    for item in tree.statements {
      guard let declaration = item.item.as(DeclSyntax.self) else { continue }
      add(declaration, within: "")
    }
    return found
  }

  /// The lines of a declaration, from 0, with the comments directly before it.
  private static func lines(of declaration: DeclSyntax, _ places: SourceLocationConverter) -> Range<Int> {
    let end = places.location(for: declaration.endPositionBeforeTrailingTrivia).line
    var start = places.location(for: declaration.positionAfterSkippingLeadingTrivia).line
    // Go up over comments until a blank line.
    var newlines = 0
    for piece in declaration.leadingTrivia.reversed() {
      switch piece {
      case .newlines(let count), .carriageReturnLineFeeds(let count):
        newlines += count
        if newlines > 1 { return start - 1..<end }
      case .lineComment, .docLineComment: (start, newlines) = (start - 1, 0)
      case .blockComment(let text), .docBlockComment(let text):
        (start, newlines) = (start - text.split(separator: "\n", omittingEmptySubsequences: false).count, 0)
      default: break
      }
    }
    return start - 1..<end
  }
}
