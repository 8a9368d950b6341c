import Diagnostics
import SwiftDiagnostics
import SwiftParser
import SwiftParserDiagnostics
import SwiftSyntax

/// A top-level statement of a cell.
package struct CellStatement: Sendable {
  package enum Kind: Sendable, Hashable {
    /// An expression, whose value can be shown.
    case expression
    /// Something that runs and has no value: an assignment, a loop, the declaration of a variable.
    case action
    /// A function, a type, an import: nothing runs.
    case declaration
  }

  package var kind: Kind
  /// The bytes of the cell's code, without surrounding space and comments.
  package var range: Range<Int>
  /// Where the statement begins. Line and column count from 1; the column counts bytes, as the compiler's does.
  package var line: Int
  package var column: Int
  /// The variables it declares in the lesson's scope.
  package var variables: [Variable]
  /// The places where its constants can be given other values.
  package private(set) var inputSites: [InputSite] = []
  /// Everything it declares in the lesson's scope: variables, functions, types.
  package var declaredNames: [String]
  /// The keyword of a declaration that Swift allows only at file scope: `import`, `extension`, `operator`.
  package private(set) var fileScopeWord: String?
  /// Whether it may run in a function of the program as well as at its top level: see `FunctionFitness`.
  package let fitsFunction: Bool
  /// Whether it names something for the statements after it in a way that the top level alone has: a `guard`, or `#if` around declarations.
  package private(set) var bindsForRest = false
  /// The names that it uses.
  let names: StatementNames
  /// Of an expression, the names whose values it hands over to a figure as they are.
  package private(set) var handed: HandedValues?
  /// The `// =>` comment at its end.
  package var expected: ExpectedValue?
  /// The `// Prints "…"` comments after it, one for each line of output.
  package var prints: [PrintsComment] = []

  package struct Variable: Sendable, Hashable {
    package var name: String
    package var isMutable: Bool
    /// Whether it is a constant made of literals alone.
    package var isLiteral = false
    /// The Swift expression that refers to it: its name; for a function, its name with labels and type.
    package var reference: String
    /// The cell that must have run before it can be called, because it reads a variable declared there; nil if it can be called at once.
    package var neededCell: Int?

    init(name: String, isMutable: Bool, isLiteral: Bool = false, reference: String? = nil) {
      self.name = name
      self.isMutable = isMutable
      self.isLiteral = isLiteral
      self.reference = reference ?? name
    }
  }

  package struct ExpectedValue: Sendable, Hashable {
    package var text: String
    /// The byte range of the text in the cell's code.
    package var range: Range<Int>
    /// The variable whose value is expected; nil for the value of the statement itself.
    package var variable: String?
  }
}

extension CellStatement {
  /// The names that it reads or changes when it runs, or when what it declares is called. Names after a dot aren't among them.
  package var usedNames: Set<String> {
    let uses = names.atOnce + names.inBodies.values.joined()
    return Set(uses.lazy.filter { $0.typed != .member }.map(\.name))
  }

  /// The statements of a cell, and what keeps it from being compiled: what the Swift parser reports, and what a lesson can't contain.
  ///
  /// - Returns: Also comments that record nothing, such as `// =>` within a function. The code around them runs all the same. The colors are nil
  ///   if the code is nested too deeply.
  package static func parse(
    _ code: String
  ) -> (statements: [CellStatement], problems: [Problem], strayComments: [Problem], colors: SwiftColors?) {
    var colors: SwiftColors?
    func parsed() -> SourceFileSyntax {
      let tree = Parser.parse(source: code)
      colors = SwiftColors(tree)
      return tree
    }
    let (statements, problems, strayComments) = parse(code, as: parsed())
    return (statements, problems, strayComments, colors)
  }

  /// - Parameter parsed: The code as the parser reads it. It is only asked for if it isn't nested too deeply.
  static func parse(
    _ code: String, as parsed: @autoclosure () -> SourceFileSyntax
  ) -> (statements: [CellStatement], problems: [Problem], strayComments: [Problem]) {
    if let offset = SwiftNesting.offsetOfTooDeep(in: code) {
      let problem = Problem(
        "brackets are nested too deeply", at: offset..<offset + 1,
        help: "name an inner part with `let`, and use the name: \(SwiftNesting.deepestBracket) levels are the limit")
      return ([], [problem], [])
    }
    let tree = parsed()
    let strange = StrangeCharacters.problems(in: tree, of: code)
    if !strange.isEmpty { return ([], strange, []) }
    if tree.hasError { return ([], syntaxErrors(in: tree, of: code), []) }
    let places = SourceLocationConverter(fileName: "", tree: tree)
    var strayComments: [Problem] = []
    let lineComments = LineComment.all(in: tree)
    var comments = ExpectationComments(lineComments)
    var prints = PrintsComments(lineComments)
    let statements = tree.statements.map { item in
      var statement = CellStatement(item, places: places)
      if let expected = comments.take(after: item) {
        do throws(Problem) { statement.expected = try statement.resolving(expected) } catch { strayComments.append(error) }
      }
      statement.prints = prints.take(after: item)
      return statement
    }
    var problems = tree.statements.compactMap { $0.item.as(DeclSyntax.self)?.mainAttribute }.map { attribute in
      Problem(
        "`@main` has no place in a lesson", at: attribute.trimmedRange.lowerBound.utf8Offset..<attribute.trimmedRange.upperBound.utf8Offset,
        help: "take it off: the cells are the program, from the first to the last")
    }
    problems += ToolNames.problems(in: tree)
    strayComments += comments.left.map {
      Problem(
        "`// =>` records the value of a statement at the cell's top level, at the end of its last line", at: $0.range,
        help: "move it there, or write the comment without the arrow")
    }
    strayComments += prints.left.map {
      Problem(
        "`// Prints` records what a statement at the cell's top level has printed", at: $0.range,
        help: "move it to the end of that statement, or write the comment in other words")
    }
    return (statements, problems, strayComments)
  }

  private init(_ item: CodeBlockItemSyntax, places: SourceLocationConverter) {
    // `item.item` doesn't include a trailing semicolon.
    let start = item.item.positionAfterSkippingLeadingTrivia
    let location = places.location(for: start)
    range = start.utf8Offset..<item.item.endPositionBeforeTrailingTrivia.utf8Offset
    line = location.line
    column = location.column
    variables = []
    declaredNames = []
    names = StatementNames(item)
    fitsFunction = FunctionFitness.of(item)
    switch item.item {
    case .expr(let expression):
      kind = expression.isValue ? .expression : .action
      if kind == .expression { handed = HandedValues(item.item) }
    case .stmt(let stmt):
      kind = .action
      // A `guard` declares names for the statements after it.
      declaredNames = stmt.as(GuardStmtSyntax.self)?.boundNames ?? []
      variables = declaredNames.map { Variable(name: $0, isMutable: false) }
      bindsForRest = !declaredNames.isEmpty
    default:
      // A declaration, possibly of a kind that only the toolchain's own swift-syntax has.
      guard let declaration = item.item.as(DeclSyntax.self) else {
        kind = .action
        break
      }
      fileScopeWord = declaration.fileScopeWord
      // `#if` may contain statements.
      bindsForRest = declaration.is(IfConfigDeclSyntax.self)
      kind = bindsForRest ? .action : .declaration
      if let declaration = declaration.as(VariableDeclSyntax.self) {
        kind = .action
        variables = declaration.boundVariables
        inputSites = declaration.inputSites
        declaredNames = declaration.bindings.flatMap(\.pattern.names)
      } else if let name = declaration.asProtocol((any NamedDeclSyntax).self)?.name.text {
        declaredNames = [name]
        variables = declaration.as(FunctionDeclSyntax.self)?.asFormulaFunction.map { [$0] } ?? []
      }
    }
  }

  private func resolving(_ expected: ExpectedValue) throws(Problem) -> ExpectedValue {
    var resolved = expected
    if kind != .expression {
      guard kind != .declaration, variables.count == 1 else {
        throw Problem(
          "there is no value before this `// =>`", at: expected.range,
          help: "put it after an expression or after `let name = …`")
      }
      resolved.variable = variables[0].name
    }
    return resolved
  }

  /// What isn't Swift. Code that was never meant to be Swift, such as an outline with `...`, has many errors, and the first of them says enough.
  private static func syntaxErrors(in tree: SourceFileSyntax, of code: String) -> [Problem] {
    let end = tree.endOfFileToken.previousToken(viewMode: .sourceAccurate)?.endPositionBeforeTrailingTrivia.utf8Offset ?? 0
    var problems: [Problem] = []
    for diagnostic in ParseDiagnosticsGenerator.diagnostics(for: tree) {
      var start = diagnostic.position.utf8Offset
      // What is missing at one place, and what is missing at the end of code with an error before it, has one cause.
      if let last = problems.last, start == end || start == last.range.lowerBound { continue }
      var message = diagnostic.message
      if start == end, message.hasPrefix("expected '}'"), let brace = UnclosedBrace.offset(in: tree, of: code) {
        start = brace
        message = "this `{` is never closed"
      }
      let last = max(start, min(diagnostic.node.endPositionBeforeTrailingTrivia.utf8Offset, start + 1))
      problems.append(Problem(message, at: start..<last))
    }
    if problems.count > mostSyntaxErrors {
      problems[0].notes.append("the cell has \(problems.count - 1) more errors of syntax")
      problems.removeSubrange(1...)
    }
    if !problems.isEmpty {
      problems[0].help = "correct it; code that is only to be shown has a fence that begins with `swift norun`"
    }
    return problems
  }

  /// How many errors of syntax a cell may have, so that each is told.
  private static let mostSyntaxErrors = 3
}

extension ExprSyntax {
  /// Whether it has a value. It has none if it is an assignment, an `if` or `switch` used as a statement, or `#warning`.
  fileprivate var isValue: Bool {
    if self.is(IfExprSyntax.self) || self.is(SwitchExprSyntax.self) { return false }
    if let macro = self.as(MacroExpansionExprSyntax.self), ["warning", "error"].contains(macro.macroName.text) { return false }
    guard let sequence = self.as(SequenceExprSyntax.self) else { return true }
    return !sequence.elements.contains { element in
      if element.is(AssignmentExprSyntax.self) { return true }
      return element.as(BinaryOperatorExprSyntax.self).map { Self.assignments.contains($0.operator.text) } ?? false
    }
  }
}

extension ExprSyntax {
  /// The assignment operators of the standard library. An author's own operator has no value to show either if its type says so.
  private static let assignments = Set(
    ["+", "-", "*", "/", "%", "<<", ">>", "&", "|", "^", "&+", "&-", "&*", "&<<", "&>>", ".&", ".|", ".^"].map { $0 + "=" })
}

extension VariableDeclSyntax {
  /// The names that have a value once the declaration has run: no computed variables, and none that are initialized later.
  fileprivate var boundVariables: [CellStatement.Variable] {
    let isDeferred = modifiers.contains { ["lazy", "async"].contains($0.name.text) }
    guard !isDeferred else { return [] }
    return bindings.flatMap { binding -> [CellStatement.Variable] in
      guard let initializer = binding.initializer, binding.accessorBlock?.accessors.is(CodeBlockItemListSyntax.self) != true else {
        return []
      }
      return binding.pattern.names.map {
        let isMutable = bindingSpecifier.tokenKind == .keyword(.var)
        return CellStatement.Variable(name: $0, isMutable: isMutable, isLiteral: !isMutable && initializer.value.isMadeOfLiterals)
      }
    }
  }
}

extension DeclSyntax {
  fileprivate var fileScopeWord: String? {
    if self.is(ImportDeclSyntax.self) { return "import" }
    if self.is(ExtensionDeclSyntax.self) { return "extension" }
    if self.is(OperatorDeclSyntax.self) { return "operator" }
    return self.is(PrecedenceGroupDeclSyntax.self) ? "precedencegroup" : nil
  }

  fileprivate var mainAttribute: AttributeSyntax? {
    asProtocol((any WithAttributesSyntax).self)?.attributes.lazy.compactMap { $0.as(AttributeSyntax.self) }
      .first { $0.attributeName.trimmedDescription == "main" }
  }
}

extension GuardStmtSyntax {
  /// The names that it declares for the statements after it.
  var boundNames: [String] {
    let collector = PatternNames(viewMode: .sourceAccurate)
    collector.walk(conditions)
    return collector.names
  }

  private final class PatternNames: SyntaxVisitor {
    var names: [String] = []

    override func visit(_ node: IdentifierPatternSyntax) -> SyntaxVisitorContinueKind {
      names.append(node.identifier.text)
      return .skipChildren
    }

    // The declarations of a closure are local to it.
    override func visit(_ node: ClosureExprSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
  }
}

extension FunctionDeclSyntax {
  /// The function as formulas can call it: one with one or two parameters, numbers or arrays, that isn't async, throwing or generic.
  fileprivate var asFormulaFunction: CellStatement.Variable? {
    let parameters = signature.parameterClause.parameters
    guard genericParameterClause == nil, genericWhereClause == nil, signature.effectSpecifiers == nil, modifiers.isEmpty,
      attributes.isEmpty, case .identifier = name.tokenKind, (1...2).contains(parameters.count),
      parameters.allSatisfy({ $0.ellipsis == nil }), let result = signature.returnClause?.type.trimmedDescription
    else { return nil }
    let types = parameters.map { $0.type.trimmedDescription }
    guard (types + [result]).allSatisfy(LessonRuntimeNames.formulaTypes.contains) else { return nil }
    let labels = parameters.map { "\($0.firstName.text):" }.joined()
    return .init(
      name: name.text, isMutable: false,
      reference: "\(name.text)(\(labels)) as (\(types.joined(separator: ", "))) -> \(result)")
  }
}

extension PatternSyntax {
  var names: [String] {
    if let identifier = self.as(IdentifierPatternSyntax.self) { return [identifier.identifier.text] }
    if let tuple = self.as(TuplePatternSyntax.self) { return tuple.elements.flatMap(\.pattern.names) }
    return []
  }
}

/// The `// =>` comments of a cell while they are assigned to the statements before them.
private struct ExpectationComments {
  /// Comments not yet assigned, by where they begin.
  private var found: [(offset: Int, value: CellStatement.ExpectedValue)] = []

  init(_ comments: [LineComment]) {
    found = comments.compactMap { comment in
      Self.value(of: comment.text, at: comment.offset).map { (comment.offset, $0) }
    }
  }

  private static func value(of comment: String, at offset: Int) -> CellStatement.ExpectedValue? {
    let afterSlashes = comment.dropFirst(2).drop { $0 == " " }
    guard afterSlashes.hasPrefix("=>") else { return nil }
    let text = afterSlashes.dropFirst(2).drop { $0 == " " }
    let start = offset + comment.utf8.distance(from: comment.startIndex, to: text.startIndex)
    let trimmed = String(text).trimmingTrailingSpaces()
    return .init(text: trimmed, range: start..<start + trimmed.utf8.count, variable: nil)
  }

  /// Removes and returns the comment in the trailing trivia of a statement.
  mutating func take(after item: CodeBlockItemSyntax) -> CellStatement.ExpectedValue? {
    let trailing =
      item.endPositionBeforeTrailingTrivia
      .utf8Offset..<max(
        item.endPosition.utf8Offset, item.endPositionBeforeTrailingTrivia.utf8Offset)
    guard let index = found.firstIndex(where: { trailing.contains($0.offset) }) else { return nil }
    return found.remove(at: index).value
  }

  var left: [CellStatement.ExpectedValue] { found.map(\.value) }
}
