import Diagnostics

/// A check that failed: the kind of the failure, what was checked, and the message.
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

/// What was checked, by its index in the document.
package enum CheckSubject: Sendable, Hashable {
  /// The lesson as a whole.
  case lesson
  /// The run of a cell.
  case cell(Int)
  /// The output of a cell, compared with the recorded one.
  case output(ofCell: Int)
  case formula(Int)
  /// A comment after a number in the text.
  case number(Int)
  case link(Int)
  case image(Int)
}
