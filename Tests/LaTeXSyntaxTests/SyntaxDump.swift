@testable import LaTeXSyntax

/// A layout tree as one line of text, without ranges, so that a test can show the whole of what was read.
///
///     frac(x, sqrt(2))    scripts(x, sub: i, sup: T)    ‹(›open
func dump(_ nodes: [SyntaxTree.Node]) -> String { nodes.map(dump).joined(separator: " ") }

func dump(_ node: SyntaxTree.Node) -> String {
  switch node.kind {
  case .letter(let letter): letter
  case .number(let number): number
  case .sign(let sign): "\(sign.glyph)\(mark(sign.atomClass))"
  case .function(let name, let takesLimits): "\(takesLimits ? "op*" : "op")(\(name))"
  case .text(let words, let alphabet): "\(alphabet)“\(words)”"
  case .group(let nodes): "{\(dump(nodes))}"
  case .scripts(let base, let sub, let sup, let primes, let placement):
    "scripts("
      + [
        base.map(dump) ?? "-", sub.map { "_\(dump($0))" }, sup.map { "^\(dump($0))" },
        primes > 0 ? String(repeating: "'", count: primes) : nil, placement == .automatic ? nil : "\(placement)",
      ].compactMap(\.self).joined(separator: " ") + ")"
  case .fraction(let numerator, let denominator, let style):
    "frac\(style == .automatic ? "" : "-\(style)")(\(dump(numerator)), \(dump(denominator)))"
  case .root(let radicand, let index): "root(\(dump(radicand))\(index.map { ", \(dump($0))" } ?? ""))"
  case .fenced(let open, let body, let close): "left\(open)[\(dump(body))]right\(close)"
  case .bigDelimiter(let sign, let scale): "big(\(sign.glyph)\(mark(sign.atomClass)) \(scale))"
  case .accent(let accent, let inner): "\(accent)(\(dump(inner)))"
  case .brace(let position, let inner): "brace-\(position)(\(dump(inner)))"
  case .stack(let base, let over, let under):
    "stack(\(dump(base))\(over.map { " over \(dump($0))" } ?? "")\(under.map { " under \(dump($0))" } ?? ""))"
  case .styled(let alphabet, let inner): "\(alphabet)(\(dump(inner)))"
  case .colored(let color, let nodes, _): "\(color)(\(dump(nodes)))"
  case .sized(let style, let nodes): "\(style)(\(dump(nodes)))"
  case .space(let em): "space(\((em * 1000).rounded() / 1000))"
  case .table(let table): dump(table)
  case .phantom(let inner): "phantom(\(dump(inner)))"
  case .boxed(let inner): "boxed(\(dump(inner)))"
  case .ornamented(let ornament, let inner): "\(ornament)(\(dump(inner)))"
  case .highlighted(let color, let frame, let inner): "on-\(color)\(frame.map { "-in-\($0)" } ?? "")(\(dump(inner)))"
  case .rule(let width, let height): "rule(\(width), \(height))"
  case .tag(let inner, let isBare): "tag\(isBare ? "*" : "")(\(dump(inner)))"
  case .link(let address, let inner): "link(\(address) \(dump(inner)))"
  case .choice(let nodes): "choice(\(nodes.map(dump).joined(separator: " | ")))"
  case .negated(let inner): "not(\(dump(inner)))"
  case .classed(let atomClass, let inner): "as-\(atomClass)(\(dump(inner)))"
  }
}

private func dump(_ table: SyntaxTree.Table) -> String {
  var text = table.environment + (table.columns.isEmpty ? "" : "<\(table.columns)>") + "["
  text += table.rows.map { row in row.map(dump).joined(separator: " & ") }.joined(separator: " ; ")
  if !table.lines.isEmpty { text += " lines \(table.lines.sorted())" }
  if !table.gaps.isEmpty { text += " gaps \(table.gaps.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" })" }
  if !table.partialLines.isEmpty {
    text += " partial lines \(table.partialLines.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value.sorted())" })"
  }
  for (row, words) in table.interludes.sorted(by: { $0.key < $1.key }) { text += " above \(row) \(dump(words))" }
  return text + "]"
}

private func dump(_ cell: SyntaxTree.Cell) -> String {
  cell.columns.isEmpty ? dump(cell.nodes) : "\(cell.span)<\(cell.columns)> \(dump(cell.nodes))"
}

/// One character a class; ordinary signs have none.
private func mark(_ atomClass: SyntaxTree.AtomClass) -> String {
  switch atomClass {
  case .ordinary: ""
  case .bigOperator: "ᴼ"
  case .binary: "ᴮ"
  case .relation: "ᴿ"
  case .open: "⁽"
  case .close: "⁾"
  case .punctuation: "ᴾ"
  case .inner: "ᴵ"
  }
}
