import Formulas
import Foundation
import LaTeXSyntax

// What reading, showing and computing formulas costs. Run it with the script beside this file.
//
// Each figure is the processor time of the best of five runs, so that other work on the machine counts as little as it can. The ratios
// beside it hold from machine to machine.

let formulas = [
  #"S = \frac{QK^\top}{\sqrt{d_k}}"#,
  #"\alpha_{ij} = \frac{\exp(S_{ij})}{\sum_{l=1}^{n} \exp(S_{il})}"#,
  #"\operatorname{Attention}(Q,K,V) = \operatorname{softmax}\left(\frac{QK^\top}{\sqrt{d_k}}\right)V"#,
  #"\mathbf{h}_t = \tanh(\mathbf{W}_{\textrm{xh}}\mathbf{x}_t + \mathbf{W}_{\textrm{hh}}\mathbf{h}_{t-1} + \mathbf{b}_{\textrm{h}})"#,
  #"M_{ij} = \begin{cases} 0 & j \le i \\ -\infty & j > i \end{cases}"#,
  #"R_m = \begin{pmatrix} \cos m\theta & -\sin m\theta \\ \sin m\theta & \cos m\theta \end{pmatrix}"#,
  #"\begin{aligned} \mu &= \frac{1}{d}\sum_{i=1}^{d} x_i \\ \sigma^2 &= \frac{1}{d}\sum_{i=1}^{d}(x_i-\mu)^2 \end{aligned}"#,
  #"\hat{y} = \underset{y}{\operatorname{arg\,max}} \prod_{t=1}^{T} p(y_t \mid y_{<t}, \mathbf{x})"#,
]

/// The processor time that this program has taken, in seconds.
func processorTime() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// The processor time of the shortest of five runs.
func best(_ work: () throws -> Void) rethrows -> Double {
  var shortest = Double.infinity
  for _ in 0..<5 {
    let start = processorTime()
    try work()
    shortest = min(shortest, processorTime() - start)
  }
  return shortest
}

func row(_ name: String, _ seconds: Double, _ beside: String = "") {
  let text = seconds >= 1 ? "\(Float(seconds)) s" : "\(Float((seconds * 1e6).rounded() / 1e3)) ms"
  print("| \(name) | \(text) | \(beside) |")
}

/// Numbers that look random and are the same everywhere.
func matrix(_ rows: Int, _ columns: Int) -> ArrayValue {
  var state: UInt64 = 1
  let data = (0..<rows * columns).map { _ -> Double in
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Double(state >> 40) / Double(1 << 24) - 0.5
  }
  return ArrayValue(shape: [rows, columns], data: data)
}

print("| what | best of 5 | |\n|---|---|---|")

let many = (0..<2000).map { formulas[$0 % formulas.count] }
let parsing = try best { for latex in many { _ = try SyntaxTree(parsing: latex) } }
let trees = try many.map { try SyntaxTree(parsing: $0) }
var bytes = 0
let rendering = best {
  bytes = 0
  for tree in trees { bytes += tree.mathML(display: true).utf8.count }
}
row("parse 2,000 formulas", parsing)
row("render 2,000 formulas as MathML", rendering, "\(bytes / many.count) bytes each")

let authored = try String(contentsOfFile: CommandLine.arguments[1], encoding: .utf8).split(separator: "\n").map(String.init)
let reading = try best { for latex in authored { _ = try SyntaxTree(parsing: latex).mathML(display: true) } }
row("parse and render \(authored.count) formulas of other authors", reading)

var times: [Double] = []
for count in [1000, 2000, 4000] {
  let long = Array(repeating: #"\frac{a_i}{\sqrt{b}} + \exp(x)"#, count: count).joined(separator: " + ")
  times.append(try best { _ = try SyntaxTree(parsing: long).mathML(display: true) })
}
row("a formula of 4,000 fractions", times[2], "\(Float(times[2] / times[1])) times one of half its length")

var bindings = Bindings()
for (name, value) in [("Q", matrix(512, 64)), ("K", matrix(512, 64)), ("V", matrix(512, 64))] {
  try bindings.bind(name, to: value)
}
try bindings.bind("d_k", to: ArrayValue(64))
let attention = try SyntaxTree(parsing: formulas[2])
row("attention over 512×64 matrices", try best { _ = try FormulaEvaluation(of: attention, with: bindings) })

let scores = try SyntaxTree(parsing: #"S_{ij} = \sum_{k} Q_{ik} K_{jk}"#)
row("512×512×64 terms by indices", try best { _ = try FormulaEvaluation(of: scores, with: bindings) })

var cube = Bindings()
try cube.bind("A", to: matrix(64, 64))
try cube.bind("B", to: matrix(64, 64))
let sum = try SyntaxTree(parsing: #"C_{ij} = \sum_{k} A_{ik} B_{kj}"#)
row("64×64×64 terms by indices", try best { _ = try FormulaEvaluation(of: sum, with: cube) })
let product = try SyntaxTree(parsing: "C = AB")
row("the same as a matrix product", try best { _ = try FormulaEvaluation(of: product, with: cube) })

// A formula at other inputs of the same shapes: what was read serves all of them.
var small = Bindings()
for (name, value) in [("Q", matrix(4, 3)), ("K", matrix(4, 3)), ("V", matrix(4, 3))] { try small.bind(name, to: value) }
try small.bind("d_k", to: ArrayValue(3))
let anew = try best { for _ in 0..<200 { _ = try FormulaEvaluation(of: attention, with: small) } }
let once = try best {
  let reader = FormulaReader(attention)
  for _ in 0..<200 { _ = try reader.evaluation(with: small) }
}
row("attention over 4×3 matrices, 200 times", anew)
row("the same, read once", once, "\(Float(anew / once)) times as fast")
