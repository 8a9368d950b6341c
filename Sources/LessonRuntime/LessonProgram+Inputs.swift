/// The inputs of the lesson, to which the tool can give other values.
extension __LessonProgram {
  public func input(_ index: Int) -> __LessonInput { __LessonInput(variation: variation, index: index) }

  public func seed(_ index: Int) -> __LessonSeed { __LessonSeed(variation: variation, index: index) }
}
