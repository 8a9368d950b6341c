import TestSupport
import Testing

/// Formulas that call functions of the lesson: the tool evaluates them, and the lesson's program answers the calls.
@Suite struct FunctionFormulaTests {
  private func check(_ lesson: String) throws -> LessonsTool.Result {
    let folder = try TemporaryFolder()
    try folder.write(lesson, to: "Lessons/01-functions.md")
    return try LessonsTool().run(["check"], in: folder.url)
  }

  private static let cell = """
    ```swift
    import Foundation
    let points: [Double] = [0.5, -1, 2]
    let kappa: (Double) -> Double = { exp(-$0 * $0 / 2) }
    func feature(_ q: Tensor) -> Tensor { Tensor([q[0].item, q[0].item * q[1].item, 1]) }
    let k: Tensor = [[1, 2], [3, 4]]
    let sum = points.map(kappa).reduce(0, +)
    var state: Double = 1
    let states = points.map { x -> Double in
      state = kappa(state + x)
      return state
    }
    let u = 0.25
    ```


    """

  @Test(arguments: [
    #"$$ sum = \sum_i \kappa(points_i) $$<!-- check -->"#,
    #"$$ \kappa(u) = e^{-u^2/2} $$<!-- check -->"#,
    #"$$ \kappa(\kappa(\kappa(u))) $$<!-- check: 'kappa(kappa(kappa(u)))' -->"#,
    #"$$ \sum_j \phi(k_j) $$<!-- check: { equals: 'feature(k[0]) + feature(k[1])', where: { \phi: feature } } -->"#,
    #"$$ h_t = f(h_{t-1} + x_t) $$<!-- check: { where: { f: kappa, x: points, h_0: '1.0', h: states }, index: { t: 1...3 } } -->"#,
    #"$$ \sigma(x) $$<!-- check: { equals: 'points.map(kappa)', where: { \sigma: '{ kappa($0) } as (Double) -> Double', x: points }, elementwise: [\sigma] } -->"#,
  ]) func `a formula that calls the lesson's functions agrees`(_ formula: String) throws {
    let result = try check(Self.cell + formula + "\n")
    #expect(result.exitCode == 0, "\(result.errors)")
    #expect(result.output.contains("1 formula (1 checked)") || result.output.contains("all holds"))
  }

  @Test(arguments: [
    (#"$$ \kappa(u) = e^{-u^2} $$<!-- check -->"#, "disagree: the relative error is"),
    (
      #"$$ y = f(3) $$<!-- check: { where: { y: '1.0', f: '{ (x: Double) -> Double in precondition(x < 1, "too large"); return x }' } } -->"#,
      "gave no value for 3.0: this trapped: too large"
    ),
    (
      #"$$ y = f(3) $$<!-- check: { where: { y: '1.0', f: '{ (x: String) -> Double in 1 }' } } -->"#,
      "is a `(String) -> Double`, which is neither a number nor a tensor"
    ),
    (#"$$ y = x $$<!-- check: { where: { y: kappa, x: '1.0' } } -->"#, "`y` is a function and needs its argument"),
    (#"$$ y = \kappa(u) $$<!-- check: { where: { y: '1.0' }, given: [kernel] } -->"#, "no formula of this lesson has the id `kernel`"),
  ]) func `a formula that can't call them is told why`(_ formula: String, _ message: String) throws {
    let result = try check(Self.cell + formula + "\n")
    #expect(result.exitCode == 1)
    #expect(result.errors.contains(message), "\(result.errors)")
  }
}
