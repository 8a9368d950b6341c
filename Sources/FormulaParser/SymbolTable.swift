import Diagnostics
import FormulaEvaluator
import FormulaExpressions
import FormulaStatements
import LaTeXSyntax

/// What the names of a formula mean at a place: local names first, then what other statements define, then bindings.
package final class SymbolTable {
  /// What a name refers to.
  package enum Referent {
    case variable(IndexVariable)
    case value(TypedExpression)
    case function(Function)
    case foreign(FunctionSlot)
  }

  package let bindings: Bindings
  /// Index variables and the parameters of the definition being read.
  package var locals: [Name: Referent] = [:]
  /// What the statements of the formula and its given definitions have computed.
  package var computed: [Name: Value] = [:]
  /// What the recurrence being evaluated has computed so far.
  package var stored: [Name: RecurrenceState] = [:]
  /// Recurrences that are complete: with an index they also give what they began with.
  package var finished: [Name: RecurrenceState] = [:]
  package var functions: [Name: Function] = [:]
  /// Functions whose argument is a subscript, by the name without it: `R` for `R_m`.
  package var subscriptFunctions: [Name: Function] = [:]
  /// Index variables whose values are declared, by the author or by the formula: `i \in \{1,2,\ldots,n\}`.
  package var indices: [Name: ClosedRange<Int>]
  /// Names that big operators bind somewhere in the formula. A key such as `x_i` with one of them is a family.
  package var indexNames: Set<Name> = []
  /// Every name that was used, where and as what.
  package private(set) var uses: [NameUse] = []
  /// How something was read that has another reading: told where the sides disagree.
  package private(set) var remarks: [ReadingRemark] = []
  /// Declarations of `elementwise` that decided how something was read, and other declarations that did.
  package var decisive: Set<Name> = []
  package var usesTensorProduct = false
  package var usesZeroLogZero = false
  /// The bound names that were read, and the given definitions that were.
  package var used: Set<Name> = []
  package var usedGiven: Set<Name> = []
  /// Which functions call themselves, and what is known of those.
  var recursive: [Name: Bool] = [:]
  var recursions: [Name: Recursion] = [:]
  /// The coarsest format of the code's values that the formula has read so far, or is compared with.
  package private(set) var precision = Precision.double
  /// The values that the formula is read with.
  package let values = InputValues()
  /// The names that were looked up among the bindings, each with its slot; nil for one that nothing is bound to.
  package private(set) var inputs: [Name: InputSlot?] = [:]
  package private(set) var foreignFunctions: [Name: FunctionSlot?] = [:]
  /// Whether something was read with values that no slot holds.
  package var isReadOnce = false
  private var nextID = 0

  package init(bindings: Bindings) {
    self.bindings = bindings
    indices = bindings.indices
  }

  /// A value with the first index of each axis.
  package struct Value {
    package var slot: InputSlot
    package var orientation: TypedExpression.Orientation
    package var bases: [Int]

    package init(slot: InputSlot, orientation: TypedExpression.Orientation = .column, bases: [Int] = []) {
      (self.slot, self.orientation, self.bases) = (slot, orientation, bases)
    }
  }

  package func makeVariable(_ name: Name) -> IndexVariable {
    nextID += 1
    return IndexVariable(id: nextID, name: name)
  }

  func makeElement() -> ElementVariable {
    nextID += 1
    return ElementVariable(id: nextID)
  }

  package func note(_ use: NameUse) {
    // A name that is read twice at one place is one use.
    if uses.last != use { uses.append(use) }
  }

  func remark(_ remark: ReadingRemark) {
    if !remarks.contains(remark) { remarks.append(remark) }
  }

  package func note(_ found: Precision) { precision = .coarser(precision, found) }

  /// A slot for a value, which is the one that the formula is read with.
  package func makeInput(_ name: Name, _ value: ArrayValue) -> InputSlot {
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
  package func boundInput(_ name: Name, asksFallback: Bool = true) -> InputSlot? {
    guard asksFallback || bindings.entries[name] != nil else { return nil }
    if let known = inputs[name] { return known }
    let found = bindings.value(of: name).map { makeInput(name, $0) }
    inputs[name] = .some(found)
    return found
  }

  /// The foreign function that the name was bound to.
  package func foreignFunction(_ name: Name, asksFallback: Bool = true) -> FunctionSlot? {
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
  package func isBound(_ name: Name, _ symbol: Symbol, takesSup: Bool) -> Bool {
    if bindings.entries[name] != nil { return true }
    let takesSub = symbol.sub != nil && name != symbol.name(sub: false, sup: takesSup)
    return boundInput(name, asksFallback: asksFallback(symbol, takesSub: takesSub, takesSup: takesSup)) != nil
  }

  /// Whether the author or the lesson bound the name that a symbol would have to a function elsewhere.
  package func isForeignFunction(_ name: Name, _ symbol: Symbol, takesSup: Bool) -> Bool {
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
  package func isFamily(_ name: Name, _ symbol: Symbol) -> Bool {
    guard let sub = symbol.sub, case .value(let array)? = bindings.entries[name], !array.shape.isEmpty,
      let letters = sub.singleLetters
    else { return false }
    return letters.contains { letter in
      if indices[letter] != nil || indexNames.contains(letter) { return true }
      if case .variable(let variable)? = locals[letter] { return !variable.isFree }
      return false
    }
  }

  package func base(of name: Name) -> Int { bindings.bases[name] ?? 1 }

  /// Runs with other local names, as a definition's body does, and puts the old ones back.
  package func withLocals<Result>(
    _ names: [Name: Referent], _ body: () throws(Problem) -> Result
  ) throws(Problem) -> Result {
    let saved = locals
    locals = names
    defer { locals = saved }
    return try body()
  }
}

extension SymbolTable: StatementScope {
  package var families: [Name: String] { bindings.families }
  package var elementwise: Set<Name> { bindings.elementwise }

  package func isDeclared(_ name: Name) -> Bool { bindings.entries[name] != nil }

  package func declaredShape(_ name: Name) -> [Int]? {
    if case .shape(let shape)? = bindings.entries[name] { shape } else { nil }
  }

  package func hasValue(_ name: Name, asksFallback: Bool) -> Bool { boundInput(name, asksFallback: asksFallback) != nil }

  package func fixedNumber(_ name: Name) -> Double? {
    guard let slot = boundInput(name), slot.shape.isEmpty else { return nil }
    return slot.fixedValue().scalar
  }

  package func function(_ name: Name) -> Function? { functions[name] }
  package func subscriptFunction(_ name: Name) -> Function? { subscriptFunctions[name] }

  package func noteUse(of name: Name) { used.insert(name) }
  package func noteUse(ofGiven name: Name) { usedGiven.insert(name) }
}
