import Diagnostics
import Testing

@testable import Formulas

private typealias F = FormulaExample

/// Powers, inverses, determinants and functions of matrices (R6b, R9a).
@Suite struct `Functions of matrices` {
  static let names = [
    "A": matrix([1, 2], [3, 5]), "B": matrix([0, 1], [1, 0]), "M": matrix([1, 2, 3], [4, 5, 6]), "u": vector(1, 2), "n": number(3),
    "S": matrix([1, 2], [2, 4]),
  ]

  @Test(arguments: [
    ("A^{-1}", matrix([-5, 2], [3, -1])), ("A^{-1}A", matrix([1, 0], [0, 1])), ("A^2", matrix([7, 12], [18, 31])),
    ("A^0", matrix([1, 0], [0, 1])), ("A^n", matrix([43, 74], [111, 191])), ("A^{-2}", matrix([31, -12], [-18, 7])),
    (#"A^{-\top}"#, matrix([-5, 3], [2, -1])), (#"(A^\top)^{-1}"#, matrix([-5, 3], [2, -1])),
    (#"A^{\odot 2}"#, matrix([1, 4], [9, 25])), (#"A^{\circ 2}"#, matrix([1, 4], [9, 25])), ("u^2", vector(1, 4)),
    (#"\operatorname{diag}(u)^{-1}"#, matrix([1, 0], [0, 0.5])), ("(A^{-1})_{1,2}", number(2)), ("A_{1,2}^2", number(4)),
    (#"\det(A)"#, number(-1)), (#"\det A"#, number(-1)), (#"\begin{vmatrix}1&2\\3&4\end{vmatrix}"#, number(-2)),
    (#"\det B"#, number(-1)), (#"\det S"#, number(0)), (#"\det(A)^{-1}"#, number(-1)), (#"\det A^{-1}"#, number(-1)),
    (#"\|A\|_1"#, number(7)), (#"\|A\|_\infty"#, number(8)), (#"\|A\|_{\mathrm F}^2"#, number(39)),
    (#"\langle A,B\rangle_F"#, number(5)),
  ]) func `a matrix has its power, inverse, determinant and norm`(_ latex: String, _ expected: ArrayValue) throws {
    expect(try F("y=" + latex, Self.names).value(), equals: expected)
  }

  @Test func `a power may grow with an index`() throws {
    let example = F("s_t=B^tu", Self.names).with { $0.index = ["t": 1...3] }
    #expect(try example.value() == matrix([2, 1], [1, 2], [2, 1]))
  }

  @Test(arguments: [
    ("A^2", matrix([1, 4], [9, 25])), (#"\exp(B)"#, matrix([1, 2.718281828459045], [2.718281828459045, 1])),
    ("M^2", matrix([1, 4, 9], [16, 25, 36])), (#"\sqrt{A\odot A}"#, matrix([1, 2], [3, 5])), ("u^{-1}", vector(1, 0.5)),
    (#"\|A\|_1"#, number(11)), ("e^B", matrix([1, 2.718281828459045], [2.718281828459045, 1])),
  ]) func `what is declared elementwise is taken of each entry`(_ latex: String, _ expected: ArrayValue) throws {
    let example = F("y=" + latex, Self.names).with { $0.elementwise = ["A", "B", "M", "u", #"\sqrt"#] }
    expect(try example.value(), equals: expected)
  }

  @Test(arguments: [
    (#"\exp(A)"#, [#"\exp"#]), ("e^A", ["e"]), ("e^A", [#"\exp"#]), (#"\log(A)"#, [#"\log"#]), (#"\ln A"#, [#"\log"#]),
    (#"\log_2 A"#, [#"\log"#]), (#"\sqrt{A}"#, [#"\sqrt"#]),
  ]) func `a function of a square matrix is refused unless it is declared elementwise`(_ latex: String, _ key: [String]) throws {
    let example = F("y=" + latex, Self.names)
    let problem = try example.problem()
    #expect(problem.message.hasSuffix("of a square matrix has two readings"))
    #expect(problem.notes.prefix(2) == ["one reading: of each entry", "another: the function of the matrix, as its power series gives it"])
    #expect(throws: Never.self) { try example.with { $0.elementwise = key }.value() }
  }

  @Test(arguments: [
    #"\exp(M)"#, #"\exp(u)"#, #"\tanh(A)"#, #"\operatorname{logsoftmax}(A)"#, #"\exp(A_{1,1})"#, #"\sqrt{\begin{pmatrix}4\end{pmatrix}}"#,
  ])
  func `what has one reading needs no declaration`(_ latex: String) throws {
    #expect(throws: Never.self) { try F("y=" + latex, Self.names).value() }
  }

  @Test(arguments: [
    ("A^{1/2}", "a power of a square matrix with the exponent 0.5 has two readings"),
    (#"\sqrt[3]{A}"#, "a power of a square matrix with the exponent 0.3333333333333333 has two readings"),
    ("M^{-1}", "the inverse of a value of shape 2×3"), ("M^2", "a power of a value of shape 2×3"),
    ("u^{-1}", "the inverse of a value of shape 2 (a column)"), ("2^A", "a power with a square matrix as its exponent has two readings"),
    ("S^{-1}", "this matrix has no inverse"), (#"\det M"#, "`det` takes a square matrix"),
    ("A^{-1}_{1,2}", "`A^{-1}_{1,2}` has two readings"), ("A_{1,2}^{-1}", "`A_{1,2}^{-1}` has two readings"),
    (#"\|A\|_2"#, "the norm of a matrix has several readings"), ("|A|", "`|…|` of a value of shape 2×2 has two readings"),
    (#"\|u\|_{1/2}"#, "a norm with the mark `{1/2}` is not known"),
  ]) func `what has two readings or no value is refused`(_ latex: String, _ message: String) throws {
    #expect(try F("y=" + latex, Self.names).problem().message == message)
  }

  @Test func `a nearly singular matrix is refused with its condition number`() throws {
    let problem = try F("y=A^{-1}", ["A": matrix([1, 2], [2, 4.0000000001])]).problem()
    #expect(problem.message == "this matrix is nearly singular: its inverse is mostly rounding error")
    #expect(problem.notes.first?.hasPrefix("its condition number is 3.") == true)
  }

  @Test func `a disagreement tells the reading that was not taken`() throws {
    let evaluation = try F("y=A^2", ["y": matrix([1, 4], [9, 25]), "A": matrix([1, 2], [3, 5])]).evaluation()
    #expect(!evaluation.agrees)
    #expect(
      evaluation.remarks.map(\.text) == [
        #"`A^2` was read as the power of the matrix; of each entry it is `A^{\odot 2}`, or `elementwise: [A]`"#
      ])
  }

  @Test(arguments: [2, 3, 5, 8]) func `an inverse times its matrix is the identity, whatever the pivots`(_ size: Int) throws {
    let matrix = sample([size, size], seed: UInt64(size))
    let found = try F("y=A^{-1}A", ["A": matrix]).value()
    // The condition number of these is below 100.
    expect(found, equals: try F("y=I_n", ["n": number(Double(size))]).value(), tolerance: 1e-12)
  }

  @Test(arguments: [
    (#"\|v\|_3"#, 4.497941445275415), (#"\|v\|_1"#, 7), (#"\|v\|_p"#, 5), (#"\|v\|_p^p"#, 25), (#"\|v\|_\infty"#, 4), (#"\|x-w\|_1"#, 2),
  ]) func `a vector has its norms`(_ latex: String, _ expected: Double) throws {
    let names = ["v": vector(3, -4), "p": number(2), "x": number(2), "w": number(4)]
    expect(try F("y=" + latex, names).value(), equals: number(expected))
  }
}

@Suite struct `Counting` {
  static let names = ["n": number(5), "k": number(2), "x": vector(1, 2, 3)]

  @Test(arguments: [
    ("n!", 120.0), ("0!", 1), ("(n-1)!", 24), ("n!^2", 14_400), ("-n!", -120), ("kn!", 240), (#"\frac{n!}{k!(n-k)!}"#, 10),
    (#"\log k!"#, 0.6931471805599453), (#"\binom{n}{k}"#, 10), (#"{n \choose k}"#, 10), (#"\binom{2}{5}"#, 0),
    (#"{n \choose k} k"#, 20), (#"\sum_{i=0}^{n}\binom{n}{i}"#, 32), (#"\sum_{i=0}^{3}\frac{1}{i!}"#, 2.6666666666666665),
  ]) func `a factorial and a binomial coefficient are computed`(_ latex: String, _ expected: Double) throws {
    expect(try F("y=" + latex, Self.names).value(), equals: number(expected))
  }

  @Test(arguments: [
    ("2^n!", "it is not clear what `!` belongs to", "!"), ("n!!", "`!!` has two readings", "!!"), ("(-1)!", "the factorial of -1", "(-1)!"),
    ("1.5!", "the factorial of 1.5", "1.5!"), ("171!", "the factorial of 171 is too large", "171!"), ("x!", "`!` takes a number", "!"),
    (#"\binom{2000}{1000}"#, "the binomial coefficient of 2000 and 1000 is too large", #"\binom{2000}{1000}"#),
    (#"\binom{-1}{2}"#, "the binomial coefficient of -1 and 2", #"\binom{-1}{2}"#),
    (#"\binom{x}{2}"#, "a binomial coefficient takes numbers", #"\binom{x}{2}"#),
  ]) func `what can't be counted is refused where it stands`(_ latex: String, _ message: String, _ marked: String) throws {
    let example = F("y=" + latex, Self.names)
    let problem = try example.problem()
    #expect(problem.message == message)
    #expect(example.marked(by: problem) == marked)
  }

  @Test(arguments: [
    (#"\mathbf 1\{k > 1\}"#, 1.0), (#"\mathbb{1}[k>3]"#, 0), (#"\mathbb{1}_{k=2}"#, 1), (#"\mathbb 1_{\{k = 2\}}"#, 1), ("𝟙[k = 2]", 1),
    (#"\mathbb{1}(k<n)"#, 1), (#"\mathbb{I}[k<n]"#, 1), ("I(k<n)", 1), ("[k<n]", 1), (#"\sum_i \mathbf{1}\{x_i > 1\}"#, 2),
    (#"\mathbb{1}[k \in \{1,2\}]"#, 1), (#"\mathbb{1}[k>1, n>9]"#, 0), (#"n\,\mathbb{1}[k>1]"#, 5), (#"\mathds{1}\{k \ne 2\}"#, 0),
    (#"\mathbb{1}[k \text{ even}]"#, 1), (#"\mathbf 1^\top x"#, 6),
  ]) func `an indicator is 1 where its condition holds`(_ latex: String, _ expected: Double) throws {
    #expect(try F("y=" + latex, Self.names).value() == number(expected))
  }

  @Test func `an indicator runs over free indices`() throws {
    let example = F(#"M_{ij}=\mathbb{1}[i \ge j]"#).with { $0.shapes = ["M": [2, 2]] }
    #expect(try example.value() == matrix([1, 0], [1, 1]))
  }

  @Test(arguments: [
    (#"\exp\{-k\}"#, 0.1353352832366127), (#"\exp\left\{-k\right\}"#, 0.1353352832366127), (#"\log\{k\}"#, 0.6931471805599453),
    ("k[n+1]", 12),
  ])
  func `braces and brackets stand around an argument`(_ latex: String, _ expected: Double) throws {
    expect(try F("y=" + latex, Self.names).value(), equals: number(expected))
  }
}
