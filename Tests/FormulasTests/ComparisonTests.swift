import Diagnostics
import Testing

@testable import Formulas

private typealias F = FormulaExample

/// A value that code computed with `Float`s.
private func floats(_ values: [Float], shape: [Int]? = nil) -> ArrayValue {
  ArrayValue(shape: shape ?? [values.count], data: values.map(Double.init), precision: .single, isComputed: true)
}

private func float(_ value: Float) -> ArrayValue { floats([value], shape: []) }

/// A value that is written down with `Float`s.
private func inputs(_ values: [Float]) -> ArrayValue {
  ArrayValue(shape: [values.count], data: values.map(Double.init), precision: .single, isComputed: false)
}

private func computed(_ value: Double) -> ArrayValue { ArrayValue(shape: [], data: [value], precision: .double, isComputed: true) }

extension FormulaExample {
  fileprivate func outcome(_ tolerance: Tolerance = Tolerance()) throws -> Agreement.Outcome? {
    try evaluation(tolerance: tolerance).statements.compactMap(\.agreement).reduce(nil) { Agreement.worse($0, $1) }?.outcome
  }
}

/// True formulas and false ones on both sides of what rounding explains (R19).
@Suite struct ComparisonTests {
  // MARK: Rounding

  private static let tenths = [Float](repeating: 0.1, count: 10_000)

  @Test func `a long sum of Floats agrees however it was added up`() throws {
    let naive = Self.tenths.reduce(0, +)
    let pairwise = stride(from: 0, to: 10_000, by: 100).map { Self.tenths[$0..<$0 + 100].reduce(0, +) }.reduce(0, +)
    #expect(abs(naive - 1000) > 0.09)
    for sum in [naive, pairwise] {
      #expect(try F(#"s=\sum_{i}x_i"#, ["s": float(sum), "x": inputs(Self.tenths)]).outcome() == .agrees)
      #expect(try F(#"s=\sum_{i}x_i+1"#, ["s": float(sum), "x": inputs(Self.tenths)]).outcome() == .disagrees)
    }
  }

  private static let scores: [Float] = [80, -35.5, 79.25, 12, 81.125]

  private static func softmax(_ scores: [Float]) -> [Float] {
    let weights = scores.map { exponential($0 - (scores.max() ?? 0)) }
    return weights.map { $0 / weights.reduce(0, +) }
  }

  @Test(arguments: [
    (#"p_i=\frac{e^{s_i}}{\sum_j e^{s_j}}"#, true), (#"p=\operatorname{softmax}(s)"#, true),
    (#"p=\operatorname{softmax}(1.001s)"#, false), (#"p_i=\frac{e^{s_i}}{\sum_{j\ne 3} e^{s_j}}"#, false),
    (#"\sum_i p_i=1"#, true), (#"\sum_i p_i=1.0001"#, false), (#"\sum_{i\ne 3} p_i=1"#, false),
  ]) func `softmax of large scores`(_ latex: String, _ isTrue: Bool) throws {
    let names = ["s": inputs(Self.scores), "p": floats(Self.softmax(Self.scores))]
    #expect(try F(latex, names).outcome() == (isTrue ? .agrees : .disagrees))
  }

  private static let gradients: [(latex: String, isTrue: Bool)] = [
    (#"J_{ij}=p_i(\delta_{ij}-p_j)"#, true), (#"J=\operatorname{diag}(p)-pp^\top"#, true), (#"\sum_j J_{ij}=0"#, true),
    (#"J_{ij}=p_i(\delta_{ij}-p_i)"#, false), (#"J_{ij}=p_i(\delta_{ij}+p_j)"#, false),
  ]

  @Test(arguments: [Float(1), 10, 100], gradients) func `gradients of a softmax, also where it is saturated`(
    _ scale: Float, _ formula: (latex: String, isTrue: Bool)
  ) throws {
    let p = Self.softmax([0.3, 0.1, 0.35].map { $0 * scale })
    let jacobian: [Float] = (0..<9).map { entry in
      let (i, j) = (entry / 3, entry % 3)
      let delta: Float = i == j ? 1 : 0
      return p[i] * (delta - p[j])
    }
    let example = F(formula.latex, ["p": floats(p), "J": floats(jacobian, shape: [3, 3])])
    #expect(try example.outcome() == (formula.isTrue ? .agrees : .disagrees))
  }

  @Test(arguments: [
    (#"\sum_i(x_i-m)=0"#, true), (#"\sum_i(x_i-m)=0.001"#, false), (#"\sum_i(x_i+m)=0"#, false), (#"\sum_i(x_i-1.001m)=0"#, false),
    (#"\frac1n\sum_i x_i^2-m^2=\frac1n\sum_i(x_i-m)^2"#, true), (#"\frac1n\sum_i x_i^2+m^2=\frac1n\sum_i(x_i-m)^2"#, false),
    (#"\frac1n\sum_i x_i^2-m^2=\frac1{n-1}\sum_i(x_i-m)^2"#, false),
  ]) func `what cancels is zero beside the terms that cancel`(_ latex: String, _ isTrue: Bool) throws {
    let x: [Float] = [0.3, 0.1, 0.7, 1.9, 0.2]
    let names = ["x": inputs(x), "m": float(x.reduce(0, +) / 5), "n": number(5)]
    #expect(try F(latex, names).outcome() == (isTrue ? .agrees : .disagrees))
    let doubles = x.map(Double.init)
    let mean = computed(doubles.reduce(0, +) / 5)
    #expect(try F(latex, ["x": ArrayValue(doubles), "m": mean, "n": number(5)]).outcome() == (isTrue ? .agrees : .disagrees))
  }

  @Test func `a variance of which rounding leaves nothing is ill-conditioned`() throws {
    let x: [Float] = (0..<100).map { 1000 + Float($0 % 7) / 100 }
    let mean = x.reduce(0, +) / 100
    let variance = x.map { $0 * $0 }.reduce(0, +) / 100 - mean * mean
    let names = ["x": inputs(x), "m": float(mean), "v": float(variance), "n": number(100)]
    #expect(try F(#"v=\frac1n\sum_i x_i^2-m^2"#, names).outcome() == .isIllConditioned)
    #expect(try F(#"v=\frac1n\sum_i x_i^2-m^2"#, names).outcome(Tolerance(relative: 1e6)) == .agrees)
    #expect(try F(#"v=\frac1n\sum_i x_i^2+m^2"#, names).outcome() == .disagrees)
  }

  @Test(arguments: [
    (#"y=w^\top x+b"#, true), (#"y=w^\top x-b"#, false), (#"y=w^\top x"#, false),
    (#"L=\frac12(w^\top x+b-t)^2"#, true), (#"L=(w^\top x+b-t)^2"#, false),
  ]) func `trained weights`(_ latex: String, _ isTrue: Bool) throws {
    let x: [Float] = [0.5, -1.25, 2]
    var (w, b): ([Float], Float) = ([0, 0, 0], 0)
    func output() -> Float { zip(w, x).map { $0 * $1 }.reduce(b, +) }
    for _ in 0..<40 {
      let slope = 0.01 * (output() - 3)
      w = zip(w, x).map { $0 - slope * $1 }
      b -= slope
    }
    let loss = (output() - 3) * (output() - 3) / 2
    let names = ["w": floats(w), "x": inputs(x), "b": float(b), "t": number(3), "y": float(output()), "L": float(loss)]
    #expect(try F(latex, names).outcome() == (isTrue ? .agrees : .disagrees))
  }

  @Test func `masked weights are exactly zero`() throws {
    let scores: [Double] = [-.infinity, 1, 2, -.infinity]
    let p = Self.softmax([-Float.infinity, 1, 2, -Float.infinity])
    #expect(try F(#"p=\operatorname{softmax}(s)"#, ["p": floats(p), "s": ArrayValue(scores)]).outcome() == .agrees)
    var leaky = p
    leaky[0] = 1e-9
    #expect(try F(#"p=\operatorname{softmax}(s)"#, ["p": floats(leaky), "s": ArrayValue(scores)]).outcome() == .disagrees)
  }

  @Test func `a weight too small for a Float is zero there`() throws {
    let p = Self.softmax([0, -150])
    #expect(p[1] == 0)
    #expect(try F(#"p=\operatorname{softmax}(s)"#, ["p": floats(p), "s": vector(0, -150)]).outcome() == .agrees)
  }

  // MARK: Exact values and small ones

  private static let smallAndWhole: [(String, Double, Bool)] = [
    (#"\epsilon=10^{-12}"#, 1e-8, false), (#"\epsilon=10^{-8}"#, 1e-8, true), (#"\epsilon=3\cdot10^{-7}"#, 9e-7, false),
    (#"\epsilon=9\cdot10^{-7}"#, 9e-7, true), ("N=1000001", 1_000_000, false), ("N=10^6", 1_000_000, true),
    ("P=12d^2L", 84_934_656 + 768, false), ("P=12d^2L+d", 84_934_656 + 768, true), ("P=12d^2L+d+1", 84_934_656 + 768, false),
    (#"y=\frac13"#, 1.0 / 3, true), ("x=0.3", 0.1 + 0.2, true), ("x=0.3", 0.3000001, false), ("x=0.25", 0.25, true),
  ]

  @Test(arguments: smallAndWhole) func `small values and whole numbers`(_ latex: String, _ value: Double, _ isTrue: Bool) throws {
    let names = [
      #"\epsilon"#: number(value), "N": number(value), "P": number(value), "x": computed(value), "y": computed(value),
      "d": number(768), "L": number(12),
    ]
    #expect(try F(latex, names).outcome() == (isTrue ? .agrees : .disagrees))
  }

  @Test func `whole numbers beyond the digits of a Double still need their terms`() throws {
    let (d, l) = (123_456_789.0, 50.0)
    let names = ["P": number(12 * d * d * l + d), "d": number(d), "L": number(l)]
    #expect(try F("P=12d^2L+d", names).outcome() == .agrees)
    #expect(try F("P=12d^2L", names).outcome() == .disagrees)
  }

  @Test func `whole numbers that Floats add to are compared exactly`() throws {
    let x: [Float] = [500_000, 400_000, 100_001]
    let names = ["x": inputs(x), "N": float(1_000_001)]
    #expect(try F(#"N=\sum_i x_i"#, names).outcome() == .agrees)
    #expect(try F(#"N=\sum_i x_i-1"#, names).outcome() == .disagrees)
  }

  @Test func `nothing agrees with what is not a number, unless the author says so`() throws {
    let names = ["p": vector(.nan, 1), "q": vector(.nan, 1)]
    #expect(try F("p=q", names).outcome() == .disagrees)
    #expect(try F("p=q", names).outcome(Tolerance(nansAgree: true)) == .agrees)
    #expect(try F("p=q", ["p": vector(.nan, 1), "q": vector(0, 1)]).outcome(Tolerance(nansAgree: true)) == .disagrees)
  }

  @Test(arguments: [(Double.infinity, Double.infinity, true), (.infinity, -.infinity, false), (.infinity, 1e300, false)])
  func `infinity agrees with itself alone`(_ p: Double, _ q: Double, _ isTrue: Bool) throws {
    #expect(try F("p=q", ["p": number(p), "q": number(q)]).outcome() == (isTrue ? .agrees : .disagrees))
    #expect(try F("p=q", ["p": number(p), "q": number(q)]).outcome(Tolerance(relative: 0.5)) == (isTrue ? .agrees : .disagrees))
  }

  // MARK: What the author allows

  @Test func `a tolerance is a part of the largest entry`() throws {
    let names = ["A": vector(100, 0.5), "B": vector(100, 1)]
    #expect(try F("A=B", names).outcome() == .disagrees)
    #expect(try F("A=B", names).outcome(Tolerance(relative: 0.01)) == .agrees)
    #expect(try F("A=B", names).outcome(Tolerance(relative: 0.001)) == .disagrees)
  }

  @Test(arguments: [
    (#"\sqrt2\approx1.41"#, true), (#"\sqrt2\approx1.414"#, true), (#"\sqrt2\approx1.42"#, false), (#"\sqrt2\approx1.4143"#, false),
    (#"-\sqrt2\approx-1.41"#, true), (#"\sqrt{50}\approx7"#, true), (#"\sqrt{50}\approx8"#, false), (#"2.5\approx 3"#, true),
    (#"N\approx1.24\cdot10^8"#, true), (#"N\approx1.25\cdot10^8"#, false), (#"p\approx[0.09,0.24,0.67]"#, true),
    (#"p\approx[0.09,0.25,0.67]"#, false), (#"p\approx\begin{pmatrix}0.09\\0.24\\0.67\end{pmatrix}"#, true),
    (#"q\approx[0.25,0,1]"#, true), (#"q\approx[0.25,0.001,1]"#, false), (#"q\approx[0.25,1,0]"#, false), (#"p_3\approx0.7"#, true),
    (#"p_3\approx\frac23"#, false),
  ]) func `a decimal behind ≈ is as accurate as its digits`(_ latex: String, _ isTrue: Bool) throws {
    let names = ["N": number(124_439_808), "p": vector(0.0900306, 0.2447285, 0.6652410), "q": vector(0.2512, 8e-7, 0.9988)]
    #expect(try F(latex, names).outcome() == (isTrue ? .agrees : .disagrees))
  }

  // MARK: Shapes

  private static let same: [(String, [String: ArrayValue])] = [
    ("c=v", ["c": matrix([1], [2]), "v": vector(1, 2)]), ("s=ab^\\top", ["s": number(11), "a": matrix([1, 2]), "b": matrix([3, 4])]),
    ("r=v^\\top", ["r": matrix([1, 2]), "v": vector(1, 2)]),
    ("o=v^\\top A", ["o": vector(1, 4), "v": vector(1, 2), "A": matrix([1, 0], [0, 2])]),
    ("v_i=2", ["v": vector(2, 2)]), ("W_{ij}=0", ["W": matrix([0, 0])]), ("W\\ge0", ["W": matrix([0, 1])]),
    ("a_i=W_{i}", ["a": matrix([0, 1]), "W": matrix([0, 1])]),
  ]

  @Test(arguments: same) func `the same shapes`(_ latex: String, _ names: [String: ArrayValue]) throws {
    #expect(try F(latex, names).outcome() == .agrees)
  }

  private static let different: [(String, [String: ArrayValue])] = [
    ("r^\\top=r", ["r": matrix([1, 1])]), ("v^\\top=v", ["v": vector(1, 1)]), ("c=v", ["c": matrix([1, 2]), "v": vector(1, 2)]),
    ("w=\\begin{pmatrix}1\\\\2\\end{pmatrix}", ["w": matrix([1, 2])]), ("W=0", ["W": matrix([0, 0])]), ("v=2", ["v": vector(2, 2)]),
    ("y=v", ["y": number(2), "v": vector(2, 2)]), ("p=v", ["p": vector(), "v": vector(2, 3)]), ("p=2", ["p": vector()]),
    ("T=A", ["T": ArrayValue(shape: [1, 2, 1], data: [1, 2]), "A": matrix([1, 2])]),
  ]

  @Test(arguments: different) func `different shapes are refused`(_ latex: String, _ names: [String: ArrayValue]) throws {
    #expect(try F(latex, names).problem().message == "the sides have different shapes")
  }

  @Test func `two empty arrays agree`() throws {
    #expect(try F("p=q", ["p": vector(), "q": vector()]).outcome() == .agrees)
  }

  // MARK: Inequalities

  @Test(arguments: [
    (#"\sum_i p_i\le1"#, true), (#"\sum_i p_i<1"#, false), (#"A\ne B"#, true), (#"A\ne A"#, false), (#"a\ne b"#, false),
    (#"p_i\ne0"#, true), (#"p_i\ne0.5"#, false), (#"p_i\in[0,1]"#, true), (#"p_i\in[0,0.5)"#, false),
  ]) func `inequalities`(_ latex: String, _ isTrue: Bool) throws {
    let names = [
      // The sum is 1.0000001.
      "p": floats([0.5, 0.25, 0.25000012]), "A": matrix([1, 2], [3, 4]), "B": matrix([1, 2], [3, 5]), "a": number(2), "b": number(2),
    ]
    #expect(try F(latex, names).outcome() == (isTrue ? .agrees : .disagrees))
  }

  @Test func `the error is relative to the largest entry, or to the terms that cancel`() throws {
    func error(_ latex: String, _ names: [String: ArrayValue]) throws -> Double? {
      try F(latex, names).evaluation().statements[0].agreement?.relativeError
    }
    #expect(try error("A=B", ["A": vector(100, 1), "B": vector(100, 2)]) == 0.01)
    let cancelled = try #require(try error(#"\sum_i(x_i-m)=0"#, ["x": vector(0.3, 0.1, 0.7), "m": computed(1.1 / 3)]))
    #expect(cancelled > 0 && cancelled < 1e-14)
  }
}
