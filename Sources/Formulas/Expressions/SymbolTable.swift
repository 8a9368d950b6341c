import Diagnostics
import FormulaStatements
import LaTeXSyntax

/// What the names of a formula mean at a place: local names first, then what other statements define, then bindings.
final class SymbolTable {
  /// What a name refers to.
  enum Referent {
    case variable(IndexVariable)
    case value(TypedExpression)
    case function(Function)
    case foreign(FunctionSlot)
  }

  let bindings: Bindings
  /// Index variables and the parameters of the definition being read.
  var locals: [Name: Referent] = [:]
  /// What the statements of the formula and its given definitions have computed.
  var computed: [Name: Value] = [:]
  /// What the recurrence being evaluated has computed so far.
  var stored: [Name: RecurrenceState] = [:]
  /// Recurrences that are complete: with an index they also give what they began with.
  var finished: [Name: RecurrenceState] = [:]
  var functions: [Name: Function] = [:]
  /// Functions whose argument is a subscript, by the name without it: `R` for `R_m`.
  var subscriptFunctions: [Name: Function] = [:]
  /// Index variables whose values are declared, by the author or by the formula: `i \in \{1,2,\ldots,n\}`.
  var indices: [Name: ClosedRange<Int>]
  /// Names that big operators bind somewhere in the formula. A key such as `x_i` with one of them is a family.
  var indexNames: Set<Name> = []
  /// Every name that was used, where and as what.
  private(set) var uses: [FormulaEvaluation.Use] = []
  /// How something was read that has another reading: told where the sides disagree.
  private(set) var remarks: [FormulaEvaluation.Remark] = []
  /// Declarations of `elementwise` that decided how something was read, and other declarations that did.
  var decisive: Set<Name> = []
  var usesTensorProduct = false
  var usesZeroLogZero = false
  /// The bound names that were read, and the given definitions that were.
  var used: Set<Name> = []
  var usedGiven: Set<Name> = []
  /// Which functions call themselves, and what is known of those.
  var recursive: [Name: Bool] = [:]
  var recursions: [Name: Recursion] = [:]
  /// The coarsest format of the code's values that the formula has read so far, or is compared with.
  private(set) var precision = Precision.double
  /// The values that the formula is read with.
  let values = InputValues()
  /// The names that were looked up among the bindings, each with its slot; nil for one that nothing is bound to.
  private(set) var inputs: [Name: InputSlot?] = [:]
  private(set) var foreignFunctions: [Name: FunctionSlot?] = [:]
  /// Whether something was read with values that no slot holds.
  var isReadOnce = false
  private var nextID = 0

  init(bindings: Bindings) {
    self.bindings = bindings
    indices = bindings.indices
  }

  /// A value with the first index of each axis.
  struct Value {
    var slot: InputSlot
    var orientation = TypedExpression.Orientation.column
    var bases: [Int] = []
  }

  func makeVariable(_ name: Name) -> IndexVariable {
    nextID += 1
    return IndexVariable(id: nextID, name: name)
  }

  func makeElement() -> ElementVariable {
    nextID += 1
    return ElementVariable(id: nextID)
  }

  func note(_ use: FormulaEvaluation.Use) {
    // A name that is read twice at one place is one use.
    if uses.last != use { uses.append(use) }
  }

  func remark(_ remark: FormulaEvaluation.Remark) {
    if !remarks.contains(remark) { remarks.append(remark) }
  }

  func note(_ found: Precision) { precision = .coarser(precision, found) }

  /// A slot for a value, which is the one that the formula is read with.
  func makeInput(_ name: Name, _ value: ArrayValue) -> InputSlot {
    let slot = InputSlot(name: name, example: value)
    values[slot] = value
    return slot
  }

  func makeFunction(_ name: Name, _ function: ForeignFunction) -> FunctionSlot {
    let slot = FunctionSlot(name: name, example: function)
    values[slot] = function
    return slot
  }

  /// What the name was bound to by the author or the lesson, if anything.
  func boundInput(_ name: Name, asksFallback: Bool = true) -> InputSlot? {
    guard asksFallback || bindings.entries[name] != nil else { return nil }
    if let known = inputs[name] { return known }
    let found = bindings.value(of: name).map { makeInput(name, $0) }
    inputs[name] = .some(found)
    return found
  }

  /// The foreign function that the name was bound to.
  func foreignFunction(_ name: Name, asksFallback: Bool = true) -> FunctionSlot? {
    guard asksFallback || bindings.entries[name] != nil else { return nil }
    if let known = foreignFunctions[name] { return known }
    guard bindings.entries[name] != nil || boundInput(name) == nil else { return nil }
    let found = bindings.function(of: name).map { makeFunction(name, $0) }
    foreignFunctions[name] = .some(found)
    return found
  }

  /// The shape that is known of a bound name.
  package func boundShape(_ name: Name, asksFallback: Bool) -> [Int]? {
    if let shape = declaredShape(name) { return shape }
    return boundInput(name, asksFallback: asksFallback)?.shape
  }

  /// Whether the author or the lesson bound the name that a symbol would have.
  func isBound(_ name: Name, _ symbol: Symbol, takesSup: Bool) -> Bool {
    if bindings.entries[name] != nil { return true }
    let takesSub = symbol.sub != nil && name != symbol.name(sub: false, sup: takesSup)
    return boundInput(name, asksFallback: asksFallback(symbol, takesSub: takesSub, takesSup: takesSup)) != nil
  }

  /// Whether the author or the lesson bound the name that a symbol would have to a function elsewhere.
  func isForeignFunction(_ name: Name, _ symbol: Symbol, takesSup: Bool) -> Bool {
    let takesSub = symbol.sub != nil && name != symbol.name(sub: false, sup: takesSup)
    let asks = asksFallback(symbol, takesSub: takesSub, takesSup: takesSup)
    return foreignFunction(name, asksFallback: asks) != nil
  }

  /// Whether the lesson's variables may be asked for a name: an exponent is no part of a variable's name, and an index
  /// in scope is an index.
  func asksFallback(_ symbol: Symbol, takesSub: Bool, takesSup: Bool) -> Bool {
    if takesSup, let sup = symbol.sup, sup.isTranspose || !sup.isLabel { return false }
    guard takesSub, let sub = symbol.sub else { return true }
    return !isIndexVariable(sub) && sub.isSpellable
  }

  func isIndexVariable(_ sub: SyntaxTree.Node?) -> Bool {
    guard let sub, let symbol = Symbol(wholeOf: SyntaxTree.unwrapped(sub).contents) else { return false }
    if case .variable? = locals[symbol.name(sub: true, sup: true)] { return true }
    return false
  }

  /// Whether a name bound with its subscript, such as `x_i`, is a family, one value for each `i`: where a big operator
  /// binds the letter or the author declares it. Else `h_t` is the name of one value (R2c).
  func isFamily(_ name: Name, _ symbol: Symbol) -> Bool {
    guard let sub = symbol.sub, case .value(let array)? = bindings.entries[name], !array.shape.isEmpty,
      let letters = sub.singleLetters
    else { return false }
    return letters.contains { letter in
      if indices[letter] != nil || indexNames.contains(letter) { return true }
      if case .variable(let variable)? = locals[letter] { return !variable.isFree }
      return false
    }
  }

  func base(of name: Name) -> Int { bindings.bases[name] ?? 1 }

  /// Runs with other local names, as a definition's body does, and puts the old ones back.
  func withLocals<Result>(
    _ names: [Name: Referent], _ body: () throws(Problem) -> Result
  ) throws(Problem) -> Result {
    let saved = locals
    locals = names
    defer { locals = saved }
    return try body()
  }
}

extension SymbolTable: StatementScope {
  var families: [Name: String] { bindings.families }
  var elementwise: Set<Name> { bindings.elementwise }

  func isDeclared(_ name: Name) -> Bool { bindings.entries[name] != nil }

  func declaredShape(_ name: Name) -> [Int]? {
    if case .shape(let shape)? = bindings.entries[name] { shape } else { nil }
  }

  func hasValue(_ name: Name, asksFallback: Bool) -> Bool { boundInput(name, asksFallback: asksFallback) != nil }

  func fixedNumber(_ name: Name) -> Double? {
    guard let slot = boundInput(name), slot.shape.isEmpty else { return nil }
    return slot.fixedValue().scalar
  }

  func function(_ name: Name) -> Function? { functions[name] }
  func subscriptFunction(_ name: Name) -> Function? { subscriptFunctions[name] }

  func noteUse(of name: Name) { used.insert(name) }
  func noteUse(ofGiven name: Name) { usedGiven.insert(name) }
}
