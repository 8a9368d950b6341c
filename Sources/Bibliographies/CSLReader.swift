import Diagnostics
import ToolSupport

/// Reads CSL-JSON, as Zotero and Pandoc write it: a list of items.
enum CSLReader {
  static func read(_ file: SourceFile) -> (entries: [BibliographyEntry], problems: [Problem]) {
    do throws(Problem) {
      let json = try LocatedJSON.parse(file.text)
      guard case .array(let items) = json.value else {
        throw Problem("a list of references is `[{ \"id\": … }, …]`", at: json.range.lowerBound..<json.range.lowerBound + 1)
      }
      var problems: [Problem] = []
      // An item without an `id` is reported; the others are read.
      let entries = items.compactMap { item -> BibliographyEntry? in
        guard let id = item["id"], let key = id.text, !key.isEmpty else {
          problems.append(
            Problem(
              "this item has no `id`", at: item.range.lowerBound..<item.range.lowerBound + 1, help: "write the name that lessons cite it by"
            ))
          return nil
        }
        return entry(item, key: key.composed, at: id.range)
      }
      return (entries, problems)
    } catch {
      return ([], [error])
    }
  }

  private static func entry(_ item: LocatedJSON, key: String, at range: Range<Int>) -> BibliographyEntry {
    var entry = BibliographyEntry(key: key, at: range)
    entry.title = item["title"]?.text.map { [.text($0)] } ?? []
    entry.language = item["language"]?.text.flatMap(LanguageName.tag)
    entry.authors = (item["author"] ?? item["editor"])?.items.map(name) ?? []
    if let issued = item["issued"] {
      let parts = issued["date-parts"]?.items.first?.items.first?.text
      entry.year = parts ?? (issued["raw"] ?? issued["literal"])?.text.map { String($0.prefix { $0 != "-" && $0 != "/" }) }
    }
    entry.container = item["container-title"]?.text
    entry.volume = item["volume"]?.text
    entry.issue = item["issue"]?.text
    entry.pages = item["page"]?.text.map { $0.replacing("-", with: "–") }
    entry.publisher = item["publisher"]?.text
    entry.note = item["note"]?.text
    entry.address = WebAddress.of(doi: item["DOI"]?.text, url: item["URL"]?.text, eprint: nil, archive: nil)
    return entry
  }

  private static func name(_ person: LocatedJSON) -> PersonName {
    if let literal = person["literal"]?.text { return PersonName(family: literal) }
    let particle = person["non-dropping-particle"]?.text.map { $0 + " " } ?? ""
    return PersonName(family: particle + (person["family"]?.text ?? ""), given: person["given"]?.text ?? "")
  }
}
