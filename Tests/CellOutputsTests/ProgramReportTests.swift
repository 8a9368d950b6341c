import CellOutputs
import Testing

@Suite struct ProgramReportTests {
  @Test(
    arguments: [
      .statement(cell: 0, index: 12), .display(cell: 3), .record(cell: 1, statement: 2), .bind(cell: 4, name: "ŷ"), .follow(name: "x"),
      .expression(5), .evaluate(6), .cellEnd(7), .crashCell(8), .crashCellEnd(8), .programEnd,
      // A raw identifier may have blanks anywhere.
      .bind(cell: 0, name: " two  words "), .follow(name: " two  words "),
    ] as [ProgramReport.Subject])
  func `a line says what is reported`(_ subject: ProgramReport.Subject) {
    for isJoined in [false, true] {
      let report = ProgramReport(subject, isJoined: isJoined)
      #expect(ProgramReport(line: report.line[...]) == report)
    }
  }

  @Test(arguments: ["", "+", "statement 1", "statement a b", "bind x", "program-end 1", "end", "other 1", "follow"])
  func `another line isn't a report`(_ line: String) {
    #expect(ProgramReport(line: line[...]) == nil)
  }
}
