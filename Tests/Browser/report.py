"""Counts what holds and keeps what doesn't."""

import sys
import time
from contextlib import contextmanager


class Report:
    def __init__(self):
        self.passed = 0
        self.failures = []
        self.begun = time.monotonic()

    def expect(self, holds, claim, *details):
        """One claim about one page; `details` are shown if it doesn't hold."""
        if holds:
            self.passed += 1
        else:
            self.failures.append((claim, [str(detail) for detail in details]))

    @contextmanager
    def section(self, claim):
        """What breaks in the middle is a failure of the whole claim, and the next one is still tried."""
        try:
            yield
        except Exception as error:  # A browser can fail in too many ways to name them.
            self.expect(False, claim, error)

    def add(self, other):
        self.passed += other.passed
        self.failures += other.failures

    def close(self):
        """The last line is read by machines: it stands alone."""
        for claim, details in self.failures:
            print(f"✗ {claim}")
            for detail in details:
                print("    " + detail.strip().replace("\n", "\n    "))
        print(f"browser tests took {time.monotonic() - self.begun:.0f} s")
        print(f"{self.passed} passed, {len(self.failures)} failed", flush=True)
        sys.exit(1 if self.failures else 0)
