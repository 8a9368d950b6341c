/// The calls that the tool inserts between an author's statements. Cells can't use names that begin with `__lesson`.
///
/// They are functions and not methods, since the compiler takes much less time for a call of a function, and they are most of a program's
/// calls. For the same reason what they are about is no argument of theirs: see `ProgramReport`.

/// Takes the reports that the following calls make. It is called before the author's first statement, which can't change what is prepared here.
public func __lessonBegin(_ reports: String) { LessonProgram.current.begin(reports) }

/// Makes a report without a value: a statement, or the evaluation of an expression, begins; a cell or the program ends.
public func __lessonReport() { LessonProgram.current.report() }

/// Shows the value of a cell's last expression, unless it is `Void`.
public func __lessonDisplay<Value>(_ value: Value) { LessonProgram.current.display(value) }

/// Reports the value before a `// =>` comment.
public func __lessonRecord<Value>(_ value: Value) { LessonProgram.current.record(value) }

/// Reports the value of a name of the lesson after the cell.
public func __lessonBind<Value>(_ value: Value) { LessonProgram.current.bind(value) }

/// Reports nothing, because a value that can't be copied or can't escape can't be kept.
public func __lessonBind<Value: ~Copyable & ~Escapable>(_ value: borrowing Value) { LessonProgram.current.binding { _, _ in } }

/// Calls `tell` after each following cell.
@preconcurrency public func __lessonFollow(_ tell: @escaping @MainActor () -> Void) { LessonProgram.current.follow(tell) }

/// Reports the value of a Swift expression of a check comment.
public func __lessonEvaluate<Value>(_ value: Value) { LessonProgram.current.evaluate(value) }

/// Ends the run after a `crash` cell that didn't crash. The cells after it belong to the other run.
public func __lessonEndCrashCell() -> Never { LessonProgram.current.endCrashCell() }

/// Whether the `crash` cell must trap in this run.
public func __lessonRunsCrashCell() -> Bool { LessonProgram.current.runsCrashCell() }
