import Testing

@testable import SiteRendering

/// Where the places of a PDF are, which decides what its contents say.
@Suite struct PDFDestinationsTests {
  /// A PDF of three pages, two of which are in a part of their own.
  private static let objects = [
    "<</Type /Catalog\n/Pages 2 0 R\n/Dests 7 0 R>>",
    "<</Type /Pages\n/Count 3\n/Kids [3 0 R 6 0 R]>>",
    "<</Type /Pages\n/Count 2\n/Kids [5 0 R 4 0 R]\n/Parent 2 0 R>>",
    "<</Type /Page\n/Parent 3 0 R>>",
    "<</Type /Page\n/Parent 3 0 R>>",
    "<</Type /Page\n/Parent 2 0 R>>",
    "<</one [5 0 R /XYZ 0 788 0]\n/two.end [4 0 R /XYZ 7.5 1 0]\n/#E6#96#87 [6 0 R /XYZ 0 0 0]\n/gone [99 0 R /XYZ 0 0 0]>>",
  ]

  private func pdf(_ objects: [String] = objects) -> [UInt8] {
    var text = "%PDF-1.4\n"
    var table = "0000000000 65535 f \n"
    for (index, object) in objects.enumerated() {
      let offset = String(text.utf8.count)
      table += String(repeating: "0", count: 10 - offset.count) + offset + " 00000 n \n"
      text += "\(index + 1) 0 obj\n\(object)\nendobj\n"
    }
    let start = text.utf8.count
    text += "xref\n0 \(objects.count + 1)\n\(table)trailer\n<</Size \(objects.count + 1)\n/Root 1 0 R>>\nstartxref\n\(start)\n%%EOF\n"
    return Array(text.utf8)
  }

  @Test func `places are on the pages that the tree gives them, by their names without escapes`() {
    #expect(PDFDestinations(pdf())?.pages == ["one": 1, "two.end": 2, "文": 3])
  }

  @Test func `what isn't such a PDF has none`() {
    for text in ["", "%PDF-1.4\n", "startxref\n0\n", "startxref\n99999999999999999999\n", "xref\n0 9\nstartxref\n0\n"] {
      #expect(PDFDestinations(Array(text.utf8)) == nil, "\(text)")
    }
    let whole = pdf()
    for count in 0..<whole.count - "%%EOF\n".utf8.count - 1 { #expect((PDFDestinations(Array(whole[..<count]))?.pages ?? [:]).count < 4) }
  }

  @Test func `a tree that bites its tail ends`() {
    var objects = Self.objects
    objects[2] = "<</Type /Pages\n/Kids [2 0 R 5 0 R 3 0 R]>>"
    #expect(PDFDestinations(pdf(objects))?.pages["one"] == 1)
  }

  @Test func `no changed byte stops the tool`() {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<2000 {
      var bytes = pdf()
      for _ in 0..<3 { bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random) }
      _ = PDFDestinations(bytes)
    }
  }
}
