import Diagnostics
import Testing

@testable import LessonDocument

/// A variable that is read before it has a value would silently be 0.
@Suite struct EarlyReadTests {
  /// The problems of a lesson with these cells. The first begins at line 2, and each takes two lines besides its code.
  private func problems(_ cells: String..., words: [String] = []) -> [String] {
    let fences = cells.enumerated().map { index, code in
      "```swift\(index < words.count ? " " + words[index] : "")\n\(code)\n```\n"
    }
    return parse(fences.joined()).problems
  }

  @Test func `a statement that reads what is declared further down is an error at the name`() {
    #expect(problems("1 + later", "let later = 2") == ["2:5 `later` has no value here: it is declared on line 5"])
    #expect(problems("print(a)\nlet a = 1, b = 2") == ["2:7 `a` has no value here: it is declared on line 3"])
    #expect(problems("let a = \"\\(b)\"\nlet (b, c) = (1, 2)") == ["2:12 `b` has no value here: it is declared on line 3"])
    #expect(problems("[1].map { $0 * k }", "var k = 2") == ["2:16 `k` has no value here: it is declared on line 5"])
  }

  @Test func `the problem says what to do`() {
    let direct = parse("```swift\nprint(a)\nlet a = 1\n```\n").diagnostics.map(\.problem.help)
    let called = parse("```swift\nfunc f() { print(a) }\nf()\nlet a = 1\n```\n").diagnostics.map(\.problem.help)
    #expect(direct == ["declare `a` further up"])
    #expect(called == ["declare `a` further up, or give it to `f` as a parameter"])
  }

  @Test(arguments: [
    "func area() -> Double { side * side }\narea()",
    "var area: Double { side * side }\narea",
    "let area = { side * side }\narea()",
    "func inner() -> Double { side }\nfunc area() -> Double { inner() * 2 }\narea()",
    "func first(_ n: Int) -> Double { n == 0 ? side : second(n - 1) }\nfunc second(_ n: Int) -> Double { first(n) }\nsecond(3)",
    "struct Square { func area() -> Double { side * side } }\nlet square = Square()\nsquare.area()",
    "struct Square { var area: Double { side * side } }\nlet square = Square()\nsquare.area",
    "struct Square { let area = side * side }\nSquare()",
    "struct Square { let area: Double; init() { area = side } }\nSquare()",
    "struct Square { subscript(i: Int) -> Double { side } }\nlet square = Square()\nsquare[0]",
    "extension Double { func scaled() -> Double { self * side } }\n2.0.scaled()",
    "infix operator ⊗\nfunc ⊗ (a: Double, b: Double) -> Double { a * b * side }\n2.0 ⊗ 3.0",
  ])
  func `and so is a statement that calls what reads it`(code: String) throws {
    let found = problems(code, "let side = 3.0")
    let problem = try #require(found.first)
    #expect(found.count == 1)
    #expect(problem.contains("reads `side`, which has no value here"), "\(problem)")
  }

  @Test(arguments: [
    "func area() -> Double { side * side }",
    "let area = { side * side }",
    "struct Square { func area() -> Double { side }; func name() -> String { \"square\" } }\nlet square = Square()\nsquare.name()",
    "func area(_ side: Double) -> Double { side * side }\narea(2)",
    "func area() -> Double { let side = 2.0; return side }\narea()",
    "[1.0].map { side in side * 2 }",
    "for side in [1, 2] { print(side) }",
    "if let side = Int(\"3\") { print(side) }",
    "struct Square { var side = 1.0; func area() -> Double { side * side } }\nSquare().area()",
    "struct Square { var side: Double }\nextension Square { func area() -> Double { side * side } }\nSquare(side: 2).area()",
    "enum Part { case side, corner }\nlet part = Part.side",
    "func area(side: Double) -> Double { 1 }\narea(side: 2)",
    "struct Box { var side = 1 }\nBox().side\n\\Box.side",
    // Several methods of the same name, one of which reads nothing.
    "struct A { func area() -> Double { 1 } }\nstruct B { func area() -> Double { side } }\nlet b = B()\nA().area()",
    // A method of the same name, of another type.
    "let cell = RNNCell(inputSize: 2, hiddenSize: 2)\ncell.states(x)",
    // A method of the same name as the function that is called.
    "struct Box { func max() -> Double { side } }\nmax(1, 2)",
  ])
  func `what isn't read yet, or is another's, is none`(code: String) {
    #expect(problems(code, "let side = 3.0\nstruct Other { func states(_ x: Int) -> Double { side } }") == [])
  }

  private static let shown = "struct Q: Displayable { var n = 1; var displayText: String { \"q \\(later)\" } }\n"

  @Test(arguments: [
    "Q()", "let q = Q()\nq", "let q = Q() // => q 0", "let q: Q = .init()\nq", "let q: [Q] = []\nq", "let qs = [Q(), Q()]\nqs",
    "let q = [Q()].first\nq",
    "let qs = [Q()]\nqs.reversed()", "let qs = [Q()]\nqs[0]", "let pair = (1, Q())\npair", "let pair = (1, Q())\npair.1",
    "let q = true ? Q() : Q()\nq", "let q: Any = Q()\nq", "func make() -> Q { Q() }\nmake()",
    "func make() -> Q? { nil }\nlet made = make()\nmade",
    "let make = { Q() }\nmake()", "struct Box { var q: Q }\nBox(q: Q())", "struct Box { var q = Q() }\nlet box = Box()\nbox",
    "struct Box { var value: Q { Q() } }\nlet box = Box()\nbox.value", "enum Box { case full(Q) }\nlet box = Box.full(Q())\nbox",
    "struct Box<T> { var value: T }\nBox(value: Q())", "print(Q())", "let q = Q()\nprint(\"it is\", q)",
    "let q = Q()\nlet text = \"\\(q)\"",
    "let text = String(describing: Q())", "dump(Q())", "func show() { print(Q()) }\nshow()",
    "func show() { let q = Q()\nprint(q) }\nshow()",
    "for q in [Q()] { print(q) }", "if let q = Optional(Q()) { print(q) }", "let q = Q()\nprecondition(true, \"\\(q)\")",
    "extension Q { static let usual = Q() }\nQ.usual", "extension Q { var text: String { \"\\(self)\" } }\nQ().text",
  ])
  func `a value whose text reads what is declared further down is an error where it is shown`(code: String) throws {
    for shown in [
      Self.shown, Self.shown.replacing("displayText", with: "description").replacing("Displayable", with: "CustomStringConvertible"),
    ] {
      let problem = try #require(problems(shown + code, "let later = 5").first)
      #expect(problem.contains("reads `later`, which has no value here"), "\(problem)")
    }
  }

  @Test(arguments: [
    "protocol Named: Displayable {}\nextension Named { var displayText: String { \"\\(later)\" } }\nstruct R: Named {}\nR()",
    "class Base: CustomStringConvertible { var description: String { \"\\(later)\" } }\nclass R: Base {}\nR()",
    "struct R {}\nextension R: Displayable { var displayText: String { \"\\(later)\" } }\nR()",
    "struct R: CustomDebugStringConvertible { var debugDescription: String { \"\\(later)\" } }\nR()",
    "struct R: CustomReflectable { var customMirror: Mirror { Mirror(self, children: [later]) } }\nR()",
    "func f(_ x: Int = later) -> Int { x }\nf()", "struct R { lazy var a = later }\nvar r = R()\nr.a",
    "enum R { static let a = later }\nR.a",
    "@propertyWrapper struct W { var wrappedValue: Int { later } }\nstruct R { @W var a }\nR().a",
    "struct R { init() { print(later) } }\nlet r = R()", "struct R { static func + (a: R, b: R) -> Int { later } }\nlet r = R()\nr + r",
    "struct R { subscript(i: Int) -> Int { later } }\nlet r = R()\nr[1]",
    "struct R { func callAsFunction() -> Int { later } }\nlet r = R()\nr()",
  ])
  func `and so are its siblings`(code: String) throws {
    let problem = try #require(problems(code, "let later = 5").first)
    #expect(problem.contains("`later`, which has no value here"), "\(problem)")
  }

  @Test(arguments: [
    "let q = Q()", "var qs: [Q] = []\nlet q = Q()\nqs.append(q)\nlet n = qs.count", "let q = Q()\nq.n", "let q = Q()\nq.n + 1 // => 2",
    "[Q()].count",
    "func size(_ q: Q) -> Int { q.n }\nsize(Q())", "let q = Q()\nlet n = q.n\nprint(n)", "print(Q().n)",
    "func make() -> Q { Q() }\nlet made = make()\nprint(made.n)",
    "struct Box { var q: Q }\nlet box = Box(q: Q())\nbox.q.n", "func show(_ q: Q) { print(q) }",
    "struct S { lazy var a = later; var b = 1 }\nvar s = S()\ns.b",
    "enum E { static let a = later; static let b = 2 }\nE.b", "let q = Q()\ntype(of: q)", "print(\"q\")", "let same = Q().n == Q().n\nsame",
  ])
  func `a value that isn't shown yet may be made`(code: String) {
    #expect(problems(Self.shown + code, "let later = 5", "Q()") == [])
  }

  @Test func `within a type, a name of a member is not a function of the lesson`() {
    let type = "struct Row { func fits() -> Bool { true }\n  subscript(i: Int) -> Bool { fits() } }\nlet row = Row()\nrow[0]"
    #expect(problems(type, "var limit = 1\nfunc fits() -> Bool { limit > 0 }") == [])
    let other = "struct Row { subscript(i: Int) -> Bool { fits() } }\nlet row = Row()\nrow[0]"
    #expect(problems(other, "var limit = 1\nfunc fits() -> Bool { limit > 0 }").count == 1)
  }

  @Test func `functions and types may stand further down`() {
    #expect(problems("f()\nlet s = S()", "func f() { }\nstruct S { }") == [])
    #expect(problems("print(two)", "var two: Int { 2 }") == [])
  }

  @Test func `a closure may call itself, and functions each other`() {
    #expect(problems("let f: (Int) -> Int = { $0 < 2 ? 1 : $0 * f($0 - 1) }\nf(4)") == [])
    #expect(problems("func a(_ n: Int) { if n > 0 { b(n) } }\nfunc b(_ n: Int) { a(n - 1) }\na(3)") == [])
  }

  @Test func `another program's variables, and those of a scope of its own, are not meant`() {
    #expect(problems("let x = 1", "x", "let x = 2", words: ["", "", "reset"]) == [])
    #expect(problems("let x = 1\nx", "x", "let x = 2\nx", words: ["nest", "fail", "nest"]) == [])
    #expect(problems("x", "let x = 1", words: ["crash"]) == ["2:1 `x` has no value here: it is declared on line 5"])
    #expect(problems("x", "let x = 1", words: ["norun"]) == [])
    #expect(
      problems("func f() { x }", "let x = 1\nf()", "let x = 2", words: ["", "nest", ""]) == [
        "6:1 `f` reads `x`, which has no value here: it is declared on line 9"
      ])
  }
}
