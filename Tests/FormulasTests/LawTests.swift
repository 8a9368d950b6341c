import Testing

@testable import Formulas

/// Identities that hold for all data, on shapes and numbers made anew for each case.
@Suite struct `Laws` {
  static let sizes: [(Int, Int, Int)] = [(1, 1, 1), (2, 3, 4), (5, 2, 3), (1, 6, 2), (7, 7, 7)]

  private func holds(_ latex: String, _ names: [String: ArrayValue]) throws -> Bool {
    try FormulaExample(latex, names).evaluation().agrees
  }

  @Test(arguments: sizes) func `the transpose of a product`(_ m: Int, _ k: Int, _ n: Int) throws {
    let names = ["A": sample([m, k], seed: 1), "B": sample([k, n], seed: 2)]
    #expect(try holds(#"(AB)^\top=B^\top A^\top"#, names))
  }

  @Test(arguments: sizes) func `a product is associative`(_ m: Int, _ k: Int, _ n: Int) throws {
    let names = ["A": sample([m, k], seed: 1), "B": sample([k, n], seed: 2), "C": sample([n, m], seed: 3)]
    #expect(try holds(#"(AB)C=A(BC)=ABC"#, names))
  }

  @Test(arguments: sizes) func `softmax does not see a shift`(_ m: Int, _ k: Int, _ n: Int) throws {
    #expect(
      try holds(
        #"\operatorname{softmax}(A)=\operatorname{softmax}(A+c)"#, ["A": sample([m, k], seed: 4), "c": number(5000)]))
  }

  @Test(arguments: sizes) func `the rows of softmax sum to one`(_ m: Int, _ k: Int, _ n: Int) throws {
    let names = ["A": sample([m, k], seed: 5)]
    #expect(try holds(#"\sum_j\operatorname{softmax}(A)_{ij}=1"#, names))
    #expect(try holds(#"\operatorname{softmax}(A)\mathbf{1}=\mathbf{1}"#, names))
  }

  @Test(arguments: sizes) func `a sum may be split and exchanged`(_ m: Int, _ k: Int, _ n: Int) throws {
    let names = ["A": sample([m, k], seed: 6), "B": sample([m, k], seed: 7)]
    #expect(try holds(#"\sum_{i,j}(A_{ij}+B_{ij})=\sum_i\sum_jA_{ij}+\sum_j\sum_iB_{ij}"#, names))
  }

  @Test(arguments: sizes) func `matrix products are sums over an index`(_ m: Int, _ k: Int, _ n: Int) throws {
    let names = ["A": sample([m, k], seed: 8), "B": sample([k, n], seed: 9)]
    #expect(try holds(#"(AB)_{ij}=\sum_lA_{il}B_{lj}"#, names))
    #expect(try holds(#"\operatorname{tr}(AA^\top)=\|A\|_F^2=\sum_{ij}A_{ij}^2"#, names))
  }

  @Test(arguments: sizes) func `log-sum-exp by its maximum`(_ m: Int, _ k: Int, _ n: Int) throws {
    let names = ["x": sample([k], seed: 10)]
    #expect(try holds(#"\log\sum_je^{x_j}=\max_jx_j+\log\sum_je^{x_j-\max_lx_l}"#, names))
  }

  @Test(arguments: sizes) func `attention by rows and by sums`(_ m: Int, _ k: Int, _ n: Int) throws {
    let names = ["q": sample([m, k], seed: 11), "k": sample([n, k], seed: 12), "v": sample([n, 3], seed: 13)]
    #expect(
      try holds(
        #"(\operatorname{softmax}(qk^\top)v)_i=\sum_j\frac{\exp(q_i^\top k_j)}{\sum_l\exp(q_i^\top k_l)}v_j"#, names))
    #expect(try holds(#"\operatorname{softmax}(q_ik^\top)v=\sum_j\operatorname{softmax}_j(q_i^\top k_j)v_j"#, names))
  }

  @Test(arguments: sizes) func `the trigonometric addition is a rotation`(_ m: Int, _ k: Int, _ n: Int) throws {
    let example = FormulaExample(
      #"R(a)R(b)=R(a+b)"#, ["a": number(Double(m) / 3), "b": number(Double(k) / 7)]
    ).with { $0.given = [#"R(t)=\begin{pmatrix}\cos t&-\sin t\\\sin t&\cos t\end{pmatrix}"#] }
    #expect(try example.evaluation().agrees)
  }
}
