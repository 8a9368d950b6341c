import Foundation

extension String {
  /// In Unicode's composed form (NFC), in which names of files, addresses and anchors meet: to a browser and to Linux, `é` of one
  /// character and `é` of two are different names.
  package var composed: String { utf8.allSatisfy { $0 < 0x80 } ? self : precomposedStringWithCanonicalMapping }
}
