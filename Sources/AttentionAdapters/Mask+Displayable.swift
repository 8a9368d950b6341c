import Attention
import CellOutputs
import LessonRuntime

/// A mask is shown as a picture, with a colored square for each key that a query may see.
extension Mask: Displayable {
  public var displayText: String { picture?.displayText ?? visibility.displayText }

  public func displayed(asType type: String) -> DisplayedValue {
    picture?.displayed(asType: type) ?? visibility.displayed(asType: type)
  }

  private var picture: FigureValue? {
    guard shape.count == 2 else { return nil }
    let seen = visibility.scalars.count { $0 == 1 }
    return heatMap(visibility, title: "Mask: \(seen) of \(visibility.count) keys may be seen")
  }
}
