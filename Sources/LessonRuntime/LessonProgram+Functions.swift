import CellOutputs

/// Overloads for functions of the lesson that formulas can call. The compiler prefers them to those for any value.

public func __lessonBind<A: FormulaArgument, R: FormulaOperand>(_ value: @escaping (A) -> R) {
  LessonProgram.current.bind(LessonFunction(value))
}

public func __lessonBind<A: FormulaArgument, B: FormulaArgument, R: FormulaOperand>(
  _ value: @escaping (A, B) -> R
) {
  LessonProgram.current.bind(LessonFunction(value))
}

@MainActor public func __lessonBind<A: FormulaArgument, R: FormulaOperand>(
  _ value: @escaping @MainActor (A) -> R
) {
  LessonProgram.current.bind(LessonFunction(isolated: value))
}

@MainActor public func __lessonBind<A: FormulaArgument, B: FormulaArgument, R: FormulaOperand>(
  _ value: @escaping @MainActor (A, B) -> R
) {
  LessonProgram.current.bind(LessonFunction(isolated: value))
}

public func __lessonEvaluate<A: FormulaArgument, R: FormulaOperand>(_ value: @escaping (A) -> R) {
  LessonProgram.current.evaluate(LessonFunction(value))
}

public func __lessonEvaluate<A: FormulaArgument, B: FormulaArgument, R: FormulaOperand>(
  _ value: @escaping (A, B) -> R
) {
  LessonProgram.current.evaluate(LessonFunction(value))
}

@MainActor public func __lessonEvaluate<A: FormulaArgument, R: FormulaOperand>(
  _ value: @escaping @MainActor (A) -> R
) {
  LessonProgram.current.evaluate(LessonFunction(isolated: value))
}

@MainActor public func __lessonEvaluate<A: FormulaArgument, B: FormulaArgument, R: FormulaOperand>(
  _ value: @escaping @MainActor (A, B) -> R
) {
  LessonProgram.current.evaluate(LessonFunction(isolated: value))
}

extension LessonProgram {
  func bind(_ function: LessonFunction) {
    binding { cell, name in
      tell(.bound(cell: cell, name: name, value: .function(function.signature)))
      if !calls.isEmpty { constants.append((name, cell, function)) }
      answer(.named(name, cell: cell), with: function)
    }
  }

  /// Answers the calls that ask for a constant after this cell.
  func answerConstants(after last: Int) {
    for (name, cell, function) in constants { answer(.constant(name, cell: cell, after: last), with: function) }
  }

  func evaluate(_ function: LessonFunction) {
    evaluating { expression in
      tell(.evaluated(expression: expression, value: .function(function.signature)))
      answer(.expression(expression), with: function)
    }
  }

  private func answer(_ function: FunctionCall.Function, with lessonFunction: LessonFunction) {
    for (index, call) in calls.enumerated() where call.function == function {
      tell(.answered(call: index, value: lessonFunction.call(call.arguments)))
      answeredCalls += 1
    }
    // A run with calls is made for their answers alone.
    if !calls.isEmpty, answeredCalls == calls.count { finish() }
  }
}
