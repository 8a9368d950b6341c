import Diagnostics
import Testing

@testable import Formulas

private typealias F = FormulaExample

/// Products and quotients that two readers read in two ways (R3a, R6b).
@Suite struct `Ambiguous operators` {
  static let names = [
    "A": matrix([1, 2], [3, 5]), "B": matrix([0, 1], [1, 0]), "C": matrix([2, 1], [1, 3]), "M": matrix([1, 2, 3], [4, 5, 6]),
    "r": vector(3, 4), "s": vector(3, 4), "a": vector(1, 2, 3), "x": number(2), "y": number(3), "p": vector(0.5, 0.5),
    "q": vector(0.25, 0.75),
  ]

  @Test(arguments: [#"A r\odot s"#, #"AB\odot C"#, #"AB\circ C"#, #"AB\ast C"#, "AB*C", #"-AB\odot C"#])
  func `a product before an entrywise one is refused`(_ latex: String) throws {
    let problem = try F("z=" + latex, Self.names).problem()
    #expect(problem.message.hasPrefix("it is not clear what the product before `"))
    #expect(problem.help == "write parentheses")
  }

  @Test func `both readings of a product before an entrywise one are named`() throws {
    let example = F(#"z=A r\odot s"#, Self.names)
    let problem = try example.problem()
    #expect(problem.notes == ["one reading: (`A r`) ⊙ `s`", "another: `A` (`r` ⊙ `s`)"])
    #expect(example.marked(by: problem) == #"\odot"#)
  }

  @Test(arguments: [
    (#"(AB)\odot C"#, matrix([4, 1], [5, 9])), (#"A(B\odot C)"#, matrix([2, 1], [5, 3])), (#"2A\odot B"#, matrix([0, 4], [6, 0])),
    (#"A\odot 2B"#, matrix([0, 4], [6, 0])), (#"r^\top s A\odot B"#, matrix([0, 50], [75, 0])),
    (#"A\odot B\odot C"#, matrix([0, 2], [3, 0])),
    (#"M^\top r\odot a"#, vector(19, 52, 99)), (#"r\odot s+s"#, vector(12, 20)), (#"A\odot B+AB"#, matrix([2, 3], [8, 3])),
  ]) func `what has one reading is computed`(_ latex: String, _ expected: ArrayValue) throws {
    #expect(try F("z=" + latex, Self.names).value() == expected)
  }

  @Test func `a tensor product is refused unless it is declared`() throws {
    let example = F(#"z=r\otimes s"#, Self.names)
    let problem = try example.problem()
    #expect(problem.message == #"`\otimes` has two readings"#)
    #expect(problem.help == "declare one: `otimes: outer` or `otimes: elementwise`")
    #expect(try example.with { $0.tensorProduct = .outer }.value() == matrix([9, 12], [12, 16]))
    #expect(try example.with { $0.tensorProduct = .elementwise }.value() == vector(9, 16))
  }

  @Test func `a tensor product declared elementwise is refused beside a product`() throws {
    let example = F(#"z=Ar\otimes s"#, Self.names).with { $0.tensorProduct = .elementwise }
    #expect(try example.problem().message.hasPrefix("it is not clear what the product before"))
  }

  @Test(arguments: [
    (#"\log x/y"#, #"(\log x)/y"#, #"\log(x/y)"#), (#"\sum_ip_i\log p_i/q_i"#, #"(\log p_i)/q_i"#, #"\log(p_i/q_i)"#),
    (#"\ln x/y"#, #"(\ln x)/y"#, #"\ln(x/y)"#), (#"\log_2 x/y"#, #"(\log_2x)/y"#, #"\log_2(x/y)"#),
    (#"\exp x/y"#, #"(\exp x)/y"#, #"\exp(x/y)"#),
    (#"\sin xy/2"#, #"(\sin xy)/2"#, #"\sin(xy/2)"#), (#"\log\sum_i p_i/y"#, #"(\log \sum_i p_i)/y"#, #"\log(\sum_i p_i/y)"#),
  ]) func `a quotient behind a function without parentheses is refused with both readings`(
    _ latex: String, _ first: String, _ second: String
  ) throws {
    let problem = try F("z=" + latex, Self.names).problem()
    #expect(problem.message.hasPrefix("it is not clear whether"))
    #expect(problem.notes == ["one reading: " + first, "another: " + second])
  }

  @Test(arguments: [
    (#"\log(x)/y"#, 0.23104906018664842), (#"\log(x/y)"#, -0.405465108108164), (#"\log\frac{x}{y}"#, -0.405465108108164),
    (#"\operatorname{tr} A/x"#, 3), (#"\sum_ip_i/x"#, 0.5), (#"\sum_ip_i\log(p_i/q_i)"#, 0.14384103622589042),
  ]) func `a quotient with one reading is computed`(_ latex: String, _ expected: Double) throws {
    expect(try F("z=" + latex, Self.names).value(), equals: number(expected))
  }

  @Test(arguments: [
    (#"\bmod 3"#, #"`\bmod` has no left side"#), (#"7\bmod"#, #"`\bmod` has no right side"#),
    (#"x+7\bmod 3"#, #"it is not clear what `\bmod` is taken of"#), (#"-7\bmod 3"#, #"it is not clear what `\bmod` is taken of"#),
    (#"7\bmod 4\bmod 2"#, #"it is not clear where the divisor of `\bmod` ends"#),
    (#"7\bmod 3x"#, #"it is not clear where the divisor of `\bmod` ends"#),
  ]) func `a remainder of something unclear is refused`(_ latex: String, _ message: String) throws {
    #expect(try F("z=" + latex, Self.names).problem().message == message)
  }

  @Test func `a remainder of a sum in parentheses is computed`() throws {
    #expect(try F(#"z=(x+5)\bmod 3"#, Self.names).value() == number(1))
  }
}

/// What may stand below a big operator (R8a).
@Suite struct `Bounds of big operators` {
  static let names = ["a": vector(1, 2, 3), "A": matrix([1, 2], [3, 5]), "n": number(3)]

  @Test(arguments: [
    (#"\max_{i=1}^{n} a_i"#, 3.0), (#"\min_{i=1}^{n} a_i"#, 1), (#"\arg\max_{i=1}^{n} a_i"#, 3),
    (#"\operatorname*{argmin}_{i=1}^{n} a_i"#, 1),
    (#"\max_{i=1,\ldots,n} a_i"#, 3), (#"\min_{i=1,\dots,n} a_i"#, 1), (#"\sum_{i=1,\ldots,n} a_i"#, 6), (#"\sum_{i=1,3,\ldots,5} i"#, 9),
    (#"\arg\min_{i=1,\ldots,n} a_i"#, 1), (#"\max_{1 \le i \le n} a_i"#, 3), (#"\sum_{0<i<3} a_i"#, 3),
    (#"\sum_{1 \le i < j \le n} a_i a_j"#, 11),
    (#"\sum_{n \ge j > i \ge 1} a_i a_j"#, 11), (#"\sum_{1\le i<j<k\le n} a_i a_j a_k"#, 6), (#"\prod_{1 \le i < j \le n} (a_j - a_i)"#, 2),
    (#"\max_{1\le i<j\le n} a_i a_j"#, 6), (#"\sum_{i \ne j} a_i a_j"#, 22), (#"\sum_{i < j} a_i a_j"#, 11), (#"\sum_{i,j} A_{ij}"#, 11),
    (#"\max_{i,j} A_{ij}"#, 5), (#"\sum_{\substack{1\le i\le n\\ i\ne 2}} a_i"#, 4), (#"\sum_{1 \le i \le n-1} (a_{i+1} - a_i)"#, 2),
    (#"\sum_{1\le i<j\le n} 1"#, 3), (#"\sum_{1\le i,j\le n} a_i a_j"#, 36), (#"\max_{1\le i,j\le n} (a_i-a_j)"#, 2),
    (#"\sum_{0<i,j,k<3} a_i a_j a_k"#, 27),
  ]) func `an index runs where its bounds say`(_ latex: String, _ expected: Double) throws {
    #expect(try F("z=" + latex, Self.names).value() == number(expected))
    // The same without a left side.
    #expect(try F(latex, Self.names).value() == number(expected))
  }

  @Test func `an index with a value is not summed over`() throws {
    let example = F(#"\sum_{j<i}a_j=s_i"#, ["a": vector(1, 2, 3), "s": vector(0, 1, 3)])
    #expect(try example.evaluation().agrees)
  }

  @Test(arguments: [
    (#"\max_{i=1}^{4} a_i"#, "the index `i` has two ranges"), (#"\sum_{i=1}^{10^{18}} i"#, "the index `i` takes too many values"),
    (#"\sum_{1\le i<j\le 10^{10}} i"#, "the index `i` takes too many values"),
    (#"\sum_{i=1,\ldots,10^{10}} i"#, "the index `i` takes too many values"),
  ]) func `bounds that don't fit are refused`(_ latex: String, _ message: String) throws {
    #expect(try F("z=" + latex, Self.names).problem().message == message)
  }
}

/// Dots in lists and matrices, and lists of lists (R11a, R13a).
@Suite struct `Lists written out` {
  static let names = [
    "a": vector(1, 2, 3), "M": matrix([1, 2, 3], [4, 5, 6]), "D": matrix([1, 2, 3], [4, 5, 6], [7, 8, 9]), "n": number(3),
    "u": vector(1, 2), "x": number(2),
  ]

  @Test(arguments: [
    (#"[-(n-1),\ldots,-2,-1,0]"#, [-2.0, -1, 0]), (#"[-(n+2),\ldots,-2,-1,0]"#, [-5, -4, -3, -2, -1, 0]),
    (#"[-(x-1),\ldots,-1,0]"#, [-1, 0]),
    (#"[1,2,\ldots,n+2]"#, [1, 2, 3, 4, 5]), (#"[n+2,\ldots,2,1]"#, [5, 4, 3, 2, 1]), (#"[n+2,n+1,\ldots,1]"#, [5, 4, 3, 2, 1]),
    (#"[0,0.5,\ldots,2]"#, [0, 0.5, 1, 1.5, 2]), (#"[-3,-2,\ldots,2]"#, [-3, -2, -1, 0, 1, 2]), (#"[a_1,a_2,\ldots,a_n]"#, [1, 2, 3]),
    (#"[2^0,2^1,\ldots,2^n]"#, [1, 2, 4, 8]), (#"\begin{pmatrix}a_1&a_2&\cdots&a_n\end{pmatrix}"#, [1, 2, 3]),
    (#"\begin{pmatrix}a_1\\\vdots\\a_n\end{pmatrix}"#, [1, 2, 3]),
  ]) func `dots stand for the items between`(_ latex: String, _ expected: [Double]) throws {
    #expect(try F("z=" + latex, Self.names).value().data == expected)
  }

  @Test(arguments: [
    (#"\begin{pmatrix}M_{11}&\cdots&M_{1n}\\M_{21}&\cdots&M_{2n}\end{pmatrix}"#, "M"),
    (
      #"\begin{pmatrix}D_{11}&D_{12}&\cdots&D_{1n}\\D_{21}&D_{22}&\cdots&D_{2n}\\\vdots&\vdots&\ddots&\vdots\\D_{n1}&D_{n2}&\cdots&D_{nn}\end{pmatrix}"#,
      "D"
    ),
  ]) func `dots in a matrix go along its rows and columns`(_ latex: String, _ name: String) throws {
    #expect(try F("Z=" + latex, Self.names).value() == Self.names[name])
  }

  @Test func `a diagonal may be a list`() throws {
    let found = try F(#"Z=\operatorname{diag}(a_1,\ldots,a_n)"#, Self.names).value()
    #expect(found == matrix([1, 0, 0], [0, 2, 0], [0, 0, 3]))
  }

  @Test(arguments: [
    (#"[1,\ldots,n]"#, "the step of the list is not said"), (#"[1,3,\ldots,6]"#, "the list does not reach its end in even steps"),
    (#"[1,2,4,\ldots,16]"#, "the list does not reach its end in even steps"), (#"[1,2,\ldots,10^{12}]"#, "the list is too long"),
    (#"\begin{bmatrix}1&0\\\vdots&\vdots\\1&0\end{bmatrix}"#, "the step of the list is not said"),
    (#"[\ldots,1]"#, "dots without an item on both sides"),
  ]) func `dots that say too little are refused`(_ latex: String, _ message: String) throws {
    #expect(try F("z=" + latex, Self.names).problem().message == message)
  }

  @Test(arguments: [
    ("[[1,2],[3,4]]", [2, 2]), ("[[1,2]]", [1, 2]), ("[[1],[2]]", [2, 1]), ("[[[1,2],[3,4]],[[5,6],[7,8]]]", [2, 2, 2]), ("[1,2]", [2]),
    ("[u,u]", [2, 2]), ("[u;u]", [4]),
  ]) func `a list of lists has an axis for each level`(_ latex: String, _ shape: [Int]) throws {
    #expect(try F("Z=" + latex, Self.names).value().shape == shape)
  }

  @Test(arguments: [
    ("[[1,2],[3]]", "the lists in the list have different lengths"), ("[[1,2],x]", "a list of a list and a number has two readings"),
    ("[[u,u],[u,u]]", "a list of lists has two readings, where its entries are no numbers"),
  ]) func `a list of lists with two readings is refused`(_ latex: String, _ message: String) throws {
    #expect(try F("Z=" + latex, Self.names).problem().message == message)
  }

  @Test func `a list of lists is no flat list`() throws {
    #expect(throws: Problem.self) { try F("A=[[1,2],[3,4]]", ["A": vector(1, 2, 3, 4)]).evaluation() }
  }
}
