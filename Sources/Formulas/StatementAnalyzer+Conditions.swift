import Diagnostics
import FormulaEvaluator
import FormulaExpressions
import FormulaParser
import FormulaStatements

/// Conditions on the free indices of a statement: `D_{ij} = 0, \\quad i \\ne j` (R14).
extension StatementAnalyzer {
  /// Whether a statement only says for which values of the free indices the statement before it holds.
  func isCondition(_ statement: Statement, on claim: Claim) -> Bool {
    guard !claim.isGiven, !claim.freeNames.isEmpty, !claim.statement.relations.contains(.element),
      statement.relations.allSatisfy({ $0 == .notEqual || $0.isOrder }), !statement.relations.isEmpty
    else { return false }
    var hasIndex = false
    var isOfIndices = true
    let scanner = SymbolScanner { name, symbol, takesSup in self.scope.isBound(name, symbol, takesSup: takesSup) }
    scanner.scan(statement.members.flatMap(\.nodes)) { found in
      if claim.freeNames.contains(found.symbol.base), found.symbol.sub == nil {
        hasIndex = true
      } else {
        // A relation of entries such as `p_i` is a statement of its own.
        isOfIndices = isOfIndices && found.sub == nil && found.name.map { self.scope.boundShape($0)?.isEmpty ?? false } ?? false
      }
    }
    return hasIndex && isOfIndices
  }

  /// The sides with a number in place of what they are for the indices that the conditions leave out, where they may have no value.
  func restricted(_ sides: Sides, _ claim: Claim, _ parser: ExpressionParser) throws(Problem) -> Sides {
    guard let first = claim.conditions.first else { return sides }
    guard claim.left.isExpression else {
      throw Problem(
        "a condition on the indices of what is defined leaves the other entries without a value", at: first.range,
        help: "define them all by `cases`")
    }
    let condition = try condition(of: claim, parser, sides.variables)
    let chosen = try TypedExpression(
      .cases([
        .init(condition: condition, value: try parser.number(1, at: first.range)),
        .init(condition: .always, value: try parser.number(0, at: first.range)),
      ]), shape: [], at: first.range)
    var restricted = sides
    restricted.chosen = try chosen.table(over: sides.variables)
    for (index, side) in sides.members.enumerated() {
      let typed = side.typed
      restricted.members[index].typed = try TypedExpression(
        .cases([
          .init(condition: condition, value: typed), .init(condition: .always, value: try parser.number(0, at: typed.range)),
        ]), shape: typed.shape, orientation: typed.orientation, at: typed.range)
    }
    return restricted
  }

  private func condition(of claim: Claim, _ parser: ExpressionParser, _ variables: [IndexVariable]) throws(Problem) -> Condition {
    var locals: [Name: SymbolTable.Referent] = [:]
    for variable in variables { locals[variable.name] = .variable(variable) }
    return try scope.withLocals(locals) { () throws(Problem) in
      var found = Condition.always
      for statement in claim.conditions {
        let sides = try statement.members.map { member throws(Problem) in try parser.expression(member.nodes, in: member.range) }
        for (index, relation) in statement.relations.enumerated() {
          found = .both(found, .comparison(relation, sides[index], sides[index + 1]))
        }
      }
      return found
    }
  }
}
