import CellOutputs
import Foundation

extension RotationDiagram {
  /// The width of a clock in pixels where there is room.
  private static let widest = 64

  /// A table of clocks: in each a hand, and a faint one where it began.
  func html(alternative: String, _ localization: FigureLocalization) -> HTML {
    let head = columns.map { "<th scope=\"col\">\(TypesetText($0).html)</th>" as HTML }.joined()
    let body = rows.indices.map { row -> HTML in
      let clocks = columns.indices.map { "<td>\(Self.clock(self[row, $0]))</td>" as HTML }.joined()
      return "<tr><th scope=\"row\">\(TypesetText(rows[row]).html)</th>\(clocks)</tr>"
    }
    let labels = textWidth(rows) + 8
    // The clocks of a column are as wide as its label, and no smaller than one can read.
    let widths = (least: max(textWidth(columns) + 6, 26), most: max(textWidth(columns) + 10, Self.widest))
    let least = labels + columns.count * widths.least
    let table: HTML = """
      <table class="clocks" aria-label="\(alternative)" style="--labels:\(labels)px;\
      min-width:\(least)px;max-width:\(labels + columns.count * widths.most)px">
      <thead><tr><td></td>\(head)</tr></thead>
      <tbody>
      \(body.joined(separator: "\n"))
      </tbody></table>
      """
    return FigureFrame(title: title, picture: Scroller.html(table, name: title, mayScroll: least > 280), data: data(localization))
      .html(localization)
  }

  private static func clock(_ angle: Double) -> HTML {
    guard angle.isFinite else { return HTML(text: shortText(angle)) }
    let (x, y) = (PlotFrame.pixels(9 * cos(angle)), PlotFrame.pixels(-9 * sin(angle)))
    return """
      <svg viewBox="-12 -12 24 24" role="img" aria-label="\(degrees(angle))"><circle r="11"/>\
      <path class="zero" d="M0 0h9"/><path class="hand" d="M0 0L\(x) \(y)"/></svg>
      """
  }

  /// Of one turn, from 0° to 359°.
  private static func degrees(_ angle: Double) -> String {
    let turn = (angle * 180 / .pi).truncatingRemainder(dividingBy: 360)
    let degrees = (turn < 0 ? turn + 360 : turn).rounded()
    return "\(Int(degrees == 360 ? 0 : degrees))°"
  }

  /// In radians, as they were given.
  func data(_ localization: FigureLocalization) -> DataTable {
    DataTable(
      columns: [localization.radians] + columns,
      rows: rows.indices.map { row in [rows[row]] + columns.indices.map { shortText(self[row, $0], digits: 4) } })
  }
}
