import CellOutputs
import Testing

@Suite struct RedactedTextTests {
  @Test(arguments: [
    ("<computed 0x000055dd11d19618 (Int)>", "<computed 0x… (Int)>"), ("ObjectIdentifier(0x00007f12345678ab)", "ObjectIdentifier(0x…)"),
    ("a.txt -- file:///tmp/lesson-run-FDD5-0A/work/", "a.txt -- ."),
    ("NSURL=file:///tmp/x/lesson-run-FDD5-0A/work/sub/a.txt, b", "NSURL=sub/a.txt, b"),
    ("\"/tmp/lesson-run-FDD5/work\" and '/tmp/lesson-run-FDD5/work/b'", "\".\" and 'b'"),
    ("NSURL=a -- file:///tmp/lesson-run-FDD5/work/, b", "NSURL=a -- ., b"),
    // Numbers and other folders stay as they are.
    ("0x1F", "0x1F"), ("0x9e3779b97f4a7c15", "0x9e3779b97f4a7c15"), ("/tmp/lesson-run-FDD5", "/tmp/lesson-run-FDD5"),
    ("/work/a.txt", "/work/a.txt"),
  ])
  func `addresses and the run's own folder are left out, and nothing else`(text: String, expected: String) {
    #expect(text.redacted == expected)
  }
}
