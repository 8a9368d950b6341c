import Diagnostics
import Foundation
import LaTeXSyntax

/// What libFuzzer calls with ever new bytes. A trap or a hang is a find; so is a tree that changes when it is
/// written and read again.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzSyntax(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let latex = String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
  do {
    let syntax = try SyntaxTree(parsing: latex)
    expect(!syntax.mathML(display: true).isEmpty, "nothing shown")
    let normal = syntax.normalizedLaTeX
    let again: SyntaxTree
    do {
      again = try SyntaxTree(parsing: normal)
    } catch {
      // A line break outside of any environment is written as a `gathered`, one level more.
      expect(error.message.hasPrefix("formula nested deeper"), "cannot read again: \(normal)")
      return 0
    }
    expect(again.normalizedLaTeX == normal, "\(normal) became \(again.normalizedLaTeX)")
  } catch {
    expect(0 <= error.range.lowerBound && error.range.upperBound <= latex.utf8.count, error.message)
  }
  return 0
}

/// Says what is wrong, which an optimized `precondition` would not, and stops.
private func expect(_ condition: Bool, _ message: @autoclosure () -> String) {
  guard !condition else { return }
  print(message())
  fflush(nil)
  preconditionFailure()
}
