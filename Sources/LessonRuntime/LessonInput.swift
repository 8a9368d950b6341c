import CellOutputs

/// Replaces the value on its left in a run that is a variation. The program writer inserts this operator after the value of each of a
/// lesson's inputs.
///
/// The operator binds less tightly than any other except assignment, and doesn't affect how the type of its left side is inferred.
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

/// A value made of floating-point numbers, which can be rebuilt from other numbers.
public protocol LessonInputValue: FormulaOperand {
  /// A value of the same shape, made of the first numbers of `numbers`, which are removed from it.
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
