import LessonChecks

/// What became of a check, in words: they stand beside what was checked.
struct CheckNote {
  /// The style sheet gives each a colour and a sign; the words say it all without them.
  enum State: String {
    case agrees, expected, unchecked, disagrees
  }

  var state: State
  /// A word or two, which the eye finds first.
  var verdict: HTML
  var details: HTML = .empty

  /// The same, as the end of a sentence that begins with what was checked.
  func following(_ subject: HTML) -> CheckNote {
    var note = self
    note.verdict = "\(subject) \(HTML(verbatim: verdict.markup.prefix(1).lowercased() + verdict.markup.dropFirst()))"
    return note
  }

  var html: HTML { "<p class=\"check \(state.rawValue)\">\(content)</p>" }
  var listItem: HTML { "<li class=\"check \(state.rawValue)\">\(content)</li>" }

  private var content: HTML { "<b>\(verdict)</b>\(details)" }
}

extension CheckNote {
  /// nil where there is nothing to say: a cell without output.
  init?(_ finding: OutputFinding) {
    switch finding {
    case .none: return nil
    case .matches: self.init(state: .agrees, verdict: "As recorded.")
    case .differs: self.init(state: .disagrees, verdict: "Not as recorded.")
    case .unrecorded: self.init(state: .disagrees, verdict: "Not recorded yet.")
    case .notCompared:
      self.init(state: .unchecked, verdict: "Not compared:", details: " it differs from run to run.")
    case .failed: self.init(state: .disagrees, verdict: "Failed.")
    }
  }

  /// nil for a formula that no comment asks to check.
  init?(_ finding: FormulaFinding) {
    switch finding {
    case .agrees(let comparison):
      self.init(state: .agrees, verdict: "Agrees", details: " \(comparison.inWords).")
    case .disagrees(let comparison):
      self.init(state: .disagrees, verdict: "Disagrees", details: " \(comparison.inWords).")
    case .disagreesAsExpected(let comparison, let reason):
      self.init(
        state: .expected, verdict: "Disagrees, as expected,",
        details: " \(comparison.inWords): \(Self.sentence(reason))")
    case .cannotBeEvaluated(_, let reason?):
      self.init(state: .unchecked, verdict: "Not evaluated:", details: " \(Self.sentence(reason))")
    case .cannotBeEvaluated(let why, nil):
      self.init(state: .disagrees, verdict: "Cannot be evaluated:", details: " \(Self.sentence(why))")
    case .notChecked: return nil
    }
  }

  private static func sentence(_ text: String) -> String {
    text.last.map { ".!?…".contains($0) } ?? true ? text : text + "."
  }
}

extension FormulaComparison {
  /// With what the formula was compared, and how far apart the two are.
  fileprivate var inWords: HTML {
    guard let largestError else {
      guard let stated = sides.first, let found = sides.dropFirst().first else { return "in shape with the code" }
      let shapes = [stated, found].map { Self.text(shape: $0.shape) }
      return "in shape with the code: it says \(shapes[0]), the code has \(shapes[1])"
    }
    let code: HTML = sides.dropFirst().first.map { "with <code>\($0.name)</code>" } ?? "with the code"
    let other: HTML = isIdentity ? "on both sides" : code
    return largestError == 0 ? "\(other), exactly" : "\(other), largest error \(Self.text(error: largestError))"
  }

  private static func text(shape: [Int]) -> String {
    shape.isEmpty ? "a number" : shape.map(String.init).joined(separator: " × ")
  }

  /// Two digits at most: `3e-8`, `1.2e-7`, `0.5`.
  static func text(error: Double) -> String {
    guard error.isFinite else { return error.isNaN ? "nan" : "∞" }
    if error >= 0.01, error < 1000 {
      let rounded = (error * 100).rounded() / 100
      return rounded == rounded.rounded() ? String(Int(rounded)) : String(rounded)
    }
    var exponent = 0
    var mantissa = error
    while mantissa >= 10 { (mantissa, exponent) = (mantissa / 10, exponent + 1) }
    while mantissa < 1, mantissa > 0 { (mantissa, exponent) = (mantissa * 10, exponent - 1) }
    var tenths = Int((mantissa * 10).rounded())
    if tenths == 100 { (tenths, exponent) = (10, exponent + 1) }
    return (tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)") + "e\(exponent)"
  }
}
