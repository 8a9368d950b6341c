import CellOutputs

/// A heat map that is too large for a table of its numbers: square cells as far as there is room, with labels or ticks on both axes.
///
/// Places are shares of the width and height, whatever those are, so that words keep their size on every screen. Of labels that would touch,
/// every second, fifth or tenth is shown; more of them where there is more room.
struct HeatPicture {
  private let map: HeatMap
  /// Attributes that name the languages of the labels.
  private let languages: (rows: HTML, columns: HTML)
  /// The side of a cell in pixels where there is room for it.
  private let pitch: Double
  /// In pixels: what the row labels take on the left, and the column labels on top.
  private let left: Double
  private let top: Double
  /// Column labels that are wider than their cells stand upright.
  private let isUpright: Bool

  private static let largestSide = 560.0
  private static let largestPitch = 26.0
  private static let lineHeight = 14.0
  private static let letterWidth = 7.0
  /// What is left for a figure in its column on a wide screen, and on the narrowest.
  private static let (wide, narrow) = (480.0, 280.0)

  init(_ map: HeatMap, _ languages: (rows: HTML, columns: HTML)) {
    self.map = map
    self.languages = languages
    pitch = min(
      Self.largestPitch, Self.largestSide / Double(map.columnCount), Self.largestSide / Double(map.rowCount))
    let rowGroupRoom = map.rowGroups.contains { !$0.name.isEmpty } ? Self.lineHeight + 6 : 0
    left = Double(textWidth(map.rowNames)) + 8 + rowGroupRoom
    let widest = Double(textWidth(map.columnNames))
    let isNumeric = map.columnNames.allSatisfy { Double($0) != nil }
    isUpright = !isNumeric && widest + 4 > min(pitch, (Self.wide - left) / Double(map.columnCount))
    let columnGroupRoom = map.columnGroups.contains { !$0.name.isEmpty } ? Self.lineHeight + 6 : 0
    top = (isUpright ? widest + 4 : Self.lineHeight) + 4 + columnGroupRoom
  }

  func html(alternative: String) -> HTML {
    """
    <svg class="map" role="img" aria-label="\(alternative)" style="--left:\(Int(left))px;--top:\(Int(top))px;\
    max-width:\(Int(pitch * Double(map.columnCount)))px;aspect-ratio:\(map.columnCount)/\(map.rowCount)\(leastHeight)">\
    \(cells)\(splits)\
    \(rowLabels)\(columnLabels)\(groupNames)</svg>
    """
  }

  /// A few rows that the author has named are as high as their names on a narrow screen too.
  private var namesAllRows: Bool { !map.rowLabels.isEmpty && map.rowCount <= 20 }
  private var leastHeight: HTML { namesAllRows ? ";min-height:\(Int(Self.lineHeight) * map.rowCount)px" : .empty }

  /// Along the rows or upright, whichever has fewer lines.
  private var cells: HTML {
    let (across, upright) = (Lines(map, areUpright: false), Lines(map, areUpright: true))
    let lines = upright.count < across.count ? upright : across
    let paths = lines.paths.sorted { $0.key < $1.key }.map { share, path -> HTML in "<path style=\"--v:\(share)%\" d=\"\(path.text)\"/>" }
    return """
      <svg class="heat" viewBox="\(lines.areUpright ? "-.5 0" : "0 -.5") \(map.columnCount) \(map.rowCount)" preserveAspectRatio="none" \
      shape-rendering="crispEdges">\(paths.joined())</svg>
      """
  }

  /// One path a color, with a line as wide as a cell for each run of equal colors, from where the last one ended: a twentieth of the size of one
  /// element a cell.
  private struct Lines {
    let areUpright: Bool
    var count = 0
    /// With where the last line ended, along the lines and across them.
    var paths: [Int: (text: String, along: Int, across: Int)] = [:]

    init(_ map: HeatMap, areUpright: Bool) {
      self.areUpright = areUpright
      let step = 4
      let shares = map.shares.map { $0 / step * step }
      let (lines, length) = areUpright ? (map.columnCount, map.rowCount) : (map.rowCount, map.columnCount)
      func color(_ line: Int, _ place: Int) -> Int { shares[areUpright ? place * lines + line : line * length + place] }
      for line in 0..<lines {
        var place = 0
        while place < length {
          let start = place
          let share = color(line, start)
          while place < length, color(line, place) == share { place += 1 }
          let last = paths[share] ?? ("", 0, 0)
          let (along, across) = (start - last.along, line - last.across)
          let text = areUpright ? "m\(across) \(along)v\(place - start)" : "m\(along) \(across)h\(place - start)"
          paths[share] = (last.text + text, place, line)
          count += 1
        }
      }
    }
  }

  /// Lines between groups.
  private var splits: HTML {
    let lines =
      Self.borders(map.columnGroups).map { "M\($0) 0v\(map.rowCount)" } + Self.borders(map.rowGroups).map { "M0 \($0)h\(map.columnCount)" }
    return lines.isEmpty
      ? .empty
      : """
      <svg viewBox="0 0 \(map.columnCount) \(map.rowCount)" preserveAspectRatio="none" shape-rendering="crispEdges">\
      <path class="split" d="\(lines.joined())"/></svg>
      """
  }

  /// Before which rows or columns a group begins, but for the first.
  static func borders(_ groups: [HeatMap.Group]) -> [Int] {
    groups.dropLast().reduce(into: []) { $0.append(($0.last ?? 0) + $1.count) }
  }
}

// MARK: - Labels

extension HeatPicture {
  private var rowLabels: HTML {
    labels(
      map.rowNames, in: map.rowGroups, areNumbers: map.rowLabels.isEmpty, room: Self.lineHeight - 1,
      leastPitch: namesAllRows ? Self.lineHeight : 0,
      mayReachOut: true
    ) { place, role, text in
      "<text class=\"up\(role)\"\(languages.rows) x=\"-6\" y=\"\(place)\" dy=\"0.35em\">\(text)</text>"
    }
  }

  private var columnLabels: HTML {
    // Letters one by one need no room between them.
    let areLetters = map.columnNames.allSatisfy { $0.count == 1 }
    let room = isUpright ? Self.lineHeight : areLetters ? Self.letterWidth : Double(textWidth(map.columnNames)) + 5
    return labels(
      map.columnNames, in: map.columnGroups, areNumbers: map.columnLabels.isEmpty, room: room, leastPitch: 0, mayReachOut: areLetters
    ) {
      place, role, text in
      isUpright
        ? "<svg class=\"upright\(role)\" x=\"\(place)\"><text\(languages.columns) transform=\"rotate(-90)\" x=\"5\" dy=\"0.35em\">\(text)</text></svg>"
        : "<text class=\"above\(role)\"\(languages.columns) x=\"\(place)\" y=\"-6\">\(text)</text>"
    }
  }

  /// - Parameters:
  ///   - room: What a label takes along its axis.
  ///   - leastPitch: What lies between two rows or columns at least, on the narrowest screen too.
  ///   - mayReachOut: Whether there is room for half a label beyond the axis' end.
  private func labels(
    _ names: [String], in groups: [HeatMap.Group], areNumbers: Bool, room: Double, leastPitch: Double, mayReachOut: Bool,
    _ label: (_ place: String, _ role: HTML, _ text: HTML) -> HTML
  ) -> HTML {
    func pitch(width: Double) -> Double { max(leastPitch, min(self.pitch, (width - left) / Double(map.columnCount))) }
    let many = Self.step(room: room, pitch: pitch(width: Self.wide))
    // What is shown on a narrow screen is shown on a wide one, too.
    let few = many * max(Int((room / pitch(width: Self.narrow) / Double(many)).rounded(.up)), 1)
    // Of the numbers from 1, the round ones; of an author's labels, the first of each group and the same ones after it.
    let isShown: (Int, Int) -> Bool = areNumbers ? { ($0 + 1).isMultiple(of: $1) } : Self.shown(of: names.count, in: groups)
    return names.enumerated().compactMap { index, name -> HTML? in
      guard isShown(index, many) else { return nil }
      let place = PlotFrame.percent((Double(index) + 0.5) / Double(names.count))
      let fits = mayReachOut || (Double(names.count - index) - 0.5) * pitch(width: Self.narrow) >= room / 2 - 3
      return label(place, isShown(index, few) && fits ? .empty : " odd", TypesetText(name).svg)
    }.joined()
  }

  /// Tells whether the label at an index is shown if every so many-th is. Those at a group's end, which would touch the next group's first, are left
  /// out in each group.
  private static func shown(of count: Int, in groups: [HeatMap.Group]) -> (_ index: Int, _ step: Int) -> Bool {
    let borders = [0] + borders(groups) + [count]
    return { index, step in
      let group = borders.lastIndex { $0 <= index && $0 < count } ?? 0
      let isNearNext = borders.count > 2 && borders[group + 1] - index < step
      return (index - borders[group]).isMultiple(of: step) && !isNearNext
    }
  }

  /// Every how many-th label has room.
  private static func step(room: Double, pitch: Double) -> Int {
    let least = max(room / pitch, 1)
    var step = 1
    while true {
      for factor in [1, 2, 5] where Double(step * factor) >= least { return step * factor }
      step *= 10
    }
  }

  private var groupNames: HTML {
    let columns = Self.centers(map.columnGroups, of: map.columnCount).map { place, name -> HTML in
      "<text class=\"above\" x=\"\(place)\" y=\"\(-Int(top - Self.lineHeight))\">\(name)</text>"
    }
    let rows = Self.centers(map.rowGroups, of: map.rowCount).map { place, name -> HTML in
      "<svg y=\"\(place)\"><text class=\"above\" transform=\"translate(\(-Int(left - Self.lineHeight))) rotate(-90)\">\(name)</text></svg>"
    }
    return columns.joined() + rows.joined()
  }

  private static func centers(_ groups: [HeatMap.Group], of count: Int) -> [(String, HTML)] {
    var start = 0
    return groups.map { group in
      defer { start += group.count }
      return (PlotFrame.percent((Double(start) + Double(group.count) / 2) / Double(count)), TypesetText(group.name).svg)
    }
  }
}
