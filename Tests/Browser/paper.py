"""What stands on the pages of a PDF."""

import subprocess
import tempfile
from ctypes import c_long, create_string_buffer
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium


def destinations(document):
    """The page of each id that a link leads to; the first page is 1."""
    found = {}
    for index in range(pdfium.FPDF_CountNamedDests(document)):
        size = c_long(0)
        pdfium.FPDF_GetNamedDest(document, index, None, size)
        name = create_string_buffer(size.value)
        place = pdfium.FPDF_GetNamedDest(document, index, name, size)
        found[name.raw.decode("utf-16-le").rstrip("\0")] = pdfium.FPDFDest_GetDestPageIndex(document, place) + 1
    return found


def beginnings(page, pdf):
    """On which page of the PDF each lesson in the contents of `page` begins."""
    targets = page.evaluate("[...document.querySelectorAll('.toc a')].map((link) => decodeURIComponent(link.hash.slice(1)))")
    return {target: number for target, number in destinations(pypdfium2.PdfDocument(pdf)).items() if target in targets}


def print_once(page):
    """The page without what readers of the PDF see beside or hear, which takes half as long, and where each lesson begins."""
    pdf = page.pdf(prefer_css_page_size=True, format="A4", outline=False, tagged=False)
    return pdf, beginnings(page, pdf)


def exported(page, tool, lessons):
    """The PDF that the tool makes of the course that `page` shows, and where each lesson begins."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([tool, "export", "--course", lessons, "--format", "pdf", "--output", folder], check=True, capture_output=True)
        pdf = next(Path(folder).iterdir()).read_bytes()
    return pdf, beginnings(page, pdf)


def used_shares(pdf):
    """Where the ink of each page ends, but of the last: from 0, at the margin above, to 1, at the margin below."""
    document, shares = pypdfium2.PdfDocument(pdf), []
    for index in range(len(document) - 1):
        picture = document[index].render(scale=0.25, grayscale=True)
        rows = [bytes(picture.buffer[row * picture.stride:row * picture.stride + picture.width]) for row in range(picture.height)]
        # The page's own number is in the margin below.
        top, bottom = (int(picture.height * millimeters / 297) for millimeters in (12, 297 - 14))
        lowest = max((row for row, pixels in enumerate(rows[:bottom]) if min(pixels) < 200), default=top)
        shares.append((lowest - top) / (bottom - top))
    return shares


def page_count(pdf):
    return len(pypdfium2.PdfDocument(pdf))


def first_lines(pdf):
    """The highest words of each page. Its text is in another order: the page's number comes first, and a figure's words anywhere."""
    lines = []
    for page in pypdfium2.PdfDocument(pdf):
        text = page.get_textpage()
        boxes = [text.get_rect(index) for index in range(text.count_rects())]
        top = max((box[3] for box in boxes), default=0)
        lines.append("".join(text.get_text_bounded(*box) for box in sorted(boxes) if box[3] > top - 4))
    return lines


def words_of_page(pdf, number):
    return pypdfium2.PdfDocument(pdf)[number - 1].get_textpage().get_text_range()
