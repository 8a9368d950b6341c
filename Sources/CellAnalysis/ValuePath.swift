import SwiftSyntax

/// Where the value of a name goes within its statement, as far as the syntax shows. A type's `description` runs where a value of the
/// type becomes text, not where the name is used.
struct ValuePath: Sendable {
  enum Destination: Sendable, Hashable {
    /// It doesn't leave the expression, or its path is unknown.
    case nowhere
    /// It is printed, or interpolated into a string.
    case text
    /// It is the value of the statement, or of the variable that the statement declares.
    case statement
    /// It is the value of variables within the statement.
    case local([String])
  }

  var destination = Destination.nowhere
  /// The functions, members and operators that it passes through. Their results don't necessarily hold the value.
  var passed: [String] = []

  /// The variables of the lesson's scope and the members of types that the value is assigned to.
  private(set) var receivers: [String] = []

  init() {}

  init(of node: some SyntaxProtocol) {
    var current = Syntax(node)
    while let parent = current.parent {
      guard climb(from: current, to: parent) else { return }
      current = parent
    }
  }

  /// Functions that convert their arguments to text.
  private static let printing: Set<String> = [
    "print", "debugPrint", "dump", "String", "fatalError", "precondition", "preconditionFailure", "assert", "assertionFailure",
  ]

  /// - Returns: false at the end of the path.
  private mutating func climb(from child: Syntax, to parent: Syntax) -> Bool {
    if parent.is(ExpressionSegmentSyntax.self) { return arrive(.text) }
    if parent.is(SubscriptCallExprSyntax.self), !child.is(LabeledExprListSyntax.self) { return true }
    if parent.is(SubscriptCallExprSyntax.self) { return arrive(.nowhere) }
    if let access = parent.as(MemberAccessExprSyntax.self) {
      if access.base?.id == child.id { passed.append(access.declName.baseName.text) }
    } else if let call = parent.as(FunctionCallExprSyntax.self), call.calledExpression.id != child.id {
      guard let name = call.calledName else { return true }
      if Self.printing.contains(name) { return arrive(.text) }
      passed.append(name)
    } else if let sequence = parent.as(SequenceExprSyntax.self) {
      guard !sequence.elements.contains(where: { $0.is(AssignmentExprSyntax.self) }) else { return arrive(.nowhere) }
    } else if parent.is(ExprListSyntax.self) {
      let operators = parent.children(viewMode: .sourceAccurate).compactMap { $0.as(BinaryOperatorExprSyntax.self) }
      passed += operators.filter { $0.id != child.id }.map(\.operator.text)
    } else if let prefix = parent.as(PrefixOperatorExprSyntax.self), child.id != prefix.operator.id {
      passed.append(prefix.operator.text)
    } else if parent.is(InitializerClauseSyntax.self) {
      return arriveAtVariable(parent.parent)
    } else if let loop = parent.as(ForStmtSyntax.self), loop.sequence.id == child.id {
      return arrive(.local(loop.pattern.names))
    } else if parent.is(CodeBlockItemSyntax.self), parent.parent?.parent?.is(SourceFileSyntax.self) == true {
      return arrive(.statement)
    } else if parent.is(DeclSyntax.self) || parent.is(AccessorBlockSyntax.self) || parent.is(ConditionElementSyntax.self) {
      return arrive(.nowhere)
    }
    return true
  }

  private mutating func arrive(_ destination: Destination) -> Bool {
    self.destination = destination
    return false
  }

  private mutating func arriveAtVariable(_ node: Syntax?) -> Bool {
    if let binding = node?.as(PatternBindingSyntax.self) {
      guard binding.isOfLesson || binding.isMember else { return arrive(.local(binding.pattern.names)) }
      receivers = binding.pattern.names
      return arrive(.statement)
    }
    guard let binding = node?.as(OptionalBindingConditionSyntax.self) else { return arrive(.nowhere) }
    return arrive(.local(binding.pattern.as(IdentifierPatternSyntax.self).map { [$0.identifier.text] } ?? []))
  }
}

extension FunctionCallExprSyntax {
  fileprivate var calledName: String? {
    let called = calledExpression
    if let generic = called.as(GenericSpecializationExprSyntax.self) {
      return generic.expression.as(DeclReferenceExprSyntax.self)?.baseName.text
    }
    return called.as(DeclReferenceExprSyntax.self)?.baseName.text ?? called.as(MemberAccessExprSyntax.self)?.declName.baseName.text
  }
}

extension PatternBindingSyntax {
  /// Whether it declares variables of the lesson's scope, not of a body or a type.
  var isOfLesson: Bool {
    guard let item = parent?.parent?.as(VariableDeclSyntax.self)?.parent?.as(CodeBlockItemSyntax.self) else { return false }
    return item.parent?.parent?.is(SourceFileSyntax.self) == true
  }

  /// Whether it declares a member of a type.
  var isMember: Bool { parent?.parent?.as(VariableDeclSyntax.self)?.parent?.is(MemberBlockItemSyntax.self) == true }

  /// Whether its value is computed on first use: a member that is `lazy` or `static`.
  var isMadeWhenUsed: Bool {
    guard isMember, let variable = parent?.parent?.as(VariableDeclSyntax.self) else { return false }
    return variable.modifiers.contains { ["lazy", "static", "class"].contains($0.name.text) }
  }
}
