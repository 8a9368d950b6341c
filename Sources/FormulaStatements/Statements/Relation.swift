import LaTeXSyntax

/// What stands between two members of a statement.
package enum Relation: Sendable, Hashable {
  case equal, approximate, notEqual, less, lessOrEqual, greater, greaterOrEqual
  /// `:=` and `\triangleq`
  case defined
  /// `\leftarrow`
  case assigned
  case element
  /// `\to`, `\sim` and the like, which are no equation.
  case other(String)

  init?(glyph: String) {
    switch glyph {
    case "=", "≡", "≐": self = .equal
    case "≈", "≃", "≅", "≊": self = .approximate
    case "≠": self = .notEqual
    case "<": self = .less
    case "≤", "⩽", "≦": self = .lessOrEqual
    case ">": self = .greater
    case "≥", "⩾", "≧": self = .greaterOrEqual
    case "≔", "≜": self = .defined
    case "←": self = .assigned
    case "∈": self = .element
    default: return nil
    }
  }

  /// The relation that a node is, if it is one.
  package init?(_ node: SyntaxTree.Node) {
    switch node.kind {
    case .sign(let sign):
      if let known = Relation(glyph: sign.glyph) {
        self = known
      } else if sign.atomClass == .relation, !Self.separators.contains(sign.glyph) {
        self = .other(sign.command)
      } else {
        return nil
      }
    case .negated(let inner):
      guard Relation(inner) != nil else { return nil }
      self = .other(SyntaxTree.canonicalLaTeX(of: node))
    default:
      return nil
    }
  }

  /// Relations in TeX's eyes that separate arguments.
  private static let separators: Set<String> = ["∣", "∥", ":"]

  /// Whether both sides are to have the same value.
  package var isEquality: Bool {
    switch self {
    case .equal, .approximate, .defined, .assigned: true
    default: false
    }
  }

  /// Whether it also holds between equal numbers.
  package var allowsEquality: Bool { isEquality || self == .lessOrEqual || self == .greaterOrEqual }

  /// Whether it says which of two numbers is the smaller.
  package var isOrder: Bool {
    switch self {
    case .less, .lessOrEqual, .greater, .greaterOrEqual: true
    default: false
    }
  }

  /// Whether it holds between two numbers; for equalities, exactly.
  package func holds(_ a: Double, _ b: Double) -> Bool {
    switch self {
    case .equal, .approximate, .defined, .assigned: a == b
    case .notEqual: a != b
    case .less: a < b
    case .lessOrEqual: a <= b
    case .greater: a > b
    case .greaterOrEqual: a >= b
    case .element, .other: false
    }
  }

  package var sign: String {
    switch self {
    case .equal: "="
    case .approximate: "≈"
    case .notEqual: "≠"
    case .less: "<"
    case .lessOrEqual: "≤"
    case .greater: ">"
    case .greaterOrEqual: "≥"
    case .defined: "≔"
    case .assigned: "←"
    case .element: "∈"
    case .other(let command): command
    }
  }
}
