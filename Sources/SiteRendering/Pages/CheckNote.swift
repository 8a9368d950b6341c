import LessonChecks

/// What became of a check, in words: they stand beside what was checked.
struct CheckNote {
  /// The style sheet gives each a color and a sign; the words say it all without them.
  enum State: String {
    case agrees, expected, unchecked, disagrees
  }

  var state: State
  /// A word or two, which the eye finds first.
  var verdict: HTML
  var details: HTML = .empty

  init(state: State, _ note: Localization.Note) {
    self.state = state
    (verdict, details) = note
  }

  /// The same, as the end of a sentence that begins with what was checked.
  func following(_ subject: HTML) -> CheckNote {
    var note = self
    note.verdict = "\(subject) \(HTML(verbatim: verdict.markup.prefix(1).lowercased() + verdict.markup.dropFirst()))"
    return note
  }

  var html: HTML { "<p class=\"check \(state.rawValue)\">\(content)</p>" }
  /// A sign alone, beside what it speaks of: its words appear where a pointer or the keyboard is, and are always there for those who hear
  /// the page.
  var mark: HTML { "<p class=\"check mark \(state.rawValue)\"><span class=\"words\">\(content)</span></p>" }
  /// What holds as a mark; all else in words.
  var quietly: HTML { state == .agrees ? mark : html }
  var listItem: HTML { "<li class=\"check \(state.rawValue)\">\(content)</li>" }

  private var content: HTML { "<b>\(verdict)</b>\(details)" }
}

extension CheckNote {
  /// nil where there is nothing to say: a cell without output.
  init?(_ finding: OutputFinding, in localization: Localization) {
    switch finding {
    case .none: return nil
    case .matches: self.init(state: .agrees, localization.asRecorded)
    case .differs: self.init(state: .disagrees, localization.notAsRecorded)
    case .unrecorded: self.init(state: .disagrees, localization.notRecorded)
    case .notCompared: self.init(state: .unchecked, localization.notCompared)
    case .failed: self.init(state: .disagrees, localization.cellFailed)
    }
  }

  /// nil for a formula that no comment asks to check.
  init?(_ finding: FormulaFinding, in localization: Localization) {
    switch finding {
    case .agrees(let comparison):
      self.init(
        state: .agrees, comparison.isEquality ? localization.agrees(comparison.html(in: localization)) : localization.holds)
      details += comparison.variation.map(localization.atOtherInputs) ?? .empty
    case .disagrees(let comparison): self.init(state: .disagrees, localization.disagrees(comparison.html(in: localization)))
    case .disagreesAsExpected(let comparison, let reason):
      self.init(state: .expected, localization.disagreesAsExpected(comparison.html(in: localization), localization.sentence(reason)))
    case .cannotBeEvaluated(_, let reason?):
      self.init(state: .unchecked, localization.notEvaluated(localization.sentence(reason)))
    case .cannotBeEvaluated(let why, nil):
      self.init(state: .disagrees, localization.cannotBeEvaluated(localization.sentence(why)))
    case .notChecked: return nil
    }
  }
}

extension FormulaComparison {
  /// With what the formula was compared, and how far apart the two are.
  fileprivate func html(in localization: Localization) -> HTML {
    guard let relativeError else {
      guard let stated = sides.first, let found = sides.dropFirst().first else { return localization.inShape }
      let shapes = [stated, found].map { side -> HTML in
        side.shape.isEmpty ? localization.aNumber : "\(Prose.shape(side.shape))"
      }
      return localization.inShapes(shapes[0], shapes[1])
    }
    // What is longer than a line of the margin stands with what was compared.
    let code = sides.dropFirst().first.map(\.name).flatMap { $0.count > 36 ? nil : HTML(text: $0) }
    let other = isIdentity ? localization.bothSides : localization.withCode(code)
    if isIllConditioned { return localization.illConditioned(other) }
    return localization.comparison(other, relativeError == 0 ? nil : Self.text(error: relativeError), localization.within(allowance))
  }

  /// Two digits at most: `3e−8`, `1.2e−7`, `0.5`. With a minus sign: after a hyphen a browser may break the line.
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
    return (tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)") + "e\(exponent < 0 ? "−" : "")\(abs(exponent))"
  }
}
