/// The inputs of the lesson, which the tool can replace.

public func __lessonInput(_ index: Int) -> __LessonInput { __LessonInput(variation: LessonProgram.current.variation, index: index) }

public func __lessonSeed(_ index: Int) -> __LessonSeed { __LessonSeed(variation: LessonProgram.current.variation, index: index) }
