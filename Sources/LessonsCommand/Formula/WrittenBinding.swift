import ArgumentParser
import Diagnostics
import Formulas
import Foundation

/// A binding given by `--with`: `Q=[[1, 0], [0, 1]]`, `d_k=2`, or `i=1...4` for an index. What is wrong with one is a wrong call.
enum WrittenBinding {
  static func bindings(of texts: [String]) throws(ValidationError) -> Bindings {
    var bindings = Bindings()
    for text in texts { try add(text, to: &bindings) }
    return bindings
  }

  private static func add(_ text: String, to bindings: inout Bindings) throws(ValidationError) {
    guard let equals = text.firstIndex(of: "=") else {
      throw ValidationError("`--with \(text)` has no `=`; write `--with 'Q=[[1,0],[0,1]]'`.")
    }
    let name: Name
    do throws(Problem) {
      name = try Name(parsing: text[..<equals].trimmingCharacters(in: .whitespaces))
    } catch {
      throw ValidationError("`--with \(text)` begins with no name: \(error.message); write `--with 'Q=[[1,0],[0,1]]'`.")
    }
    guard bindings.indices[name] == nil, bindings.entries[name] == nil else {
      throw ValidationError("Two `--with` give `\(name.latex)` a value; leave one out.")
    }
    let value = text[text.index(after: equals)...].trimmingCharacters(in: .whitespaces)
    if let range = value.firstRange(of: "..."), let first = Int(value[..<range.lowerBound]), let last = Int(value[range.upperBound...]) {
      guard first <= last else {
        throw ValidationError("The range `\(value)` ends before it begins; write `--with \(name.latex)=\(last)...\(first)`.")
      }
      bindings.indices[name] = first...last
      return
    }
    // JSON has no such numbers. They can be given as they are shown.
    let json = value.replacing(/"?(-?inf|nan)"?/) { "\"\($0.1)\"" }
    guard let numbers = try? JSONDecoder().decode(NestedNumbers.self, from: Data(json.utf8)) else {
      throw ValidationError(
        "`\(value)` is neither a number nor an array of rows of equal length; write `--with '\(name.latex)=[[1,0],[0,1]]'`.")
    }
    bindings.entries[name] = .value(ArrayValue(shape: numbers.shape, data: numbers.data))
  }
}
