import Diagnostics
import Formulas
import LaTeXSyntax
import LessonChecks
import LessonDocument

/// What `formulas.js` needs to compute the formulas of a page with a reader's numbers: the formulas as programs, and the variables that they
/// read and give.
struct LivePage {
  /// A page's variables are told apart by their code and the cell that made them.
  private struct Key: Hashable {
    var code: String
    var cell: Int?

    init(_ variable: LiveFormula.Variable) { (code, cell) = (variable.code, variable.cell) }
  }

  private var places: [Key: Int] = [:]
  private var variables: [LiveFormula.Variable] = []
  private var formulas: [String] = []

  /// More numbers than this are no reading matter: such a formula stays as it is.
  private static let valueLimit = 256
  /// The bytes that a page may become larger by.
  private static let sizeLimit = 14_000

  private var size = 0

  init(_ lesson: LessonRenderer) {
    for formula in lesson.document.formulas where formula.isDisplay {
      guard let live = lesson.report.formulas[formula.index].comparison?.live else { continue }
      add(live, formula.latex.text, id: lesson.formulaID(formula.index))
    }
  }

  private mutating func add(_ live: LiveFormula, _ latex: String, id: String) {
    let all = live.inputs.map(\.variable) + (live.defined.map { [$0] } ?? [])
    guard !live.inputs.isEmpty, all.allSatisfy({ $0.values.count <= Self.valueLimit }) else { return }
    let names = live.inputs.map { Self.quoted(Self.markup($0.latex)) }
    let sides = live.program.statements.flatMap(\.sides).map { Self.quoted(Self.markup(latex.slice(bytes: $0.range))) }
    let formula = """
      {"id":\(Self.quoted(id)),"program":\(live.program.json),"names":[\(names.joined(separator: ","))],\
      "sides":[\(sides.joined(separator: ","))],
      """
    let added = formula.utf8.count + all.filter { places[Key($0)] == nil }.reduce(0) { $0 + ProgramValue.json($1.values).utf8.count + 80 }
    guard size + added <= Self.sizeLimit else { return }
    size += added
    let inputs = live.inputs.map { String(place(of: $0.variable)) }
    let defines = live.defined.map { String(place(of: $0)) } ?? "null"
    formulas.append(formula + "\"inputs\":[\(inputs.joined(separator: ","))],\"defines\":\(defines)}")
  }

  private mutating func place(of variable: LiveFormula.Variable) -> Int {
    let key = Key(variable)
    if let known = places[key] { return known }
    places[key] = variables.count
    variables.append(variable)
    return variables.count - 1
  }

  /// Empty if the page has nothing to try.
  func html(in localization: Localization) -> HTML {
    guard !formulas.isEmpty, variables.contains(where: { $0.origin == .input }) else { return .empty }
    let variables = variables.map { variable in
      let shape = variable.shape.map(String.init).joined(separator: ",")
      return """
        {"code":\(Self.quoted(variable.code)),"shape":[\(shape)],"values":\(ProgramValue.json(variable.values)),\
        "origin":"\(variable.origin)"}
        """
    }
    let words = localization.live.map { "\"\($0)\":\(Self.quoted($1))" }.sorted()
    return HTML(
      verbatim: """
        <script type="application/json" id="page.live">{"words":{\(words.joined(separator: ","))},\
        "variables":[\(variables.joined(separator: ","))],"formulas":[\(formulas.joined(separator: ","))]}</script>
        """)
  }

  private static func markup(_ latex: String) -> String {
    (try? SyntaxTree(parsing: latex)).map { $0.mathML(display: false) } ?? HTML(text: latex).markup
  }

  /// As JSON within a page, where `<` might end the script.
  private static func quoted(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case "<": out += "\\u003c"
      case let control where control.value < 0x20:
        out += "\\u00" + (control.value < 16 ? "0" : "") + String(control.value, radix: 16)
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out + "\""
  }
}
