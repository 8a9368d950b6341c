import Attention
import CellOutputs

/// A mask is shown as a picture: a coloured place for each key that a query may see.
extension Mask: Displayable {
  public func displayed(asType type: String) -> DisplayedValue {
    guard shape.count == 2 else { return visibility.displayed(asType: type) }
    let seen = visibility.scalars.count { $0 == 1 }
    return heatMap(visibility, title: "Mask: \(seen) of \(visibility.count) keys may be seen").displayed(asType: type)
  }
}
