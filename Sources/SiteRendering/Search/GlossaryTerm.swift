import LessonDocument

/// A term of the course in its own language and in another one, where it has another name there: a row of a glossary.
struct GlossaryTerm: Encodable, Hashable {
  /// `温度`.
  var foreign: String
  /// `temperature`.
  var own: String
  /// The address of the lesson that explains it.
  var lesson: String

  func encode(to encoder: any Encoder) throws {
    var list = encoder.unkeyedContainer()
    try list.encode(foreign)
    try list.encode(own)
    try list.encode(lesson)
  }

  /// The rows that begin with a name and have another one in another script, and a link to a lesson.
  static func all(in document: Document) -> [GlossaryTerm] {
    document.blocks.depthFirst.flatMap { block -> [GlossaryTerm] in
      guard case .table(let table) = block else { return [] }
      return table.rows.flatMap { terms(in: $0, of: document) }
    }
  }

  private static func terms(in row: [[Inline]], of document: Document) -> [GlossaryTerm] {
    let cells = row.map(\.plainText)
    guard let own = cells.first, own.hasLetters,
      let foreign = cells.dropFirst().first(where: { $0 == own || $0.hasLetters && $0.isMainlyChinese != own.isMainlyChinese }),
      let lesson = row.joined().lessonLink(in: document)
    else { return [] }
    let (owns, foreigns) = (names(in: own), names(in: foreign))
    // Names that are as many on either side belong together in their order; else all mean the first.
    return zip(foreigns.indices, foreigns).map { index, foreign in
      GlossaryTerm(foreign: foreign, own: owns[foreigns.count == owns.count ? index : 0], lesson: lesson)
    }
  }

  /// `平均汇聚（平均池化）` are two names, and so are `standard deviation, variance`.
  private static func names(in cell: String) -> [String] {
    let names = cell.split { ",，、()（）;；".contains($0) }.map { $0.split(separator: " ").joined(separator: " ") }.filter(\.hasLetters)
    return names.isEmpty ? [cell] : names
  }
}

extension String {
  fileprivate var hasLetters: Bool { contains(where: \.isLetter) }

  fileprivate var isMainlyChinese: Bool {
    unicodeScalars.count { $0.properties.isIdeographic } * 2 > unicodeScalars.count { $0.properties.isAlphabetic }
  }
}

extension Sequence<Inline> {
  /// The address of the page that the first link to a lesson leads to.
  fileprivate func lessonLink(in document: Document) -> String? {
    for case .link(let index, _) in Array(self).depthFirst {
      if case .file(let path, _, _) = document.links[index].target, path.hasSuffix(".md") { return PageAddress.of(path) }
    }
    return nil
  }
}
