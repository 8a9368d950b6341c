import CellOutputs

/// Stands behind the value of each of a lesson's inputs, so that the tool can run the lesson with other values: a value stays as it is unless
/// the run is a variation.
///
/// The operator binds less tightly than any other but assignment, and doesn't change how the type of its left side is inferred.
infix operator ∿ : __LessonInputPrecedence

precedencegroup __LessonInputPrecedence {
  lowerThan: TernaryPrecedence
  higherThan: AssignmentPrecedence
}

/// A value that the tool may replace by one of the same type and shape.
public struct __LessonInput {
  let variation: Variation?
  let index: Int
}

/// A seed that the tool may replace.
public struct __LessonSeed {
  let variation: Variation?
  let index: Int
}

public func ∿ <Value>(value: Value, input: __LessonInput) -> Value {
  guard let variation = input.variation, let replaceable = value as? any LessonInputValue,
    let other = replaceable.varied(variation, input: input.index) as? Value
  else { return value }
  return other
}

public func ∿ <Seed: BinaryInteger>(value: Seed, seed: __LessonSeed) -> Seed {
  guard let variation = seed.variation else { return value }
  return Seed(truncatingIfNeeded: variation.seed(insteadOf: Int(truncatingIfNeeded: value), input: seed.index))
}

/// A value made of floating-point numbers, which can be made again of others.
public protocol LessonInputValue: FormulaOperand {
  /// A value of the same shape, with the first numbers of `numbers`, which are taken from it.
  func replacingNumbers(by numbers: inout ArraySlice<Double>) -> Self
}

extension LessonInputValue {
  fileprivate func varied(_ variation: Variation, input: Int) -> Self {
    guard let recorded = numericArray(), !recorded.elements.isEmpty else { return self }
    var numbers = variation.values(insteadOf: recorded, input: input)[...]
    return replacingNumbers(by: &numbers)
  }
}

extension Double: LessonInputValue {
  public func replacingNumbers(by numbers: inout ArraySlice<Double>) -> Double { numbers.removeFirst() }
}

extension Float: LessonInputValue {
  public func replacingNumbers(by numbers: inout ArraySlice<Double>) -> Float { Float(numbers.removeFirst()) }
}

extension Array: LessonInputValue where Element: LessonInputValue {
  public func replacingNumbers(by numbers: inout ArraySlice<Double>) -> [Element] {
    map { $0.replacingNumbers(by: &numbers) }
  }
}
