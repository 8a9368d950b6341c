import Diagnostics
import Formulas

/// What libFuzzer calls with ever new bytes. A trap or a hang is a find; so is a tree that changes when it is
/// written and read again.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzLayout(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let latex = String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
  do {
    let layout = try Layout(parsing: latex)
    precondition(!layout.mathML(display: true).isEmpty)
    let normal = layout.normalizedLaTeX
    guard let again = try? Layout(parsing: normal) else { preconditionFailure("cannot read \(normal)") }
    precondition(again.normalizedLaTeX == normal, "\(normal) became \(again.normalizedLaTeX)")
  } catch {
    precondition(0 <= error.range.lowerBound && error.range.upperBound <= latex.utf8.count, error.message)
  }
  return 0
}
