/// A word on a cell's fence that takes no value.
///
/// Everything that these words imply is in this file. The parser, the program writer, the checks and the pages ask `CellOptions`.
package enum InfoWord: String, Sendable, CaseIterable {
  case hide, fold, silent, norun, fail, warn, crash, nest, reset, volatile

  /// How a cell with the word differs from one without.
  package enum Effect: Sendable, Hashable {
    case shows(CellOptions.Display)
    case expects(CellOptions.Expectation)
    /// The cell runs in a scope of its own, so that its names may be declared again.
    case hasOwnScope
    /// The cell starts a new program, without the names declared before it.
    case startsProgram
    /// The output differs from run to run.
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

  /// The words that can't be combined with it, since they decide the same thing in another way.
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
  /// What must happen when the cell is compiled and run.
  package enum Expectation: Sendable, Hashable {
    case runs
    /// It is only shown and highlighted.
    case notRun
    /// It must not compile.
    case doesNotCompile
    /// It must compile with a warning, and run.
    case warns
    /// It must trap.
    case traps
  }

  package enum Display: Sendable, Hashable {
    case all
    /// Both code and output are folded until a reader unfolds them.
    case hidden
    /// The code is folded, the output shown.
    case foldedCode
    /// The code is shown without its output.
    case codeOnly
  }

  package enum Compilation: Sendable, Hashable {
    case withLesson
    /// Compiled after the lesson, and apart from it, so that its errors don't spoil the lesson.
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
  /// Whether the cell is compiled at all. A cell that isn't has no output.
  package var isCompiled: Bool { compilation != .never }
  /// Whether it is part of the lesson's program.
  package var runs: Bool { expectation.facts.runs }
  /// Whether its declarations end with it.
  package var hasOwnScope: Bool { isNested || expectation.facts.hasOwnScope }
  /// Whether later cells and formulas can use its declarations.
  package var bindsNames: Bool { runs && !hasOwnScope }
  package var expectedMessage: Message? { expectation.facts.message }
  /// Whether a reader has to unfold its code.
  package var isCodeFolded: Bool { display.facts.isCodeFolded }
  /// Whether its output is shown beside its code, and so must be recorded.
  package var showsOutput: Bool { display.facts.showsOutput }
  /// Whether its output is compared with the recorded one.
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
