import Testing

@testable import CellOutputs

@Suite struct EventSealTests {
  /// The key 00 01 … 0f and the texts 00, 00 01, …, from the test vectors of the paper.
  @Test(
    arguments: [
      (0, 0x726f_db47_dd0e_0e31), (1, 0x74f8_39c5_93dc_67fd), (7, 0xab02_00f5_8b01_d137), (8, 0x93f5_f579_9a93_2462),
      (15, 0xa129_ca61_49be_45e5),
    ] as [(Int, UInt64)])
  func `it is SipHash`(length: Int, expected: UInt64) {
    let key = EventSeal.Key(first: 0x0706_0504_0302_0100, second: 0x0f0e_0d0c_0b0a_0908)
    let text = (0..<length).map { UInt8($0) }
    #expect(EventSeal.sipHash(text[...], counted: nil, key) == expected)
    // The count is the text's first eight bytes.
    if length == 15 {
      #expect(EventSeal.sipHash(text[8...], counted: 0x0706_0504_0302_0100, key) == expected)
    }
  }
}
