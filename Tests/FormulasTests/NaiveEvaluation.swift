import Foundation

@testable import Formulas

/// Random expressions, written as LaTeX and computed in the plainest way there is. It shares nothing with the evaluator: each
/// node writes itself and computes itself, entry by entry.
indirect enum NaiveExpression {
  case number(Int)
  /// A name bound to a value; its shape is that of the value.
  case name(String, ArrayValue)
  case sum(NaiveExpression, NaiveExpression)
  case difference(NaiveExpression, NaiveExpression)
  case negative(NaiveExpression)
  /// A number times anything.
  case multiple(NaiveExpression, NaiveExpression)
  case entrywiseProduct(NaiveExpression, NaiveExpression)
  case matrixProduct(NaiveExpression, NaiveExpression)
  case transpose(NaiveExpression)
  /// Of two vectors.
  case inner(NaiveExpression, NaiveExpression)
  case outer(NaiveExpression, NaiveExpression)
  /// Divided by a number; the number 1 + x² is never zero.
  case fraction(NaiveExpression, NaiveExpression)
  case power(NaiveExpression, Int)
  case function(String, NaiveExpression)
  /// An entry of a bound vector or matrix, counted from 1.
  case entry(String, ArrayValue, [Int])
  /// `\sum_i x_i y_i` and its like, over bound vectors.
  case indexSum(String, ArrayValue, String, ArrayValue)

  var shape: [Int] { value.shape }

  var value: ArrayValue {
    func zip(_ a: ArrayValue, _ b: ArrayValue, _ body: (Double, Double) -> Double) -> ArrayValue {
      ArrayValue(shape: a.shape, data: a.data.indices.map { body(a.data[$0], b.data[$0]) })
    }
    func map(_ a: ArrayValue, _ body: (Double) -> Double) -> ArrayValue { ArrayValue(shape: a.shape, data: a.data.map(body)) }
    switch self {
    case .number(let n): return ArrayValue(Double(n))
    case .name(_, let value): return value
    case .sum(let a, let b): return zip(a.value, b.value, +)
    case .difference(let a, let b): return zip(a.value, b.value, -)
    case .negative(let a): return map(a.value, -)
    case .multiple(let a, let b):
      let factor = a.value.data[0]
      return map(b.value) { factor * $0 }
    case .entrywiseProduct(let a, let b): return zip(a.value, b.value, *)
    case .matrixProduct(let a, let b):
      let (x, y) = (a.value, b.value)
      let columns = y.shape.count == 2 ? y.shape[1] : 1
      var out: [Double] = []
      for row in 0..<x.shape[0] {
        for column in 0..<columns {
          var total = 0.0
          for k in 0..<x.shape[1] { total += x.data[row * x.shape[1] + k] * y.data[k * columns + column] }
          out.append(total)
        }
      }
      return ArrayValue(shape: y.shape.count == 2 ? [x.shape[0], columns] : [x.shape[0]], data: out)
    case .transpose(let a):
      let x = a.value
      var out: [Double] = []
      for column in 0..<x.shape[1] { for row in 0..<x.shape[0] { out.append(x.data[row * x.shape[1] + column]) } }
      return ArrayValue(shape: [x.shape[1], x.shape[0]], data: out)
    case .inner(let a, let b):
      let (x, y) = (a.value.data, b.value.data)
      return ArrayValue(x.indices.reduce(0) { $0 + x[$1] * y[$1] })
    case .outer(let a, let b):
      let (x, y) = (a.value.data, b.value.data)
      return ArrayValue(shape: [x.count, y.count], data: x.flatMap { left in y.map { left * $0 } })
    case .fraction(let a, let b):
      let divisor = 1 + b.value.data[0] * b.value.data[0]
      return map(a.value) { $0 / divisor }
    case .power(let a, let n): return ArrayValue((0..<n).reduce(1.0) { product, _ in product * a.value.data[0] })
    case .function(let name, let a):
      return map(a.value) { x in
        switch name {
        case "\\tanh": tanh(x)
        case "\\sin": sin(x)
        default: cos(x)
        }
      }
    case .entry(_, let value, let index):
      return ArrayValue(value.data[index.count == 1 ? index[0] - 1 : (index[0] - 1) * value.shape[1] + index[1] - 1])
    case .indexSum(_, let a, _, let b): return ArrayValue(a.data.indices.reduce(0) { $0 + a.data[$1] * b.data[$1] })
    }
  }

  /// Sums in parentheses, whatever stands around them.
  var latex: String {
    switch self {
    case .number(let n): String(n)
    case .name(let name, _): name
    case .sum(let a, let b): "\\left(\(a.latex)+\(b.latex)\\right)"
    case .difference(let a, let b): "(\(a.latex)-\(b.latex))"
    case .negative(let a): "(-\(a.latex))"
    // Digits side by side would be one number.
    case .multiple(let a, .number(let n)): "\(a.latex)\\cdot\(n)"
    case .multiple(let a, let b): "\(a.latex)\\,\(b.latex)"
    case .entrywiseProduct(let a, let b): "((\(a.latex))\\odot (\(b.latex)))"
    case .matrixProduct(let a, let b): "\(a.latex)\(b.latex)"
    case .transpose(let a): "{(\(a.latex))}^\\top "
    case .inner(let a, let b): "{(\(a.latex))}^{\\top}{(\(b.latex))}"
    case .outer(let a, let b): "(\(a.latex))(\(b.latex))^\\mathsf{T}"
    case .fraction(let a, let b): "\\frac{\(a.latex)}{1+{(\(b.latex))}^2}"
    case .power(let a, let n): "{(\(a.latex))}^{\(n)}"
    case .function(let name, let a): "\(name)\\left(\(a.latex)\\right)"
    case .entry(let name, _, let index): "\(name)_{\(index.map(String.init).joined(separator: ","))}"
    case .indexSum(let x, _, let y, _): "\\left(\\sum_{i}\(x)_i \(y)_i\\right)"
    }
  }

  /// What is bound in it.
  var names: [String: ArrayValue] {
    switch self {
    case .number: [:]
    case .name(let name, let value), .entry(let name, let value, _): [name: value]
    case .indexSum(let a, let x, let b, let y): [a: x].merging([b: y]) { first, _ in first }
    case .negative(let a), .transpose(let a), .power(let a, _), .function(_, let a): a.names
    case .sum(let a, let b), .difference(let a, let b), .multiple(let a, let b), .entrywiseProduct(let a, let b),
      .matrixProduct(let a, let b), .inner(let a, let b), .outer(let a, let b), .fraction(let a, let b):
      a.names.merging(b.names) { first, _ in first }
    }
  }
}

/// Makes random expressions of a wanted shape, the same from the same seed.
struct NaiveGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

  /// From 0 up to the bound.
  private mutating func next(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % bound
  }

  private static let letters: [[String]] = [
    ["a", "b", "\\gamma"], ["x", "\\mathbf{u}", "\\hat{v}"], ["A", "\\mathbf{W}", "B"],
  ]

  /// A name whose value depends on its shape alone, so that one name never has two.
  private mutating func name(_ shape: [Int]) -> (String, ArrayValue) {
    let letter = next(3)
    let sizes = shape.map(String.init).joined()
    let name = Self.letters[shape.count][letter] + (shape.isEmpty ? "" : "^{\\text{s\(sizes)}}")
    return (name, sample(shape, seed: UInt64(letter * 100 + shape.reduce(7) { $0 * 5 + $1 })))
  }

  mutating func expression(_ shape: [Int], depth: Int) -> NaiveExpression {
    guard depth > 0 else { return leaf(shape) }
    func make(_ shape: [Int], _ generator: inout NaiveGenerator) -> NaiveExpression {
      generator.expression(shape, depth: depth - 1)
    }
    let size = 1 + next(4)
    switch (shape.count, next(9)) {
    case (_, 0): return .sum(make(shape, &self), make(shape, &self))
    case (_, 1): return .difference(make(shape, &self), make(shape, &self))
    case (_, 2): return .fraction(make(shape, &self), make([], &self))
    case (0, 3): return .power(make([], &self), 1 + next(3))
    case (0, 4): return .inner(make([size], &self), make([size], &self))
    case (0, 5):
      let (a, b) = (name([size]), name([size]))
      return .indexSum(a.0, a.1, b.0, b.1)
    case (0, 6): return .negative(make([], &self))
    case (_, 3): return .entrywiseProduct(make(shape, &self), make(shape, &self))
    case (1, 4), (1, 5): return .matrixProduct(grouped(make([shape[0], size], &self)), grouped(make([size], &self)))
    case (2, 4): return .matrixProduct(grouped(make([shape[0], size], &self)), grouped(make([size, shape[1]], &self)))
    case (2, 5): return .transpose(make([shape[1], shape[0]], &self))
    case (2, 6): return .outer(make([shape[0]], &self), make([shape[1]], &self))
    case (_, 7): return .function(["\\tanh", "\\sin", "\\cos"][next(3)], make(shape, &self))
    default: return shape.isEmpty ? .multiple(leaf([]), leaf([])) : .multiple(leaf([]), grouped(make(shape, &self)))
    }
  }

  /// A sum with a zero is in parentheses, as every sum is.
  private func grouped(_ expression: NaiveExpression) -> NaiveExpression { .negative(.negative(expression)) }

  private mutating func leaf(_ shape: [Int]) -> NaiveExpression {
    if shape.isEmpty {
      let size = 1 + next(4)
      switch next(4) {
      case 0: return .number(1 + next(5))
      case 1:
        let (name, value) = name([size])
        return .entry(name, value, [1 + next(size)])
      case 2:
        let (name, value) = name([size, 3])
        return .entry(name, value, [1 + next(size), 1 + next(3)])
      default: break
      }
    }
    let (name, value) = name(shape)
    return .name(name, value)
  }
}
