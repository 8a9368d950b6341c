import CellOutputs

/// A value that a formula can pass to a function of the lesson.
public protocol FormulaArgument: FormulaOperand {
  /// Returns nil if the numbers don't form a value of this type.
  init?(numbers: NumericArray)
}

extension Int: FormulaArgument {
  public init?(numbers: NumericArray) {
    guard numbers.elements.count == 1, let value = Int(exactly: numbers.elements[0]) else { return nil }
    self = value
  }
}

extension Float: FormulaArgument {
  public init?(numbers: NumericArray) {
    guard numbers.elements.count == 1 else { return nil }
    self.init(numbers.elements[0])
  }
}

extension Double: FormulaArgument {
  public init?(numbers: NumericArray) {
    guard numbers.elements.count == 1 else { return nil }
    self = numbers.elements[0]
  }
}

extension Array: FormulaArgument where Element: FormulaArgument {
  public init?(numbers: NumericArray) {
    guard let count = numbers.shape.first else { return nil }
    let shape = [Int](numbers.shape.dropFirst())
    let size = shape.reduce(1, *)
    let parts = (0..<count).map { index in
      NumericArray(shape: shape, elements: .init(numbers.elements[index * size..<(index + 1) * size]))
    }
    self = parts.compactMap(Element.init(numbers:))
    guard self.count == count else { return nil }
  }
}

/// A function of the lesson with its types erased: from numeric arrays to a numeric array.
struct LessonFunction {
  var signature: FunctionSignature
  /// Returns nil if the arguments don't fit the types, or the result is ragged.
  var call: ([NumericArray]) -> NumericArray?

  init<A: FormulaArgument, R: FormulaOperand>(_ function: @escaping (A) -> R) {
    signature = .init([A.self], R.self)
    call = { arguments in
      guard arguments.count == 1, let a = A(numbers: arguments[0]) else { return nil }
      return function(a).numericArray()
    }
  }

  init<A: FormulaArgument, B: FormulaArgument, R: FormulaOperand>(_ function: @escaping (A, B) -> R) {
    signature = .init([A.self, B.self], R.self)
    call = { arguments in
      guard arguments.count == 2, let a = A(numbers: arguments[0]), let b = B(numbers: arguments[1]) else { return nil }
      return function(a, b).numericArray()
    }
  }

  // Functions declared in cells belong to the main actor, on which every lesson runs.

  init<A: FormulaArgument, R: FormulaOperand>(isolated function: @escaping @MainActor (A) -> R) {
    signature = .init([A.self], R.self)
    call = { arguments in
      MainActor.assumeIsolated {
        guard arguments.count == 1, let a = A(numbers: arguments[0]) else { return nil }
        return function(a).numericArray()
      }
    }
  }

  init<A: FormulaArgument, B: FormulaArgument, R: FormulaOperand>(isolated function: @escaping @MainActor (A, B) -> R) {
    signature = .init([A.self, B.self], R.self)
    call = { arguments in
      MainActor.assumeIsolated {
        guard arguments.count == 2, let a = A(numbers: arguments[0]), let b = B(numbers: arguments[1]) else { return nil }
        return function(a, b).numericArray()
      }
    }
  }
}

extension FunctionSignature {
  fileprivate init(_ parameters: [any FormulaArgument.Type], _ result: any FormulaOperand.Type) {
    let names = parameters.map { typeName(of: $0) }.joined(separator: ", ")
    self.init(
      parameters: parameters.map { $0.isNumber ? .number : .array }, result: result.isNumber ? .number : .array,
      type: "(\(names)) -> \(typeName(of: result))")
  }
}
