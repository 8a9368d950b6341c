/// A word on a cell's fence that takes no value.
///
/// All that follows from these words is in this file: the parser, the program's writer, the checks and the pages ask `CellOptions`.
package enum InfoWord: String, Sendable, CaseIterable {
  case hide, fold, silent, norun, fail, warn, crash, nest, reset, volatile

  /// What a cell with the word does otherwise than one without.
  package enum Effect: Sendable, Hashable {
    case shows(CellOptions.Display)
    case expects(CellOptions.Expectation)
    /// Runs in a scope of its own, so that its names may be declared again.
    case hasOwnScope
    /// Starts a new program: earlier names are gone.
    case startsProgram
    /// Gives another output in each run.
    case varies
  }

  package var effect: Effect {
    switch self {
    case .hide: .shows(.hidden)
    case .fold: .shows(.foldedCode)
    case .silent: .shows(.codeOnly)
    case .norun: .expects(.notRun)
    case .fail: .expects(.doesNotCompile)
    case .warn: .expects(.warns)
    case .crash: .expects(.traps)
    case .nest: .hasOwnScope
    case .reset: .startsProgram
    case .volatile: .varies
    }
  }

  /// The words that can't stand beside it: those that decide the same otherwise.
  package var excluded: [InfoWord] {
    InfoWord.allCases.filter { other in
      switch (effect, other.effect) {
      case (.shows, .shows), (.expects, .expects): other != self
      case (.shows, _), (.expects, _), (.hasOwnScope, _), (.startsProgram, _), (.varies, _): false
      }
    }
  }
}

// MARK: - What can be expected of a cell, and how it can be shown

extension CellOptions {
  /// What must come of running the cell.
  package enum Expectation: Sendable, Hashable {
    case runs
    /// Shown and highlighted only.
    case notRun
    /// Must not compile.
    case doesNotCompile
    /// Must compile with a warning, and runs.
    case warns
    /// Must trap.
    case traps
  }

  package enum Display: Sendable, Hashable {
    case all
    /// Neither code nor output, until a reader unfolds it.
    case hidden
    /// The code folded, the output shown.
    case foldedCode
    /// The code without its output.
    case codeOnly
  }

  package enum Compilation: Sendable, Hashable {
    case withLesson
    /// After the lesson's own, which it must not spoil.
    case byItself
    case never
  }

  /// A message that is the output of the cell.
  package enum Message: Sendable, Hashable { case compilerError, compilerWarning, trap }
}

extension CellOptions.Expectation {
  fileprivate typealias Facts = (
    compilation: CellOptions.Compilation, runs: Bool, hasOwnScope: Bool, message: CellOptions.Message?
  )

  fileprivate var facts: Facts {
    switch self {
    case .runs: (compilation: .withLesson, runs: true, hasOwnScope: false, message: nil)
    case .notRun: (compilation: .never, runs: false, hasOwnScope: false, message: nil)
    case .doesNotCompile: (compilation: .byItself, runs: false, hasOwnScope: false, message: .compilerError)
    case .warns: (compilation: .withLesson, runs: true, hasOwnScope: false, message: .compilerWarning)
    case .traps: (compilation: .withLesson, runs: true, hasOwnScope: true, message: .trap)
    }
  }
}

extension CellOptions.Display {
  fileprivate var facts: (isCodeFolded: Bool, showsOutput: Bool) {
    switch self {
    case .all: (isCodeFolded: false, showsOutput: true)
    case .hidden: (isCodeFolded: true, showsOutput: false)
    case .foldedCode: (isCodeFolded: true, showsOutput: true)
    case .codeOnly: (isCodeFolded: false, showsOutput: false)
    }
  }
}

// MARK: - What a cell's words say together

extension CellOptions {
  package var compilation: Compilation { expectation.facts.compilation }
  /// Whether the compiler ever sees the cell; one that it doesn't gives nothing.
  package var isCompiled: Bool { compilation != .never }
  /// Whether it is a part of the lesson's program.
  package var runs: Bool { expectation.facts.runs }
  /// Whether what it declares is gone after it.
  package var hasOwnScope: Bool { isNested || expectation.facts.hasOwnScope }
  /// Whether cells and formulas below it know what it declares.
  package var bindsNames: Bool { runs && !hasOwnScope }
  package var expectedMessage: Message? { expectation.facts.message }
  /// Whether a reader has to unfold its code.
  package var isCodeFolded: Bool { display.facts.isCodeFolded }
  /// Whether what it gives is shown beside its code, and so must be recorded.
  package var showsOutput: Bool { display.facts.showsOutput }
  /// Whether what it gives is compared with what is recorded.
  package var isOutputCompared: Bool { isCompiled && !isVolatile }

  /// The word that keeps it from running.
  package var wordAgainstRunning: InfoWord? { words.first { !CellOptions([$0]).runs } }
  /// The word that gives it a scope of its own; `nest` before `crash`.
  package var wordOfOwnScope: InfoWord? { isNested ? .nest : words.first { CellOptions([$0]).hasOwnScope } }

  /// The options of a cell with these words.
  package init(_ words: [InfoWord]) {
    self.init()
    for word in words { add(word) }
  }

  mutating func add(_ word: InfoWord) {
    words.append(word)
    switch word.effect {
    case .shows(let display): self.display = display
    case .expects(let expectation): self.expectation = expectation
    case .hasOwnScope: isNested = true
    case .startsProgram: resetsProgram = true
    case .varies: isVolatile = true
    }
  }
}
