/// Where a work is on the web.
enum WebAddress {
  static func of(doi: String?, url: String?, eprint: String?, archive: String?) -> String? {
    if let doi, !doi.isEmpty {
      if isWeb(doi) { return doi }
      return "https://doi.org/" + (doi.lowercased().hasPrefix("doi:") ? String(doi.dropFirst(4)) : doi)
    }
    if let url, isWeb(url) { return url }
    if let eprint, archive?.lowercased() ?? "arxiv" == "arxiv" { return "https://arxiv.org/abs/" + eprint }
    return nil
  }

  private static func isWeb(_ text: String) -> Bool { text.hasPrefix("https://") || text.hasPrefix("http://") }
}
