import LessonDocument

/// The text of a lesson as a notebook shows it, and the lesson's text again. Jupyter knows no alerts: `> [!NOTE] Title` would stand there as it is
/// typed, and so becomes `> **Note: Title**` with a comment that tells what it was.
enum NotebookText {
  static func shown(_ text: String) -> String {
    withLines(of: text) { line in
      guard line.utf8.contains(UInt8(ascii: "!")), let match = line.wholeMatch(of: alertPattern),
        Block.Alert(rawValue: String(match.2)) != nil
      else { return nil }
      let name = match.2.prefix(1) + match.2.dropFirst().lowercased()
      let shown = "\(match.1)**\(name)\(match.3.map { ": \($0)" } ?? "")** <!-- [!\(match.2)] --><br>"
      // What wouldn't come back as it was stays as it is.
      return original(shown[...]) == String(line) ? shown : nil
    }
  }

  static func lesson(_ text: String) -> String { withLines(of: text, original) }

  private static func original(_ line: Substring) -> String? {
    guard line.utf8.contains(UInt8(ascii: "!")), let match = line.wholeMatch(of: shownPattern) else { return nil }
    return "\(match.1)\(match.3)\(match.2.map { " \($0)" } ?? "")"
  }

  private nonisolated(unsafe) static let alertPattern = /((?:[ ]*>)+[ ]?)\[!([A-Z]+)\](?:[ ](.+))?/
  private nonisolated(unsafe) static let shownPattern =
    /((?:[ ]*>)+[ ]?)\*\*[A-Z][a-z]+(?:: (.+))?\*\* <!-- (\[![A-Z]+\]) --><br>/

  /// Changes lines that aren't in a listing.
  private static func withLines(of text: String, _ change: (Substring) -> String?) -> String {
    var listings = Listings()
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      listings.contains(line) ? String(line) : change(line) ?? String(line)
    }
    return lines.joined(separator: "\n")
  }
}
