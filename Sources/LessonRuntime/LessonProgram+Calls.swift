/// The calls that the tool inserts between an author's statements. Cells can't use names that begin with `__lesson`.
///
/// They are functions and not methods, since the compiler takes much less time for a call of a function, and they are most of a program's calls.

/// Reports nothing. It is called before the author's first statement, which can't change what is prepared here.
public func __lessonBegin() { _ = LessonProgram.current }

/// Reports that a statement begins. If the program dies before the next event, this statement is the cause.
public func __lessonStatement(_ cell: Int, _ index: Int) { LessonProgram.current.statement(cell, index) }

/// Shows the value of a cell's last expression, unless it is `Void`.
public func __lessonDisplay<Value>(_ cell: Int, _ value: Value) { LessonProgram.current.display(cell, value) }

/// Reports the value before a `// =>` comment.
public func __lessonRecord<Value>(_ cell: Int, _ statement: Int, _ value: Value) { LessonProgram.current.record(cell, statement, value) }

/// Reports the value of a name of the lesson after the cell.
public func __lessonBind<Value>(_ cell: Int, _ name: String, _ value: Value) { LessonProgram.current.bind(cell, name, value) }

/// Reports nothing, because a value that can't be copied or can't escape can't be kept.
public func __lessonBind<Value: ~Copyable & ~Escapable>(_ cell: Int, _ name: String, _ value: borrowing Value) {}

/// Calls `tell` after each following cell, with the cell's index.
@preconcurrency public func __lessonFollow(_ tell: @escaping @MainActor (Int) -> Void) { LessonProgram.current.follow(tell) }

/// Reports that a Swift expression of a check comment begins. If the program dies before the next event, it is the cause.
public func __lessonExpression(_ expression: Int) { LessonProgram.current.expression(expression) }

/// Reports the value of that expression.
public func __lessonEvaluate<Value>(_ expression: Int, _ value: Value) { LessonProgram.current.evaluate(expression, value) }

/// Reports that a cell has ended. A course may be compiled as Swift 5, where top-level code belongs to no actor.
@preconcurrency @MainActor public func __lessonCellEnded(_ cell: Int) { LessonProgram.current.cellEnded(cell) }

/// Ends the run after a `crash` cell that didn't crash. The cells after it belong to the other run.
public func __lessonEndCrashCell(_ cell: Int) -> Never { LessonProgram.current.endCrashCell(cell) }

/// Whether the `crash` cell must trap in this run.
public func __lessonRunsCrashCell(_ cell: Int) -> Bool { LessonProgram.current.runsCrashCell(cell) }

/// Reports the end of the program. Without this event, a cell must have called `exit`.
public func __lessonEnd() { LessonProgram.current.end() }
