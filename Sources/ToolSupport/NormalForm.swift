import Foundation

extension String {
  /// The text in Unicode's composed form (NFC), in which names of files, addresses and anchors are compared. Browsers and Linux
  /// tell `é` written as one scalar from `é` written as two.
  package var composed: String { utf8.allSatisfy { $0 < 0x80 } ? self : precomposedStringWithCanonicalMapping }
}
