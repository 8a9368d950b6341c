import Diagnostics

/// Commands that stand for other LaTeX: those of an author, and those that many authors expect.
///
///     macros: { \R: '\mathbb{R}', \norm: [1, '\lVert #1 \rVert'] }
package struct Macros: Sendable, Hashable {
  package struct Definition: Sendable, Hashable {
    /// How many arguments it takes, at most 9.
    package var parameterCount: Int
    /// What it stands for; `#1` is the first argument.
    package var body: String
    /// What stands before the first argument and after each of them: `(` and `)` in `\def\f(#1){…}`. Empty if arguments are in braces.
    var delimiters: [[String]] = []

    package init(parameterCount: Int = 0, body: String) {
      self.parameterCount = parameterCount
      self.body = body
    }

    package static let parameterLimit = 9

    /// What is wrong with it; nil if nothing is.
    package var problem: String? {
      guard (0...Self.parameterLimit).contains(parameterCount) else { return "a macro takes at most \(Self.parameterLimit) arguments" }
      var level = 0
      var previous: Character = " "
      for (character, next) in zip(body, body.dropFirst() + " ") {
        // Behind `\\` a character is itself again.
        defer { previous = previous == "\\" && character == "\\" ? " " : character }
        if previous == "\\" { continue }
        if character == "{" { level += 1 }
        if character == "}" { level -= 1 }
        if level < 0 { return "`}` without `{`" }
        guard character == "#" else { continue }
        guard let digit = next.wholeNumberValue, digit >= 1, digit <= parameterCount else {
          return "`#` is followed by the number of an argument, and this macro has \(parameterCount == 0 ? "none" : "\(parameterCount)")"
        }
      }
      return level == 0 ? nil : "`{` is never closed"
    }
  }

  /// By name, without the backslash.
  package var definitions: [String: Definition] = [:]

  package init() {}

  package init(_ definitions: [String: Definition]) { self.definitions = definitions }

  /// These definitions and others, which win.
  package func adding(_ others: Macros) -> Macros { Macros(definitions.merging(others.definitions) { $1 }) }

  /// Macros of packages that authors take for granted. An author's own win.
  static let usual = Macros([
    "bra": .init(parameterCount: 1, body: #"\mathinner{\langle{#1}|}"#),
    "ket": .init(parameterCount: 1, body: #"\mathinner{|{#1}\rangle}"#),
    "braket": .init(parameterCount: 1, body: #"\mathinner{\langle{#1}\rangle}"#),
    "Bra": .init(parameterCount: 1, body: #"\left\langle #1\right|"#), "Ket": .init(parameterCount: 1, body: #"\left|#1\right\rangle"#),
    "Braket": .init(parameterCount: 1, body: #"\left\langle #1\right\rangle"#),
    "set": .init(parameterCount: 1, body: #"\{\,#1\,\}"#), "Set": .init(parameterCount: 1, body: #"\left\{\:#1\:\right\}"#),
    "KaTeX": .init(body: #"\text{KaTeX}"#), "LaTeX": .init(body: #"\text{LaTeX}"#), "TeX": .init(body: #"\text{TeX}"#),
    "varinjlim": .init(body: #"\operatorname*{\underrightarrow{lim}}"#),
    "varprojlim": .init(body: #"\operatorname*{\underleftarrow{lim}}"#),
    "varlimsup": .init(body: #"\operatorname*{\overline{lim}}"#), "varliminf": .init(body: #"\operatorname*{\underline{lim}}"#),
    "raisebox": .init(parameterCount: 2, body: #"\text{#2}"#), "vcenter": .init(parameterCount: 1, body: "{#1}"),
    "nleqslant": .init(body: #"\not\leqslant"#), "ngeqslant": .init(body: #"\not\geqslant"#), "nleqq": .init(body: #"\not\leqq"#),
    "ngeqq": .init(body: #"\not\geqq"#), "nsubseteqq": .init(body: #"\not\subseteqq"#), "nsupseteqq": .init(body: #"\not\supseteqq"#),
    "lvertneqq": .init(body: #"\lneqq"#), "gvertneqq": .init(body: #"\gneqq"#), "varsubsetneq": .init(body: #"\subsetneq"#),
    "varsupsetneq": .init(body: #"\supsetneq"#), "varsubsetneqq": .init(body: #"\subsetneqq"#),
    "varsupsetneqq": .init(body: #"\supsetneqq"#),
    "rarr": .init(body: #"\rightarrow"#), "larr": .init(body: #"\leftarrow"#), "uarr": .init(body: #"\uparrow"#),
    "darr": .init(body: #"\downarrow"#), "harr": .init(body: #"\leftrightarrow"#), "lrarr": .init(body: #"\leftrightarrow"#),
    "rArr": .init(body: #"\Rightarrow"#), "lArr": .init(body: #"\Leftarrow"#), "hArr": .init(body: #"\Leftrightarrow"#),
    "Rarr": .init(body: #"\Rightarrow"#), "Larr": .init(body: #"\Leftarrow"#), "Harr": .init(body: #"\Leftrightarrow"#),
    "uArr": .init(body: #"\Uparrow"#), "dArr": .init(body: #"\Downarrow"#), "lrArr": .init(body: #"\Leftrightarrow"#),
    "Uarr": .init(body: #"\Uparrow"#), "Darr": .init(body: #"\Downarrow"#), "Lrarr": .init(body: #"\Leftrightarrow"#),
    "nshortmid": .init(body: #"\nmid"#), "nshortparallel": .init(body: #"\nparallel"#),
    "TextOrMath": .init(parameterCount: 2, body: "#2"), "And": .init(body: #"\&"#),
    "Dagger": .init(body: #"\ddagger"#), "plusmn": .init(body: #"\pm"#), "sub": .init(body: #"\subset"#),
    "sube": .init(body: #"\subseteq"#),
    "supe": .init(body: #"\supseteq"#), "empty": .init(body: #"\emptyset"#), "infin": .init(body: #"\infty"#),
    "exist": .init(body: #"\exists"#),
    "and": .init(body: #"\land"#), "or": .init(body: #"\lor"#), "ang": .init(body: #"\angle"#), "sdot": .init(body: #"\cdot"#),
    "bull": .init(body: #"\bullet"#), "hearts": .init(body: #"\heartsuit"#), "sect": .init(body: #"\S"#),
    "dashrightarrow": .init(body: "⇢"),
    "phase": .init(parameterCount: 1, body: #"\angle\underline{#1}"#),
    "angl": .init(parameterCount: 1, body: #"\left.\overline{#1}\right|"#),
    "angln": .init(body: #"\angl{n}"#), "blue": .init(parameterCount: 1, body: #"\textcolor{blue}{#1}"#),
    "red": .init(parameterCount: 1, body: #"\textcolor{red}{#1}"#), "green": .init(parameterCount: 1, body: #"\textcolor{green}{#1}"#),
    "orange": .init(parameterCount: 1, body: #"\textcolor{orange}{#1}"#),
    "purple": .init(parameterCount: 1, body: #"\textcolor{purple}{#1}"#),
    "pink": .init(parameterCount: 1, body: #"\textcolor{deeppink}{#1}"#), "gray": .init(parameterCount: 1, body: #"\textcolor{gray}{#1}"#),
    "coloneq": .init(body: #"\coloneqq"#), "colonequals": .init(body: #"\coloneqq"#), "eqcolon": .init(body: #"\eqqcolon"#),
    "equalscolon": .init(body: #"\eqqcolon"#), "dblcolon": .init(body: "::"), "colonapprox": .init(body: #":\approx"#),
    "colonsim": .init(body: #":\sim"#),
  ])
}
