import FormulaStatements
import LaTeXSyntax

/// What authors write that has no value here, why it has none, and what to write instead.
///
/// These are remedies in messages. None of them gives a name a meaning: a binding or a definition of the author does that.
struct Remedy {
  var notes: [String] = []
  var help: String

  /// The way to keep a formula that can't be computed.
  static let unchecked = "or show the formula unchecked: `expect: none` with `because: …`"

  /// Of a name that nothing is bound to.
  init?(forName name: Name) {
    switch name.latex {
    case "\\sigma":
      notes = ["it may be the logistic function, another activation, or a standard deviation"]
      help =
        "for the logistic function write `\\operatorname{sigmoid}(…)` or `given: ['\\sigma(x) = \\frac{1}{1 + e^{-x}}']`, with "
        + "`elementwise: [\\sigma]` for a vector; for a value `where: { \\sigma: … }`"
    case "\\Phi":
      notes = ["it may be the distribution function of the normal distribution, or a map to features"]
      help =
        #"for the former `given: ['\Phi(x) = \frac{1}{2}\left(1 + \operatorname{erf}\left(\frac{x}{\sqrt{2}}\right)\right)']`, with "#
        + #"`elementwise: [\Phi]` for a vector; for a Swift function `where: { \Phi: … }`"#
    case "\\text{GELU}", "\\text{gelu}":
      notes = ["libraries compute it with erf or with tanh, which differ"]
      help =
        #"say which by a definition: `given: ['\operatorname{GELU}(x) = \frac{x}{2}\left(1 + "#
        + #"\operatorname{erf}\left(\frac{x}{\sqrt{2}}\right)\right)']`, with `elementwise` for a vector"#
    case "\\text{std}", "\\text{Std}", "\\text{sd}", "\\text{SD}":
      notes = ["it may divide by n or by n - 1"]
      help = #"write which: `\sqrt{\frac{1}{n} \sum_i (x_i - \bar{x})^2}`, with `\bar{x}` bound"#
    case "\\text{clip}", "\\text{clamp}": help = #"write `\min(\max(x, a), b)`"#
    case "\\text{sup}": help = #"of finitely many values it is `\max_i`"#
    case "\\text{inf}": help = #"of finitely many values it is `\min_i`"#
    case "\\text{median}", "\\text{sort}", "\\text{argsort}", "\\text{topk}", "\\text{rank}", "\\text{vec}":
      notes = ["the tool has no such function"]
      help = "bind the name to the Swift function that computes it, by `where`; \(Self.unchecked)"
    case let latex where latex.hasPrefix("\\text{lim"):
      notes = ["limits are not computed"]
      help = #"write the value at a number that is large or small enough, with `\approx`; "# + Self.unchecked
    case "\\Re", "\\Im", "\\text{i}", "\\imath":
      notes = ["complex numbers are not computed"]
      help = #"write the real and the imaginary part as formulas of their own: `\cos\theta` and `\sin\theta` for `e^{i\theta}`"#
    case "i":
      notes = ["if it is the imaginary unit: complex numbers are not computed"]
      help = #"bind it, `where: { i: … }`; or write `\cos\theta` and `\sin\theta`, the two parts of `e^{i\theta}`"#
    case "d", "\\text{d}", "\\partial":
      notes = ["derivatives are not computed"]
      help = "write what the derivative is, and bind its name to the code's value; \(Self.unchecked)"
    case let latex where latex.hasPrefix("\\bar{"):
      help = "bind it, `where: { \(latex): … }`, or say what it is in the formula: `\(latex) = \\frac{1}{n} \\sum_i …`"
    case let latex where latex.hasSuffix("'"):
      notes = ["a prime belongs to the name"]
      help = "bind the name, `where: { \(latex): … }`; a transpose is `^\\top`"
    default: return nil
    }
  }

  /// Of a sign that stands for no operation here.
  init?(forSign glyph: String) {
    switch glyph {
    case "∫", "∬", "∭", "∮":
      notes = ["integrals are not computed: code only has sums to compare them with"]
      help =
        #"write the sum that the code computes instead, `\sum_{i=1}^{n} f(x_i) \, h`, or the integral's value in closed form; "#
        + Self.unchecked
    case "∇":
      notes = ["derivatives are not computed"]
      help = #"bind a name such as `\nabla_x L` to the code's gradient, and write on the right what it is; "# + Self.unchecked
    case "⊕":
      notes = ["it may be a sum, a direct sum or a concatenation"]
      help = "write `+`, a matrix of blocks, or `[a, b]`"
    case "‖", "∥": help = "a concatenation is `[a, b]`, and a norm has a bar on both sides"
    case "⋆", "★", "⊛":
      notes = ["it may be a convolution or a correlation"]
      help = #"write its sum: `y_t = \sum_{k=1}^{\min(t, m)} w_k x_{t-k+1}`"#
    default: return nil
    }
  }
}
