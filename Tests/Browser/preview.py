"""`lessons serve` as an author meets it: a page open in a browser while its lesson is edited."""

import re
import signal
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

from tabs import new_context

LESSON = """# Edited

{before}

```swift
2.0 * {factor}
```

```output
Double = {recorded}
```

{after}
"""
PROSE = "\n\n".join(f"Paragraph {number} of a page that is longer than any window." for number in range(60))
ERRORS = "dialog#lessons-errors"


@contextmanager
def served(tool, folder, port=0):
    """The address of a preview of the course in `folder`, which ends as Ctrl-C ends it."""
    with open(folder / "errors.txt", "w") as errors:
        server = subprocess.Popen([tool, "serve", "--port", str(port)], cwd=folder, text=True, stdout=subprocess.PIPE, stderr=errors)
    try:
        for line in server.stdout:
            if found := re.match(r"serving (\S+) until Ctrl-C", line):
                yield found[1], server
                break
        else:
            raise AssertionError("the preview ended: " + (folder / "errors.txt").read_text())
    finally:
        server.kill()
        server.wait()


def check_preview(report, browser, tool):
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        file = folder / "Lessons/a.md"
        file.parent.mkdir()

        def write(factor, recorded, end=""):
            file.write_text(LESSON.format(before=PROSE, factor=factor, recorded=recorded, after=PROSE) + end)

        write(3, 6.0)
        with served(tool, folder) as (address, server):
            tab = new_context(browser).new_page()
            tab.goto(address + "a.html")
            tab.evaluate("document.getElementById('cell-1').scrollIntoView({ behavior: 'instant' })")
            place = tab.evaluate("scrollY")
            report.expect(place > 500, "the page is scrolled before it is edited", place)

            def expect_kept(after):
                report.expect(tab.url == address + "a.html", f"{after} the same page is shown", tab.url)
                report.expect(abs(tab.evaluate("scrollY") - place) <= 1, f"{after} it stands where it was", tab.evaluate("scrollY"))

            report.expect(tab.locator(ERRORS).count() == 0, "where all holds no error is shown")
            write(4, 8.0)
            tab.get_by_text("8.0", exact=True).wait_for()
            expect_kept("after an edit")
            report.expect(tab.locator(ERRORS).count() == 0, "an edit that holds shows no error")

            write(5, 8.0)
            tab.locator(ERRORS).wait_for()
            expect_kept("after a wrong edit")
            said = tab.locator(ERRORS).inner_text()
            line = file.read_text().splitlines().index("Double = 8.0") + 1
            message = f"Lessons/a.md:{line}:1: error: the output isn't what was recorded"
            report.expect(message in said, "an author's error is shown over the page with its place", said)
            report.expect(message in (folder / "errors.txt").read_text(), "and in the terminal")
            box, height = tab.locator(ERRORS).bounding_box(), tab.evaluate("innerHeight")
            report.expect(0 <= box["y"] and box["y"] + box["height"] <= height, "the error is seen without scrolling", box)
            tab.locator(f"{ERRORS} button").click()
            report.expect(not tab.locator(ERRORS).is_visible(), "the error can be closed")

            write(5, 10.0, end="\n```swift\nlet never")
            tab.locator(ERRORS, has_text="this fence is never closed").wait_for()
            expect_kept("after an edit that can't be read")
            report.expect(tab.get_by_text("Double", exact=False).count() > 0, "the last page that could be read stays")

            write(6, 12.0)
            tab.get_by_text("12.0", exact=True).wait_for()
            expect_kept("after all is mended")
            report.expect(tab.locator(ERRORS).count() == 0, "what is mended is no longer shown")

            server.send_signal(signal.SIGINT)
            report.expect(server.wait(timeout=120) == 0, "Ctrl-C ends the preview", server.returncode)

        write(7, 14.0)
        with served(tool, folder, port=address.rstrip("/").split(":")[-1]):
            tab.get_by_text("14.0", exact=True).wait_for()
            expect_kept("after the preview began anew")
        tab.close()
