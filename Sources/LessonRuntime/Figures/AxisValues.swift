/// Numbers that a chart can place along an axis: an array, a range, a stride, or a vector of the library that is taught.
public protocol AxisValues {
  func axisValues() -> [Double]
}

/// One number on an axis, of any of Swift's usual number types.
public protocol AxisNumber {
  var axisNumber: Double { get }
}

extension AxisNumber where Self: BinaryInteger { public var axisNumber: Double { Double(self) } }
extension AxisNumber where Self: BinaryFloatingPoint { public var axisNumber: Double { Double(self) } }

extension Int: AxisNumber {}
extension Int32: AxisNumber {}
extension Int64: AxisNumber {}
extension UInt8: AxisNumber {}
extension UInt64: AxisNumber {}
extension Float: AxisNumber {}
extension Double: AxisNumber {}

extension AxisValues where Self: Sequence, Element: AxisNumber {
  public func axisValues() -> [Double] { map(\.axisNumber) }
}

extension Array: AxisValues where Element: AxisNumber {}
extension ArraySlice: AxisValues where Element: AxisNumber {}
extension Range: AxisValues where Bound == Int {}
extension ClosedRange: AxisValues where Bound == Int {}
extension StrideTo: AxisValues where Element: AxisNumber {}
extension StrideThrough: AxisValues where Element: AxisNumber {}
