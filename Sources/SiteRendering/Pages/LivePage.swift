import CellAnalysis
import CellOutputs
import Diagnostics
import Formulas
import Foundation
import LaTeXSyntax
import LessonChecks
import LessonDocument

/// What `formulas.js` needs to compute the formulas of a page with a reader's numbers: the formulas as programs, and the variables that
/// they read and give.
struct LivePage {
  private struct Variable: Hashable {
    var code: String
    var shape: [Int]
    var values: [Double]
    var origin: LiveFormula.Variable.Origin
    /// Whether formulas were compared only while it is positive.
    var isPositive: Bool?
    /// From, to, and a step or `"log"`.
    var slider: [ProgramValue]?
    /// The mask that it is read of.
    var mask: String?

    /// Whether a reader may change it.
    var isChanging: Bool { origin == .input || origin == .mask }

    init(_ variable: LiveFormula.Variable) {
      (code, shape, values, origin) = (variable.code, variable.shape, variable.values, variable.origin)
      if origin == .mask { mask = code.split(separator: ".").first.map(String.init) }
    }

    /// What `formulas.js` takes apart.
    var list: ProgramValue {
      // Most lessons compute with floats, which have fewer digits.
      let areFloats = values.allSatisfy { !$0.isFinite || Double(Float($0)) == $0 }
      let kind = (isChanging ? 1 : origin == .computed ? 2 : 0) + (areFloats ? 4 : 0)
      let parts: [ProgramValue] = [
        .text(code), .ints(shape), .list(values.map { areFloats ? .float(Float($0)) : .number($0) }), .int(kind), .flag(isPositive == true),
        slider.map(ProgramValue.list) ?? .int(0), mask.map(ProgramValue.text) ?? .int(0),
      ]
      return .list(Array(parts.prefix(mask != nil ? 7 : slider != nil ? 6 : isPositive == true ? 5 : 4)))
    }
  }

  private struct Formula {
    /// That of its element on the page.
    var id: String
    var program: FormulaProgram
    /// Places among the variables.
    var inputs: [Int] = []
    var defines: Int?
    /// The inputs and the sides, as places among the texts.
    var names: [Int] = []
    var sides: [Int] = []

    /// What `formulas.js` takes apart.
    var list: ProgramValue {
      .list([.text(id), program.list, .ints(inputs), .ints(names), .ints(sides)] + (defines.map { [.int($0)] } ?? []))
    }
  }

  private struct Content: Encodable {
    var words: [String: String]
    var variables: [ProgramValue]
    var formulas: [ProgramValue]
    var texts: [String]
    /// Tells whether an address was made with these variables.
    var version: String
  }

  private let words: [String: String]
  /// The rules by which inputs varied when formulas were compared.
  private let rules: [(code: String, rule: Variation.Rule)]
  private let sliders: [String: Slider]
  private var variables: [Variable] = []
  private var formulas: [Formula] = []
  /// Names and sides of formulas as MathML, each once.
  private var texts: [String] = []

  /// What tells variables apart: a variable has other values after a later cell has changed it.
  private struct Key: Hashable {
    var code: String
    var cell: Int?
    var values: [Double]

    init(code: String, cell: Int?, values: [Double]) { (self.code, self.cell, self.values) = (code, cell, values) }

    init(_ variable: LiveFormula.Variable) { self.init(code: variable.code, cell: variable.cell, values: variable.values) }
  }

  private var places: [Key: Int] = [:]

  init(_ lesson: LessonRenderer) {
    words = lesson.localization.live
    let entries = LiveSelection(lesson.document, lesson.report.formulas).entries
    rules = entries.flatMap { $0.live.rules.map { ($0.key, $0.value) } }
    let sliders = entries.flatMap(\.live.inputs).compactMap { input in input.slider.map { (input.variable.code, $0) } }
    self.sliders = Dictionary(sliders) { first, _ in first }
    for entry in entries {
      formulas.append(
        Formula(
          id: lesson.formulaID(entry.formula.index), program: entry.live.program, inputs: entry.live.inputs.map { place(of: $0.variable) },
          defines: entry.live.defined.map { place(of: $0) }, names: entry.names.map { place(ofText: $0) },
          sides: entry.sides.map { place(ofText: $0) }))
    }
    // What is computed of no input of the page stays as it is.
    for (key, place) in places where variables[place].origin == .computed {
      let behind = lesson.document.names(
        behind: SwiftExpression.names(in: key.code), afterCells: key.cell.map { $0 + 1 } ?? lesson.document.cells.count)
      if inputs(among: behind).isEmpty { variables[place].origin = .written }
    }
  }

  private mutating func place(ofText text: String) -> Int {
    if let known = texts.firstIndex(of: text) { return known }
    texts.append(text)
    return texts.count - 1
  }

  private mutating func place(of variable: LiveFormula.Variable) -> Int {
    let key = Key(variable)
    if let known = places[key] { return known }
    places[key] = variables.count
    var added = Variable(variable)
    if variable.origin == .input {
      let rules = rules.filter { $0.code == variable.code }.map(\.rule)
      // Of other values of this one, some formula isn't known to hold.
      if rules.contains(where: { $0 != .positive }) { added.origin = .written }
      if !rules.isEmpty { added.isPositive = true }
      added.slider = sliders[variable.code].map { slider in
        [.number(slider.lowest), .number(slider.highest)]
          + (slider.isLogarithmic ? [.text("log")] : [.number(slider.step ?? (slider.highest - slider.lowest) / 200)])
      }
    }
    variables.append(added)
    return variables.count - 1
  }

  /// Whether there is anything to try.
  private var isEmpty: Bool { formulas.isEmpty || !variables.contains(where: \.isChanging) }

  /// nil if the page has nothing to try.
  var html: HTML? {
    guard !isEmpty else { return nil }
    let lists = variables.map(\.list)
    let content = Content(
      words: words, variables: lists, formulas: formulas.map(\.list), texts: texts, version: Self.version(of: LiveSelection.json(lists)))
    return HTML(verbatim: "<script type=\"application/json\" id=\"page.live\">\(LiveSelection.json(content))</script>")
  }

  /// A short mark of a text: its FNV-1a hash.
  private static func version(of text: String) -> String {
    String(text.utf8.reduce(2_166_136_261 as UInt32) { ($0 ^ UInt32($1)) &* 16_777_619 }, radix: 36)
  }

  /// The place of a variable as a cell has made it; nil if the page has nothing to try.
  func place(of code: String, madeIn cell: Int, _ values: [Double]) -> Int? {
    isEmpty ? nil : places[Key(code: code, cell: cell, values: values)]
  }

  /// What formulas read of a mask of this name: 1 where a key is seen, or what is added to scores, 0 where it is.
  func masks(named name: String) -> [(name: String, place: Int, visibility: [Double], isAdded: Bool)] {
    guard !isEmpty else { return [] }
    return variables.indices.filter { variables[$0].mask == name }.map { place in
      let isAdded = variables[place].code.hasSuffix("additive")
      return (name, place, variables[place].values.map { $0 == (isAdded ? 0 : 1) ? 1 : 0 }, isAdded)
    }
  }

  /// The places of the inputs with some of these names.
  func inputs(among names: Set<String>) -> [Int] {
    isEmpty ? [] : variables.indices.filter { variables[$0].isChanging && names.contains(variables[$0].mask ?? variables[$0].code) }
  }
}
