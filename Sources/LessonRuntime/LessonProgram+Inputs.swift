/// The inputs of the lesson, which the tool can replace.
extension __LessonProgram {
  public func input(_ index: Int) -> __LessonInput { __LessonInput(variation: variation, index: index) }

  public func seed(_ index: Int) -> __LessonSeed { __LessonSeed(variation: variation, index: index) }
}
