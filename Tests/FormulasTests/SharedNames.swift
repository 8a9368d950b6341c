@testable import Formulas

extension FormulaExample {
  /// The values of the tables that ask only whether formulas hold.
  private static let sharedNames: [String: ArrayValue] = [
    "n": number(3), "x": number(2), "y": number(3), "z": number(6), "v": vector(1, 2, 3), "u": vector(4, 5, 6),
    "w": matrix([1, 2], [3, 4]), "D": matrix([2, 0], [0, 3]),
  ]

  /// A formula over n = 3, x = 2, y = 3, z = 6, v = (1, 2, 3), u = (4, 5, 6), and the matrices w and D.
  init(shared latex: String) { self.init(latex, Self.sharedNames) }

  /// Whether its sides agree; nil if it has nothing that is compared.
  func holds() throws -> Bool? {
    let evaluation = try evaluation()
    guard evaluation.statements.contains(where: { $0.agreement != nil }) else { return nil }
    return evaluation.agrees
  }
}
