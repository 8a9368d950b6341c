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
struct LivePage: Encodable {
  private struct Variable: Encodable, Hashable {
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
  }

  private struct Formula: Encodable {
    /// That of its element on the page.
    var id: String
    var program: FormulaProgram
    /// Places among the variables.
    var inputs: [Int] = []
    var defines: Int?
    /// The inputs and the sides, as places among the texts.
    var names: [Int] = []
    var sides: [Int] = []
  }

  private let words: [String: String]
  /// The rules by which inputs varied when formulas were compared.
  private let rules: [(code: String, rule: Variation.Rule)]
  private let sliders: [String: Slider]
  private var variables: [Variable] = []
  private var formulas: [Formula] = []
  /// Names and sides of formulas as MathML, each once.
  private var texts: [String] = []

  /// The bytes that a page may become larger by.
  private static let sizeLimit = 12_300

  private enum CodingKeys: CodingKey { case words, variables, formulas, texts }

  /// What tells variables apart: a variable has other values after a later cell has changed it.
  private struct Key: Hashable {
    var code: String
    var cell: Int?
    var values: [Double]

    init(code: String, cell: Int?, values: [Double]) { (self.code, self.cell, self.values) = (code, cell, values) }

    init(_ variable: LiveFormula.Variable) { self.init(code: variable.code, cell: variable.cell, values: variable.values) }
  }

  private var places: [Key: Int] = [:]
  private var size = 0

  init(_ lesson: LessonRenderer) {
    words = lesson.localization.live
    let formulas = lesson.document.formulas.filter(\.isDisplay).compactMap { formula in
      lesson.report.formulas[formula.index].comparison?.live.map { (formula: formula, live: $0) }
    }
    rules = formulas.flatMap { $0.live.rules.map { ($0.key, $0.value) } }
    let sliders = formulas.flatMap(\.live.inputs).compactMap { input in input.slider.map { (input.variable.code, $0) } }
    self.sliders = Dictionary(sliders) { first, _ in first }
    // While there is room, the formulas that an author gave a slider come first. On the page they all keep their order: of several
    // formulas for one variable, the first counts.
    let hasSlider = { (live: LiveFormula) in live.inputs.contains { $0.slider != nil } }
    for (formula, live) in formulas.filter({ hasSlider($0.live) }) + formulas.filter({ !hasSlider($0.live) }) {
      add(live, formula.latex.text, id: lesson.formulaID(formula.index))
    }
    let order = Dictionary(
      formulas.enumerated().map { (lesson.formulaID($0.element.formula.index), $0.offset) }, uniquingKeysWith: { first, _ in first })
    self.formulas.sort { order[$0.id, default: 0] < order[$1.id, default: 0] }
    // What is computed of no input of the page stays as it is.
    for (key, place) in places where variables[place].origin == .computed {
      let behind = lesson.document.names(
        behind: SwiftExpression.names(in: key.code), afterCells: key.cell.map { $0 + 1 } ?? lesson.document.cells.count)
      if inputs(among: behind).isEmpty { variables[place].origin = .written }
    }
  }

  private mutating func add(_ live: LiveFormula, _ latex: String, id: String) {
    let all = live.inputs.map(\.variable) + (live.defined.map { [$0] } ?? [])
    guard live.isForReading else { return }
    let names = live.inputs.map { Self.markup($0.latex) }
    let sides = live.program.statements.flatMap(\.sides).map { Self.markup(latex.slice(bytes: $0.range)) }
    var formula = Formula(id: id, program: live.program)
    let newTexts = Set(names + sides).subtracting(texts)
    let newVariables = all.filter { places[Key($0)] == nil }.map(Variable.init)
    let added = Self.json(formula).utf8.count + Self.json(newTexts.sorted()).utf8.count + Self.json(newVariables).utf8.count
    guard size + added <= Self.sizeLimit else { return }
    size += added
    formula.inputs = live.inputs.map { place(of: $0.variable) }
    formula.defines = live.defined.map { place(of: $0) }
    formula.names = names.map { place(ofText: $0) }
    formula.sides = sides.map { place(ofText: $0) }
    formulas.append(formula)
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
    return HTML(verbatim: "<script type=\"application/json\" id=\"page.live\">\(Self.json(self))</script>")
  }

  /// The place of a variable as a cell has made it; nil if the page has nothing to try.
  func place(of code: String, madeIn cell: Int, _ values: [Double]) -> Int? {
    isEmpty ? nil : places[Key(code: code, cell: cell, values: values)]
  }

  /// The places of the inputs with some of these names.
  func inputs(among names: Set<String>) -> [Int] {
    isEmpty ? [] : variables.indices.filter { variables[$0].isChanging && names.contains(variables[$0].mask ?? variables[$0].code) }
  }

  /// As JSON within a page, where `</` might end the script and `<!` change how its end is found.
  private static func json(_ value: some Encodable) -> String {
    guard let bytes = try? JSONEncoder.forPages.encode(value) else { preconditionFailure("numbers and texts always have a form in JSON") }
    return String(decoding: bytes, as: UTF8.self).replacing("</", with: "<\\/").replacing("<!", with: "\\u003c!")
  }

  private static func markup(_ latex: String) -> String {
    (try? SyntaxTree(parsing: latex)).map { $0.mathML(display: false, isAnnotated: false) } ?? HTML(text: latex).markup
  }
}
