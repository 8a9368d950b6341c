import SwiftSyntax

/// The names that a top-level statement uses: those used when it runs, and those in bodies that run only when they are called.
struct StatementNames: Sendable {
  struct Use: Sendable {
    /// What kind of expression the name is, as far as can be told without types.
    enum TypedExpression: Sendable {
      /// A name by itself: a variable, a function, a type.
      case plain
      /// A name by itself inside a type, where it may be a member.
      case plainInType
      /// A name after a dot, an operator, or a subscript.
      case member
    }

    var name: String
    var typed: TypedExpression
    /// Its byte range in the cell's code.
    var range: Range<Int>
    /// Where its value goes.
    var path = ValuePath()
  }

  /// The name by which a body is called.
  struct Callee: Sendable, Hashable {
    var name: String
    /// The type that it is a member of; nil for a function of the lesson.
    var type: String?

    /// The callee for converting a value of the type to text. No author's function has this name.
    static func showing(_ type: String) -> Callee { Callee(name: "", type: type) }
  }

  /// Uses that run with the statement.
  var atOnce: [Use] = []
  /// Uses in the functions, accessors and closures that it declares.
  var inBodies: [Callee: [Use]] = [:]
  /// The variables of the lesson's scope that it allocates.
  var stored: [String] = []
  /// The names declared inside it: parameters, local variables and the like.
  var declaredWithin: Set<String> = []
  /// The members of the types that it declares.
  var members: Set<String> = []
  /// By name, what the values of its variables and of its functions' results may be made of; for a type, what its values hold.
  var parts: [String: [Use]] = [:]
  /// Callees whose results hold their arguments: types that it declares or extends, and enumeration cases.
  var makers: Set<String> = []

  init(_ item: CodeBlockItemSyntax) {
    let collector = Collector(viewMode: .sourceAccurate)
    collector.walk(item.item)
    self = collector.names
    if let guarding = item.item.as(GuardStmtSyntax.self) {
      stored = guarding.boundNames
      declaredWithin.subtract(stored)
    }
  }

  fileprivate init() {}
}

private final class Collector: SyntaxVisitor {
  var names = StatementNames()
  /// The callees of the body that is being visited; empty for code that runs with the statement.
  private var callees: [[StatementNames.Callee]] = []
  private var types: [String] = []

  /// Members that Swift, or the code that binds the lesson's variables, calls without naming them.
  private static let witnesses: Set<String> = [
    "hash", "==", "<", "next", "makeIterator", "callAsFunction", "wrappedValue", "projectedValue", "dynamicMember", "encode", "buildBlock",
  ]

  private func use(
    _ name: String, _ typed: StatementNames.Use.TypedExpression, _ node: some SyntaxProtocol, path: ValuePath = ValuePath()
  ) {
    let start = node.positionAfterSkippingLeadingTrivia.utf8Offset
    let use = StatementNames.Use(
      name: name, typed: typed == .plain && !types.isEmpty ? .plainInType : typed,
      range: start..<node.endPositionBeforeTrailingTrivia.utf8Offset, path: path)
    for receiver in path.receivers { addPart(use, of: receiver) }
    // Code that creates a value of a type runs when the type is named.
    let current = callees.last ?? types.last.map { [.init(name: $0), .init(name: $0, type: $0)] }
    guard let current else { return names.atOnce.append(use) }
    for callee in current { names.inBodies[callee, default: []].append(use) }
  }

  // MARK: - Uses

  override func visit(_ node: DeclReferenceExprSyntax) -> SyntaxVisitorContinueKind {
    let isMember =
      node.parent?.as(MemberAccessExprSyntax.self)?.declName == node || node.parent?.is(KeyPathPropertyComponentSyntax.self) == true
    let path = ValuePath(of: node)
    if node.baseName.tokenKind == .keyword(.self), let type = types.last {
      use(type, .member, node, path: path)
    } else {
      use(node.baseName.text, isMember ? .member : .plain, node, path: path)
    }
    return .visitChildren
  }

  /// A part of a member's value is also a part of its type's values.
  private func addPart(_ part: StatementNames.Use, of name: String) {
    names.parts[name, default: []].append(part)
    if callees.isEmpty, let type = types.last { names.parts[type, default: []].append(part) }
  }

  /// The types that a declaration names.
  private func addParts(namedIn syntax: (some SyntaxProtocol)?, of name: String?) {
    guard let syntax else { return }
    for token in syntax.tokens(viewMode: .sourceAccurate) {
      guard let type = token.parent?.as(IdentifierTypeSyntax.self)?.name.text else { continue }
      let part = StatementNames.Use(name: type, typed: .plain, range: 0..<0)
      if let name { names.parts[name, default: []].append(part) }
    }
  }

  override func visit(_ node: IdentifierTypeSyntax) -> SyntaxVisitorContinueKind {
    use(node.name.text, .member, node.name)
    use(node.name.text, .plain, node.name)
    return .visitChildren
  }

  override func visit(_ node: MemberTypeSyntax) -> SyntaxVisitorContinueKind {
    use(node.name.text, .member, node.name)
    return .visitChildren
  }

  override func visit(_ node: BinaryOperatorExprSyntax) -> SyntaxVisitorContinueKind { useOperator(node.operator) }
  override func visit(_ node: PrefixOperatorExprSyntax) -> SyntaxVisitorContinueKind { useOperator(node.operator) }
  override func visit(_ node: PostfixOperatorExprSyntax) -> SyntaxVisitorContinueKind { useOperator(node.operator) }

  private func useOperator(_ token: TokenSyntax) -> SyntaxVisitorContinueKind {
    use(token.text, .member, token)
    use(token.text, .plain, token)
    return .visitChildren
  }

  override func visit(_ node: SubscriptCallExprSyntax) -> SyntaxVisitorContinueKind {
    use("subscript", .member, node)
    return .visitChildren
  }

  // MARK: - Bodies

  override func visit(_ node: FunctionDeclSyntax) -> SyntaxVisitorContinueKind {
    declareInner(node.name.text)
    addParts(namedIn: node.signature.returnClause, of: node.name.text)
    enterBody(calledBy: node.name.text)
    return .visitChildren
  }

  override func visitPost(_ node: FunctionDeclSyntax) { callees.removeLast() }

  override func visit(_ node: SubscriptDeclSyntax) -> SyntaxVisitorContinueKind {
    enterBody(calledBy: "subscript")
    return .visitChildren
  }

  override func visitPost(_ node: SubscriptDeclSyntax) { callees.removeLast() }

  override func visit(_ node: AccessorBlockSyntax) -> SyntaxVisitorContinueKind {
    enterBody(calledBy: node.parent?.as(PatternBindingSyntax.self)?.pattern.trimmedDescription ?? "subscript")
    return .visitChildren
  }

  override func visitPost(_ node: AccessorBlockSyntax) { callees.removeLast() }

  override func visit(_ node: ClosureExprSyntax) -> SyntaxVisitorContinueKind {
    // A closure stored in a variable of the lesson is called by the variable's name; any other closure may run at once.
    if let variable = node.variableOfLesson { enterBody(calledBy: variable) }
    return .visitChildren
  }

  override func visitPost(_ node: ClosureExprSyntax) {
    if node.variableOfLesson != nil { callees.removeLast() }
  }

  /// A nested body counts as part of the outer one.
  private func enterBody(calledBy name: String) {
    if let outer = callees.last { return callees.append(outer) }
    var own = [StatementNames.Callee(name: name, type: types.last)]
    if let type = types.last {
      if Self.witnesses.contains(name) || LessonRuntimeNames.boundByMembers.contains(name) { own.append(.init(name: type)) }
      if LessonRuntimeNames.shownByMembers.contains(name) { own.append(.showing(type)) }
    }
    callees.append(own)
  }

  // MARK: - Types

  override func visit(_ node: StructDeclSyntax) -> SyntaxVisitorContinueKind { enterType(node.name.text, node.inheritanceClause) }
  override func visitPost(_ node: StructDeclSyntax) { types.removeLast() }
  override func visit(_ node: ClassDeclSyntax) -> SyntaxVisitorContinueKind { enterType(node.name.text, node.inheritanceClause) }
  override func visitPost(_ node: ClassDeclSyntax) { types.removeLast() }
  override func visit(_ node: ActorDeclSyntax) -> SyntaxVisitorContinueKind { enterType(node.name.text, node.inheritanceClause) }
  override func visitPost(_ node: ActorDeclSyntax) { types.removeLast() }
  override func visit(_ node: EnumDeclSyntax) -> SyntaxVisitorContinueKind { enterType(node.name.text, node.inheritanceClause) }
  override func visitPost(_ node: EnumDeclSyntax) { types.removeLast() }
  override func visit(_ node: ProtocolDeclSyntax) -> SyntaxVisitorContinueKind { enterType(node.name.text, node.inheritanceClause) }
  override func visitPost(_ node: ProtocolDeclSyntax) { types.removeLast() }
  override func visit(_ node: ExtensionDeclSyntax) -> SyntaxVisitorContinueKind {
    enterType(node.extendedType.trimmedDescription, node.inheritanceClause)
  }
  override func visitPost(_ node: ExtensionDeclSyntax) { types.removeLast() }

  private func enterType(_ name: String, _ inherited: InheritanceClauseSyntax?) -> SyntaxVisitorContinueKind {
    declareInner(name)
    names.makers.insert(name)
    addParts(namedIn: inherited, of: name)
    types.append(name)
    return .visitChildren
  }

  // MARK: - Declarations

  override func visit(_ node: PatternBindingSyntax) -> SyntaxVisitorContinueKind {
    if node.isOfLesson, node.accessorBlock?.isComputing != true { names.stored += node.pattern.names }
    if node.isOfLesson || node.isMember {
      for name in node.pattern.names { addParts(namedIn: node.typeAnnotation, of: name) }
      // Showing a value shows its stored members, not its computed ones.
      if node.isMember, node.accessorBlock?.isComputing != true { addParts(namedIn: node.typeAnnotation, of: types.last) }
    }
    if node.isMadeWhenUsed { enterBody(calledBy: node.pattern.trimmedDescription) }
    return .visitChildren
  }

  override func visitPost(_ node: PatternBindingSyntax) {
    if node.isMadeWhenUsed { callees.removeLast() }
  }

  override func visit(_ node: IdentifierPatternSyntax) -> SyntaxVisitorContinueKind {
    let binding = sequence(first: Syntax(node), next: \.parent).lazy.compactMap { $0.as(PatternBindingSyntax.self) }.first
    if binding?.isOfLesson != true || binding?.pattern.range.contains(node.position) != true { declare(node.identifier.text) }
    return .visitChildren
  }

  override func visit(_ node: FunctionParameterSyntax) -> SyntaxVisitorContinueKind {
    names.declaredWithin.insert((node.secondName ?? node.firstName).text)
    return .visitChildren
  }

  override func visit(_ node: ClosureParameterSyntax) -> SyntaxVisitorContinueKind {
    names.declaredWithin.insert((node.secondName ?? node.firstName).text)
    return .visitChildren
  }

  override func visit(_ node: ClosureShorthandParameterSyntax) -> SyntaxVisitorContinueKind {
    names.declaredWithin.insert(node.name.text)
    return .visitChildren
  }

  override func visit(_ node: EnumCaseElementSyntax) -> SyntaxVisitorContinueKind {
    declare(node.name.text)
    names.makers.insert(node.name.text)
    addParts(namedIn: node.parameterClause, of: types.last)
    return .visitChildren
  }

  /// Adds a function or a type, which may be declared in the lesson's scope.
  private func declareInner(_ name: String) {
    if !callees.isEmpty || !types.isEmpty { declare(name) }
  }

  private func declare(_ name: String) {
    if callees.isEmpty, !types.isEmpty { names.members.insert(name) } else { names.declaredWithin.insert(name) }
  }
}

extension ClosureExprSyntax {
  /// The variable of the lesson that the closure is assigned to.
  fileprivate var variableOfLesson: String? {
    let binding = parent?.parent?.as(PatternBindingSyntax.self)
    return binding.flatMap { $0.isOfLesson ? $0.pattern.trimmedDescription : nil }
  }
}

extension AccessorBlockSyntax {
  /// Whether its accessors compute the value: it isn't merely observed.
  fileprivate var isComputing: Bool {
    guard case .accessors(let list) = accessors else { return true }
    return list.contains { $0.accessorSpecifier.tokenKind == .keyword(.get) }
  }
}
