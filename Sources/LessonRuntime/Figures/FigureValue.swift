import CellOutputs

/// A picture that a cell displays; as text it is its kind, title, shape and range.
public struct FigureValue: Displayable, Sendable {
  public var figure: Figure

  public init(_ figure: Figure) { self.figure = figure }

  public var displayText: String { figure.recordedText }

  public func displayed(asType type: String) -> DisplayedValue {
    DisplayedValue(text: displayText, type: figure.kindName, content: .figure(figure))
  }
}
