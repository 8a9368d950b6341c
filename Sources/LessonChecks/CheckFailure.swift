import Diagnostics

/// Something that doesn't hold: of what kind it is, which check found it, and what is said of it.
package struct CheckFailure: Sendable {
  package var kind: FailureKind
  package var subject: CheckSubject
  package var diagnostic: Diagnostic

  package init(_ kind: FailureKind, of subject: CheckSubject, _ diagnostic: Diagnostic) {
    self.kind = kind
    self.subject = subject
    self.diagnostic = diagnostic
  }

  package var isError: Bool { diagnostic.isError }
}

/// What a check looks at, by its index in the document.
package enum CheckSubject: Sendable, Hashable {
  /// The lesson as a whole.
  case lesson
  /// How a cell ran.
  case cell(Int)
  /// What a cell gave, and what is recorded of it.
  case output(ofCell: Int)
  case formula(Int)
  /// A comment behind a number in the text.
  case number(Int)
  case link(Int)
  case image(Int)
}
