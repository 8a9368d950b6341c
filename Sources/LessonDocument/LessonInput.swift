import CellAnalysis
import CourseConfiguration
import Diagnostics

/// A constant of a lesson that the tool can replace, to check the lesson's formulas at other inputs.
package struct LessonInput: Sendable, Hashable {
  /// Its index among the lesson's inputs, from 0.
  package var index: Int
  /// The cell that declares it.
  package var cell: Int
  package var site: CellStatement.InputSite

  package var name: String { site.name }
}

extension Document {
  /// The lesson's inputs: top-level constants made of literals, seeds of random numbers, and what `vary: { inputs: … }` names.
  package var inputs: [LessonInput] {
    let named = Set(vary.inputs.map(\.text))
    var inputs: [LessonInput] = []
    for cell in cells where cell.options.declaresInputs {
      for site in cell.statements.flatMap(\.inputSites) where site.isWritten || named.contains(site.name) {
        inputs.append(LessonInput(index: inputs.count, cell: cell.index, site: site))
      }
    }
    return inputs
  }
}

extension CellOptions {
  /// Whether top-level constants of such a cell belong to the lesson's scope, and run.
  fileprivate var declaresInputs: Bool { runs && !hasOwnScope && (expectedMessage == nil || expectedMessage == .compilerWarning) }
}
