import CellAnalysis
import Diagnostics
import Foundation
import LessonDocument
import SiteRendering

/// Something on a page that axe finds hard to use.
struct AuditFinding: Decodable, Sendable {
  /// The rule's name in axe: `image-alt`.
  var rule: String
  /// `minor`, `moderate`, `serious`, `critical`.
  var impact: String?
  var help: String
  var address: String
  /// The element, as a selector of CSS and as it begins.
  var selector: String
  var markup: String
  /// What tells where it is in the lesson: the ids around it, from the nearest on, and its address.
  var ids: [String]
  var source: String?
  var target: String?

  /// The theme in which alone it was found: `dark`. nil for what is so in both.
  var theme: String?

  /// Runs axe when a page has been loaded, in its light colors and in its dark ones, and leaves its findings in the page.
  static let script = """
    addEventListener("load", async () => {
      const ids = (element) => element?.closest("[id]") ? [element.closest("[id]").id, ...ids(element.closest("[id]").parentElement)] : [];
      const heading = (element) => {
        const all = [...document.querySelectorAll("h1[id], h2[id], h3[id], h4[id]")];
        return all.filter((each) => each.compareDocumentPosition(element) & 4).at(-1)?.id;
      };
      const findings = new Map();
      for (const theme of ["light", "dark"]) {
        document.documentElement.dataset.theme = theme;
        // Colors that change step by step come to their end.
        await new Promise((done) => setTimeout(done, 1000));
        for (const rule of (await axe.run()).violations) {
          for (const node of rule.nodes) {
            const selector = node.target.join(" "), key = rule.id + " " + selector, element = document.querySelector(node.target[0]);
            if (findings.has(key)) {
              findings.get(key).theme = undefined;
              continue;
            }
            findings.set(key, {
              rule: rule.id, impact: rule.impact, help: rule.help, address: rule.helpUrl, selector,
              markup: node.html.slice(0, 200), ids: [...ids(element), heading(element)].filter(Boolean),
              source: element?.getAttribute("src"), target: element?.getAttribute("href"), theme,
            });
          }
        }
      }
      const result = document.createElement("pre");
      result.id = "page.audit";
      result.textContent = JSON.stringify([...findings.values()])
        .replaceAll("<", "\\\\u003c").replaceAll("&", "\\\\u0026").replaceAll(">", "\\\\u003e");
      document.body.append(result);
    });
    """

  /// What the browser left in the page.
  ///
  /// - Returns: nil if axe didn't come to its end.
  static func all(in page: String) throws -> [AuditFinding]? {
    guard let start = page.firstRange(of: "<pre id=\"page.audit\">"), let end = page[start.upperBound...].firstRange(of: "</pre>") else {
      return nil
    }
    return try JSONDecoder().decode([AuditFinding].self, from: Data(page[start.upperBound..<end.lowerBound].utf8))
  }

  /// Where in the lesson's file the element comes from; nil for what is of the page's frame.
  func place(in lesson: Document) -> Range<Int>? {
    if let source, let image = lesson.images.first(where: { $0.path == source.removingPercentEncoding }) { return image.range }
    if let target, let link = lesson.links.first(where: { $0.destination == target || pageAddress(of: $0) == target }) { return link.range }
    for id in ids {
      if let range = lesson.place(ofID: id) { return range }
    }
    return nil
  }

  private func pageAddress(of link: Link) -> String {
    guard case .file(let path, _, let anchor) = link.target else { return link.destination }
    return (path.hasSuffix(".md") ? path.pathAsName.dropLast(3) + ".html" : path) + (anchor.map { "#\($0)" } ?? "")
  }
}

extension Document {
  /// Where a formula, a cell or a heading with an id is.
  fileprivate func place(ofID id: String) -> Range<Int>? {
    if let formula = formulas.first(where: { $0.id == id || "formula-\($0.index + 1)" == id }) { return formula.range }
    if let cell = cells.first(where: { $0.options.id == id || "cell-\($0.index + 1)" == id }), cell.source == nil { return cell.range }
    for line in 1...max(file.lineCount, 1) {
      guard let heading = file.line(line).wholeMatch(of: /#{1,6} +(.*?) *#*/) else { continue }
      if MarkdownImport.headingID(heading.1) == id { return file.rangeOfLine(line) }
    }
    return nil
  }
}
