import CellOutputs

extension DisplayedValue {
  /// `Float = 0.5`. A text of several lines, such as a matrix, begins below its type. A figure has no value: `heat map: Weights, 3 × 3`.
  package var recordedText: String {
    if case .figure = content { return "\(type): \(text)" }
    return "\(type) =\(text.contains("\n") ? "\n" : " ")\(text)"
  }
}

extension String {
  /// The text as a Markdown file can contain it: lines end with `\n`, and control characters are replaced by their pictures.
  var recordable: String {
    var out = String.UnicodeScalarView()
    for scalar in replacing("\r\n", with: "\n").unicodeScalars {
      switch scalar.value {
      case 0x09, 0x0A: out.append(scalar)
      case 0x7F: out.append("\u{2421}")
      case 0x00..<0x20: out.append(Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}")
      default: out.append(scalar)
      }
    }
    return String(out)
  }

  var droppingLastNewline: String { hasSuffix("\n") ? String(dropLast()) : self }
}
