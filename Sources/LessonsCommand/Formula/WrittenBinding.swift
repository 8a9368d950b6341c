import Diagnostics
import Formulas
import Foundation

/// A binding given by `--with`: `Q=[[1, 0], [0, 1]]`, `d_k=2`, or `i=1...4` for an index.
enum WrittenBinding {
  static func bindings(of texts: [String]) throws(Problem) -> Bindings {
    var bindings = Bindings()
    for text in texts { try add(text, to: &bindings) }
    return bindings
  }

  private static func add(_ text: String, to bindings: inout Bindings) throws(Problem) {
    guard let equals = text.firstIndex(of: "=") else {
      throw Problem("`--with \(text)` has no `=`", at: 0..<0, help: "write `--with 'Q=[[1,0],[0,1]]'`")
    }
    let name: Name
    do throws(Problem) {
      name = try Name(parsing: text[..<equals].trimmingCharacters(in: .whitespaces))
    } catch {
      // The place would be one in the formula.
      throw Problem("`--with \(text)` begins with no name: \(error.message)", at: 0..<0, help: "write `--with 'Q=[[1,0],[0,1]]'`")
    }
    guard bindings.indices[name] == nil, bindings.entries[name] == nil else {
      throw Problem("two `--with` give `\(name.latex)` a value", at: 0..<0, help: "leave one out")
    }
    let value = text[text.index(after: equals)...].trimmingCharacters(in: .whitespaces)
    if let range = value.firstRange(of: "..."), let first = Int(value[..<range.lowerBound]),
      let last = Int(value[range.upperBound...]), first <= last
    {
      bindings.indices[name] = first...last
      return
    }
    guard let numbers = try? JSONDecoder().decode(NestedNumbers.self, from: Data(value.utf8)) else {
      throw Problem(
        "`\(value)` is neither a number nor an array of rows of equal length", at: 0..<0,
        help: "write `--with '\(name.latex)=[[1,0],[0,1]]'`")
    }
    bindings.entries[name] = .value(ArrayValue(shape: numbers.shape, data: numbers.data))
  }
}
