"""The courses as books."""

import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

# A program of seconds takes half as long without Java's second compiler and without threads that collect what isn't needed.
JAVA = ["java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"]


def check_books(report, tool, courses):
    """Has epubcheck read each course as a book."""
    checker = shutil.which("epubcheck")
    # Debian's is a Java archive.
    is_archive = Path(checker).read_bytes()[:2] == b"PK"
    command = [*JAVA, "-jar", checker] if is_archive else [checker]
    for course in courses:
        with TemporaryDirectory() as folder:
            subprocess.run([tool, "export", "--format", "epub", "--course", course, "--output", folder], check=True, capture_output=True)
            books = list(Path(folder).glob("*.epub"))
            found = subprocess.run([*command, "--failonwarnings", *books], capture_output=True, text=True)
            report.expect(len(books) == 1 and found.returncode == 0, f"epubcheck finds nothing in the book of {course.name}", found.stdout, found.stderr)
