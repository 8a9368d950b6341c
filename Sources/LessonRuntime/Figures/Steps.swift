import CellOutputs

/// A computation step by step.
///
///     stepDiagram("Softmax", .step("scores", x), .step("exponentials", exp(x)), .step("shares", softmax(x)))
public func stepDiagram(_ title: String, _ steps: StepDiagram.Step...) -> FigureValue { stepDiagram(title, steps: steps) }

/// The same for steps that are computed.
public func stepDiagram(_ title: String, steps: [StepDiagram.Step]) -> FigureValue {
  require(!steps.isEmpty, "stepDiagram: there is nothing to draw: no step is given")
  return FigureValue(.steps(StepDiagram(title: title, steps: steps)))
}

extension StepDiagram.Step {
  /// - Parameter values: Numbers of two axes at most.
  public static func step(_ name: String, _ values: NumericArray) -> Self {
    require(values.shape.count <= 2, "stepDiagram: `\(name)` has the shape \(values.shape): show one matrix of it")
    require(!values.elements.isEmpty, "stepDiagram: `\(name)` has no values")
    return Self(name: name, values: values)
  }

  /// - Parameter values: An array or a range.
  public static func step(_ name: String, _ values: some AxisValues) -> Self {
    let numbers = values.axisValues()
    return step(name, NumericArray(shape: [numbers.count], elements: numbers))
  }
}
