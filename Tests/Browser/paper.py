"""The course as a PDF, with page numbers in its contents, which a browser can't count by itself.

    paper.py SITE OUTPUT.pdf

The course is printed twice: the first time to see on which page each lesson begins, the second time with the numbers.
"""

import os
import shutil
import sys
from ctypes import c_long, create_string_buffer
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

# A browser sets every number's line as high as it was before the number came: the second printing has the pages of the first.
WRITE_NUMBERS = """(pages) => {
  for (const link of document.querySelectorAll('.toc a')) {
    let number = link.parentElement.querySelector('.page');
    if (!number) {
      number = link.parentElement.appendChild(document.createElement('span'));
      number.className = 'page';
      link.parentElement.style.display = 'flex';
      number.style.marginInlineStart = 'auto';
    }
    number.textContent = pages[decodeURIComponent(link.hash.slice(1))] ?? '';
  }
}"""


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
    """As `print_course`, without the numbers in the contents and without what readers of the PDF see beside or hear, which takes half as long."""
    pdf = page.pdf(prefer_css_page_size=True, format="A4", outline=False, tagged=False)
    return pdf, beginnings(page, pdf)


def print_course(page):
    """The PDF of the page with the whole course that `page` shows, and where its contents say that each lesson begins."""
    def printed():
        return page.pdf(prefer_css_page_size=True, format="A4", outline=True, tagged=True)

    said, pdf = None, printed()
    for _ in range(3):
        found = beginnings(page, pdf)
        if found == said:
            break
        said = found
        page.evaluate(WRITE_NUMBERS, said)
        pdf = printed()
    return pdf, said


def used_shares(pdf):
    """Where the ink of each page ends, but of the last: from 0, at the margin above, to 1, at the margin below."""
    document, shares = pypdfium2.PdfDocument(pdf), []
    for index in range(len(document) - 1):
        picture = document[index].render(scale=0.25, grayscale=True)
        rows = [bytes(picture.buffer[row * picture.stride:row * picture.stride + picture.width]) for row in range(picture.height)]
        # The page's own number is in the margin below.
        top, bottom = (int(picture.height * millimetres / 297) for millimetres in (12, 297 - 14))
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


def main():
    # Here, since a test that prints has a browser already.
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = shutil.which(os.environ.get("CHROMIUM") or "chromium")
        page = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"]).new_page()
        page.set_default_timeout(300_000)
        page.goto((Path(sys.argv[1]) / "print.html").resolve().as_uri())
        pdf, said = print_course(page)
    Path(sys.argv[2]).write_bytes(pdf)
    print(f"wrote {sys.argv[2]}: {len(pypdfium2.PdfDocument(pdf))} pages, {len(said)} lessons")


if __name__ == "__main__":
    main()
