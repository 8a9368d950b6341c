import Testing

@Suite struct MisuseTests {
  @Test(arguments: Misuse.all.indices)
  func `a call without an answer stops the program and says why`(index: Int) async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) { [index] in
      Misuse.all[index].call()
    }
    let error = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(error.contains("Fatal error: \(Misuse.all[index].message)\n"))
  }
}
